"""One space as a picture: sheet, grid, decision lines, points."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from playground.drawing import depth, raster
from playground.drawing.colormap import class_map, rgb_of, signed_map, stack_ramps
from playground.drawing.solid import brightness
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
SHEET, PLANE, BEHIND = 0.86, 0.16, 0.22
"""Opacity of a sheet in depth, of the plane that cuts it, and of what lies behind the sheet."""
INVISIBLE = 0.08
"""Lines of less opacity than this are not worth drawing."""
CLOSE = 0.04
"""What lies no farther behind the sheet than this part of the picture's half is on it."""
FACE_DOWN, FLATTENED = 0.7, 1e-3
"""Brightness of a flat sheet where it lies face down, and the part of the largest area below which it has no face."""
UNPICKED = 0.2
"""Opacity of the points beside those that are selected."""
CREASE = 1.6
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
        solid: Whether what has depth is drawn with it.
    """

    margin: float
    lines: int
    grid: float
    border: float
    radius: float
    halo: float
    hollow: bool
    solid: bool


LARGE = Detail(margin=22.0, lines=14, grid=0.8, border=1.25, radius=1.0 / 112.0, halo=1.1, hollow=True, solid=True)
SMALL = Detail(margin=7.0, lines=8, grid=0.5, border=0.0, radius=1.0 / 72.0, halo=0.5, hollow=False, solid=False)


@dataclass(frozen=True, slots=True)
class Scale:
    """A picture's size.

    Attributes:
        detail: LARGE or SMALL.
        side: In logical pixels.
        ratio: Device pixels in a logical one.
    """

    detail: Detail
    side: int
    ratio: float

    @property
    def size(self) -> int:
        """The side in device pixels."""
        return max(round(self.side * self.ratio), 1)

    @property
    def margin(self) -> float:
        """Around the space, in device pixels."""
        return self.detail.margin * self.ratio

    @property
    def slack(self) -> float:
        """How far behind the sheet something still lies on it, in device pixels."""
        return CLOSE * (self.size / 2.0 - self.margin)

    def place(self, part: Floats) -> Floats:
        """A part of a framed space in device pixels."""
        return to_pixels(part, self.size, self.margin)


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
        picked: Points that are selected, (M,), or None where there are none.
    """

    theme: Theme
    corners: NDArray[np.uint8]
    border: Floats
    looks: tuple[Look, ...]
    sprites: NDArray[np.int64]
    is_test: NDArray[np.bool_]
    picked: NDArray[np.bool_] | None = None


def colouring(
    answers: Floats,
    dataset: Dataset,
    chosen: NDArray[np.int64],
    theme: Theme,
    picked: NDArray[np.bool_] | None = None,
) -> Colouring:
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
    return Colouring(theme, corners, border(answers), looks, sprites, dataset.is_test[chosen], picked)


def to_pixels(places: Floats, side: float, margin: float) -> Floats:
    """From the square of `Framed` to pixels of a picture, y downwards; depth, where there is any, in pixels too."""
    half = side / 2.0
    scale = np.array([1.0, -1.0, 1.0])[: places.shape[-1]] * (half - margin)
    return np.asarray(np.array([half, half, 0.0])[: places.shape[-1]] + places * scale)


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
    scale = Scale(detail, side, ratio)
    sheet, points = scale.place(space.sheet), scale.place(space.points)
    strokes = _strokes(space, colours, scale, shown)
    has_sheet = shown.sheet and not space.is_flat
    hidden = np.zeros(len(points), np.bool_)
    if space.is_solid and detail.solid and depth.ready() and raster.ready():
        image, near = _in_depth(space, colours, strokes, scale, has_sheet=has_sheet)
        hidden = depth.is_hidden(points, near, scale.slack)
    else:
        flat = [(_without_depth(segments), width, colour) for segments, width, colour in strokes]
        draw = _raster if raster.ready() else _stand_in
        shaded = replace(colours, corners=_shaded(space, colours.corners)) if detail.solid else colours
        image = draw(sheet[..., :2] if has_sheet else None, shaded, flat, scale.size, ratio)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _lines(painter, space, colours, scale)
    if shown.points:
        _points(painter, points, hidden, colours, scale)
    painter.end()
    return image


def place_points(space: Framed, detail: Detail, side: float) -> Floats:
    """Where the points are in a picture of that side, in logical pixels."""
    return to_pixels(space.points[:, :2], side, detail.margin)


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
        colours.picked,
    )


