"""A space as a picture that is kept, or as shapes on any painter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from playground.render import raster
from playground.views.spaces.drawing.ground import BEHIND_OPACITY, OUTLINE, ground, image_over
from playground.views.spaces.drawing.painting import to_pixels
from playground.views.spaces.drawing.thumbnails import paint_thumbnails
from playground.widgets.qt_arrays import path_of
from playground.widgets.sprites import atlas, stamp

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QImage

    from playground.views.spaces.drawing.framing import Floats, Framed
    from playground.views.spaces.drawing.ground import Ground
    from playground.views.spaces.drawing.painting import Detail, Scale, ShownParts, SpaceColouring
    from playground.widgets.theme import Theme

UNPICKED = 0.2
"""Opacity of the points beside those that are selected."""


def picture(space: Framed, colours: SpaceColouring, shown: ShownParts, scale: Scale) -> QImage:
    """Draw a space.

    Args:
        space: What to draw.
        colours: As fine as the space's sheet.
        detail: LARGE or SMALL.
        shown: Which parts.
        scale: How large.

    Returns:
        A transparent picture in device pixels, without a device pixel ratio.
    """
    below = ground(space, colours, scale, shown)
    if raster.ready():
        for segments, width, colour in below.strokes:
            rgba = (colour.red(), colour.green(), colour.blue(), colour.alphaF())
            raster.draw_segments(segments, width * scale.ratio, rgba, below.pixels)
    # A copy, for the pixels go with this function.
    image = image_over(below.pixels).copy()
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not raster.ready():
            _strokes(painter, below, scale)
        _above(painter, space, colours, shown, scale, below)
    return image


def paint_space(painter: QPainter, space: Framed, colours: SpaceColouring, shown: ShownParts, scale: Scale) -> None:
    """Draw the same as shapes, from the painter's origin on; only the sheet is a picture, in the pixels of `scale`."""
    below = ground(space, colours, scale, shown)
    painter.save()
    painter.scale(1.0 / scale.ratio, 1.0 / scale.ratio)
    if below.pixels.any():
        painter.drawImage(QRectF(0, 0, scale.size, scale.size), image_over(below.pixels))
    _strokes(painter, below, scale)
    _above(painter, space, colours, shown, scale, below)
    painter.restore()


def place_points(space: Framed, detail: Detail, side: float) -> Floats:
    """Where the points are in a picture of that side, in logical pixels."""
    return to_pixels(space.points[:, :2], side, detail.margin, detail.drop)


def _strokes(painter: QPainter, below: Ground, scale: Scale) -> None:
    for segments, width, colour in below.strokes:
        ends = segments.reshape(-1, 2)
        pen = QPen(colour, width * scale.ratio, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        painter.strokePath(path_of(ends, np.arange(len(ends)) % 2 == 0), pen)


def _above(
    painter: QPainter, space: Framed, colours: SpaceColouring, shown: ShownParts, scale: Scale, below: Ground
) -> None:
    _lines(painter, space, colours, scale)
    if shown.points:
        places = scale.place(space.points)
        _points(painter, places, below.hidden, colours, scale)
        if shown.thumbnails and scale.detail.solid and colours.pictures is not None:
            paint_thumbnails(painter, places[:, :2], colours, scale.side, scale.ratio)


def _lines(painter: QPainter, space: Framed, colours: SpaceColouring, scale: Scale) -> None:
    theme, ratio = colours.theme, scale.ratio
    if space.outline is not None:
        painter.setPen(QPen(theme.ink3, OUTLINE * ratio))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in scale.place(space.outline)]))
    if space.is_flat:
        _base(painter, scale.place(space.sheet), theme, ratio)


def _base(painter: QPainter, sheet: Floats, theme: Theme, ratio: float) -> None:
    line = sheet.reshape(-1, 2)
    left, right, y = line[:, 0].min(), line[:, 0].max(), line[0, 1]
    painter.setPen(QPen(theme.line_strong, ratio))
    painter.drawLine(QLineF(left, y, right, y))


def _points(
    painter: QPainter, places: Floats, hidden: NDArray[np.bool_], colours: SpaceColouring, scale: Scale
) -> None:
    """The points; fainter ones first: those behind the sheet, those beside the selected ones."""
    theme, detail = colours.theme, scale.detail
    radius = max(scale.side * detail.radius, 0.9)
    made = atlas(colours.looks, radius, scale.ratio, theme.boundary.name(), theme.halo.name(), detail.halo)
    sprites = 2 * colours.sprites
    if detail.hollow:
        sprites = sprites + colours.is_test
    strength = np.where(hidden, BEHIND_OPACITY + 0.1, 1.0)
    if colours.picked is not None:
        strength = np.where(colours.picked, strength, UNPICKED * strength)
    # Far ones first; stable, so that points of one depth do not change places from frame to frame.
    order = np.argsort(places[:, 2], kind="stable") if places.shape[1] > 2 else np.arange(len(places))
    for opacity in np.unique(strength):
        some = order[strength[order] == opacity]
        painter.setOpacity(float(opacity))
        stamp(painter, made, places[some, :2], sprites[some])
    painter.setOpacity(1.0)
