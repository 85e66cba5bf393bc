"""Bars of inputs: names have the room that they need, as far as a wide panel has it."""

from playground.views.explain.term_bars import Term, TermBars
from playground.widgets.text import text_width


def test_long_names_are_whole_in_a_wide_panel_and_leave_room_for_bars_in_a_narrow_one(qtbot):
    bars = TermBars()
    qtbot.addWidget(bars)
    bars.show_terms([Term("nonflavanoid_phenols", 0.5, "+0.50", "0.390"), Term("hue", -0.5, "\u22120.50", "1.04")])
    bars.resize(500, 44)
    assert bars.name_width() >= text_width("nonflavanoid_phenols = 0.390", "row")
    bars.resize(240, 44)
    assert bars.name_width() <= 124
