"""A thin line that fills up, for what goes on beside everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QProgressBar, QWidget

from playground.widgets.control import rounded, smooth_painter
from playground.widgets.lengths import scaled
from playground.widgets.theme import current

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

TRACK, PLACES = 4, 1000


class ProgressLine(QProgressBar):
    """As long as its place is wide; words beside it are whoever's who shows it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0, PLACES)
        scaled(self.setFixedHeight, TRACK)

    def show_share(self, share: float, words: str) -> None:
        """Fill it up to a share of 1; the words are what a screen reader is told."""
        self.setValue(round(share * PLACES))
        self.setAccessibleName(words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line, and in ink how far it has come."""
        theme, area = current(), QRectF(self.rect())
        with smooth_painter(self) as painter:
            rounded(painter, area, TRACK / 2, theme.line_strong)
            if self.value() > 0:
                area.setWidth(max(area.width() * self.value() / PLACES, area.height()))
                rounded(painter, area, TRACK / 2, theme.ink)
