"""The solutions that were kept, the best first, each to be opened again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.views.challenge.words import kept_words
from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.label import FlowText, Label
from playground.widgets.lengths import scaled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.challenges.keeping import KeptSolution

MOST_SHOWN = 6


class Solutions(QWidget):
    """A heading and some lines; hidden where there are none.

    Signals:
        chosen(object): The `KeptSolution` that is to be opened.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[KeptSolution, ...] = ()
        self._lines: list[QWidget] = []
        self._column = QVBoxLayout(self)
        scaled(self._column.setContentsMargins, 0, 4, 0, 0)
        scaled(self._column.setSpacing, 4)
        self._column.addWidget(Label("Your solutions, the best first", "label", "ink3"))

    def show_solutions(self, solutions: Sequence[KeptSolution]) -> None:
        """Have a line for each, as many as are worth reading."""
        self.setVisible(bool(solutions))
        if tuple(solutions) == self._shown:
            return
        self._shown = tuple(solutions)
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [self._line(one, place) for place, one in enumerate(solutions[:MOST_SHOWN], start=1)]
        for line in self._lines:
            self._column.addWidget(line)

    def _line(self, kept: KeptSolution, place: int) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        scaled(row.setSpacing, 8)
        row.addWidget(FlowText(kept_words(kept), "row", "ink2" if place > 1 else "ink"), 1)
        tip = "Open\nThis solution in place of the document at hand, from its first weights, as one undo step"
        button = PushButton("Open", tip=tip, height=SMALL)
        button.set_description(f"Open solution {place}", tip)
        button.clicked.connect(partial(self.chosen.emit, kept))
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        return line
