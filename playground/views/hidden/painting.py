"""One space as a picture: sheet, grid, decision lines, points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from playground.drawing import raster
from playground.drawing.colormap import class_map, rgb_of, signed_map, stack_ramps
from playground.training.spaces import coarser
from playground.views.hidden.framing import border, grid_lines, on_sheet
from playground.widgets.qt_arrays import draw_sprites
from playground.widgets.sprites import (
    Look,
    atlas,
    class_looks,
    value_indices,
    value_looks,
    value_scale,
)
from playground.widgets.theme import Theme, with_alpha

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.dataset import Dataset
    from playground.views.hidden.framing import Floats, Framed

Stroke: TypeAlias = tuple["Floats", float, QColor]
"""Straight pieces in pixels, (P, 4), their width in logical pixels, their colour."""
COARSE_CELLS = 14
OUTLINE = 1.25
ONE_LAYER = 0.72
CUT = 0.6
"""Opacity of straight cuts, which reach beyond the sheet, and of borders, which fold with it."""


@dataclass(frozen=True, slots=True)
class Detail:
    """How a size of space is drawn; lengths in logical pixels.

    Attributes:
        margin: Around the space.
        lines: Squares of the grid along a side.
        grid: Width of a grid line.
        border: Width of the decision line; 0 for none.
        radius: Of a point, as a part of the side.
        halo: Rim of a point.
        hollow: Whether test points are hollow.
    """

    margin: float
    lines: int
    grid: float
    border: float
    radius: float
    halo: float
    hollow: bool


LARGE = Detail(margin=22.0, lines=14, grid=0.8, border=1.25, radius=1.0 / 112.0, halo=1.1, hollow=True)
SMALL = Detail(margin=7.0, lines=8, grid=0.5, border=0.0, radius=1.0 / 72.0, halo=0.5, hollow=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """The parts that a person has switched on."""

    sheet: bool = True
    grid: bool = True
    points: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Colouring:
    """Colours of one frame: the same answers and points are drawn in every space.

    Attributes:
        corners: Of the sheet's corners, (cells + 1, cells + 1, 3).
        border: As `framing.border` gives it.
        looks: One for each kind of point.
        sprites: Which look each point has, (M,).
        is_test: (M,).
    """

    theme: Theme
    corners: NDArray[np.uint8]
    border: Floats
    looks: tuple[Look, ...]
    sprites: NDArray[np.int64]
    is_test: NDArray[np.bool_]


def colouring(answers: Floats, dataset: Dataset, chosen: NDArray[np.int64], theme: Theme) -> Colouring:
    """Colours for a sheet with these answers at its corners, and for these points of the dataset."""
    targets = dataset.targets[chosen]
    if not dataset.classes or answers.shape[-1] == 1:
        scale = value_scale(dataset.targets)
        ramps = stack_ramps(theme.map0.name(), theme.maps[:2])
        corners = rgb_of(signed_map(answers[..., 0], scale, *ramps))
        looks, sprites = value_looks(theme), value_indices(targets, scale)
    else:
        colors = tuple(one.color for one in dataset.classes)
        places = [colors[k % len(colors)] for k in range(answers.shape[-1])]
        ramps = stack_ramps(theme.map0.name(), tuple(theme.maps[color] for color in places))
        corners = rgb_of(class_map(answers, ramps))
        looks, sprites = class_looks(colors, theme), np.clip(targets, 0, len(colors) - 1).astype(np.int64)
    return Colouring(theme, corners, border(answers), looks, sprites, dataset.is_test[chosen])


def to_pixels(places: Floats, side: float, margin: float) -> Floats:
    """From the square of `Framed` to pixels of a picture, y downwards."""
    half = side / 2.0
    return np.asarray(half + places * np.array([1.0, -1.0]) * (half - margin))


def picture(space: Framed, colours: Colouring, detail: Detail, shown: Shown, side: int, ratio: float) -> QImage:
    """Draw a space.

    Args:
        space: What to draw.
        colours: As fine as the space's sheet.
        detail: LARGE or SMALL.
        shown: Which parts.
        side: Of the picture, in logical pixels.
        ratio: Device pixels in a logical one.

    Returns:
        A transparent picture in device pixels, without a device pixel ratio.
    """
    size = max(round(side * ratio), 1)
    sheet = to_pixels(space.sheet, size, detail.margin * ratio)
    strokes = _strokes(space, colours, detail, shown, size, ratio)
    has_sheet = shown.sheet and not space.is_flat
    image = (_raster if raster.ready() else _stand_in)(sheet if has_sheet else None, colours, strokes, size, ratio)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _lines(painter, space, colours, sheet, detail, ratio)
    if shown.points:
        _points(painter, space, colours, detail, side, ratio)
    painter.end()
    return image


def place_points(space: Framed, detail: Detail, side: float) -> Floats:
    """Where the points are in a picture of that side, in logical pixels."""
    return to_pixels(space.points, side, detail.margin)


def fitting(colours: Colouring, cells: int) -> Colouring:
    """The colours for a coarser sheet."""
    last = len(colours.corners) - 1
    if last == cells:
        return colours
    rows = coarser(last, cells)
    return Colouring(
        colours.theme,
        colours.corners[np.ix_(rows, rows)],
        colours.border * (cells / last),
        colours.looks,
        colours.sprites,
        colours.is_test,
    )


def _strokes(space: Framed, colours: Colouring, detail: Detail, shown: Shown, size: int, ratio: float) -> list[Stroke]:
    """The grid, the decision line where the sheet carries it, and straight cuts."""
    theme, strokes = colours.theme, []
    sheet = to_pixels(space.sheet, size, detail.margin * ratio)
    if shown.grid and not space.is_flat:
        strokes.append((grid_lines(sheet, detail.lines), detail.grid, theme.grid))
    if detail.border and len(colours.border) and not space.is_flat and space.cut is None:
        colour = theme.boundary if space.is_plane else with_alpha(theme.boundary, CUT)
        strokes.append((on_sheet(colours.border, sheet).reshape(-1, 4), detail.border, colour))
    if space.cut is not None and (detail.border or space.is_flat):
        ends = to_pixels(space.cut, size, detail.margin * ratio).reshape(-1, 4)
        strokes.append((ends, OUTLINE, theme.ink3 if space.is_flat else with_alpha(theme.boundary, CUT)))
    return strokes


def _raster(sheet: Floats | None, colours: Colouring, strokes: list[Stroke], size: int, ratio: float) -> QImage:
    shape = (size, size)
    pixels = np.zeros((*shape, 4), np.uint8) if sheet is None else raster.raster_sheet(sheet, colours.corners, shape)
    for segments, width, colour in strokes:
        rgba = (colour.red(), colour.green(), colour.blue(), colour.alphaF())
        raster.draw_segments(segments, width * ratio, rgba, pixels)
    return QImage(pixels.data, size, size, 4 * size, QImage.Format.Format_ARGB32_Premultiplied).copy()


def _stand_in(sheet: Floats | None, colours: Colouring, strokes: list[Stroke], size: int, ratio: float) -> QImage:
    """The same without the raster, while it is being compiled: coarser, and slow."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    if sheet is not None:
        _coarse_sheet(painter, sheet, colours)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for segments, width, colour in strokes:
        painter.setPen(QPen(colour, width * ratio))
        painter.drawLines([QLineF(*segment) for segment in segments.tolist()])
    painter.end()
    return image


