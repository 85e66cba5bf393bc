"""A small picture of what would be saved, kept up to date without taking the window's time."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.widgets.control import rounded, smooth_painter
from playground.widgets.text import CENTRE, draw_text
from playground.widgets.theme import current, px, pxf
from playground.widgets.timers import one_shot

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QPaintEvent

WIDTH, HEIGHT, MARGIN = 560, 420, 14
LEAST_WIDTH, LEAST_HEIGHT = 360, 300
SOON_MS, LEAST_MS = 60, 500
SHARE = 0.06
"""Most of the window's time that goes into pictures nobody has asked for."""


class PicturePreview(QWidget):
    """Asks for pictures: soon after a change, and now and then while it is shown.

    Signals:
        wanted(): A picture; `show_image` brings it.
    """

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Preview")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(px(LEAST_WIDTH), px(LEAST_HEIGHT))
        self._image = QImage()
        self._words = ""
        self._is_live = False
        self._timer = one_shot(self, 0, self._ask)

    def ask_soon(self, *, live: bool) -> None:
        """Something has changed; a live preview goes on following the window."""
        self._is_live = live
        self._timer.start(SOON_MS)

    def show_image(self, image: QImage, words: str = "") -> None:
        """Show a picture, or words in place of none."""
        self._image, self._words = image, words
        self.setAccessibleDescription(words)
        self.update()

    def image(self) -> QImage:
        """The picture at hand."""
        return self._image

    def room(self) -> QSize:
        """For the picture, in logical pixels."""
        return self.size() - QSize(2 * px(MARGIN), 2 * px(MARGIN))

    def sizeHint(self) -> QSize:
        """Large enough to judge a window."""
        return QSize(px(WIDTH), px(HEIGHT))

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for no more pictures."""
        self._timer.stop()
        super().hideEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A well, the picture in its middle on a thin line."""
        theme = current()
        with smooth_painter(self) as painter:
            area = QRectF(self.rect())
            rounded(painter, area, 8, theme.sunken, theme.line)
            if self._image.isNull():
                draw_text(painter, area, self._words, "row", theme.ink3, CENTRE)
                return
            size = QSizeF(self._image.size()).scaled(QSizeF(self.room()), Qt.AspectRatioMode.KeepAspectRatio)
            size = size.boundedTo(self._image.deviceIndependentSize())
            box = QRectF(0, 0, size.width(), size.height())
            box.moveCenter(area.center())
            painter.setRenderHint(painter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(box, self._image)
            painter.setPen(theme.line_strong)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(-pxf(0.5), -pxf(0.5), pxf(0.5), pxf(0.5)))

    def _ask(self) -> None:
        begun = perf_counter()
        self.wanted.emit()
        spent_ms = 1000.0 * (perf_counter() - begun)
        if self._is_live and self.isVisible():
            self._timer.start(max(LEAST_MS, round(spent_ms / SHARE)))