def _strokes(space: Framed, colours: Colouring, scale: Scale, shown: Shown) -> list[Stroke]:
    """The grid, the decision line where the sheet carries it, and straight cuts."""
    theme, detail, strokes = colours.theme, scale.detail, []
    sheet = scale.place(space.sheet)
    if shown.grid and not space.is_flat:
        strokes.append((grid_lines(sheet, detail.lines), detail.grid, theme.grid))
    if detail.border and len(colours.border) and not space.is_flat and space.cut is None:
        colour = theme.boundary if space.is_plane else with_alpha(theme.boundary, CUT)
        strokes.append((on_sheet(colours.border, sheet).reshape(-1, 2 * sheet.shape[-1]), detail.border, colour))
    if space.crease is not None and len(space.crease) and not space.is_flat:
        dashes = space.crease[np.floor(space.crease[:, 0]).sum(axis=1) % 2.0 < 1.0]
        ends = on_sheet(dashes, sheet).reshape(-1, 2 * sheet.shape[-1])
        strokes.append((ends, CREASE if detail.border else OUTLINE, theme.ink))
    if space.cut is not None and (detail.border or space.is_flat):
        ends = scale.place(space.cut).reshape(-1, 4)
        strokes.append((ends, OUTLINE, theme.ink3 if space.is_flat else with_alpha(theme.boundary, CUT)))
    return strokes


def _shaded(space: Framed, corners: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The sheet's colours, darker where it has been turned over: that is how a fold can be told from a colour."""
    if space.is_plane or space.is_flat or space.is_solid:
        return corners
    along, across = np.gradient(space.sheet, axis=0), np.gradient(space.sheet, axis=1)
    sides = across[..., 0] * along[..., 1] - across[..., 1] * along[..., 0]
    least = FLATTENED * float(np.abs(sides).max())
    up, down = sides > least, sides < -least
    folded = down if np.count_nonzero(down) <= np.count_nonzero(up) else up
    return np.where(folded[..., None], FACE_DOWN * corners, corners).astype(np.uint8)


def _without_depth(segments: Floats) -> Floats:
    return segments[:, [0, 1, 3, 4]] if segments.shape[1] > 4 else segments


def _in_depth(
    space: Framed, colours: Colouring, strokes: list[Stroke], scale: Scale, *, has_sheet: bool
) -> tuple[QImage, NDArray[np.float32]]:
    """Sheet and plane sorted by depth, lines weaker behind them; and the depth of the sheet at each pixel."""
    surfaces, size = [], scale.size
    if has_sheet:
        light = np.clip(brightness(space.sheet)[..., None] * colours.corners, 0.0, 255.0)
        surfaces.append(depth.Surface(scale.place(space.sheet), light, SHEET))
    if space.plane is not None:
        ink, plane = colours.theme.ink, scale.place(space.plane)
        flat = np.broadcast_to(np.array([ink.red(), ink.green(), ink.blue()], np.float32), plane.shape)
        surfaces.append(depth.Surface(plane, flat, PLANE))
        strokes = [*strokes, (_rim(plane), OUTLINE, with_alpha(colours.theme.boundary, CUT))]
    pixels, near = depth.draw_surfaces(surfaces, size)
    for segments, width, colour in strokes:
        behind = depth.is_hidden(0.5 * (segments[:, :3] + segments[:, 3:]), near, scale.slack)
        for part, strength in ((behind, BEHIND), (~behind, 1.0)):
            if strength * colour.alphaF() < INVISIBLE:
                continue
            rgba = (colour.red(), colour.green(), colour.blue(), strength * colour.alphaF())
            raster.draw_segments(_without_depth(segments[part]), width * scale.ratio, rgba, pixels)
    return QImage(pixels.data, size, size, 4 * size, QImage.Format.Format_ARGB32_Premultiplied).copy(), near


def _rim(plane: Floats) -> Floats:
    """Its four sides as straight pieces, (P, 6)."""
    sides = (plane[0], plane[-1], plane[:, 0], plane[:, -1])
    return np.concatenate([np.concatenate((side[:-1], side[1:]), axis=1) for side in sides])


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


def _lines(painter: QPainter, space: Framed, colours: Colouring, scale: Scale) -> None:
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


def _points(painter: QPainter, places: Floats, hidden: NDArray[np.bool_], colours: Colouring, scale: Scale) -> None:
    """The points; fainter ones first: those behind the sheet, those beside the selected ones."""
    theme, detail = colours.theme, scale.detail
    radius = max(scale.side * detail.radius, 0.9)
    made = atlas(colours.looks, radius, scale.ratio, theme.boundary.name(), theme.halo.name(), detail.halo)
    sprites = 2 * colours.sprites
    if detail.hollow:
        sprites = sprites + colours.is_test
    strength = np.where(hidden, BEHIND + 0.1, 1.0)
    if colours.picked is not None:
        strength = np.where(colours.picked, strength, UNPICKED * strength)
    order = np.argsort(places[:, 2], kind="stable") if places.shape[1] > 2 else np.arange(len(places))
    for opacity in np.unique(strength):
        some = order[strength[order] == opacity]
        painter.setOpacity(float(opacity))
        draw_sprites(painter, made.pixmap, places[some, :2], sprites[some], made.side)
    painter.setOpacity(1.0)
