"""Pictures in a space of them: thumbnails at their places, and the one under the pointer enlarged in a corner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPen

from playground.views.spaces.drawing.bars import clearest_corner
from playground.widgets.control import rounded
from playground.widgets.picture_image import ink_image
from playground.widgets.theme import current, pxf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from playground.views.spaces.drawing.framing import Floats
    from playground.views.spaces.drawing.painting import SpaceColouring

SHARE, LEAST_SIDE = 1.0 / 17.0, 15.0
"""A thumbnail's side as a part of the space's, and the least, in logical pixels."""
GAP, FRAME = 2.0, 1.25
"""Between two of them at least, and the width of the frame, in logical pixels."""
ENLARGED, MARGIN = 64.0, 9.0
UNPICKED = 0.25
"""Opacity of thumbnails beside those that are selected."""


def thumbnail_side(side: float) -> float:
    """Of a thumbnail in a space of a side, both in logical pixels."""
    return max(side * SHARE, LEAST_SIDE)


def fitting(places: Floats, pitch: float, order: Sequence[int] | None = None) -> list[int]:
    """Which squares around places can be drawn so that none hides another: each that keeps clear of those before it.

    Args:
        places: Middles of the squares, in pixels, (squares, 2).
        pitch: Their side, with the gap between two; above 0.
        order: Who comes first; by their numbers where it is None.

    Returns:
        Indices of the places, in that order; the same places give the same ones.
    """
    cells = np.floor(places / pitch).astype(np.int64).tolist()
    found: list[int] = []
    kept: dict[tuple[int, int], tuple[float, float]] = {}  # a cell of that side has room for one middle
    at = places.tolist()
    for index in range(len(at)) if order is None else order:
        (x, y), (column, row) = at[index], cells[index]
        around = ((column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
        near = (kept[cell] for cell in around if cell in kept)
        if all(max(abs(x - left), abs(y - top)) >= pitch for left, top in near):
            kept[column, row] = x, y
            found.append(index)
    return found


def paint_thumbnails(painter: QPainter, places: Floats, colours: SpaceColouring, side: float, ratio: float) -> None:
    """Draw pictures at their places, framed in the colour of their class: selected ones first, then by their numbers.

    Args:
        painter: Of device pixels.
        places: Of all points, in device pixels, (points, 2).
        colours: With their pictures.
        side: Of the space, in logical pixels.
        ratio: Device pixels in a logical one.
    """
    if colours.pictures is None or not len(places):
        return
    thumbnail, picked = thumbnail_side(side) * ratio, colours.picked
    first = None if picked is None else np.argsort(~picked, kind="stable").tolist()
    found = fitting(places, thumbnail + GAP * ratio, first)
    pictures = colours.pictures[found]
    height, width = pictures.shape[1:]
    image = ink_image(pictures.reshape(-1, width))  # one below the other
    painter.setRenderHint(painter.RenderHint.SmoothPixmapTransform)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for row, index in enumerate(found):
        x, y = places[index]
        area = QRectF(x - thumbnail / 2, y - thumbnail / 2, thumbnail, thumbnail)
        painter.setOpacity(1.0 if picked is None or picked[index] else UNPICKED)
        painter.drawImage(area, image, QRectF(0, row * height, width, height))
        painter.setPen(QPen(_colour(colours, index), FRAME * ratio))
        painter.drawRoundedRect(area, 2.0 * ratio, 2.0 * ratio)
    painter.setOpacity(1.0)


def paint_enlarged(painter: QPainter, well: QRectF, colours: SpaceColouring, index: int, places: Floats | None) -> None:
    """Draw the picture of a point enlarged, in the corner of a well where it hides the fewest points."""
    if colours.pictures is None:
        return
    edge, side = pxf(MARGIN), pxf(ENLARGED)
    room = well.adjusted(edge, edge, -edge, -edge)
    area, _ = clearest_corner(room, QSizeF(side, side), places, is_large=True)
    rounded(painter, area.adjusted(-3, -3, 3, 3), 4, current().card)
    painter.drawImage(area, ink_image(colours.pictures[index]))
    rounded(painter, area, 2, None, _colour(colours, index), 2.0)


def _colour(colours: SpaceColouring, index: int) -> QColor:
    return QColor(colours.looks[int(colours.sprites[index])].mark)
