from pathlib import Path

from playground.drawing.tools import TOOLS

ICONS = Path(__file__).parents[2] / "resources" / "icons"


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
