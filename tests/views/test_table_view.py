"""The table of points: sorted, edited, pasted into, and selected together with the canvas."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from playground.app.docks import part_for
from playground.document import edits_data
from playground.document.dataset import default_classes
from playground.document.edits_cells import set_cells
from playground.document.edits_data import make_dataset, set_dataset
from playground.document.presets import first_document
from playground.session.session import Session
from playground.views.table import TableView
from playground.views.table.cells import cell_text, full_text, parse_cell, parse_column
from playground.widgets.theme import apply_theme, current
from tests.support.rows import rows_document

X, Y, TARGET, SET = 1, 2, 3, 4


@pytest.fixture
def session(qapp):
    points = [[3.0, 1.0], [1.0, -2.5], [2.0, 0.125]]
    document = set_dataset(first_document(), make_dataset(points, [0, 1, 1], default_classes(2), 1.0))
    made = Session(document)
    yield made
    made.close()


@pytest.fixture
def view(qtbot, session):
    made = TableView(session)
    qtbot.addWidget(made)
    made.resize(420, 400)
    made.show()
    return made


@pytest.fixture
def said(session):
    texts = []
    session.message_posted.connect(lambda text, role: texts.append(text))
    return texts


def shown(view, column):
    return [view.model.index(row, column).data() for row in range(view.model.rowCount())]


def type_into(view, row, column, text):
    return view.model.setData(view.model.index(row, column), text)


def test_rows_are_sorted_by_any_column(view):
    view.grid.sortByColumn(X, Qt.SortOrder.AscendingOrder)
    assert shown(view, X) == ["1.000", "2.000", "3.000"]
    assert shown(view, 0) == ["2", "3", "1"]
    view.grid.sortByColumn(TARGET, Qt.SortOrder.DescendingOrder)
    assert shown(view, TARGET) == ["Blue", "Blue", "Orange"]
    assert shown(view, 0) == ["2", "3", "1"], "equal ones stay in the order of their numbers"


def test_an_edited_cell_is_one_undo_step_of_the_right_point(view, session):
    view.grid.sortByColumn(X, Qt.SortOrder.AscendingOrder)
    before = session.document
    assert type_into(view, 0, Y, "−7,5")
    assert session.document.dataset.samples.tolist() == [[3, 1], [1, -7.5], [2, 0.125]]
    assert session.undo_stack.undoText() == "Change y of point 2"
    assert shown(view, Y)[0] == "−7.500"
    session.undo_stack.undo()
    assert session.document is before


@pytest.mark.parametrize(("text", "target"), [("orange", 0), ("1", 0), ("Blue", 1), ("2", 1)])
def test_a_class_is_typed_by_name_or_number(view, session, text, target):
    type_into(view, 1, TARGET, text)
    assert session.document.dataset.targets[1] == target


def test_a_set_is_typed_by_name(view, session):
    type_into(view, 1, SET, "test")
    assert session.document.dataset.is_test.tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        (X, "abc", "'abc' is no number"),
        (Y, "1e300", "is no number up to"),
        (X, "nan", "'nan' is no number"),
        (TARGET, "Pink", "'Pink' is no class: Orange, Blue"),
        (TARGET, "3", "'3' is no class"),
        (SET, "both", "Train or in Test"),
    ],
)
def test_what_means_nothing_is_said_and_changes_nothing(view, session, said, column, text, words):
    before = session.document
    assert not type_into(view, 0, column, text)
    assert words in said[0]
    assert session.document is before


def test_what_was_being_typed_goes_with_its_row(view, session):
    view.grid.setCurrentIndex(view.model.index(0, X))
    QTest.keyClick(view.grid, Qt.Key.Key_Return)
    editor = view.grid.findChild(QLineEdit)
    QTest.keyClicks(editor, "2.5")
    QTest.keyClick(editor, Qt.Key.Key_Return)  # Qt takes the text at the next turn of the event loop
    session.edit("Clear", edits_data.clear_points)
    QCoreApplication.processEvents()
    assert len(session.document.dataset) == 0
    assert session.undo_stack.count() == 1


def test_what_was_being_typed_into_a_row_that_went_is_not_for_the_next_cell(view, session):
    view.grid.setCurrentIndex(view.model.index(0, X))
    QTest.keyClick(view.grid, Qt.Key.Key_Return)
    editor = view.grid.findChild(QLineEdit)
    QTest.keyClicks(editor, "2.5")
    QTest.keyClick(editor, Qt.Key.Key_Return)  # taken at the next turn of the event loop
    session.edit("Delete", lambda document: edits_data.remove_points(document, np.arange(3) == 0))
    view.grid.setCurrentIndex(view.model.index(1, Y))
    view.grid.edit(view.grid.currentIndex())
    QCoreApplication.processEvents()
    assert session.undo_stack.count() == 1
    assert session.document.dataset.samples.tolist() == [[1.0, -2.5], [2.0, 0.125]]


def test_an_edit_that_changes_nothing_is_no_undo_step(view, session):
    for column in range(5):
        text = view.model.index(0, column).data(Qt.ItemDataRole.EditRole)
        assert not type_into(view, 0, column, text)
    assert session.undo_stack.count() == 0


def test_rows_selected_here_are_selected_everywhere(view, session):
    view.grid.sortByColumn(X, Qt.SortOrder.AscendingOrder)
    view.grid.selectRow(0)
    assert session.selection.points.tolist() == [False, True, False]
    assert view.subtitle.text() == "3 points · 1 selected"


def test_selected_points_stay_selected_when_rows_are_sorted(view, session):
    view.grid.selectRow(0)
    view.grid.sortByColumn(X, Qt.SortOrder.AscendingOrder)
    assert session.selection.points.tolist() == [True, False, False]
    tinted = [view.model.index(row, 0).data(Qt.ItemDataRole.BackgroundRole) is not None for row in range(3)]
    assert tinted == [False, False, True]
    assert not view.grid.selectionModel().hasSelection()


def test_points_selected_elsewhere_are_tinted(view, session):
    view.grid.selectRow(0)
    session.selection.select_points(np.array([False, True, True]))
    assert not view.grid.selectionModel().hasSelection()
    tinted = [view.model.index(row, 0).data(Qt.ItemDataRole.BackgroundRole) is not None for row in range(3)]
    assert tinted == [False, True, True]
    assert session.selection.points.tolist() == [False, True, True]


def test_delete_removes_the_selected_points(view, session, qtbot):
    view.grid.selectRow(1)
    qtbot.keyClick(view.grid, Qt.Key.Key_Delete)
    assert len(session.document.dataset) == 2
    assert view.model.rowCount() == 2
    assert session.undo_stack.undoText() == "Remove 1 point"
    session.undo_stack.undo()
    assert view.model.rowCount() == 3


def test_a_block_of_cells_is_pasted_over_those_at_the_cursor(view, session, qtbot):
    view.grid.sortByColumn(X, Qt.SortOrder.AscendingOrder)
    view.grid.setCurrentIndex(view.model.index(1, Y))
    QGuiApplication.clipboard().setText("0,5\tOrange\n−1.25\t2\n")
    qtbot.keyClick(view.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert session.document.dataset.samples.tolist() == [[3, -1.25], [1, -2.5], [2, 0.5]]
    assert session.document.dataset.targets.tolist() == [1, 1, 0]
    assert session.undo_stack.undoText() == "Paste 4 cells"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1\n2\n3\n4", "4 × 1 cells do not fit"),
        ("1\t1\t1\t1\t1", "1 × 5 cells do not fit"),
        ("1\nx", "Row 2 of the clipboard: 'x' is no number"),
        ("", "Choose a cell"),
    ],
)
def test_a_block_that_does_not_fit_changes_nothing(view, session, said, text, words):
    before = session.document
    view.grid.setCurrentIndex(view.model.index(0, X))
    QGuiApplication.clipboard().setText(text)
    view.paste()
    assert words in said[0]
    assert session.document is before


def test_it_follows_the_points_when_it_is_opened(view, session):
    view.hide()
    session.edit("Clear", edits_data.clear_points)
    assert view.model.rowCount() == 3
    view.show()
    assert view.model.rowCount() == 0
    assert view.subtitle.text() == "0 points"
    view.grab()


def test_values_are_edited_as_numbers(view, session):
    session.edit("As values", lambda d: edits_data.set_task(d, "regression"))
    assert view.model.headerData(TARGET, Qt.Orientation.Horizontal) == "Value"
    type_into(view, 0, TARGET, "0.25")
    assert session.document.dataset.targets[0] == 0.25


def test_every_cell_reads_back_what_it_shows_in_full(session):
    data = session.document.dataset
    for row in range(len(data)):
        for column in range(1, 5):
            number = parse_cell(data, column, full_text(data, row, column))
            assert not isinstance(number, str)
        assert parse_cell(data, X, full_text(data, row, X)) == data.samples[row, 0]
    assert cell_text(data, 1, Y) == "−2.500"


def test_cells_that_stand_there_already_change_nothing(session):
    document = session.document
    assert set_cells(document, [(0, 0, 3.0), (1, "class", 1)]) is document
    changed = set_cells(document, [(0, 0, 4.0)]).dataset
    assert changed.targets is document.dataset.targets
    assert not changed.samples.flags.writeable


def test_a_hundred_thousand_points_are_sorted_and_shown(view, session):
    random = np.random.default_rng(0)
    many = make_dataset(random.normal(size=(100_000, 2)), random.integers(0, 2, 100_000), default_classes(2))
    session.edit("Many", lambda d: set_dataset(d, many))
    view.grid.sortByColumn(X, Qt.SortOrder.AscendingOrder)
    session.selection.select_points(random.random(100_000) < 0.5)
    view.grab()
    assert np.array_equal(view.model.order, np.argsort(many.samples[:, 0], kind="stable"))
    view.grid.selectAll()
    assert session.selection.points.all()
    assert not view.grid.selectionModel().hasSelection(), "Qt would ask after each of them in every paint"


CELLS = st.sampled_from(
    ["1", "-2.5", "−3", "1,5", "1e3", "2e9", "", "x", " 4 ", "Blue", "orange", "2", "3", "Test", "50 %"]
)


@given(column=st.integers(0, 4), texts=st.lists(CELLS, min_size=1, max_size=5), values=st.booleans())
def test_a_column_is_read_as_its_cells_are_one_by_one(column, texts, values):
    targets, classes = ([0.5], ()) if values else ([0], default_classes(2))
    data = make_dataset([[0.0, 0.0]], targets, classes)
    one_by_one = [parse_cell(data, column, text) for text in texts]
    wrong = [(i, one) for i, one in enumerate(one_by_one) if isinstance(one, str)]
    assert parse_column(data, column, texts) == (wrong[0] if wrong else one_by_one)


@pytest.mark.parametrize("scale", [1.0, 1.3, 1.5])
def test_no_name_of_a_class_is_cut_while_another_column_has_room(view, session, qapp, scale):
    session.edit("Nine", lambda d: set_dataset(d, make_dataset([[0.0, 0.0]] * 9, range(9), default_classes(9), 1.0)))
    apply_theme(qapp, current(), scale)
    try:
        view.resize(view.minimumWidth(), 400)
        view.grab()
        head, hint = view.grid.horizontalHeader(), view.grid.sizeHintForColumn
        assert head.sectionSize(TARGET) >= hint(TARGET)
        assert head.sectionSize(SET) >= hint(SET)
    finally:
        apply_theme(qapp, current(), 1.0)


def test_of_a_table_it_is_called_after_its_rows(qtbot):
    session = Session(rows_document(6))
    table = TableView(session)
    qtbot.addWidget(table)
    table.show()
    assert table.title.text() == "Rows"
    assert part_for("table", "table").title == "Rows"
    assert session.close()
