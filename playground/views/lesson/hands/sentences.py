"""A prediction among a few sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QVBoxLayout

from playground.lessons.predictions import ChoicePrediction
from playground.views.lesson.hands.base import HandRow
from playground.widgets.button_choice import ButtonChoice
from playground.widgets.control import Control, rounded
from playground.widgets.text import draw_text, text_width
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QWidget

    from playground.lessons.predictions import Prediction
    from playground.session.lesson_course import LessonCourse


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
        """Room for a few words."""
        return QSize(px(120), px(28))

    def paint(self, painter: QPainter) -> None:
        """Paint the ground, the circle of a choice, and its words."""
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


class SentencesHand(HandRow):
    """A button for each sentence; the one that is pressed is said."""

    def __init__(self, course: LessonCourse, parent: QWidget | None = None) -> None:
        super().__init__(course, parent)
        self.answers = Answers()
        self.lay_out(self.answers)
        self.answers.chosen.connect(self._choose)

    def show_prediction(self, asked: Prediction) -> None:
        """Have the sentences, and the one that was said pressed."""
        if isinstance(asked, ChoicePrediction):
            said = self.course.state.said
            self.answers.show_choices(asked.choices)
            self.answers.set_current(f"{said:.0f}" if isinstance(said, (int, float)) else "")

    @Slot(str)
    def _choose(self, key: str) -> None:
        self.course.predict(float(key))
