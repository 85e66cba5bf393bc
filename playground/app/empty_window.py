"""What the window says while no panel is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.widgets.buttons import PushButton
from playground.widgets.label import Label
from playground.widgets.lengths import add_gap, scaled

if TYPE_CHECKING:
    from PySide6.QtCore import QRect

TEXT = "No panel is open"
HINT = "Ctrl+1 to Ctrl+9 open panels one by one, as does the View menu."


class EmptyWindow(QWidget):
    """Two lines and a way out, in the middle of the window.

    Signals:
        reset_asked(): All panels are to be where they were drawn.
    """

    reset_asked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        column = QVBoxLayout(self)
        scaled(column.setSpacing, 8)
        column.addStretch(1)
        column.addWidget(Label(TEXT, "title", "ink", Qt.AlignmentFlag.AlignHCenter))
        column.addWidget(Label(HINT, "row", "ink2", Qt.AlignmentFlag.AlignHCenter))
        add_gap(column, 8)
        tip = "Reset layout\nThe five panels of the first start, where and as large as they were"
        self.reset = PushButton("Reset layout", "panel-left", tip)
        self.reset.clicked.connect(self.reset_asked)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.reset)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.hide()

    def show_in(self, room: QRect, *, wanted: bool) -> None:
        """Take the room between the bars, or go."""
        self.setVisible(wanted)
        self.setGeometry(room)
