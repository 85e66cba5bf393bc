"""All lessons in the order of the story: a title, a sentence, how long it takes, and whether it was gone through."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.lessons.front_matter import LessonError
from playground.lessons.library import shipped_lesson, shipped_lessons
from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.label import FlowText
from playground.widgets.lengths import scaled

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from playground.lessons.lesson import Lesson

INTRODUCTION = "The story of neural networks, to be done with your own hands. <b>Your work is kept</b> and comes back."


class LessonList(ColumnScroll):
    """Reads the lessons when it is shown first.

    Signals:
        chosen(str): The key of a lesson.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        content = QWidget()
        self._column = QVBoxLayout(content)
        scaled(self._column.setContentsMargins, 6, 0, 12, 8)
        scaled(self._column.setSpacing, 14)
        self.buttons: dict[str, PushButton] = {}
        super().__init__(content, parent)

    def read(self) -> None:
        """Fill it; nothing the second time."""
        if self.buttons:
            return
        self._column.addWidget(FlowText(INTRODUCTION))
        for number, key in enumerate(shipped_lessons()):
            try:
                self._column.addWidget(self._entry(number, shipped_lesson(key)))
            except LessonError as error:
                self._column.addWidget(FlowText(escape(str(error)), colour="warn"))
        self._column.addStretch(1)

    def show_done(self, done: Collection[str], places: Mapping[str, int]) -> None:
        """Say of lessons that were gone through that they can be done again, of others where they go on.

        Args:
            done: Keys of the former.
            places: Steps from 0 at which lessons were left, by their keys.
        """
        for key, button in self.buttons.items():
            word = f"Go on at {places[key] + 1}" if key in places else "Again" if key in done else "Start"
            button.set_text(word, "check" if key in done else "")

    def _entry(self, number: int, lesson: Lesson) -> QWidget:
        entry = QWidget()
        column = QVBoxLayout(entry)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 3)
        head = QHBoxLayout()
        scaled(head.setSpacing, 8)
        head.addWidget(FlowText(f"{number}. {escape(lesson.title)}", "value", "ink"), 1, Qt.AlignmentFlag.AlignVCenter)
        tip = f"{lesson.title}\n{lesson.about}\nAbout {lesson.minutes} minutes"
        button = PushButton("Start", tip=tip, height=SMALL)
        button.set_description(f"Start {lesson.title}", tip)
        button.clicked.connect(partial(self.chosen.emit, lesson.key))
        self.buttons[lesson.key] = button
        head.addWidget(button, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(head)
        column.addWidget(FlowText(f"{escape(lesson.about)} {lesson.minutes}\N{NO-BREAK SPACE}min."))
        return entry
