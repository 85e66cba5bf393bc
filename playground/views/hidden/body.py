"""The panel's inside: strip and caption at the left, the large space square at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from playground.views.hidden.strip import Strip
from playground.views.hidden.wells import LargeWell
from playground.widgets.label import FlowText
from playground.widgets.theme import px

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_GAP = 16
_CAPTION = 34
_CAPTION_GAP = 12
_SCROLL_BAR = 10
_MOST_LARGE = 0.56
"""The large space's part of the width, at most."""


class Body(QWidget):
    """Lays its parts out by hand: the large one is a square as high as the panel, the strip takes the rest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = Strip()
        self.large = LargeWell(self)
        self.caption = FlowText("", "row", "ink3", self)
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setWidget(self.strip)
        self.strip.setAutoFillBackground(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        self.arrange()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Lay out anew at another scale."""
        if event.type() is QEvent.Type.StyleChange:
            self.arrange()
        super().changeEvent(event)

    def arrange(self) -> None:
        """Give every part its place."""
        side = min(self.height(), round(_MOST_LARGE * self.width()))
        self.large.setGeometry(self.width() - side, 0, side, side)
        left = self.width() - side - px(_GAP)
        caption = px(_CAPTION_GAP + _CAPTION)
        room = QSize(left, self.height() - caption)
        self.strip.fit(room)
        if self.strip.width() > left:
            self.strip.fit(QSize(left, room.height() - px(_SCROLL_BAR)))
        height = min(self.strip.height() + (px(_SCROLL_BAR) if self.strip.width() > left else 0), room.height())
        self._scroll.setGeometry(0, 0, left, height)
        self.caption.setGeometry(0, height + px(_CAPTION_GAP), left, self.height() - height - px(_CAPTION_GAP))
