"""The panel of parallel coordinates: lines for all samples, and what the pointer does to them."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from playground.document import edits_data
from playground.document.presets import document_for
from playground.session.session import Session
from playground.views.columns import ColumnsView
from playground.views.data import DataView
from tests.support.rows import rows_document


@pytest.fixture
def open_view(qtbot):
    made = []

    def make(document=None):
        session = Session(document or rows_document(columns=6))
        made.append(session)
        view = ColumnsView(session)
        qtbot.addWidget(view)
        view.resize(520, 320)
        view.show()
        return session, view

    yield make
    for session in made:
        session.close()


def point_at(view, column, height):
    """A pixel of the plot, from the place of a column and a height between 0 and 1."""
    return view.place.plot.place_of(float(column), height).toPoint()


def hover(view, at):
    plot = view.place.plot
    QTest.mouseMove(plot.viewport(), QPoint(1, 1))
    QTest.mouseMove(plot.viewport(), at)


def test_it_says_how_much_there_is(open_view):
    _, view = open_view()
    assert view.subtitle.text() == "6 columns of 120 rows"


def test_the_line_under_the_pointer_lights_up_everywhere(open_view):
    session, view = open_view()
    highest = int(session.document.dataset.samples[:, 2].argmax())
    hover(view, point_at(view, 2, 1.0))
    assert session.selection.lit == highest
    assert f"row {highest + 1}" in view.place.plot.readout()
    assert view.place.plot.readout().startswith("c\n")
    hover(view, point_at(view, 2, -0.03))
    assert session.selection.lit in (None, int(session.document.dataset.samples[:, 2].argmin()))


def test_a_click_selects_the_row_and_beside_all_lines_none(open_view):
    session, view = open_view()
    lowest = int(session.document.dataset.samples[:, 4].argmin())
    view.place.chosen.emit(lowest)
    assert np.flatnonzero(session.selection.points).tolist() == [lowest]
    view.place.chosen.emit(None)
    assert session.selection.points is None


def test_the_menu_puts_a_column_on_the_map(open_view):
    session, view = open_view()
    session.selection.show_columns(0, 1)
    menu = view.place.plot.menu(3.0)
    titles = {action.text(): action for action in menu.actions()}
    titles["Show d across the map"].trigger()
    assert session.selection.columns == (3, 1)
    titles["Show d up the map"].trigger()
    assert session.selection.columns == (1, 3)
    menu.close()


def test_the_values_that_are_saved_are_those_of_the_table(open_view):
    session, view = open_view()
    table = view.place.plot.table()
    assert list(table) == list("abcdef")
    assert np.array_equal(table["b"], session.document.dataset.places[:, 1])


@pytest.mark.parametrize("classes", [0, 2, 3])
def test_points_and_values_have_lines_too(open_view, classes):
    _, view = open_view(rows_document(columns=3, classes=classes))
    assert view.place.words() == ""
    _, view = open_view(document_for("circle", (4,), count=50))
    assert view.subtitle.text() == "2 columns of 50 points"


def test_without_points_words_say_so(open_view):
    session, view = open_view(document_for("circle", (4,), count=50))
    session.edit("Clear points", edits_data.clear_points)
    assert view.place.words() == "Draw some points to see their columns."


def test_a_closed_panel_draws_nothing(qtbot):
    session = Session(rows_document(columns=4))
    view = ColumnsView(session)
    qtbot.addWidget(view)
    session.selection.light(3)
    assert not view.place.is_loaded


# ---- which columns the map shows --------------------------------------------------------------------------------


@pytest.fixture
def data_panel(qtbot):
    session = Session(rows_document(columns=6))
    view = DataView(session)
    qtbot.addWidget(view)
    view.resize(232, 760)
    view.show()
    yield session, view
    session.close()


def test_the_data_panel_chooses_columns_and_what_the_others_are(data_panel):
    session, view = data_panel
    part = next(child for child in view.findChildren(object) if type(child).__name__ == "ColumnsPart")
    assert part.isVisible()
    session.selection.show_columns(0, 1)
    part.across.chosen.emit(part.across.set_value(5))
    assert session.selection.columns == (5, 1)
    part.held.chosen.emit("selected")
    mask = np.zeros(120, np.bool_)
    mask[7] = True
    session.selection.select_points(mask)
    assert session.selection.section.held == tuple(session.document.dataset.samples[7].tolist())
    session.selection.select_points(None)
    assert session.selection.section.held == session.document.dataset.middle


def test_tools_that_would_draw_rows_are_not_offered(data_panel):
    session, _ = data_panel
    session.hand.set_tool("brush")
    assert session.hand.tool == "select"
    session.load(document_for("circle", (4,), count=50), "Circle")
    session.hand.set_tool("brush")
    assert session.hand.tool == "brush"


def test_another_table_shows_the_two_columns_that_tell_most(data_panel):
    session, _ = data_panel
    session.selection.show_columns(5, 4)
    session.load(rows_document(columns=3), "Other")
    assert session.selection.columns == session.document.dataset.shown_first


def test_a_column_that_takes_the_others_place_gives_its_own(data_panel):
    session, _ = data_panel
    session.selection.show_columns(0, 1)
    session.selection.show_columns(1, 1)
    assert session.selection.columns == (1, 0)
