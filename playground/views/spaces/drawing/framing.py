"""Spaces brought to one size, and what lies between two of them: pure geometry in units of the picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.render.mesh import even_mesh
from playground.render.mesh_lines import Lines, class_lines, grid_pieces, level_lines, no_lines
from playground.render.solid import Pose
from playground.render.ties import fan, tied_planes
from playground.training.probes.layer_spaces.axes import TRIANGLE
from playground.training.probes.layer_spaces.morph import deep

if TYPE_CHECKING:
    from playground.render.mesh import Mesh
    from playground.training.probes.layer_spaces.morph import Bridge
    from playground.training.probes.layer_spaces.space import Space

Floats = NDArray[np.floating[Any]]
TINY, SURE = 1e-9, 1e-7
MOST_STRETCH = {"pca": 1.7, "logits": 1.7, "lda": 1.7, "readout": 4.0}
"""How much more a projection may be widened than it is high, or the other way round; 1 for the other views."""
SHEET_BEYOND = 1.25
"""How much farther out than the farthest point a sheet in depth must be seen."""
SHEET_AROUND = 0.6
"""How far around the points the sheet must be seen, as a part of how far those reach."""


SOLID = 3
PLANE_STEPS, PLANE_REACH = 16, 0.75
STRAIGHT_ON = Pose()


@dataclass(frozen=True, slots=True)
class Framed:
    """A space in a square from -1 to 1 both ways, y upwards; a third coordinate, where there is one, is depth.

    Attributes:
        points: (M, d).
        sheet: Its corners, (S, d).
        mesh: Where they lie in the plane, and their triangles.
        cut: Straight lines of the decision, (lines, 2, 2), or None.
        outline: Corners of a shape that all points lie in, (corners, 2), or None.
        planes: Where the decision's planes lie in depth, each as a middle and a rim around it, (2, corners, 3).
        axes: Ends of the three axes of a space in depth around its middle, (3, 3), or None.
        unit_boundary: Where the pre-activation of a unit is zero, or None.
        is_flat: Whether the sheet is a line: a histogram's base.
        is_plane: Whether nothing is bent yet.
        range: Least and greatest value at the edges of the square along each axis, (2, 2), where the axes are those of
            two neurons; else None.
    """

    points: Floats
    sheet: Floats
    mesh: Mesh
    cut: Floats | None = None
    outline: Floats | None = None
    planes: tuple[Floats, ...] = ()
    axes: Floats | None = None
    unit_boundary: Lines | None = None
    is_flat: bool = False
    is_plane: bool = False
    range: Floats | None = None

    @property
    def is_solid(self) -> bool:
        """Whether it has depth."""
        return bool(self.sheet.shape[-1] == SOLID)


@dataclass(frozen=True, slots=True)
class ViewFit:
    """What part of a space fills the square.

    Attributes:
        middle: (3,).
        half: Half of its length along each axis, (3,).
        depth: 1 for a space that is turned as the pose says, 0 for one seen straight on.
    """

    middle: Floats
    half: Floats
    depth: float

    def towards(self, other: ViewFit, share: float) -> ViewFit:
        """What lies between: sizes change by even factors."""
        middle = (1.0 - share) * self.middle + share * other.middle
        # Even factors: with even differences a zoom from 100 to 1 would seem to race in its last tenth.
        half = np.exp((1.0 - share) * np.log(self.half) + share * np.log(other.half))
        return ViewFit(middle, half, (1.0 - share) * self.depth + share * other.depth)

    def range(self) -> Floats:
        """Least and greatest value across and up in a square that is seen straight on, (2, 2)."""
        return np.stack((self.middle - self.half, self.middle + self.half), axis=1)[:2]

    def place(self, part: Floats, pose: Pose) -> Floats:
        """Bring a part of the space, (..., d), into the square; (..., 3)."""
        matrix = pose.partly(self.depth).matrix()
        return np.asarray((deep(np.asarray(part, np.float64)) - self.middle) / self.half @ matrix.T)


def fit_of(space: Space) -> ViewFit:
    """Scale and centre for a space, the same both ways; where the axes measure nothing in common, a little apart.

    The points decide. The sheet is shown as far as it lies near them: where activations grow without bound its far
    corners would leave no room for the rest.
    """
    low, high = _box(space)
    widest = MOST_STRETCH.get(space.view, 1.0)
    return _fit(low, high, space.points, space.sheet, widest)


def _fit(low: Floats, high: Floats, points: Floats, sheet: Floats, widest: float = 1.0) -> ViewFit:
    middle, half = 0.5 * (low + high), 0.5 * np.maximum(high - low, TINY)
    if low.size == SOLID:
        far, wide = (
            float(np.sqrt((part * part).sum(axis=1).max(initial=0.0)))
            for part in (
                points - middle,
                np.clip(sheet, low, high) - middle,
            )
        )
        # A sphere and not a box: it stays the same size however it is turned, so that a space does not breathe as it
        # spins.
        radius = max(far, min(wide, SHEET_BEYOND * far) if far > TINY else wide, TINY)
        return ViewFit(middle, np.full(SOLID, radius), 1.0)
    # A view that may be widened by so much at most: a projection that is nearly a line would else be magnified across
    # until only rounding is seen.
    half = np.maximum(half, half.max() / widest)
    return ViewFit(deep(middle), np.append(half, half.max()), 0.0)


def framed(space: Space, pose: Pose = STRAIGHT_ON, fit: ViewFit | None = None) -> Framed:
    """A space in its square, in depth turned by a pose; `fit` holds an earlier scale still."""
    fit = fit or fit_of(space)
    is_solid = space.sheet.shape[-1] == SOLID
    shown = slice(None) if is_solid else slice(0, 2)

    def place(part: Floats | None) -> Floats | None:
        return None if part is None else fit.place(part, pose)[..., shown]

    points, sheet = fit.place(space.points, pose)[..., shown], fit.place(space.sheet, pose)[..., shown]
    made = Framed(
        points,
        sheet,
        space.mesh,
        place(space.cut),
        place(TRIANGLE if space.view == "triangle" else None),
        unit_boundary=None if space.unit_boundary is None else level_lines(space.mesh, space.unit_boundary),
        is_flat=space.view == "histogram",
        is_plane=space.view == "plane",
        range=fit.range() if space.view == "units" else None,
    )
    return replace(made, planes=_planes(space, fit, pose), axes=pose.matrix().T) if is_solid else made


def _planes(space: Space, fit: ViewFit, pose: Pose) -> tuple[Floats, ...]:
    """The decision's planes where the picture is: scaled as the space, which is the same along all axes."""
    if space.scores is None:
        return ()
    gradients, values = space.scores[:, :SOLID].astype(np.float64), space.scores[:, SOLID].astype(np.float64)
    # A function of the space as one of the picture: x = middle + half · picture.
    moved = np.column_stack((gradients * fit.half[0], values + gradients @ fit.middle))
    turned = pose.matrix().T
    return tuple(fan(piece, PLANE_STEPS) @ turned for piece in tied_planes(moved, PLANE_REACH))


