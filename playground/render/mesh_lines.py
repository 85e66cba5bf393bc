"""Lines on a mesh: its grid, and where what its corners have changes sign or class. They bend with the mesh."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.render.mesh import Floats, Indices, Mask, Mesh

BINARY, CORNERS = 2, 3


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Straight pieces, each within one triangle.

    Attributes:
        corners: Of the triangle that an end lies in, (P, 2, 3).
        shares: What each of them has of the end, (P, 2, 3); they sum to 1.
    """

    corners: NDArray[np.int32]
    shares: Floats

    def __len__(self) -> int:
        """How many pieces there are."""
        return len(self.corners)

    def on(self, sheet: Floats) -> Floats:
        """Ends of the pieces on a sheet, (P, 2, d), whose corners lie at (S, d)."""
        return np.asarray((self.shares[..., None] * sheet[self.corners]).sum(axis=2))

    def only(self, some: Mask) -> Lines:
        """Some of the pieces."""
        return Lines(self.corners[some], self.shares[some])


def no_lines() -> Lines:
    """Lines without any piece."""
    return Lines(np.empty((0, 2, 3), np.int32), np.empty((0, 2, 3)))


@lru_cache(maxsize=8)
def grid_pieces(mesh: Mesh, lines: int) -> Indices:
    """The grid as pairs of corners that hang together, (P, 2).

    Args:
        mesh: Whose even cells have grid lines between them.
        lines: Squares along a side.
    """
    count = min(lines, mesh.cells)
    whole = np.zeros(mesh.size + 1, np.bool_)
    whole[np.rint(np.linspace(0, mesh.cells, count + 1)).astype(np.intp) * (mesh.size // mesh.cells)] = True
    pieces = []
    for across in range(2):
        corners = np.flatnonzero(whole[mesh.steps[:, across]])
        steps = mesh.steps[corners]
        corners = corners[np.lexsort((steps[:, 1 - across], steps[:, across]))]
        line = mesh.steps[corners, across]
        together = line[1:] == line[:-1]
        pieces.append(np.stack((corners[:-1][together], corners[1:][together]), axis=1))
    return np.concatenate(pieces)


def level_lines(mesh: Mesh, values: Floats) -> Lines:
    """Where values at the corners, (S,), are zero."""
    above = values >= 0.0
    triangles = mesh.triangles[_mixed(mesh, above)]
    around = above[triangles]
    triangles = _turned(triangles, (around == (around.sum(axis=1) == 1)[:, None]).argmax(axis=1))
    return _cut_off(triangles, values[triangles].astype(np.float64))


def class_lines(mesh: Mesh, answers: Floats) -> Lines:
    """Where the largest of the answers at the corners, (S, K), changes; where three meet, pieces meet in the middle."""
    if answers.shape[1] == BINARY:
        return level_lines(mesh, answers[:, 1].astype(np.float64) - answers[:, 0])
    values, best = answers.astype(np.float64), answers.argmax(axis=1)
    triangles = mesh.triangles[_mixed(mesh, best)]
    around = best[triangles]
    differ = around != np.roll(around, -1, axis=1)  # from the first corner to the second, and so on
    meet = differ.all(axis=1)
    sides = [_crossing(triangles[meet], values, best, i) for i in range(3)]
    parts = [_lines(triangles[meet], side, np.mean(sides, axis=0)) for side in sides]
    # of two classes the corner alone is opposite to the side that does not differ
    triangles = _turned(triangles[~meet], (differ[~meet].argmin(axis=1) + 2) % CORNERS)
    one, other = best[triangles[:, :1]], best[triangles[:, 1:2]]
    parts.append(_cut_off(triangles, values[triangles, one] - values[triangles, other]))
    return Lines(np.concatenate([part.corners for part in parts]), np.concatenate([part.shares for part in parts]))


def _mixed(mesh: Mesh, kinds: NDArray[Any]) -> Indices:
    """The triangles whose corners are not all of one kind, (N,)."""
    first, second, third = mesh.corners_of(kinds)
    return np.flatnonzero((first != second) | (second != third))


def _turned(triangles: NDArray[np.int32], first: Indices) -> NDArray[np.int32]:
    """The same triangles, (N, 3), begun at another corner, (N,)."""
    return np.take_along_axis(triangles, (first[:, None] + np.arange(CORNERS)) % CORNERS, axis=1)


def _cut_off(triangles: NDArray[np.int32], levels: Floats) -> Lines:
    """Pieces that cut off the first corner of each triangle, between places where levels, (N, 3), are zero."""
    parts = _part(levels[:, :1], levels[:, 1:])
    nothing = np.zeros(len(triangles))
    first = np.stack((1.0 - parts[:, 0], parts[:, 0], nothing), axis=1)
    return _lines(triangles, first, np.stack((1.0 - parts[:, 1], nothing, parts[:, 1]), axis=1))


def _crossing(triangles: NDArray[np.int32], values: Floats, best: Indices, side: int) -> Floats:
    """Where on a side of triangles the classes of its two ends are equally likely, as shares of corners, (N, 3)."""
    ends = side, (side + 1) % CORNERS
    one, other = (triangles[:, end] for end in ends)
    part = _part(
        values[one, best[one]] - values[one, best[other]],
        values[other, best[one]] - values[other, best[other]],
    )
    shares = np.zeros((len(triangles), CORNERS))
    shares[:, ends[0]], shares[:, ends[1]] = 1.0 - part, part
    return shares


def _part(start: Floats, end: Floats) -> Floats:
    """The part of the way from one level to another at which it is zero."""
    way = start - end
    return np.asarray(np.where(way == 0.0, 0.5, np.clip(start / np.where(way == 0.0, 1.0, way), 0.0, 1.0)))


def _lines(triangles: NDArray[np.int32], start: Floats, end: Floats) -> Lines:
    return Lines(np.stack((triangles, triangles), axis=1), np.stack((start, end), axis=1))
