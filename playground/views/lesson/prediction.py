"""What the learner is asked before, and how the answer compares with what came."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from playground.lessons.lesson import ChoicePrediction
from playground.lessons.quantities import quantity_named
from playground.widgets.button_choice import ButtonChoice
from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.control import Control, rounded
from playground.widgets.label import FlowText
from playground.widgets.number_field import NumberField
from playground.widgets.number_range import NumberRange
from playground.widgets.text import draw_text, text_width
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from playground.lessons.lesson import NumberPrediction
    from playground.session.lesson_course import StepState

PERCENT = NumberRange(minimum=0.0, maximum=1.0, step=0.01, unit="%", digits=0)
PLAIN = NumberRange(minimum=0.0, maximum=100_000.0, step=1.0, log=True)


class AnswerButton(Control, QRadioButton):
    """One of the sentences that can be chosen."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, text, parent)
        self._text = text
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A circle and the words."""
        return QSize(px(40) + text_width(self._text, "row"), px(28))

    def minimumSizeHint(self) -> QSize:
        """A few words."""
        return QSize(px(120), px(28))

    def paint(self, painter: QPainter) -> None:
        """Fill, circle, words."""
        theme = current()
        area = QRectF(self.rect())
        fill = theme.control_hover if self.isChecked() else self.fill(theme.control)
        if fill is not None:
            rounded(painter, area, 6, fill)
        radius, centre = pxf(4.5), QRectF(pxf(10), area.center().y() - pxf(4.5), pxf(9), pxf(9))
        painter.setPen(theme.ink if self.isChecked() else theme.ink3)
        painter.setBrush(theme.ink if self.isChecked() else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre.center(), radius, radius)
        words = area.adjusted(pxf(28), 0, -pxf(8), 0)
        draw_text(painter, words, self._text, "row", theme.ink if self.isChecked() else self.ink(theme.ink2))


class Answers(ButtonChoice):
    """The sentences below each other."""

    def __init__(self) -> None:
        super().__init__("Your prediction")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(4))
        self._texts: tuple[str, ...] = ()

    def show_choices(self, texts: tuple[str, ...]) -> None:
        """Have a button for each, of a step that is new."""
        if texts == self._texts:
            return
        self._texts = texts
        for key in tuple(self._buttons):
            self._drop(key)
        for place, text in enumerate(texts, start=1):
            button = AnswerButton(text)
            self._column.addWidget(button)
            self._hold(str(place), button)


class PredictionBox(QWidget):
    """The question with its answers; once the goals are reached, what came of it.

    Signals:
        predicted(float): The number of a choice from 1, or a number.
    """

    predicted = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question, self.verdict = FlowText("", "row", "ink"), FlowText("", "row", "ink2")
        self.answers = Answers()
        self.number = NumberField("Your prediction", PERCENT, 0.5, tip="Your prediction\nWhat do you expect?")
        self.say = PushButton("That is my guess", height=SMALL)
        self._number_row = QWidget()
        row = QHBoxLayout(self._number_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(6))
        row.addWidget(self.number)
        row.addWidget(self.say)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        for widget in (self.question, self.answers, self._number_row, self.verdict):
            column.addWidget(widget)
        self.answers.chosen.connect(self._choose)
        self.say.clicked.connect(self._say_number)

    def show_state(
        self, asked: ChoicePrediction | NumberPrediction | None, state: StepState, *, is_right: bool | None
    ) -> None:
        """Show the question, what was said, and what came of it."""
        self.setVisible(asked is not None)
        if asked is None:
            return
        is_choice = isinstance(asked, ChoicePrediction)
        self.question.set_text(f"<b>Predict.</b> {escape(asked.ask)}")
        self.answers.setVisible(is_choice)
        self._number_row.setVisible(not is_choice)
        if isinstance(asked, ChoicePrediction):
            self.answers.show_choices(asked.choices)
            self.answers.set_current("" if state.said is None else str(round(state.said)))
        else:
            self.number.set_limits(PERCENT if quantity_named(asked.of).is_share else PLAIN)
            if state.said is not None:
                self.number.set_value(state.said)
        for widget in (self.answers, self._number_row):
            widget.setEnabled(state.came is None)
        self.verdict.set_text(verdict_words(asked, state, is_right=is_right))
        self.verdict.setVisible(bool(self.verdict.text()))

    @Slot(str)
    def _choose(self, key: str) -> None:
        self.predicted.emit(float(key))

    @Slot()
    def _say_number(self) -> None:
        self.predicted.emit(self.number.value())


def verdict_words(asked: ChoicePrediction | NumberPrediction, state: StepState, *, is_right: bool | None) -> str:
    """How a prediction compares with what came, in one or two sentences; "" before anything is known."""
    if state.came is None:
        return "" if state.said is None else "Noted. Now try it: the comparison comes when the goal is reached."
    why = escape(asked.why)
    if isinstance(asked, ChoicePrediction):
        came = escape(asked.choices[asked.right - 1])
        if is_right is None:
            return f"It came out: <b>{came}</b>. {why}"
        return (
            f"<b>You were right.</b> {why}" if is_right else f"You expected something else; it is: <b>{came}</b>. {why}"
        )
    quantity = quantity_named(asked.of)
    came = quantity.said(state.came)
    if state.said is None or is_right is None:
        return f"It came to <b>{came}</b>. {why}"
    said = quantity.said(state.said)
    close = "that is close" if is_right else "that is further off than one would think"
    return f"You said {said}, it came to <b>{came}</b>: {close}. {why}"
