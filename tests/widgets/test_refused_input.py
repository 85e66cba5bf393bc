"""What is typed and cannot be taken: shown, said, and never dropped in silence."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolTip

from playground.widgets.inline_edit import InlineEdit
from playground.widgets.number_field import NumberField
from playground.widgets.number_range import NumberRange

RATE = NumberRange(minimum=1e-5, maximum=10.0, step=1e-5, log=True)
POINTS = NumberRange(minimum=10, maximum=5000, step=1, log=True, integer=True)
SHARE = NumberRange(minimum=0.1, maximum=1.0, step=0.05, unit="%")


@pytest.fixture
def type_into(put, qtbot):
    def type_text(field, text, key=Qt.Key.Key_Return):
        field.activate()
        editor = field.findChild(InlineEdit)
        editor.setText(text)
        if key is not None:
            qtbot.keyClick(editor, key)
        return editor

    yield type_text
    QToolTip.hideText()


def test_a_word_for_a_number_is_refused_said_and_can_be_mended(put, qtbot, type_into):
    field = put(NumberField("Learning rate", RATE, 0.02))
    editor = type_into(field, "banana")
    qtbot.waitUntil(lambda: QToolTip.text() == "“banana” is not a number")
    assert editor.isVisible(), "what was typed is still there to be mended"
    with qtbot.waitSignal(field.value_changed):
        editor.setText("0.05")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert field.value() == 0.05


def test_leaving_a_word_behind_says_that_the_number_stays(put, qtbot, type_into):
    field = put(NumberField("Learning rate", RATE, 0.02))
    editor = type_into(field, "banana", None)
    editor.clearFocus()
    qtbot.waitUntil(lambda: QToolTip.text() == "“banana” is not a number: 0.02 stays")
    assert field.value() == 0.02


def test_an_emptied_field_is_refused(put, qtbot, type_into):
    field = put(NumberField("Learning rate", RATE, 0.02))
    type_into(field, " ")
    qtbot.waitUntil(lambda: QToolTip.text() == "Something has to stand here")
    assert field.value() == 0.02


def test_what_cannot_be_taken_has_a_red_edge(put, dress, type_into, picture):
    from playground.widgets.theme import current

    field = put(NumberField("Learning rate", RATE, 0.02), 120)
    editor = type_into(field, "0.5", None)
    danger = current().danger.rgb()

    def edge():
        image = picture(editor)
        return {image.pixel(x, 0) for x in range(20, image.width() - 20)}

    assert danger not in edge()
    editor.setText("0.5x")
    assert danger in edge()


@pytest.mark.parametrize(
    "case",
    [
        (POINTS, "20000", 5000.0, "5,000 is the most"),
        (POINTS, "3", 10.0, "10 is the least"),
        (SHARE, "300", 1.0, "100\N{NARROW NO-BREAK SPACE}% is the most"),
        (SHARE, "50 %", 0.5, ""),
    ],
)
def test_a_number_beyond_a_limit_is_taken_as_the_limit_and_said(put, qtbot, type_into, case):
    limits, typed, taken, words = case
    field = put(NumberField("Points", limits, 0.2 if limits is SHARE else 280))
    type_into(field, typed)
    assert field.value() == taken
    assert limits.remark(typed) == words
    if words:
        qtbot.waitUntil(lambda: QToolTip.text() == words)
