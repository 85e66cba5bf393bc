"""The words over the small spaces: in full, short, or bare numbers, and never cut."""

from PySide6.QtCore import QSize

from playground.views.spaces.strip import StageStrip
from playground.widgets.text import text_width


def test_many_layers_are_numbers_where_their_names_have_no_room(qtbot):
    strip = StageStrip()
    qtbot.addWidget(strip)
    layers = [(f"Layer {number}", f"Layer {number}") for number in range(1, 17)]
    strip.set_titles([("Input", "Input"), *layers, ("Output", "Output")])
    strip.fit(QSize(4000, 260))
    assert strip.titles()[:3] == ["Input", "Layer 1", "Layer 2"]
    strip.fit(QSize(300, 130))
    assert strip.titles() == ["Input", *map(str, range(1, 17)), "Output"]


def test_the_last_title_never_touches_the_one_before_it(qtbot):
    strip = StageStrip()
    qtbot.addWidget(strip)
    layers = [(f"Layer {number}", f"Layer {number}") for number in range(11, 15)]
    strip.set_titles([("Input", "Input"), *layers, ("Output", "Output")])
    seen = set()
    for width in range(240, 520, 4):
        strip.fit(QSize(width, 130))
        titles, side = strip.titles(), strip.wells[0].width()
        before, last = strip.wells[-2].x(), strip.wells[-1].x()
        end = before + text_width(titles[-2], "button")
        assert end < last + min(side - text_width(titles[-1], "button"), 0), width
        seen.add(titles[1])
    assert seen == {"11", "Layer 11"}
