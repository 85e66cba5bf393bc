"""A card that says how far something has come, and can be told to stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.format import percent
from playground.widgets.label import Label
from playground.widgets.lengths import scaled
from playground.widgets.text import RIGHT, literal, text_width
from playground.widgets.theme import current, px

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

HEIGHT, PADDING = 48, 14
TRACK, TRACK_BOTTOM, TRACK_ROOM = 4, 7, 9
PLACES = 100


class _Track(QProgressBar):
    """A line that fills up."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line, and in ink how far it has come."""
        theme, area = current(), QRectF(self.rect())
        with smooth_painter(self) as painter:
            rounded(painter, area, TRACK / 2, theme.line_strong)
            if self.value() > 0:
                share = self.value() / PLACES
                area.setWidth(max(area.width() * share, area.height()))
                rounded(painter, area, TRACK / 2, theme.ink)


class ProgressBar(QWidget):
    """Words, percent and a Cancel button over a track; hidden until `begin`.

    Signals:
        cancelled(): The person pressed Cancel, or Esc on it.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.track = _Track(self)
        self.track.setRange(0, PLACES)
        self._words = Label("", "row", "ink")
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._percent = Label("", "row", "ink2", RIGHT)
        self.cancel = PushButton("Cancel", tip="Cancel\nWhat is open stays as it is", height=SMALL)
        self.cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        scaled(row.setContentsMargins, PADDING, 0, 8, TRACK_ROOM)
        scaled(row.setSpacing, 10)
        row.addWidget(self._words, 1)
        row.addWidget(self._percent)
        row.addWidget(self.cancel)
        scaled(self.setFixedHeight, HEIGHT)
        self.hide()

    @property
    def share(self) -> float:
        """How far it has come, 0 to 1."""
        return self.track.value() / PLACES

    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def begin(self, words: str) -> None:
        """Show that something has begun, in a few words: "Reading points.csv"."""
        self._words.set_text(words)
        self._words.setToolTip(literal(words))
        self.track.setAccessibleName(words)
        self._percent.setFixedWidth(text_width(percent(1.0), "row") + px(2))
        self.set_share(0.0)
        self.show()

    def set_share(self, share: float) -> None:
        """Say how far it has come, 0 to 1."""
        share = min(max(share, 0.0), 1.0)
        self.track.setValue(round(share * PLACES))
        self._percent.set_text(percent(share))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The track lies along the lower edge."""
        super().resizeEvent(event)
        width, height = self.width() - 2 * px(PADDING), px(TRACK)
        self.track.setGeometry(px(PADDING), self.height() - px(TRACK_BOTTOM) - height, width, height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc cancels while the button has the ring."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A raised card."""
        theme = current()
        with smooth_painter(self) as painter:
            rounded(painter, QRectF(self.rect()), 8, theme.raised, theme.line_strong)
