"""A picture under a layer of colours: which of its pixels speak for an answer, and which against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.widgets import theme
from playground.widgets.accessible import Tells, Told
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.picture_image import signed_image
from playground.widgets.qt_arrays import path_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QPaintEvent

RADIUS, INSET, MOST_SIDE, LEAST_SIDE = 6, 3, 420, 96
INKED = 0.5
"""Ink from which a pixel belongs to what is drawn; its rim is a line."""
RIM, RIM_OPACITY = 1.25, 0.75


class LayerPicture(Tells, QWidget):
    """The layer as squares of colour, the rim of what is drawn over it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image, self._rim, self._value = QImage(), QPainterPath(), ""
        self.setAccessibleName("What decides")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def told(self) -> Told:
        """A picture, and what it says."""
        return Told(QAccessible.Role.Graphic, self._value)

    @property
    def image(self) -> QImage:
        """The layer, a pixel a number; null for nothing."""
        return self._image

    def show_layer(self, picture: NDArray[Any], terms: NDArray[Any], scale: float, value: str) -> None:
        """Show another picture and layer.

        Args:
            picture: Ink of 0 to 1, (height, width).
            terms: Of the same shape: above 0 what speaks for the answer.
            scale: The magnitude that gets full colour; above 0.
            value: What a screen reader is told of it.
        """
        self._image, self._rim, self._value = signed_image(terms, scale), rim_of(picture >= INKED), value
        self.update()

    def sizeHint(self) -> QSize:
        """A square as wide as the panel."""
        return QSize(theme.px(280), theme.px(280))

    def minimumSizeHint(self) -> QSize:
        """Enough to see pixels."""
        return QSize(theme.px(LEAST_SIDE), theme.px(LEAST_SIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground, the layer, the rim of what is drawn."""
        shown = theme.current()
        side = min(self.width(), self.height(), theme.px(MOST_SIDE))
        square = QRectF((self.width() - side) / 2, 0.0, side, side)
        with smooth_painter(self) as painter:
            rounded(painter, square, RADIUS, shown.sunken, shown.line)
            if self._image.isNull():
                return
            inset = theme.pxf(INSET)
            place = square.adjusted(inset, inset, -inset, -inset).toAlignedRect()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
            painter.drawImage(place, self._image.scaled(place.size(), Qt.AspectRatioMode.IgnoreAspectRatio))
            painter.translate(place.topLeft())
            painter.scale(place.width() / self._image.width(), place.height() / self._image.height())
            pen = QPen(theme.with_alpha(shown.ink, RIM_OPACITY), theme.pxf(RIM))
            pen.setCosmetic(True)
            painter.strokePath(self._rim, pen)


def rim_of(inked: NDArray[np.bool_]) -> QPainterPath:
    """The edges between pixels that are inked and those that are not, in pixels, as lines."""
    padded = np.pad(inked, 1)
    rows, columns = np.nonzero(padded[1:, 1:-1] != padded[:-1, 1:-1])  # edges that lie
    lying = np.stack([columns, rows, columns + 1, rows], axis=1)
    rows, columns = np.nonzero(padded[1:-1, 1:] != padded[1:-1, :-1])  # edges that stand
    standing = np.stack([columns, rows, columns, rows + 1], axis=1)
    ends = np.concatenate([lying, standing]).reshape(-1, 2).astype(np.float64)
    return path_of(ends, np.arange(len(ends)) % 2 == 0)
