from pathlib import Path

from playground.domains.plane.tool_options import ActionOption, AmountOption, ChoiceOption
from playground.domains.plane.tools import TOOLS

ICONS = Path(__file__).parents[3] / "resources" / "icons"


def test_the_table_is_keyed_by_name_and_nothing_is_used_twice():
    assert [tool.name for tool in TOOLS.values()] == list(TOOLS)
    for attribute in ("title", "shortcut", "icon"):
        values = [getattr(tool, attribute) for tool in TOOLS.values()]
        assert len(set(values)) == len(values)


def test_shortcuts_are_those_of_the_design():
    assert {name: tool.shortcut for name, tool in TOOLS.items()} == {
        "brush": "B",
        "spray": "S",
        "point": "P",
        "line": "L",
        "polygon": "G",
        "select": "V",
        "eraser": "E",
        "shape": "U",
        "fill": "K",
        "eyedropper": "I",
        "recolour": "C",
        "magnet": "M",
        "smudge": "D",
        "jitter": "J",
    }


def test_every_tool_has_a_hint_and_an_icon_that_exists():
    for tool in TOOLS.values():
        assert len(tool.hint) > 10
        assert (ICONS / f"{tool.icon}.svg").is_file()
        assert tool.uses_radius == ("[ ] size" in tool.hint)


def test_every_option_has_words_and_icons_that_exist():
    for tool in TOOLS.values():
        names = [option.name for option in tool.options]
        assert len(set(names)) == len(names)
        for option in tool.options:
            assert option.title
            if isinstance(option, ChoiceOption):
                assert len({way.name for way in option.ways}) == len(option.ways) >= 2
                assert all(way.hint and (ICONS / f"{way.icon}.svg").is_file() for way in option.ways)
            if isinstance(option, ActionOption):
                assert (ICONS / f"{option.icon}.svg").is_file()
            if isinstance(option, AmountOption):
                assert option.least <= option.start <= option.most
                assert option.hint
