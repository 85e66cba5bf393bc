"""The line over what comes of training again: what is trained, how far it is, and a button to end it or put it away."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.widgets.buttons import IconButton
from playground.widgets.format import percent
from playground.widgets.label import Label
from playground.widgets.lengths import scaled
from playground.widgets.progress_line import ProgressLine
from playground.widgets.text import literal


class AgainHead(QWidget):
    """Words, a button, and while there is work a line that fills up.

    Signals:
        closed(): It is to be ended, or put away.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.track, self.words = ProgressLine(), Label("", "label_strong", "ink3")
        self.button = IconButton("x", "Cancel")
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(self.words)
        line.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 2)
        column.addWidget(self.track)
        column.addLayout(line)
        self.button.clicked.connect(self.closed)

    def show_work(self, words: str, share: float, *, is_at_work: bool) -> None:
        """Say what is trained.

        Args:
            words: What it is.
            share: How much of it is done, of 1.
            is_at_work: Whether more is to come.
        """
        self.track.setVisible(is_at_work)
        self.track.show_share(share, words)
        self.words.set_text(f"{words}, {percent(share)}" if is_at_work else words)
        self.words.setToolTip(literal(words))
        name, effect = ("Cancel", "Ends training; what is done stays") if is_at_work else ("Close", "Puts this away")
        self.button.set_description(name, f"{name}\n{effect}")
