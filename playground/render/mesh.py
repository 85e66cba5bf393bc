"""A square cut into right-angled triangles, small ones where much happens, without a crack between large and small.

Every corner beside those of the coarsest squares lies in the middle of the longest side of the two triangles that it
halves (Evans, Kirkpatrick and Townsend 2001, Right-Triangulated Irregular Networks). Whoever is added brings along the
corners of these triangles, and so no triangle ever has a corner within a side.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterator

Indices = NDArray[np.int64]
Mask = NDArray[np.bool_]
Floats = NDArray[np.floating[Any]]
Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """A square of triangles.

    Attributes:
        cells: Even corners stand so many cells along a side; they are always there.
        size: Steps along a side of the finest grid that corners may stand on.
        steps: Corners in such steps to the right and up, (S, 2): first the even ones, row by row.
        triangles: Three corners each, anticlockwise, (T, 3).
    """

    cells: int
    size: int
    steps: NDArray[np.int32]
    triangles: NDArray[np.int32]

    @property
    def even(self) -> int:
        """How many corners stand evenly: those before all others."""
        return (self.cells + 1) ** 2

    def places(self) -> Floats:
        """Corners between 0 and 1 both ways, (S, 2)."""
        return self.steps / float(self.size)

    def areas(self) -> Floats:
        """Twice the area of each triangle, in steps, (T,)."""
        return _laid(self).areas

    def corners_of(self, values: NDArray[Scalar]) -> tuple[NDArray[Scalar], NDArray[Scalar], NDArray[Scalar]]:
        """What each triangle has at its first, second and third corner, of values at the corners, (S,)."""
        first, second, third = (values[corners] for corners in _laid(self).corners)
        return first, second, third

    def areas_on(self, sheet: Floats) -> Floats:
        """Twice the area of each triangle on a sheet, (S, 2), negative where it turns clockwise; (T,)."""
        x, y = (self.corners_of(np.ascontiguousarray(sheet[:, axis])) for axis in range(2))
        return np.asarray((x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0]))

    def mean_of_triangles(self, values: Floats | Mask) -> Floats:
        """For each corner the mean of what its triangles have, (T,), by their areas; (S,)."""
        laid, weighted = _laid(self), _laid(self).areas * values
        # bincount with weights is a sum by index, and quicker than `np.add.at`.
        total = sum(np.bincount(corners, weighted, len(self.steps)) for corners in laid.corners)
        return np.asarray(total / laid.around)


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    """What a mesh is asked for with every picture: its triangles by corner, (3, T), their areas, and those around."""

    corners: Indices
    areas: Floats
    around: Floats


@lru_cache(maxsize=8)
def _laid(mesh: Mesh) -> _Laid:
    corners = np.ascontiguousarray(mesh.triangles.T, np.int64)
    x, y = (mesh.steps[corners, axis].astype(np.float64) for axis in range(2))
    areas = (x[1] - x[0]) * (y[2] - y[0]) - (x[2] - x[0]) * (y[1] - y[0])
    around = np.bincount(corners.ravel(), np.tile(areas, 3), len(mesh.steps)).astype(np.float64)
    return _Laid(corners, areas, around)


@lru_cache(maxsize=8)
def even_mesh(cells: int) -> Mesh:
    """A square of equal cells, each of them halved."""
    rows, columns = np.divmod(np.arange((cells + 1) ** 2), cells + 1)
    first = np.arange(cells * (cells + 1)).reshape(cells, cells + 1)[:, :-1].ravel()
    corners = first, first + 1, first + cells + 2, first + cells + 1
    row, column = np.divmod(first, cells + 1)
    swapped = ((row + column) % 2 == 1)[:, None]  # diagonals in turn, as in a refined mesh
    halves = [np.where(swapped, _triple(corners, a), _triple(corners, b)) for a, b in _HALVES]
    return Mesh(cells, cells, _pairs(columns, rows), np.concatenate(halves).astype(np.int32))


_HALVES = ((0, 1, 3), (0, 1, 2)), ((1, 2, 3), (0, 2, 3))


def _triple(corners: tuple[Indices, ...], which: tuple[int, int, int]) -> Indices:
    return np.stack([corners[i] for i in which], axis=1)


def _pairs(columns: Indices, rows: Indices) -> NDArray[np.int32]:
    return np.stack((columns, rows), axis=1).astype(np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Lattice:
    """All places where corners of a mesh may stand, row by row, and how they hang together.

    Attributes:
        cells: Even cells along a side: an even number.
        size: Steps along a side.
        reach: Half of the side of the square that a place is the middle of, or half of its side's length; 0 for the
            corners of the coarsest squares, (P,).
        is_middle: Whether a place is the middle of a square, not of a side, (P,).
        ends: The two ends of the side that a place halves, (2, P).
        needs: What must be there for a place to be, (P, 4).
        children: The places that come next around one, (P, 4); a place itself for none.
        even: The even places, row by row.
    """

    cells: int
    size: int
    reach: NDArray[np.int32]
    is_middle: Mask
    ends: NDArray[np.int32]
    needs: NDArray[np.int32]
    children: NDArray[np.int32]
    even: Indices

    def even_mask(self) -> Mask:
        """A new mask of the even places, (P,)."""
        mask = np.zeros(len(self.reach), np.bool_)
        mask[self.even] = True
        return mask

    def close(self, wanted: Mask) -> Mask:
        """Add to a mask, (P,), in place, all that is needed by what is in it."""
        frontier: NDArray[np.signedinteger[Any]] = np.flatnonzero(wanted)
        while len(frontier):
            needed = self.needs[frontier].ravel()
            # Only what was not there yet is looked at next. A place may stand in it twice, which costs less than making
            # it unique.
            frontier = needed[~wanted[needed]]
            wanted[frontier] = True
        return wanted

    def corners(self, wanted: Mask) -> Indices:
        """The places of a mask, the even ones first."""
        others = wanted.copy()
        others[self.even] = False
        return np.concatenate((self.even, np.flatnonzero(others)))

    def mesh(self, corners: Indices) -> Mesh:
        """Triangles over corners, as `corners` gives those of a closed mask."""
        number = np.full(len(self.reach), -1, np.int32)
        number[corners] = np.arange(len(corners), dtype=np.int32)
        middles = corners[self.is_middle[corners]]
        triangles = np.concatenate(list(self._around(middles, number)))
        rows, columns = np.divmod(corners, self.size + 1)
        return Mesh(self.cells, self.size, _pairs(columns, rows), triangles)

    def _around(self, middles: Indices, number: NDArray[np.int32]) -> Iterator[NDArray[np.int32]]:
        """The triangles of all squares that have a middle; smaller squares within them have their own."""
        half, width = self.reach[middles].astype(np.int64), self.size + 1
        quarter = half // 2
        ways = [(-1, -1), (1, -1), (1, 1), (-1, 1)]  # to the corners of a square, anticlockwise: right, up
        corner = [number[middles + half * (right + up * width)] for right, up in ways]
        quarters = [number[middles + quarter * (right + up * width)] for right, up in ways]
        # A smaller square in that corner has its own middle and makes its own triangles.
        whole = [(quarter == 0) | (found < 0) for found in quarters]
        centre = number[middles]
        for i, way in enumerate(ways):
            j = (i + 1) % 4
            step = (way[0] + ways[j][0]) // 2 + (way[1] + ways[j][1]) // 2 * width
            side = number[middles + half * step]
            for first, last, some in (
                (corner[i], corner[j], side < 0),
                (corner[i], side, (side >= 0) & whole[i]),
                (side, corner[j], (side >= 0) & whole[j]),
            ):
                yield np.stack((first[some], last[some], centre[some]), axis=1)


@lru_cache(maxsize=4)
def lattice(cells: int, depth: int) -> Lattice:
    """Places for a mesh whose even cells may be halved `depth` times along their sides; `cells` is even."""
    fine = 2**depth
    size = cells * fine
    rows, columns = np.indices((size + 1, size + 1))
    # the coarsest squares are two cells wide; a place's size is the largest power of two that divides both
    joined = (rows | columns | (2 * fine)).astype(np.int64)
    # The lowest bit that is set: two's complement.
    step = joined & -joined
    is_root = step == 2 * fine
    is_middle = ~is_root & ((rows // step) % 2 == 1) & ((columns // step) % 2 == 1)
    reach = np.where(is_root, 0, step)
    upright = ~is_root & ~is_middle & ((rows // step) % 2 == 1)
    ends = _ends(rows, columns, reach, is_middle, upright, fine)
    needs, children = _kin(rows, columns, reach, is_middle, upright, size)
    every = np.arange(0, size + 1, fine)
    even = (every[:, None] * (size + 1) + every).ravel()
    flat = [part.reshape(*part.shape[:-2], -1).astype(np.int32) for part in (reach, ends, needs, children)]
    return Lattice(cells, size, flat[0], is_middle.ravel(), flat[1], flat[2].T.copy(), flat[3].T.copy(), even)


def _ends(rows: Indices, columns: Indices, reach: Indices, middle: Mask, upright: Mask, fine: int) -> Indices:
    """Ends of the halved sides, (2, rows, columns): of a middle those of its square's diagonal."""
    # the diagonal runs from the middle of the square of twice the size, an odd multiple of its half on both axes
    double = np.maximum(2 * reach, 1)
    falls = ((rows - reach) // double + (columns - reach) // double) % 2 == 1
    falls &= reach < fine
    right = np.where(upright, 0, reach)
    up = np.where(upright, reach, np.where(middle, np.where(falls, -reach, reach), 0))
    width = rows.shape[1]
    here, away = rows * width + columns, up * width + right
    return np.stack((here - away, here + away))


def _kin(
    rows: Indices, columns: Indices, reach: Indices, middle: Mask, upright: Mask, size: int
) -> tuple[Indices, Indices]:
    """What a place needs and which come after it, both (4, rows, columns)."""
    here = rows * rows.shape[1] + columns

    def at(up: Indices, right: Indices, otherwise: Indices) -> Indices:
        row, column = rows + up, columns + right
        inside = (row >= 0) & (row <= size) & (column >= 0) & (column <= size)
        return np.where(inside, row * rows.shape[1] + column, otherwise)

    across_up, across_right = np.where(upright, 0, reach), np.where(upright, reach, 0)
    one, other = at(across_up, across_right, here), at(-across_up, -across_right, here)
    signs = [(-1, -1), (-1, 1), (1, 1), (1, -1)]
    turns = [(-1, 0), (0, 1), (1, 0), (0, -1)]
    sides = (one, other, one, other)
    half = reach // 2
    needs, children = [], []
    for (up, right), (along, aside), side in zip(signs, turns, sides, strict=True):
        needs.append(np.where(middle, at(up * reach, right * reach, here), side))
        diagonal = np.where(half > 0, at(up * half, right * half, here), here)
        children.append(np.where(middle, at(along * reach, aside * reach, here), diagonal))
    root = reach == 0
    return np.stack([np.where(root, here, part) for part in needs]), np.stack(
        [np.where(root, here, part) for part in children]
    )
