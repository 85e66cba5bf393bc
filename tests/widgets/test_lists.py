"""Choices, popovers, class rows, thumbnails, activation curves."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QCursor, QImage, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from playground.widgets.activation_buttons import ActivationButtons
from playground.widgets.choice import Choice, ChoiceButton, ChoiceList, choices_of
from playground.widgets.focus import FocusRing
from playground.widgets.form_rows import activation_curves
from playground.widgets.inline_edit import InlineEdit
from playground.widgets.popover import Popover
from playground.widgets.row import ActionRow, Row
from playground.widgets.theme import DARK, LIGHT, current
from playground.widgets.thumbnails import Thumbnail, ThumbnailGrid

CHOICES = [
    Choice("auto", "Auto", "Turned to match the stage before"),
    Choice("pca", "PCA", "The two largest directions"),
    Choice("pair", "Two neurons", "Needs two units", enabled=False),
]


def thumbnails(count=5):
    image = QImage(32, 32, QImage.Format.Format_RGB32)
    image.fill(current().mark(0))
    return [Thumbnail(str(k), f"Dataset {k}", image) for k in range(count)]


def row_centre(rows, row):
    return rows.visualRect(rows.model().index(row, 0)).center()


def open_list(button, qtbot):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    return button.window().findChild(ChoiceList)


def test_a_choice_is_taken_from_the_open_list(put, qtbot):
    button = put(ChoiceButton("View", CHOICES, "auto", prefix="View"))
    chosen = []
    button.chosen.connect(chosen.append)
    rows = open_list(button, qtbot)
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=row_centre(rows, 1))
    assert chosen == ["pca"]
    assert button.title() == "PCA"
    told = QAccessible.queryAccessibleInterface(button)
    assert (told.role(), told.text(QAccessible.Text.Value)) == (QAccessible.Role.ComboBox, "PCA")
    assert told.text(QAccessible.Text.Name) == "View"
    told.actionInterface().doAction("ShowMenu")
    assert button.window().findChildren(Popover)[-1].is_open()
    assert not button.window().findChild(Popover).is_open()


def test_the_list_is_worked_by_the_keyboard(put, qtbot):
    button = put(ChoiceButton("View", CHOICES, "auto"))
    chosen = []
    button.chosen.connect(chosen.append)
    button.clearFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    rows = button.window().findChild(ChoiceList)
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=row_centre(rows, 2))
    assert chosen == []  # it cannot be chosen
    qtbot.keyClick(rows, Qt.Key.Key_P)
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert chosen == ["pca"]
    assert button.hasFocus()


def test_letters_and_space_are_the_open_lists_and_not_the_windows(put, qtbot):
    button = put(ChoiceButton("View", CHOICES, "auto"))
    played = []
    QShortcut(QKeySequence(Qt.Key.Key_Space), button.window()).activated.connect(lambda: played.append(1))
    open_list(button, qtbot)
    QTest.keyClick(button.window().windowHandle(), Qt.Key.Key_P)
    QTest.keyClick(button.window().windowHandle(), Qt.Key.Key_Space)
    assert (button.value(), played) == ("pca", [])


def test_the_words_of_an_open_list_are_not_written_over(put, qtbot):
    button = put(ChoiceButton("View", CHOICES, "auto"))
    rows = open_list(button, qtbot)
    qtbot.keyClick(rows, Qt.Key.Key_F2)
    assert rows.findChild(QLineEdit) is None


def test_a_choice_steps_without_opening_and_stays_silent_when_set(put, qtbot):
    button = put(ChoiceButton("View", CHOICES, "auto"))
    chosen = []
    button.chosen.connect(chosen.append)
    for _ in range(3):
        qtbot.keyClick(button, Qt.Key.Key_Down)
    assert chosen == ["pca"]
    button.set_value("auto")
    button.set_choices(choices_of({"auto": "Automatic"}))
    assert button.title() == "Automatic"
    button.set_value("lost")
    assert button.title() == "lost"
    assert chosen == ["pca"]


@pytest.mark.parametrize("way", ["escape", "beside", "anchor", "resize"])
def test_a_popover_closes_and_changes_nothing(put, qtbot, way):
    button = put(ChoiceButton("View", CHOICES, "auto"))
    rows = open_list(button, qtbot)
    popover = button.window().findChild(Popover)
    with qtbot.waitSignals([popover.closed]):
        if way == "escape":
            qtbot.keyClick(rows, Qt.Key.Key_Escape)
        elif way == "beside":
            qtbot.mouseClick(button.window(), Qt.MouseButton.LeftButton, pos=QPoint(490, 390))
        elif way == "anchor":
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        else:
            button.window().resize(450, 380)
    assert button.value() == "auto"
    assert not popover.isVisible()


def test_no_ring_comes_when_a_popover_closes_that_was_opened_by_the_pointer(put, qtbot):
    button = put(ChoiceButton("View", CHOICES, "auto"))
    gone = QLineEdit(button.window())  # what had the focus, and cannot take it back
    gone.show()
    gone.setFocus()
    rows = open_list(button, qtbot)
    gone.hide()
    qtbot.keyClick(rows, Qt.Key.Key_Escape)
    assert not button.keyboard_focus
    assert not [ring for ring in button.window().findChildren(FocusRing) if ring.isVisible()]


@pytest.mark.parametrize("corner", [QPoint(0, 0), QPoint(420, 0), QPoint(0, 370), QPoint(420, 370)])
def test_a_popover_stays_inside_its_window(put, qtbot, corner):
    button = put(ChoiceButton("Many", choices_of({k: f"Choice {k}" for k in range(30)}), 3))
    button.move(corner)
    open_list(button, qtbot)
    popover = button.window().findChild(Popover)
    assert button.window().rect().contains(popover.geometry())
    assert not popover.geometry().intersects(button.geometry())
    popover.dismiss()


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
def test_an_open_list_lies_on_a_raised_card(put, qtbot, picture, dress, theme):
    dress(theme)
    button = put(ChoiceButton("View", CHOICES, "auto"))
    rows = open_list(button, qtbot)
    popover = button.window().findChild(Popover)
    image = picture(button.window())
    inside = rows.mapTo(button.window(), row_centre(rows, 2)) + QPoint(0, 18)
    assert image.pixelColor(inside) == theme.raised
    assert image.pixelColor(popover.geometry().center().x(), popover.geometry().top()) == theme.line_strong
    popover.dismiss()


def test_a_class_row_is_taken_renamed_and_asked_for_its_menu(put, qtbot):
    row = put(Row(1, "Blue", 140, "2"), width=220)
    taken, names, places = [], [], []
    row.clicked.connect(lambda: taken.append(1))
    row.renamed.connect(names.append)
    row.menu_requested.connect(places.append)
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    qtbot.mouseDClick(row, Qt.MouseButton.LeftButton)
    row.findChild(InlineEdit).setText("  Sea ")
    qtbot.keyClick(row.findChild(InlineEdit), Qt.Key.Key_Return)
    assert (taken, names) == ([1], ["Sea"])
    qtbot.keyClick(row, Qt.Key.Key_F2)
    editor = row.findChildren(InlineEdit)[-1]
    editor.setText("   ")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert names == ["Sea"]


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
def test_a_selected_row_is_filled(put, picture, dress, theme):
    dress(theme)
    row = put(Row(0, "Orange", 140, "1"), width=220)
    row.set_state("Orange", 1284, selected=True)
    image = picture(row)
    assert image.pixelColor(110, 3) == theme.control_hover
    assert image.pixelColor(15, 15) == theme.mark(0)
    assert row.accessibleDescription() == "1,284 points"
    assert row.isChecked()


def test_an_action_row_is_a_button(put, qtbot):
    row = put(ActionRow("plus", "Add class"), width=220)
    with qtbot.waitSignal(row.clicked, timeout=0):
        qtbot.keyClick(row, Qt.Key.Key_Return)


def test_thumbnails_are_chosen_by_mouse_and_arrows(put, qtbot):
    grid = put(ThumbnailGrid("Gallery", thumbnails()), width=212, height=150)
    chosen = []
    grid.chosen.connect(chosen.append)
    qtbot.mouseClick(grid.button("1"), Qt.MouseButton.LeftButton)
    grid.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Left):
        qtbot.keyClick(grid.window().focusWidget(), key)
    assert chosen == ["1", "2", "1", "4", "3"]
    qtbot.keyClick(grid.window().focusWidget(), Qt.Key.Key_Return)
    assert chosen[-2:] == ["3", "3"]
    assert grid.button("3").isChecked()


def test_a_gallery_is_as_high_as_its_rows(put):
    grid = put(ThumbnailGrid("Gallery", thumbnails(12)), width=212)
    assert grid.heightForWidth(212) == 4 * 64 + 3 * 7 + 6
    assert grid.button("0").size().toTuple() == (70, 70), "the picture and 3 px around it"


def test_the_chosen_thumbnail_is_outlined_and_shows_its_picture(put, picture):
    grid = put(ThumbnailGrid("Gallery", thumbnails()), width=212, height=150)
    plain = picture(grid)
    grid.set_current("0")
    image = picture(grid)
    assert image.pixelColor(35, 35) == current().mark(0)
    assert plain.pixelColor(35, 1) != image.pixelColor(35, 1) == current().ink
    grid.set_thumbnails([Thumbnail("0", "Empty")])
    assert picture(grid).pixelColor(35, 35) == current().sunken


def test_an_activation_is_chosen_by_its_curve(put, qtbot):
    buttons = put(ActivationButtons("Activation", activation_curves(), "tanh"), width=174)
    chosen = []
    buttons.chosen.connect(chosen.append)
    qtbot.mouseClick(buttons.button("relu"), Qt.MouseButton.LeftButton)
    buttons.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(buttons.window().focusWidget(), Qt.Key.Key_Right)
    assert chosen == ["relu", "sigmoid"]
    assert buttons.title() == buttons.button("sigmoid").accessibleName()


@pytest.mark.parametrize("height", [20, 150, 290])
def test_a_pointer_that_rests_where_a_list_opens_chooses_nothing(put, qtbot, height):
    """End scrolls another row below it, which is no choice of the person's."""
    curves = activation_curves()
    buttons = put(ActivationButtons("Activation", curves, "tanh"), width=174)
    QCursor.setPos(buttons.window().mapToGlobal(QPoint(60, height)))
    rows = open_list(buttons.more, qtbot)
    qtbot.keyClick(rows, Qt.Key.Key_End)
    with qtbot.waitSignal(buttons.chosen, timeout=0) as caught:
        qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert caught.args == [curves[-1].value]


