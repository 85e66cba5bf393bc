"""The way through one layer, leg by leg: rotation with scale and shear, then bias, then activation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

DEPTH = 3
"""Everything happens in three dimensions: a plane lies in them at height 0, a line along the first of them."""
FLAT = 1e-9
"""A direction squeezed below this part of the largest one is projected away."""
PARTS = {"linear": 0.45, "bias": 0.15, "activation": 0.4}
"""Shares of the way; of other legs 0.4. They are scaled so that all legs together fill it."""
OTHER_PART = 0.4


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """One piece of the way, where it ends and how it gets there.

    Attributes:
        name: "linear", "bias", "activation", or a word for what else a layer does.
        points: Data points at its end, (M, 3).
        sheet: Corners of the sheet at its end, (S, 3).
        matrix: (3, 3), where the leg is linear; None where everything goes straight to its place.
    """

    name: str
    points: Array
    sheet: Array
    matrix: Array | None = None

    @property
    def part(self) -> float:
        """Share of the way, before all are scaled to fill it."""
        return PARTS.get(self.name, OTHER_PART)

    @property
    def is_mirrored(self) -> bool:
        """Whether the plane is turned over: the determinant is negative."""
        if self.matrix is None:
            return False
        # A map of the plane has a third row and column of zeros: as a map of space its determinant is always 0, so
        # whether it mirrors is asked of the two by two part.
        flat = np.abs(self.matrix[2]).max() <= FLAT and np.abs(self.matrix[:, 2]).max() <= FLAT
        return bool(np.linalg.det(self.matrix[:2, :2] if flat else self.matrix) < -FLAT)


@dataclass(frozen=True, slots=True, eq=False)
class Bridge:
    """The way from one space to the next, in the coordinates of their pictures.

    Attributes:
        uids: Of both spaces.
        points: Data points at the start, (M, 3).
        sheet: Corners of the sheet at the start, (S, 3).
        legs: In order; the last one ends at the second space.
    """

    uids: tuple[int, int]
    points: Array
    sheet: Array
    legs: tuple[Leg, ...]

    def place(self, share: float) -> tuple[int, float]:
        """The leg that a share of the whole way falls on, and the share of that leg."""
        parts = np.array([leg.part for leg in self.legs])
        ends = np.cumsum(parts) / parts.sum()
        # "right": at a stop exactly, the leg that begins there is meant, so that its caption comes up with the first
        # frame; at 1 no leg begins, hence the minimum.
        index = min(int(np.searchsorted(ends, share, side="right")), len(self.legs) - 1)
        start = 0.0 if index == 0 else float(ends[index - 1])
        return index, min(max((share - start) / (float(ends[index]) - start), 0.0), 1.0)

    def stops(self) -> tuple[float, ...]:
        """Shares of the whole way at which a leg ends and another one begins."""
        parts = np.array([leg.part for leg in self.legs])
        return tuple(float(end) for end in (np.cumsum(parts) / parts.sum())[:-1])

    def start_of(self, index: int) -> tuple[Array, Array]:
        """Points and sheet where a leg begins."""
        return (self.points, self.sheet) if index == 0 else (self.legs[index - 1].points, self.legs[index - 1].sheet)

    def at(self, share: float) -> tuple[Array, Array]:
        """Points, (M, 3), and sheet, (S, 3), at a share of the way; at 0 and 1 the spaces themselves."""
        index, along = self.place(share)
        leg, (points, sheet) = self.legs[index], self.start_of(index)
        # The ends are the spaces themselves: the last leg ends where the network has the points (`bridge`), which a
        # matrix gives only up to rounding.
        if along <= 0.0:
            return points, sheet
        if along >= 1.0:
            return leg.points, leg.sheet
        if leg.matrix is None:
            return (1.0 - along) * points + along * leg.points, (1.0 - along) * sheet + along * leg.sheet
        # Points are rows, so the map acts from the right, transposed.
        turned = path(leg.matrix, along).T
        return points @ turned, sheet @ turned


def deep(array: Array) -> Array:
    """Points of one, two or three dimensions, (..., d), in three."""
    missing = DEPTH - array.shape[-1]
    return np.pad(array, [(0, 0)] * (array.ndim - 1) + [(0, missing)]) if missing else array


def deep_matrix(matrix: Array) -> Array:
    """A linear map between at most three dimensions as one of three, (3, 3)."""
    rows, columns = matrix.shape
    return np.pad(matrix, ((0, DEPTH - rows), (0, DEPTH - columns)))


def polar(matrix: Array) -> tuple[Array, Array, Array]:
    """M = Q V diag(s) V.T: a rotation Q, and stretches s along the directions V (polar decomposition).

    A map that squeezes a direction to nothing can always be taken for a rotation: the plane's mirroring becomes its
    turning over through the third dimension. Only one that mirrors three dimensions gets a negative stretch.

    Args:
        matrix: (3, 3).

    Returns:
        Q, (3, 3), with determinant 1; V, (3, 3); s, (3,), the smallest stretch last.
    """
    left, stretches, right = np.linalg.svd(matrix)
    # `left @ right` mirrors where M does; where M is singular, it may or may not. Flipping the direction of the
    # smallest stretch costs the least: for a map of the plane that is 0, and what would be a mirroring becomes a turn
    # through the third dimension.
    if np.linalg.det(left @ right) < 0.0:
        left[:, 2] *= -1.0
        stretches[2] *= -1.0
    return left @ right, right.T, stretches


def path(matrix: Array, share: float) -> Array:
    """What a linear map has done after a share of the way, (3, 3): rotated and stretched alike, from 1 to M.

    A rotation goes through rotations, a stretch through stretches, a reflection of the plane turns it over, and a
    reflection of space passes through a flat picture.
    """
    turn, directions, stretches = polar(matrix)
    # Linear in the stretches rather than their logarithms: a stretch of 0 is common (a plane seen as a line) and has
    # none.
    partly = 1.0 + share * (stretches - 1.0)
    return np.asarray(part_of_turn(turn, share) @ (directions * partly) @ directions.T)


def part_of_turn(turn: Array, share: float) -> Array:
    """A share of a rotation, (3, 3), about the same axis (Rodrigues 1840)."""
    axis, angle = axis_and_angle(turn)
    part = share * angle
    cross = np.array([[0.0, -axis[2], axis[1]], [axis[2], 0.0, -axis[0]], [-axis[1], axis[0], 0.0]])
    return np.asarray(np.eye(3) + np.sin(part) * cross + (1.0 - np.cos(part)) * (cross @ cross))


def axis_and_angle(turn: Array) -> tuple[Array, float]:
    """Unit axis, (3,), and angle, 0 to pi, of a rotation (3, 3)."""
    # R - R.T is 2 sin(angle) times the cross product with the axis (Rodrigues).
    skew = 0.5 * np.array([turn[2, 1] - turn[1, 2], turn[0, 2] - turn[2, 0], turn[1, 0] - turn[0, 1]])
    sine = float(np.linalg.norm(skew))
    # From sine and cosine together: arccos of the trace alone loses half of the digits near 0 and near half a turn.
    angle = float(np.arctan2(sine, 0.5 * (np.trace(turn) - 1.0)))
    # Near no turn the numbers beside the diagonal are small themselves, and their differences keep their digits; near
    # half a turn they are small differences of large numbers, and mean nothing below about this.
    if sine > (1e-6 if angle > 1.0 else 0.0):
        return skew / sine, angle
    if angle < 1.0:
        return np.array([0.0, 0.0, 1.0]), 0.0
    # half a turn, in which the axis drowns in rounding: R + 1 = 2 a a.T
    square = 0.5 * (turn + turn.T) + np.eye(3)
    # The longest column of a a.T loses the fewest digits; the sign does not matter for half a turn.
    axis = square[:, int(np.argmax(np.diag(square)))]
    return axis / np.linalg.norm(axis), angle
