"""Spaces brought to one size, and what lies between two of them: pure geometry in units of the picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.drawing.geometry import decision_boundary
from playground.training.spaces import coarser
from playground.training.spaces_views import TRIANGLE

if TYPE_CHECKING:
    from playground.training.messages import Space

Floats = NDArray[np.floating[Any]]
TINY = 1e-9
MOST_STRETCH = {"pca": 1.7, "logits": 1.7, "readout": 4.0}
"""How much more a projection may be widened than it is high, or the other way round; 1 for the other views."""
SHEET_AROUND = 0.6
"""How far around the points the sheet must be seen, as a part of their extent."""


@dataclass(frozen=True, slots=True)
class Framed:
    """A space in a square from -1 to 1 both ways, y upwards.

    Attributes:
        points: (M, 2).
        sheet: (cells + 1, cells + 1, 2).
        cut: Straight lines of the decision, (lines, 2, 2), or None.
        outline: Corners of a shape that all points lie in, (corners, 2), or None.
        is_flat: Whether the sheet is a line: a histogram's base.
        is_plane: Whether nothing is bent yet.
    """

    points: Floats
    sheet: Floats
    cut: Floats | None = None
    outline: Floats | None = None
    is_flat: bool = False
    is_plane: bool = False


def framed(space: Space) -> Framed:
    """Scale and centre a space, the same both ways; where the axes measure nothing in common, a little apart.

    The points decide. The sheet is shown as far as it lies near them: where activations grow without bound its far
    corners would leave no room for the rest.
    """
    outline: Floats | None = TRIANGLE if space.view == "triangle" else None
    low, high = _box(space)
    middle, half = 0.5 * (low + high), 0.5 * np.maximum(high - low, TINY)
    half = np.maximum(half, half.max() / MOST_STRETCH.get(space.view, 1.0))

    def place(part: Floats) -> Floats:
        return np.asarray((part - middle) / half)

    cut: Floats | None = None if space.cut is None else place(space.cut)
    outline = None if outline is None else place(outline)
    is_flat, is_plane = space.view == "histogram", space.view == "plane"
    return Framed(place(space.points), place(space.sheet), cut, outline, is_flat=is_flat, is_plane=is_plane)


def _box(space: Space) -> tuple[Floats, Floats]:
    """Lower left and upper right of what must be seen."""
    sheet = space.sheet.reshape(-1, 2)
    if space.view == "triangle":
        return TRIANGLE.min(axis=0), TRIANGLE.max(axis=0)
    low, high = sheet.min(axis=0), sheet.max(axis=0)
    if len(space.points) == 0:
        return low, high
    least, most = space.points.min(axis=0), space.points.max(axis=0)
    if space.view in {"plane", "histogram"}:
        top = most if space.cut is None else np.maximum(most, space.cut.reshape(-1, 2).max(axis=0))
        return np.minimum(low, least), np.maximum(high, top)
    around = SHEET_AROUND * np.maximum(most - least, 0.25 * (most - least).max())
    around = np.where(around > TINY, around, high - low)
    return np.minimum(least, np.maximum(low, least - around)), np.maximum(most, np.minimum(high, most + around))


def between(first: Framed, second: Framed, share: float) -> Framed:
    """Points and sheet on their straight way from one space to the next; the ends are the spaces themselves."""
    if share <= 0.0 or len(first.points) != len(second.points):
        return first
    if share >= 1.0:
        return second
    cells = min(len(first.sheet), len(second.sheet)) - 1
    start, end = _with_cells(first, cells), _with_cells(second, cells)
    points = (1.0 - share) * start.points + share * end.points
    return Framed(points, (1.0 - share) * start.sheet + share * end.sheet)


def _with_cells(space: Framed, cells: int) -> Framed:
    rows = coarser(len(space.sheet) - 1, cells)
    return replace(space, sheet=space.sheet[np.ix_(rows, rows)])


def grid_lines(sheet: Floats, lines: int) -> Floats:
    """The bent grid as straight pieces, both ends of each, (P, 4).

    Args:
        sheet: (cells + 1, cells + 1, 2).
        lines: Squares along a side.
    """
    chosen = coarser(len(sheet) - 1, lines)
    both = np.concatenate((sheet[chosen], sheet[:, chosen].swapaxes(0, 1)))
    return np.concatenate((both[:, :-1], both[:, 1:]), axis=-1).reshape(-1, 4)


def border(answers: Floats) -> Floats:
    """The decision line in rows and columns of the sheet, segments (S, 2, 2) of (column, row)."""
    if answers.shape[-1] < 2:  # a value has no border
        return np.empty((0, 2, 2))
    last = answers.shape[0] - 1
    return decision_boundary(answers, (-0.5, last + 0.5, -0.5, last + 0.5))


def on_sheet(places: Floats, sheet: Floats) -> Floats:
    """Where places in columns and rows lie on a bent sheet, (..., 2), straight between its corners."""
    last = len(sheet) - 1
    whole = np.clip(np.floor(places).astype(np.intp), 0, last - 1)
    share = (places - whole)[..., None, :]
    column, row = whole[..., 0], whole[..., 1]
    right, up = share[..., 0], share[..., 1]
    below = (1.0 - right) * sheet[row, column] + right * sheet[row, column + 1]
    above = (1.0 - right) * sheet[row + 1, column] + right * sheet[row + 1, column + 1]
    return np.asarray((1.0 - up) * below + up * above)


def nearest(places: Floats, at: tuple[float, float], reach: float) -> int | None:
    """Index of the place nearest to a point, none when it is farther than `reach`."""
    if len(places) == 0:
        return None
    distance = np.hypot(places[:, 0] - at[0], places[:, 1] - at[1])
    found = int(distance.argmin())
    return found if distance[found] <= reach else None
