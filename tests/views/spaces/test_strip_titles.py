"""The words over the small spaces: in full, short, or bare numbers, and never cut."""

from PySide6.QtCore import QSize

from playground.views.spaces.strip import StageStrip


def test_many_layers_are_numbers_where_their_names_have_no_room(qtbot):
    strip = StageStrip()
    qtbot.addWidget(strip)
    layers = [(f"Layer {number}", f"Layer {number}") for number in range(1, 17)]
    strip.set_titles([("Input", "Input"), *layers, ("Output", "Output")])
    strip.fit(QSize(4000, 260))
    assert strip.titles()[:3] == ["Input", "Layer 1", "Layer 2"]
    strip.fit(QSize(300, 130))
    assert strip.titles() == ["Input", *map(str, range(1, 17)), "Output"]
