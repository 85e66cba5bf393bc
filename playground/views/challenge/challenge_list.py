"""All challenges, easy ones first: a title, a sentence, how long it may take, and whether it was passed."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.challenges.library import shipped_challenge, shipped_challenges
from playground.lessons.front_matter import LessonError
from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.label import FlowText
from playground.widgets.lengths import scaled

if TYPE_CHECKING:
    from collections.abc import Collection

    from playground.challenges.challenge import Challenge

INTRODUCTION = (
    "Pass or fail, marked by training your solution from <b>fresh seeds</b>: neither luck nor a weight set by hand "
    "passes. <b>Your work is kept</b> and comes back."
)


class ChallengeList(ColumnScroll):
    """Reads the challenges when it is shown first.

    Signals:
        chosen(str): The key of a challenge.
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
        for number, key in enumerate(shipped_challenges(), start=1):
            try:
                self._column.addWidget(self._entry(number, shipped_challenge(key)))
            except LessonError as error:
                self._column.addWidget(FlowText(escape(str(error)), colour="warn"))
        self._column.addStretch(1)

    def show_passed(self, passed: Collection[str]) -> None:
        """Tick those that were passed."""
        for key, button in self.buttons.items():
            button.set_text("Again" if key in passed else "Try", "check" if key in passed else "")

    def _entry(self, number: int, challenge: Challenge) -> QWidget:
        entry = QWidget()
        column = QVBoxLayout(entry)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 3)
        head = QHBoxLayout()
        scaled(head.setSpacing, 8)
        title = FlowText(f"{number}. {escape(challenge.title)}", "value", "ink")
        head.addWidget(title, 1)
        tip = f"{challenge.title}\n{challenge.about}\nAbout {challenge.minutes} minutes"
        button = PushButton("Try", tip=tip, height=SMALL)
        button.set_description(f"Try {challenge.title}", tip)
        button.clicked.connect(partial(self.chosen.emit, challenge.key))
        self.buttons[challenge.key] = button
        head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(FlowText(f"{escape(challenge.about)} {challenge.minutes}\N{NO-BREAK SPACE}min."))
        return entry
