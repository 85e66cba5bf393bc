"""The keys 1 to 9: each takes its class, and one beyond the last adds the next as an undo step of its own."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from playground.document import edits_data
from playground.document.dataset import COLOUR_NAMES, MOST_CLASSES, DataSource
from playground.document.edits_source import regenerate
from playground.domains.plane.tools import TOOLS
from playground.session.class_choice import add_class
from playground.views.plane.canvas import Canvas


@pytest.fixture
def draw_menus(window):
    """The submenus of Draw by their titles, as when they open."""
    draw = next(menu for menu in window.findChildren(QMenu) if menu.title() == "Draw")
    return {menu.title(): menu for menu in draw.findChildren(QMenu)}


def offered(menu):
    menu.aboutToShow.emit()
    return [action.text() for action in menu.actions()]


def test_the_digits_in_turn_make_nine_classes_and_undo_takes_one_back_at_a_time(window, qtbot):
    session, canvas = window.session, window.findChild(Canvas)
    canvas.setFocus()
    steps = session.undo_stack.count()
    for digit in range(1, 10):
        qtbot.keyClick(canvas, Qt.Key(Qt.Key.Key_0 + digit))
        assert session.hand.class_index == digit - 1
    assert [one.name for one in session.document.dataset.classes] == list(COLOUR_NAMES)
    assert session.undo_stack.count() == steps + 7
    assert f"{COLOUR_NAMES[8]} is added as class 9" in window.toast.bar.text()
    with qtbot.waitSignal(session.message_withdrawn) as withdrawn:
        session.undo_stack.undo()
    assert withdrawn.args == [window.toast.bar.text()]
    assert len(session.document.dataset.classes) == 8
    assert session.hand.class_index == 7


def test_a_class_without_a_name_of_its_own_says_how_to_name_it(window):
    session = window.session
    window.documents.open("digits")
    add_class(session)
    words = window.toast.bar.text()
    assert words == "Class 11 is added: draw its pictures; double-click it in the Data panel to name it."


def test_a_far_digit_adds_only_the_next_class(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_7)
    assert len(window.session.document.dataset.classes) == 3
    assert window.session.hand.class_index == 2
    assert window.session.undo_stack.undoText() == "Add class"


def test_digits_of_a_regression_say_that_there_are_values(window, qtbot):
    window.session.edit("Use as regression", lambda d: edits_data.set_task(d, "regression"))
    before = window.session.document
    qtbot.keyClick(window, Qt.Key.Key_3)
    assert window.session.document is before
    assert "values in place of classes" in window.toast.bar.text()
    assert not window.actions_by_key["add_class"].isEnabled()


def test_digits_of_several_values_show_one_of_them(window, qtbot, draw_menus):
    session = window.session
    session.edit("Use as regression", lambda d: edits_data.set_task(d, "regression"))
    for _ in range(2):
        window.actions_by_key["add_value"].trigger()
    assert "Every point has another value, value 3" in window.toast.bar.text()
    assert session.selection.value == 2
    qtbot.keyClick(window, Qt.Key.Key_1)
    assert session.selection.value == 0
    assert offered(draw_menus["Class"]) == [f"Show the value {name}" for name in ("value", "value 2", "value 3")]
    qtbot.keyClick(window, Qt.Key.Key_7)
    assert "There is no value 7 yet" in window.toast.bar.text()
    assert window.documents.view_state()["shown_value"] == 0
    window.actions_by_key["remove_value"].trigger()
    assert session.document.dataset.values == ("value 2", "value 3")
    session.undo_stack.undo()
    assert session.document.dataset.values == ("value", "value 2", "value 3")


def test_the_draw_menu_names_the_classes_there_are_and_offers_one_more(window, draw_menus):
    assert list(draw_menus) == ["Tool", "Class", "Brush", "Selection"]
    assert offered(draw_menus["Class"]) == ["Orange", "Blue", "Add class 3"]
    draw_menus["Class"].actions()[2].trigger()
    assert offered(draw_menus["Class"]) == ["Orange", "Blue", "Green", "Add class 4"]
    assert len(offered(draw_menus["Tool"])) == len(TOOLS)


def test_no_more_than_36_classes_and_the_command_says_so(window, draw_menus):
    session = window.session
    session.edit("Blobs", partial(regenerate, source=DataSource("blobs", 105, 0.0, 0, MOST_CLASSES - 1)))
    window.actions_by_key["add_class"].trigger()
    assert len(session.document.dataset.classes) == MOST_CLASSES
    assert session.hand.class_index == MOST_CLASSES - 1
    assert offered(draw_menus["Class"])[8:11] == ["Cyan", "Class 10", "Class 11"]
    assert [action.shortcut().toString() for action in draw_menus["Class"].actions()[8:10]] == ["9", ""]
    assert not window.actions_by_key["add_class"].isEnabled()
    assert window.actions_by_key["add_class"].toolTip() == "36 classes are the most."


def test_of_digits_each_key_takes_the_class_of_its_name(window, qtbot):
    session = window.session
    session.edit("Pick Digits", lambda d: regenerate(d, DataSource("digits", 60, 0.0, 0)))
    for digit in (7, 0, 1):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + digit))
        assert session.document.dataset.classes[session.hand.class_index].name == str(digit)
    assert len(session.document.dataset.classes) == 10, "none is added"
