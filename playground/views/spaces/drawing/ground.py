"""What lies under the points of a space: the sheet and the plane that cuts it as a picture, and the lines over them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

from playground.render import depth, raster
from playground.render.solid import brightness
from playground.views.spaces.drawing.framing import border, grid_lines
from playground.widgets.theme import with_alpha

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.render.mesh import Mesh
    from playground.render.mesh_lines import Lines
    from playground.views.spaces.drawing.framing import Floats, Framed
    from playground.views.spaces.drawing.painting import Scale, ShownParts, SpaceColouring
    from playground.widgets.theme import Theme

Stroke: TypeAlias = tuple["Floats", float, QColor]
"""Straight pieces in pixels, (P, 4), their width in logical pixels, their colour."""
COARSE_CELLS = 28
OUTLINE = 1.25
ONE_LAYER = 0.72
SHEET_OPACITY, PLANE_OPACITY, BEHIND_OPACITY = 0.86, 0.16, 0.22
"""Opacity of a sheet in depth, of the plane that cuts it, and of what lies behind the sheet."""
INVISIBLE = 0.08
"""Lines of less opacity than this are not worth drawing."""
FACE_DOWN, FLATTENED = 0.7, 1e-3
"""Brightness of a flat sheet where it lies face down, and the part of the largest area below which it has no face."""
SHADE_ON_LIGHT = 0.4
"""How much of its shade a sheet has in the light theme."""
CREASE = 1.6
CUT = 0.6
"""Opacity of straight cuts, which reach beyond the sheet, and of borders, which fold with it."""


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What lies under the points.

    Attributes:
        pixels: Sheet and plane, (size, size, 4), premultiplied.
        strokes: The lines over them.
        hidden: Points that lie behind them, (M,).
    """

    pixels: NDArray[np.uint8]
    strokes: list[Stroke]
    hidden: NDArray[np.bool_]


def ground(space: Framed, colours: SpaceColouring, scale: Scale, shown: ShownParts) -> Ground:
    """What lies under the points of a space, in the device pixels of `scale`."""
    sheet, points = scale.place(space.sheet), scale.place(space.points)
    strokes = _strokes(space, colours, scale, shown)
    has_sheet = shown.sheet and not space.is_flat
    if space.is_solid and scale.detail.solid and depth.ready() and raster.ready():
        pixels, near, strokes = _in_depth(space, colours, strokes, scale, has_sheet=has_sheet)
        return Ground(pixels, strokes, depth.is_hidden(points, near, scale.slack))
    flat = [(_without_depth(segments), width, colour) for segments, width, colour in strokes]
    shaded = _shaded(space, colours) if scale.detail.solid else colours
    draw = _raster if raster.ready() else _stand_in
    if has_sheet:
        pixels = draw(sheet[:, :2], space.mesh, shaded, scale.size)
    else:
        pixels = np.zeros((scale.size, scale.size, 4), np.uint8)
    return Ground(pixels, flat, np.zeros(len(points), np.bool_))


def _strokes(space: Framed, colours: SpaceColouring, scale: Scale, shown: ShownParts) -> list[Stroke]:
    """The grid, the decision line where the sheet carries it, and straight cuts."""
    theme, detail, strokes = colours.theme, scale.detail, []
    sheet = scale.place(space.sheet)
    if shown.grid and not space.is_flat:
        strokes.append((grid_lines(sheet, space.mesh, detail.lines), detail.grid, theme.grid))
    if detail.border and not space.is_flat and space.cut is None:
        colour = theme.boundary if space.is_plane else with_alpha(theme.boundary, CUT)
        strokes.append((_ends(border(colours.answers, space.mesh), sheet), detail.border, colour))
    if space.unit_boundary is not None and len(space.unit_boundary) and not space.is_flat:
        ends = _ends(_dashed(space.unit_boundary, space.mesh), sheet)
        strokes.append((ends, CREASE if detail.border else OUTLINE, theme.ink))
    if space.cut is not None and (detail.border or space.is_flat):
        ends = scale.place(space.cut).reshape(-1, 4)
        strokes.append((ends, OUTLINE, theme.ink3 if space.is_flat else with_alpha(theme.boundary, CUT)))
    return strokes


def _ends(lines: Lines, sheet: Floats) -> Floats:
    return lines.on(sheet).reshape(-1, 2 * sheet.shape[-1])


def _dashed(lines: Lines, mesh: Mesh) -> Lines:
    """Every other piece of lines, by the even cells that they run through: from column to column, or row to row."""
    start, end = lines.on(mesh.cells * mesh.places()).swapaxes(0, 1)
    across = np.abs(end - start).argmax(axis=1)
    # Dashes by cells of the mesh and not by length: cut by length they would run along the line with every frame in
    # which it moves.
    middle = 0.5 * (start + end)[np.arange(len(start)), across]
    return lines.only(np.floor(middle) % 2.0 < 1.0)