def test_a_pointer_that_moves_over_a_list_makes_its_row_the_one_that_enter_takes(put, qtbot):
    button = put(ChoiceButton("View", CHOICES, "auto"))
    rows = open_list(button, qtbot)
    for row in (0, 1):
        at = row_centre(rows, row)
        QCursor.setPos(rows.viewport().mapToGlobal(at))
        QTest.mouseMove(rows.viewport(), at)
    assert rows.currentIndex().row() == 1
    with qtbot.waitSignal(button.chosen, timeout=0) as caught:
        qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert caught.args == ["pca"]


def test_a_rare_activation_comes_from_the_list_and_gets_a_button(put, qtbot, picture):
    curves = activation_curves()
    buttons = put(ActivationButtons("Activation", curves, "tanh"), width=174)
    before = picture(buttons)
    qtbot.mouseClick(buttons.more, Qt.MouseButton.LeftButton)
    rows = buttons.window().findChild(ChoiceList)
    qtbot.keyClick(rows, Qt.Key.Key_End)
    with qtbot.waitSignal(buttons.chosen, timeout=0) as caught:
        qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert caught.args == [curves[-1].value]
    assert buttons.value() == curves[-1].value
    assert buttons.button(curves[-1].value).isVisible()
    assert picture(buttons) != before
