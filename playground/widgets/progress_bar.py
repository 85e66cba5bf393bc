"""A card that says how far something has come, and can be told to stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.format import percent
from playground.widgets.label import Label
from playground.widgets.text import RIGHT, literal, text_width
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

HEIGHT, PADDING = 48, 14
TRACK, TRACK_BOTTOM, TRACK_ROOM = 4, 7, 9


class ProgressBar(QWidget):
    """Words, percent and a Cancel button over a track; hidden until `begin`.

    Signals:
        cancelled(): The person pressed Cancel, or Esc on it.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self._words = Label("", "row", "ink")
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._percent = Label("", "row", "ink2", RIGHT)
        self.cancel = PushButton("Cancel", tip="Cancel\nWhat is open stays as it is", height=SMALL)
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(PADDING), 0, px(8), px(TRACK_ROOM))
        row.setSpacing(px(10))
        row.addWidget(self._words, 1)
        row.addWidget(self._percent)
        row.addWidget(self.cancel)
        self.setFixedHeight(px(HEIGHT))
        self.hide()

    @property
    def share(self) -> float:
        """How far it has come, 0 to 1."""
        return self._share

    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def begin(self, words: str) -> None:
        """Show that something has begun, in a few words: "Reading points.csv"."""
        self._words.set_text(words)
        self._words.setToolTip(literal(words))
        self.setAccessibleName(words)
        self._percent.setFixedWidth(text_width(percent(1.0), "row") + px(2))
        self._share = -1.0
        self.set_share(0.0)
        self.setFixedHeight(px(HEIGHT))
        self.show()

    def set_share(self, share: float) -> None:
        """Say how far it has come, 0 to 1."""
        share = min(max(share, 0.0), 1.0)
        if share != self._share:
            self._share = share
            self._percent.set_text(percent(share))
            self.setAccessibleDescription(percent(share))
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc cancels while the button has the ring."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A raised card; along its lower edge the track, as full as the share."""
        theme = current()
        painter = smooth_painter(self)
        rounded(painter, QRectF(self.rect()), 8, theme.raised, theme.line_strong)
        left, width = pxf(PADDING), self.width() - 2 * pxf(PADDING)
        track = QRectF(left, self.height() - pxf(TRACK_BOTTOM + TRACK), width, pxf(TRACK))
        rounded(painter, track, TRACK / 2, theme.line_strong)
        if self._share > 0.0:
            done = QRectF(track.x(), track.y(), max(track.width() * self._share, track.height()), track.height())
            rounded(painter, done, TRACK / 2, theme.ink)
