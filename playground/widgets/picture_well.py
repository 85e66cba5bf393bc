"""A small picture with a word above it: what the network sees, and where it looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QImage, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.widgets import theme
from playground.widgets.accessible import Tells, Told
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.text import draw_text, text_width

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

LABEL, RADIUS = 18, 6
LEAST_SIDE = 48


class PictureWell(Tells, QWidget):
    """A square for a picture of few pixels, which stay squares.

    Args:
        title: The word above it.
        tip: The tooltip.
        parent: Qt parent.
    """

    def __init__(self, title: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._image, self._value = title, QImage(), ""
        self.setAccessibleName(title)
        self.setToolTip(f"{title}\n{tip}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def told(self) -> Told:
        """A picture, and what is in it."""
        return Told(QAccessible.Role.Graphic, self._value)

    @property
    def image(self) -> QImage:
        """What is shown, a pixel a number; null for nothing."""
        return self._image

    def show_image(self, image: QImage | None, value: str = "") -> None:
        """Show another picture, or none.

        Args:
            image: A pixel a number.
            value: What a screen reader is told of it.
        """
        self._image, self._value = image or QImage(), value
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its word, with a square below it."""
        width = text_width(self._title, "label")
        return QSize(width, width + theme.px(LABEL))

    def minimumSizeHint(self) -> QSize:
        """Enough to see pixels."""
        return QSize(theme.px(LEAST_SIDE), theme.px(LEAST_SIDE + LABEL))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The word, the ground, the picture."""
        shown, label = theme.current(), theme.pxf(LABEL)
        side = min(self.height() - label, float(self.width()))
        square = QRectF(0.0, label, side, side)
        with smooth_painter(self) as painter:
            draw_text(painter, QRectF(0.0, 0.0, self.width(), label - theme.pxf(4)), self._title, "label", shown.ink3)
            rounded(painter, square, RADIUS, shown.sunken, shown.line)
            if not self._image.isNull():
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
                inset = theme.pxf(3)
                place = square.adjusted(inset, inset, -inset, -inset).toAlignedRect()
                painter.drawImage(place, self._image.scaled(place.size(), Qt.AspectRatioMode.IgnoreAspectRatio))
