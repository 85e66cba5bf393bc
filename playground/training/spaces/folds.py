"""How a layer bends the plane: where it turns it over, and how far it pulls it apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from playground.training.spaces.views import Array

FLAT = 2
COLLAPSED = 1e-4
"""A cell whose area shrinks below this part of the largest one's has lost its side: neither up nor down."""


def folded_share(sheet: Array) -> float | None:
    """Share of the plane that lies face down, the side of the larger part being up.

    The side is the sign of the Jacobian's determinant, cell by cell (each as two triangles). Only a layer of two units
    has one; cells that are pressed flat, as by a dead ReLU, count for neither side but for the whole.

    Args:
        sheet: Activations at the corners, (rows + 1, columns + 1, width).
    """
    if sheet.shape[-1] != FLAT:
        return None
    right, up = sheet[:-1, 1:] - sheet[:-1, :-1], sheet[1:, :-1] - sheet[:-1, :-1]
    left, down = sheet[1:, :-1] - sheet[1:, 1:], sheet[:-1, 1:] - sheet[1:, 1:]
    areas = np.stack((_cross(right, up), _cross(left, down)))
    least = COLLAPSED * float(np.abs(areas).max())
    sides = [int(np.count_nonzero(areas > least)), int(np.count_nonzero(areas < -least))]
    return min(sides) / areas.size


def largest_stretch(sheet: Array, pitch: float) -> float:
    """The largest factor by which the layer pulls two near places of the plane apart: a singular value of the Jacobian.

    Args:
        sheet: Activations at the corners, (rows + 1, columns + 1, width), width 1 or more.
        pitch: Length of a cell's side in the plane.
    """
    right, up = sheet[:-1, 1:] - sheet[:-1, :-1], sheet[1:, :-1] - sheet[:-1, :-1]
    along, across, mixed = (right**2).sum(axis=-1), (up**2).sum(axis=-1), (right * up).sum(axis=-1)
    half = 0.5 * (along + across)
    largest = half + np.sqrt(np.maximum(0.25 * (along - across) ** 2 + mixed**2, 0.0))
    return float(np.sqrt(largest.max())) / pitch


def _cross(first: Array, second: Array) -> Array:
    return np.asarray(first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0])
