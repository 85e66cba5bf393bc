"""The contact sheet of pictures: order, filter, selection, relabelling, moving, removing, and what it says."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from playground.document import edits_data
from playground.document.dataset import DataClass
from playground.document.edits_data import make_dataset, remove_points
from playground.document.presets import first_document
from playground.domains import DOMAINS
from playground.session.session import Session
from playground.training.probes.point_predictions import PointPredictions
from playground.training.probes.request import Results
from playground.views.samples import SamplesView
from playground.widgets.theme import DARK, LIGHT, apply_theme, current
from tests.support.probes import arrive

SIDE = 8
CLASSES = (DataClass("bar", 0), DataClass("ring", 1), DataClass("dot", 2))
TARGETS = (0, 1, 2, 0, 1, 2)
TESTS = (False, False, False, False, True, True)
PROBABILITIES = (  # of these 1 is wrong by little, 3 by much
    (0.90, 0.05, 0.05),
    (0.50, 0.40, 0.10),
    (0.10, 0.10, 0.80),
    (0.01, 0.98, 0.01),
    (0.20, 0.70, 0.10),
    (0.30, 0.10, 0.60),
)


def picture_dataset(count=6):
    pictures = np.random.default_rng(3).random((count, SIDE * SIDE))
    targets = np.resize(TARGETS, count)
    made = make_dataset(np.zeros((count, 2)), targets, CLASSES)
    keys = DOMAINS["picture"].keys(SIDE * SIDE)
    return replace(
        made,
        samples=pictures,
        is_test=np.resize(TESTS, count),
        domain="picture",
        columns=keys,
        shape_of_one=(1, SIDE, SIDE),
    )


def picture_document(count=6):
    """Pictures as they come, without a network that could take them."""
    base = replace(first_document(), network=(), inputs=("picture",), task="classification")
    return replace(base, dataset=picture_dataset(count))


@pytest.fixture
def session(qapp):
    made = Session(picture_document())
    yield made
    made.close()


@pytest.fixture
def view(qtbot, session):
    return opened(qtbot, session)


def opened(qtbot, session):
    made = SamplesView(session)
    qtbot.addWidget(made)
    made.resize(320, 420)
    made.show()
    return made


def answer(session, probabilities=PROBABILITIES, **fields):
    arrive(session, Results({PointPredictions: np.asarray(probabilities, np.float32)}), **fields)


def shown(view):
    """The samples in their order on the sheet, from 1, as a screen reader is told them."""
    return [int(words_at(view, row).split(",")[0].split()[1]) for row in range(view.model.rowCount())]


def words_at(view, row):
    return view.model.index(row, 0).data()


def place_of(view, row):
    return view.sheet.visualRect(view.model.index(row, 0)).center()


def click(view, row, held=Qt.KeyboardModifier.NoModifier):
    QTest.mouseClick(view.sheet.viewport(), Qt.MouseButton.LeftButton, held, place_of(view, row))


def selected(session):
    points = session.selection.points
    return [] if points is None else np.flatnonzero(points).tolist()


def pick(button, value):
    """Choose as a person does, by the list that opens."""
    button.set_value(value)
    button.chosen.emit(value)


@pytest.mark.parametrize(
    ("order", "samples"),
    [
        ("order", [1, 2, 3, 4, 5, 6]),
        ("class", [1, 4, 2, 5, 3, 6]),
        ("mistakes", [4, 2, 1, 3, 5, 6]),
        ("loss", [4, 2, 6, 5, 3, 1]),
        ("confidence", [2, 6, 5, 3, 1, 4]),
    ],
)
def test_samples_are_sorted_by_what_a_person_chooses(view, session, order, samples):
    answer(session)
    pick(view.order, order)
    assert shown(view) == samples


@pytest.mark.parametrize(
    ("kind", "samples"),
    [("all", [1, 2, 3, 4, 5, 6]), ("training", [1, 2, 3, 4]), ("test", [5, 6]), ("wrong", [2, 4]), (2, [3, 6])],
)
def test_only_some_are_shown(view, session, kind, samples):
    answer(session)
    pick(view.shown, kind)
    assert shown(view) == samples


def test_without_answers_the_order_stays_and_nothing_is_called_wrong(view):
    pick(view.order, "mistakes")
    assert shown(view) == [1, 2, 3, 4, 5, 6]
    assert "mistake" not in view.subtitle.text()


def test_it_counts_and_says_what_is_wrong(view, session):
    answer(session)
    assert view.subtitle.text() == "6 pictures · 2 mistakes"
    assert words_at(view, 3) == "Picture 4, bar, training, taken for ring"
    assert words_at(view, 4) == "Picture 5, ring, test"
    tip = view.model.index(3, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "bar, training · 4\nThe network says ring with 98 %, bar with 1 %, dot with 1 %\nLoss 4.61".replace(
        " %", "\u202f%" if "\u202f" in tip else " %"
    )


def test_a_click_makes_a_picture_the_one_at_hand(view, session):
    click(view, 2)
    assert selected(session) == [2]
    assert np.array_equal(session.selection.picture, session.document.dataset.shaped[2])


def test_shift_ctrl_and_ctrl_a_select_more(view, session, qtbot):
    click(view, 1)
    click(view, 3, Qt.KeyboardModifier.ShiftModifier)
    assert selected(session) == [1, 2, 3]
    click(view, 2, Qt.KeyboardModifier.ControlModifier)
    assert selected(session) == [1, 3]
    qtbot.keyClick(view.sheet, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert selected(session) == [0, 1, 2, 3, 4, 5]
    qtbot.keyClick(view.sheet, Qt.Key.Key_Escape)
    assert selected(session) == []


def test_a_frame_drawn_around_some_selects_them(view, session):
    ground = view.sheet.viewport()
    behind = QPoint(
        ground.width() - 2, place_of(view, 0).y() + 60 if view.model.rowCount() > 6 else ground.height() - 5
    )
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(ground, left, pos=behind)
    QTest.mouseMove(ground, place_of(view, 4) + QPoint(0, 4))
    QTest.mouseMove(ground, place_of(view, 3))
    QTest.mouseRelease(ground, left, pos=place_of(view, 3))
    assert 3 in selected(session)
    assert 4 in selected(session)
    assert 0 not in selected(session)


def test_what_another_view_selects_is_selected_here_in_any_order(view, session):
    answer(session)
    pick(view.order, "mistakes")
    session.selection.select_points(np.array([False, False, False, True, False, True]))
    rows = {index.row() for index in view.sheet.selectedIndexes()}
    assert rows == {0, 5}
    pick(view.order, "order")
    assert {index.row() for index in view.sheet.selectedIndexes()} == {3, 5}
    assert view.subtitle.text().endswith("2 selected")


def test_the_picture_under_the_pointer_lights_up_everywhere(view, session):
    ground = view.sheet.viewport()
    QTest.mouseMove(ground, place_of(view, 0))
    QTest.mouseMove(ground, place_of(view, 2))
    assert session.selection.lit == 2


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_del_removes_the_selected_as_one_undo_step(view, session, qtbot, key):
    before = session.document
    click(view, 1)
    click(view, 3, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view.sheet, key)
    assert len(session.document.dataset) == 4
    assert session.undo_stack.undoText() == "Remove 2 pictures"
    assert view.model.rowCount() == 4
    session.undo_stack.undo()
    assert session.document is before
    assert view.model.rowCount() == 6


def test_a_digit_relabels_what_is_selected(view, session, qtbot):
    click(view, 0)
    qtbot.keyClick(view.sheet, Qt.Key.Key_3)
    assert session.document.dataset.targets.tolist() == [2, 1, 2, 0, 1, 2]
    assert session.undo_stack.undoText() == "Relabel 1 picture as dot"
    assert selected(session) == [0]
    assert words_at(view, 0).startswith("Picture 1, dot")


def test_a_digit_without_a_class_says_so_and_changes_nothing(view, session, qtbot):
    said, before = [], session.document
    session.message_posted.connect(lambda text, role: said.append(text))
    click(view, 0)
    qtbot.keyClick(view.sheet, Qt.Key.Key_9)
    assert "There is no class 9 yet" in said[0]
    assert session.document is before


def test_what_is_right_after_a_new_label_is_no_mistake_any_more(view, session, qtbot):
    answer(session)
    pick(view.shown, "wrong")
    click(view, 1)
    qtbot.keyClick(view.sheet, Qt.Key.Key_2)
    assert shown(view) == [2]
    assert "1 mistake" in view.subtitle.text()


def menu_entry(view, *path):
    """An action of the context menu, by its words."""
    menu = view.edits.menu(view)
    for name in path[:-1]:
        menu = next(one for one in view.findChildren(QMenu) if one.title() == name)
    return next(one for one in menu.actions() if one.text().split("\t")[0] == path[-1])


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("Relabel as", "ring"), "Relabel 1 picture as ring"),
        (("Move to the test set",), "Move 1 picture to the test set"),
        (("Remove",), "Remove 1 picture"),
    ],
)
def test_the_menu_does_each_as_one_undo_step(view, session, path, words):
    click(view, 0)
    before = session.document
    menu_entry(view, *path).trigger()
    assert session.document is not before
    assert session.undo_stack.undoText() == words
    session.undo_stack.undo()
    assert session.document is before


def test_moving_to_training_changes_the_selected_alone(view, session):
    click(view, 4)
    menu_entry(view, "Move to training").trigger()
    assert session.document.dataset.is_test.tolist() == [False] * 5 + [True]
    assert session.undo_stack.undoText() == "Move 1 picture to training"


def test_without_a_selection_the_menu_is_grey_and_del_says_how_to_select(view, session, qtbot):
    said = []
    session.message_posted.connect(lambda text, role: said.append(text))
    assert not menu_entry(view, "Move to training").isEnabled()
    qtbot.keyClick(view.sheet, Qt.Key.Key_Delete)
    assert said == ["Select pictures first: click them, or draw a frame around them."]


def test_while_it_trains_nothing_moves_under_the_pointer(view, session):
    from playground.training.snapshots.snapshot import TrainerState

    answer(session)
    pick(view.order, "mistakes")
    QTest.mouseMove(view.sheet.viewport(), place_of(view, 0))
    answer(session, PROBABILITIES[::-1], state=TrainerState.TRAINING)
    assert shown(view) == [4, 2, 1, 3, 5, 6]


def test_many_pictures_are_drawn_only_where_they_are_seen(qtbot, qapp):
    session = Session(picture_document(10_000))
    try:
        view = opened(qtbot, session)
        assert view.model.rowCount() == 10_000
        view.sheet.scrollToBottom()
        last = view.sheet.visualRect(view.model.index(9_999, 0))
        assert view.sheet.viewport().rect().intersects(last)
        session.selection.select_points(np.arange(10_000) % 2 == 0)
        assert view.subtitle.text() == "10,000 pictures · 5,000 selected"
    finally:
        session.close()


def test_nothing_to_show_is_said(view, session, qtbot):
    pick(view.shown, "wrong")
    answer(session, np.eye(3)[list(TARGETS)])
    pick(view.shown, "wrong")
    assert "No picture is of this kind." in view.words.text()
    session.edit("Clear", edits_data.clear_points)
    pick(view.shown, "all")
    assert "There are no pictures yet" in view.words.text()


def test_fewer_classes_take_the_filter_of_a_missing_one_away(view, session):
    pick(view.shown, 2)
    session.edit("Remove dot", lambda document: edits_data.remove_class(document, 2))
    assert view.shown.value() == "all"
    assert shown(view) == [1, 2, 3, 4]


def test_a_class_named_like_its_index_keeps_the_filter(view, session):
    session.edit("Rename", lambda document: edits_data.change_class(document, 2, name="2"))
    pick(view.shown, 2)
    session.edit("Remove one", lambda document: remove_points(document, np.arange(6) == 0))
    assert view.shown.value() == 2


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_a_mistake_has_a_frame_of_its_own_in_both_themes(qapp, qtbot, session, theme):
    before = current()
    try:
        apply_theme(qapp, theme)
        view = opened(qtbot, session)
        answer(session)
        picture = view.sheet.viewport().grab().toImage()
        found = [colours_near(picture, view, row, theme.danger) for row in range(6)]
        assert found == [False, True, False, True, False, False]
    finally:
        apply_theme(qapp, before)


def colours_near(picture, view, row, colour):
    """Whether a thumbnail's cell has pixels of a colour."""
    ratio, rect = picture.devicePixelRatio(), view.sheet.visualRect(view.model.index(row, 0))
    places = [(x, y) for x in range(rect.left(), rect.right()) for y in range(rect.top(), rect.bottom())]
    return any(picture.pixelColor(int(x * ratio), int(y * ratio)).rgb() == colour.rgb() for x, y in places)


def test_a_screen_reader_is_told_list_and_entries(view):
    told = QAccessible.queryAccessibleInterface(view.sheet)
    assert told.role() is QAccessible.Role.List
    assert told.text(QAccessible.Text.Name) == "Samples"
    assert told.child(0).text(QAccessible.Text.Name) == "Picture 1, bar, training"


def test_arrows_and_space_select_from_the_keyboard(view, session, qtbot):
    view.sheet.setFocus()
    view.sheet.selectionModel().setCurrentIndex(view.model.index(0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
    qtbot.keyClick(view.sheet, Qt.Key.Key_Right)
    assert selected(session) == [1]
    qtbot.keyClick(view.sheet, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert selected(session) == [1, 2]


def test_a_closed_sheet_asks_for_nothing(view, session):
    view.hide()
    answer(session)
    assert "mistake" not in view.subtitle.text()
    view.show()
    assert "2 mistakes" in view.subtitle.text()