def _shaded(space: Framed, colours: SpaceColouring) -> SpaceColouring:
    """The sheet's colours, darker where it has been turned over: that is how a fold can be told from a colour."""
    if space.is_plane or space.is_flat or space.is_solid:
        return colours
    mesh, whole = space.mesh, space.mesh.areas()
    sides = mesh.areas_on(space.sheet)
    # What is pressed flat, as by a dead ReLU, has a sign by rounding only and would be speckled.
    least = FLATTENED * float(np.abs(sides / whole).max()) * whole
    up, down = sides > least, sides < -least
    # The side of the larger part is up: a network that mirrors the plane has not folded it.
    folded = down if whole[down].sum() <= whole[up].sum() else up
    if not folded.any():
        return colours
    dimmed = lit(1.0 - (1.0 - FACE_DOWN) * mesh.mean_of_triangles(folded), colours.theme)
    corners = (dimmed[:, None] * colours.corners).astype(np.uint8)
    return replace(colours, corners=corners, paint=replace(colours.paint, bright=dimmed.astype(np.float32)))


def lit(bright: Floats, theme: Theme) -> Floats:
    """How bright a sheet is where the dark theme has it `bright`: on light ground as much shade would be heavy grey."""
    return bright if theme.is_dark else np.where(bright < 1.0, 1.0 - SHADE_ON_LIGHT * (1.0 - bright), bright)


def _without_depth(segments: Floats) -> Floats:
    return segments[:, [0, 1, 3, 4]] if segments.shape[1] > 4 else segments


def _in_depth(
    space: Framed, colours: SpaceColouring, strokes: list[Stroke], scale: Scale, *, has_sheet: bool
) -> tuple[NDArray[np.uint8], NDArray[np.float32], list[Stroke]]:
    """Sheet and plane sorted by depth; the depth of the sheet at each pixel; and lines, weaker behind it."""
    surfaces, size = [], scale.size
    if has_sheet:
        bright = lit(brightness(space.sheet, space.mesh), colours.theme)
        light = np.clip(bright[:, None] * colours.corners, 0.0, 255.0)
        surfaces.append(depth.Surface(scale.place(space.sheet), light, space.mesh.triangles, SHEET_OPACITY))
    neutral = colours.theme.ink
    ink = np.array([neutral.red(), neutral.green(), neutral.blue()], np.float32)
    for plane in map(scale.place, space.planes):
        corners = plane.reshape(-1, 3)
        inks, fan = np.broadcast_to(ink, corners.shape), _fan(plane.shape[1])
        surfaces.append(depth.Surface(corners, inks, fan, PLANE_OPACITY))
        rim = np.concatenate((plane[1, :-1], plane[1, 1:]), axis=1)
        strokes = [*strokes, (rim, OUTLINE, with_alpha(colours.theme.boundary, CUT))]
    pixels, near = depth.draw_surfaces(surfaces, size)
    sorted_strokes: list[Stroke] = []
    for segments, width, colour in strokes:
        # By their middles: pieces are about as short as the mesh's cells. The slack keeps lines that lie on the sheet
        # from being taken for lines behind it.
        behind = depth.is_hidden(0.5 * (segments[:, :3] + segments[:, 3:]), near, scale.slack)
        for part, strength in ((behind, BEHIND_OPACITY), (~behind, 1.0)):
            opacity = strength * colour.alphaF()
            if opacity >= INVISIBLE:
                sorted_strokes.append((_without_depth(segments[part]), width, with_alpha(colour, opacity)))
    return pixels, near, sorted_strokes


def _fan(count: int) -> NDArray[np.int32]:
    """Triangles of a piece of a plane, (T, 3): from its middle, there `count` times, to as many corners of its rim."""
    rim = np.arange(count, 2 * count - 1)
    return np.stack((np.zeros_like(rim), rim, rim + 1), axis=1).astype(np.int32)


def _raster(sheet: Floats, mesh: Mesh, colours: SpaceColouring, size: int) -> NDArray[np.uint8]:
    return raster.raster_sheet(sheet, colours.paint, mesh.triangles, (size, size))


def _stand_in(sheet: Floats, mesh: Mesh, colours: SpaceColouring, size: int) -> NDArray[np.uint8]:
    """The same without the raster, while it is being compiled: coarser, and slow."""
    pixels = np.zeros((size, size, 4), np.uint8)
    image = image_over(pixels)
    with QPainter(image) as painter:
        _coarse_sheet(painter, sheet, mesh, colours)
    return pixels


def image_over(pixels: NDArray[np.uint8]) -> QImage:
    """A square of premultiplied pixels as an image that shares their memory."""
    size = len(pixels)
    # No copy, as the caller keeps the pixels for as long as it paints.
    return QImage(pixels.data, size, size, 4 * size, QImage.Format.Format_ARGB32_Premultiplied)


def _coarse_sheet(painter: QPainter, sheet: Floats, mesh: Mesh, colours: SpaceColouring) -> None:
    rows = np.rint(np.linspace(0, mesh.cells, min(COARSE_CELLS, mesh.cells) + 1)).astype(np.intp)
    index = rows[:, None] * (mesh.cells + 1) + rows
    corners, hues = sheet[index], colours.corners[index]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setOpacity(ONE_LAYER)
    for i in range(len(rows) - 1):
        for j in range(len(rows) - 1):
            around = (corners[i, j], corners[i, j + 1], corners[i + 1, j + 1], corners[i + 1, j])
            painter.setBrush(QColor(*hues[i, j].tolist()))
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in around]))
    painter.setOpacity(1.0)
