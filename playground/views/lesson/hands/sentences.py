"""A prediction among a few sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QVBoxLayout

from playground.lessons.predictions import ChoicePrediction
from playground.views.lesson.hands.base import HandRow
from playground.widgets.button_choice import ButtonChoice
from playground.widgets.control import Control, rounded
from playground.widgets.icons import paint_icon
from playground.widgets.lengths import scaled
from playground.widgets.text import draw_flow, flow_height, text_width
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QWidget

    from playground.lessons.predictions import Prediction
    from playground.session.lesson_course import LessonCourse

HEIGHT, LEFT_OF, RIGHT_OF = 28, 28, 8
"""Of one line, and what is left free beside the words."""


class AnswerButton(Control, QRadioButton):
    """One of the sentences that can be chosen."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, text, parent)
        self._text, self._has_come = text, False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)  # one fixed keeps its hint
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_came(self, *, has_come: bool) -> None:
        """Say whether it is the sentence that came true."""
        if has_come != self._has_come:
            self._has_come = has_come
            self.set_description(f"{self._text}, which came true" if has_come else self._text)
            self.update()

    def sizeHint(self) -> QSize:
        """A circle and the words."""
        return QSize(px(LEFT_OF + RIGHT_OF + 4) + text_width(self._text, "row"), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Room for a few words."""
        return QSize(px(120), px(HEIGHT))

    def hasHeightForWidth(self) -> bool:
        """Whether it is higher where it is narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as the words need."""
        return max(px(HEIGHT), flow_height(self._text, "row", width - pxf(LEFT_OF + RIGHT_OF)) + px(12))

    def paint(self, painter: QPainter) -> None:
        """Paint the ground, the circle of a choice or the tick of what came true, and its words."""
        theme = current()
        area = QRectF(self.rect())
        fill = theme.control_hover if self.isChecked() else self.fill(theme.control)
        if fill is not None:
            rounded(painter, area, 6, fill)
        is_clear = self.isChecked() or self._has_come
        if self._has_come:
            paint_icon(painter, "check", QRectF(pxf(7.5), area.center().y() - pxf(7), pxf(14), pxf(14)), theme.ink)
        else:
            centre = QRectF(pxf(10), area.center().y() - pxf(4.5), pxf(9), pxf(9)).center()
            painter.setPen(theme.ink if self.isChecked() else theme.ink3)
            painter.setBrush(theme.ink if self.isChecked() else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, pxf(4.5), pxf(4.5))
        words = area.adjusted(pxf(LEFT_OF), 0, -pxf(RIGHT_OF), 0)
        draw_flow(painter, words, self._text, "row", theme.ink if is_clear else self.ink(theme.ink2))


class Answers(ButtonChoice):
    """The sentences below each other."""

    def __init__(self) -> None:
        super().__init__("Your prediction")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        scaled(self._column.setSpacing, 4)
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

    def show_came(self, right: int) -> None:
        """Tick the sentence that came true, counted from 1; none for 0."""
        for key, button in self._buttons.items():
            if isinstance(button, AnswerButton):
                button.show_came(has_come=key == str(right))


class SentencesHand(HandRow):
    """A button for each sentence; the one that is pressed is said."""

    def __init__(self, course: LessonCourse, parent: QWidget | None = None) -> None:
        super().__init__(course, parent)
        self.answers = Answers()
        self.lay_out(self.answers)
        self.answers.chosen.connect(self._choose)

    def show_prediction(self, asked: Prediction) -> None:
        """Have the sentences, the one that was said pressed, and once it is known the one that came true ticked."""
        if isinstance(asked, ChoicePrediction):
            said = self.course.state.said
            self.answers.show_choices(asked.choices)
            self.answers.set_current(f"{said:.0f}" if isinstance(said, (int, float)) else "")
            self.answers.show_came(0 if self.course.state.came is None else asked.right)

    @Slot(str)
    def _choose(self, key: str) -> None:
        self.course.predict(float(key))
