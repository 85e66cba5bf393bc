"""Sliders and number fields: every way to change a number, and what counts as one gesture."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtWidgets import QApplication

from playground.widgets.cells import CellGroup, ChoiceCell, NumberCell
from playground.widgets.choice import choices_of
from playground.widgets.format import GAP
from playground.widgets.inline_edit import InlineEdit
from playground.widgets.number_field import NumberField
from playground.widgets.number_range import NumberRange
from playground.widgets.slider import Slider
from playground.widgets.slider_row import SliderRow
from playground.widgets.step_field import StepField
from playground.widgets.theme import DARK, LIGHT, current

SHARE = NumberRange(minimum=0.0, maximum=1.0, step=0.01, unit="%")
RATE = NumberRange(minimum=1e-6, maximum=10.0, log=True)


def listen(widget):
    values, ends = [], []
    widget.value_changed.connect(values.append)
    widget.edit_finished.connect(lambda: ends.append(len(values)))
    return values, ends


def turn_wheel(widget, notches):
    centre = QPointF(widget.rect().center())
    event = QWheelEvent(
        centre,
        widget.mapToGlobal(centre),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def drag(qtbot, widget, start, *stops):
    qtbot.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
    for stop in stops:
        qtbot.mouseMove(widget, stop)
    qtbot.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=stops[-1])


def type_into(qtbot, field, text, key=Qt.Key.Key_Return):
    editor = field.findChildren(InlineEdit)[-1]  # one that is done may not be deleted yet
    editor.setText(text)
    qtbot.keyClick(editor, key)


def test_a_slider_is_dragged_as_one_gesture(put, qtbot):
    slider = put(Slider("Noise", SHARE, 0.5), width=110)
    values, ends = listen(slider)
    drag(qtbot, slider, QPoint(55, 12), QPoint(65, 12), QPoint(75, 12))
    assert values == pytest.approx([0.6, 0.7])
    assert ends == [2]
    assert not slider.isSliderDown()


def test_a_screen_reader_says_and_sets_numbers(put, qtbot):
    for made in (Slider("Noise", SHARE, 0.5), NumberField("Noise", SHARE, 0.5)):
        control = put(made)
        told = QAccessible.queryAccessibleInterface(control)
        assert told.text(QAccessible.Text.Name) == "Noise"
        assert told.text(QAccessible.Text.Value) == f"50{GAP}%"
        values, ends = listen(control)
        told.valueInterface().setCurrentValue(told.valueInterface().currentValue() * 1.5)
        assert values == pytest.approx([0.75])
        qtbot.waitUntil(lambda ends=ends: ends == [1])


def test_sliders_go_from_right_to_left_where_the_language_does(put, qtbot):
    slider = put(Slider("Noise", SHARE, 0.5), width=110)
    slider.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.keyClick(slider, Qt.Key.Key_Left)
    assert slider.number() == pytest.approx(0.51)
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(105, 12))
    assert slider.number() == 0.0
    assert slider.grab().toImage().pixelColor(105, 12) == current().ink


def test_a_number_between_two_places_of_the_slider_stays_what_it_is(put, qtbot):
    slider = put(Slider("Noise", SHARE, 0.123), width=110)
    assert slider.number() == 0.123
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert slider.number() == pytest.approx(0.13)


def test_a_press_on_the_track_brings_the_handle(put, qtbot):
    slider = put(Slider("Noise", SHARE, 0.0), width=110)
    values, ends = listen(slider)
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(105, 12))
    assert values == [1.0]
    assert ends == [1]


def test_keys_and_double_click_of_a_slider(put, qtbot):
    slider = put(Slider("Noise", SHARE, 0.5, default=0.25), width=110)
    values, ends = listen(slider)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_PageUp, Qt.Key.Key_End, Qt.Key.Key_Home):
        qtbot.keyClick(slider, key)
    assert values == pytest.approx([0.51, 0.5, 0.6, 1.0, 0.0])
    qtbot.waitUntil(lambda: ends == [5])
    qtbot.mouseDClick(slider, Qt.MouseButton.LeftButton)
    assert slider.number() == 0.25


def test_a_burst_of_wheel_notches_is_one_gesture(put, qtbot):
    for widget in (Slider("Rate", RATE, 0.01), NumberField("Rate", RATE, 0.01)):
        control = put(widget)
        values, ends = listen(control)
        turn_wheel(control, 1)
        turn_wheel(control, 1)
        assert values == pytest.approx([0.02, 0.05])
        qtbot.waitUntil(lambda ends=ends: ends == [2])


def test_a_value_set_by_the_program_is_silent_and_waits_for_the_hand(put, qtbot):
    slider = put(Slider("Noise", SHARE, 0.5), width=110)
    values, _ = listen(slider)
    slider.set_value(0.7)
    assert slider.number() == 0.7
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(75, 12))
    slider.set_value(0.1)
    assert slider.number() == 0.7
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(75, 12))
    assert values == []


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
def test_a_slider_is_ink_on_its_track(put, picture, dress, theme):
    dress(theme)
    slider = put(Slider("Noise", SHARE, 0.5), width=110)
    image = picture(slider)
    assert image.pixelColor(55, 12) == theme.ink
    assert image.pixelColor(20, 12) == theme.ink2
    assert image.pixelColor(90, 12) == theme.line_strong
    assert image.pixelColor(49, 12) == theme.card


def test_a_field_is_dragged_sideways(put, qtbot):
    field = put(NumberField("Rate", RATE, 0.01))
    values, ends = listen(field)
    drag(qtbot, field, QPoint(20, 12), QPoint(34, 12), QPoint(48, 12), QPoint(6, 12))
    assert values == pytest.approx([0.02, 0.05, 0.005])
    assert ends == [3]
    assert field.findChild(InlineEdit) is None


def test_a_click_opens_the_field_for_typing(put, qtbot):
    field = put(NumberField("Dropout", SHARE, 0.1))
    values, ends = listen(field)
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    assert field.findChild(InlineEdit).selectedText() == "10"
    type_into(qtbot, field, "12,5")
    assert values == [0.125]
    assert ends == [1]
    assert field.text() == "12.5\N{NARROW NO-BREAK SPACE}%"


@pytest.mark.parametrize(
    ("typed", "key"), [("7", Qt.Key.Key_Escape), ("seven", Qt.Key.Key_Return), ("10", Qt.Key.Key_Return)]
)
def test_what_is_cancelled_unreadable_or_unchanged_is_not_taken(put, qtbot, typed, key):
    field = put(NumberField("Dropout", SHARE, 0.1))
    values, ends = listen(field)
    field.start_typing()
    type_into(qtbot, field, typed, key)
    assert (values, ends, field.value()) == ([], [], 0.1)


def test_unreadable_text_is_written_in_danger(put):
    field = put(NumberField("Dropout", SHARE, 0.1))
    field.start_typing()
    editor = field.findChild(InlineEdit)
    editor.setText("x")
    assert editor.palette().text().color() == current().danger
    editor.setText("5")
    assert editor.palette().text().color() == current().ink


def test_a_digit_starts_typing_and_leaving_takes_it(put, qtbot):
    field = put(NumberField("Dropout", SHARE, 0.1))
    values, _ = listen(field)
    qtbot.keyClick(field, Qt.Key.Key_5)
    assert field.findChild(InlineEdit).text() == "5"
    field.findChild(InlineEdit).clearFocus()
    assert values == [0.05]


def test_a_stepper_steps_at_its_signs(put, qtbot):
    stepper = put(StepField("Units", 1, 9, 8))
    values, ends = listen(stepper)
    right, left = QPoint(stepper.width() - 12, 12), QPoint(12, 12)
    qtbot.mouseClick(stepper, Qt.MouseButton.LeftButton, pos=right)
    qtbot.mouseClick(stepper, Qt.MouseButton.LeftButton, pos=right)
    qtbot.mouseClick(stepper, Qt.MouseButton.LeftButton, pos=left)
    assert values == [9, 8]
    assert stepper.findChild(InlineEdit) is None
    assert ends == [1, 1, 2]
    qtbot.mouseClick(stepper, Qt.MouseButton.LeftButton, pos=stepper.rect().center())
    type_into(qtbot, stepper, "400")
    assert stepper.value() == 9


def test_a_row_keeps_slider_and_number_together(put, qtbot):
    row = put(SliderRow("Noise", SHARE, 0.5), width=206, height=24)
    values, ends = listen(row)
    qtbot.keyClick(row.slider, Qt.Key.Key_Right)
    qtbot.keyClick(row.field, Qt.Key.Key_Up)
    assert values == pytest.approx([0.51, 0.52])
    assert row.slider.number() == row.field.value() == row.value()
    row.set_value(0.2)
    assert row.field.value() == row.slider.number() == 0.2
    assert len(values) == 2
    qtbot.waitUntil(lambda: len(ends) == 2)
    assert row.slider.width() == 110


def test_a_row_can_have_another_range(put):
    row = put(SliderRow("Points", NumberRange(minimum=10, maximum=100, step=1, integer=True), 80))
    row.set_limits(NumberRange(minimum=10, maximum=50, step=1, integer=True))
    assert row.value() == 50
    assert row.field.limits().maximum == 50


def test_cells_show_a_label_over_a_value(put, qtbot, picture):
    cell = NumberCell("Learning rate", RATE, 0.01)
    choice = ChoiceCell("Optimizer", choices_of({"adam": "Adam", "sgd": "SGD"}), "adam")
    group = put(CellGroup([cell, choice]))
    assert group.height() == 40
    values, ends = listen(cell)
    qtbot.keyClick(cell, Qt.Key.Key_Up)
    assert values == [0.02]
    qtbot.waitUntil(lambda: ends == [1])
    before = picture(group)
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert choice.value() == "sgd"
    assert picture(group) != before


def test_a_hidden_cell_takes_its_hairline_with_it(put):
    cells = [NumberCell(name, RATE, 0.01) for name in "ABC"]
    group = put(CellGroup(cells))
    wide = group.sizeHint().width()
    cells[1].hide()
    assert group.sizeHint().width() < wide


def test_after_typing_the_focus_is_where_it_was(put, qtbot):
    field = put(NumberField("Dropout", SHARE, 0.1))
    field.clearFocus()
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    type_into(qtbot, field, "5")
    assert QApplication.focusWidget() is None
    field.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    type_into(qtbot, field, "6", Qt.Key.Key_Escape)
    assert field.keyboard_focus