def _coarse_sheet(painter: QPainter, sheet: Floats, colours: Colouring) -> None:
    rows = coarser(len(sheet) - 1, COARSE_CELLS)
    corners, hues = sheet[np.ix_(rows, rows)], colours.corners[np.ix_(rows, rows)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setOpacity(ONE_LAYER)
    for i in range(len(rows) - 1):
        for j in range(len(rows) - 1):
            around = (corners[i, j], corners[i, j + 1], corners[i + 1, j + 1], corners[i + 1, j])
            painter.setBrush(QColor(*hues[i, j].tolist()))
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in around]))
    painter.setOpacity(1.0)


def _lines(painter: QPainter, space: Framed, colours: Colouring, sheet: Floats, detail: Detail, ratio: float) -> None:
    theme, size = colours.theme, painter.device().width()
    margin = detail.margin * ratio
    if space.outline is not None:
        corners = to_pixels(space.outline, size, margin)
        painter.setPen(QPen(theme.ink3, OUTLINE * ratio))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    if space.is_flat:
        _base(painter, sheet, theme, ratio)


def _base(painter: QPainter, sheet: Floats, theme: Theme, ratio: float) -> None:
    line = sheet.reshape(-1, 2)
    left, right, y = line[:, 0].min(), line[:, 0].max(), line[0, 1]
    painter.setPen(QPen(theme.line_strong, ratio))
    painter.drawLine(QLineF(left, y, right, y))


def _points(painter: QPainter, space: Framed, colours: Colouring, detail: Detail, side: int, ratio: float) -> None:
    theme = colours.theme
    radius = max(side * detail.radius, 0.9)
    made = atlas(colours.looks, radius, ratio, theme.boundary.name(), theme.halo.name(), detail.halo)
    sprites = 2 * colours.sprites
    if detail.hollow:
        sprites = sprites + colours.is_test
    places = to_pixels(space.points, side * ratio, detail.margin * ratio)
    draw_sprites(painter, made.pixmap, places, sprites, made.side)