def _box(space: Space) -> tuple[Floats, Floats]:
    """Lower left and upper right of what must be seen."""
    sheet = space.sheet
    if space.view == "triangle":
        return TRIANGLE.min(axis=0), TRIANGLE.max(axis=0)
    if space.view in {"plane", "histogram"} and len(space.points):
        (low, high), (least, most) = _bounds(sheet), _bounds(space.points)
        top = most if space.cut is None else np.maximum(most, space.cut.reshape(-1, 2).max(axis=0))
        return np.minimum(low, least), np.maximum(high, top)
    return _around(space.points, sheet)


def _bounds(places: Floats) -> tuple[Floats, Floats]:
    """Least and greatest along each axis of places, (N, d); numpy is ten times as fast along rows."""
    rows = np.ascontiguousarray(places.T)
    return rows.min(axis=1), rows.max(axis=1)


def _around(points: Floats, sheet: Floats) -> tuple[Floats, Floats]:
    """All points, and the sheet as far as it lies near them."""
    low, high = _bounds(sheet)
    if len(points) == 0:
        return low, high
    least, most = _bounds(points)
    # A quarter of the widest axis at least: points on a line leave the sheet some room beside it.
    around = SHEET_AROUND * np.maximum(most - least, 0.25 * (most - least).max())
    around = np.where(around > TINY, around, high - low)
    return np.minimum(least, np.maximum(low, least - around)), np.maximum(most, np.minimum(high, most + around))


def between(first: Framed, second: Framed, share: float) -> Framed:
    """Points and sheet on their straight way from one picture to the next; the ends are the spaces themselves.

    Only for spaces whose real way is not known yet: `crossing` is exact.
    """
    if share <= 0.0 or len(first.points) != len(second.points):
        return first
    if share >= 1.0:
        return second
    points = (1.0 - share) * first.points[:, :2] + share * second.points[:, :2]
    mesh = first.mesh
    if mesh is not second.mesh:  # the even corners are the first ones of both
        mesh = even_mesh(min(mesh.cells, second.mesh.cells))
    start, end = (space.sheet[: len(mesh.steps), :2] for space in (first, second))
    return Framed(points, (1.0 - share) * start + share * end, mesh)


def crossing(bridge: Bridge, mesh: Mesh, ends: tuple[ViewFit, ViewFit], share: float, pose: Pose) -> Framed:
    """A moment on the way through a layer.

    Args:
        bridge: The way.
        mesh: Of the sheet, all along it.
        ends: How both spaces are framed.
        share: Of the way, between 0 and 1.
        pose: How a space in depth is turned; one that is flat comes to it gradually.
    """
    index, along = bridge.place(share)
    points, sheet = bridge.at(share)
    # The ends as the spaces themselves are framed: arriving must not jump.
    start = ends[0] if index == 0 else _leg_fit(*bridge.start_of(index), ends[1].depth)
    leg = bridge.legs[index]
    end = ends[1] if index == len(bridge.legs) - 1 else _leg_fit(leg.points, leg.sheet, ends[1].depth)
    fit = start.towards(end, along)
    now = _leg_fit(points, sheet, fit.depth, np.inf)
    fit = replace(fit, half=np.maximum(fit.half, now.half))  # what turns may be wider than it was at both ends
    is_solid = fit.depth > 0.0 or leg.is_mirrored
    shown = slice(None) if is_solid else slice(0, 2)
    placed = fit.place(sheet, pose)[:, shown]
    axes = pose.partly(fit.depth).matrix().T if fit.depth > 0.0 else None
    return Framed(fit.place(points, pose)[:, shown], placed, mesh, axes=axes)


def _leg_fit(points: Floats, sheet: Floats, depth: float, widest: float = 1.0) -> ViewFit:
    """A fit for a moment on the way, between flat (0) and in depth (1)."""
    low, high = _around(points, sheet)
    middle = 0.5 * (low + high)
    if depth >= 1.0:
        return _fit(low, high, points, sheet)
    flat = replace(_fit(low[:2], high[:2], points, sheet, widest), middle=middle)
    return flat if depth <= 0.0 else flat.towards(_fit(low, high, points, sheet), depth)


def grid_lines(sheet: Floats, mesh: Mesh, lines: int) -> Floats:
    """The bent grid as straight pieces, both ends of each, (P, 2 d).

    Args:
        sheet: Corners of the mesh, (S, d).
        mesh: The sheet's.
        lines: Squares along a side.
    """
    return sheet[grid_pieces(mesh, lines)].reshape(-1, 2 * sheet.shape[-1])


def border(answers: Floats, mesh: Mesh) -> Lines:
    """The decision line where the answers at the corners, (S, K), say that it is.

    Between two corners that are sure of their classes log-odds tell its place several times better than probabilities.
    """
    if answers.shape[-1] < 2:  # a value has no border
        return no_lines()
    return class_lines(mesh, np.log(np.maximum(answers, SURE)))


def nearest(places: Floats, at: tuple[float, float], reach: float) -> int | None:
    """Index of the place nearest to a point, none when it is farther than `reach`."""
    if len(places) == 0:
        return None
    distance = np.hypot(places[:, 0] - at[0], places[:, 1] - at[1])
    found = int(distance.argmin())
    return found if distance[found] <= reach else None
