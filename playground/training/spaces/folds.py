"""How a layer bends the plane: where it turns it over, and how far it pulls it apart, from its Jacobian."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.document.dataset import PLANE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from playground.training.spaces.views import Array

    ValuesAt = Callable[[NDArray[np.float32]], Mapping[int, NDArray[np.floating]]]
    """From places of the plane, (M, 2), to what each space has there, (M, width), by uid."""

FLAT = 2
COLLAPSED = 1e-4
"""A place whose area shrinks below this part of the largest one's has lost its side: neither up nor down."""
STEP = 0.004
"""Of the central differences: in single precision, smaller ones lose more to rounding than they gain."""
FEWEST_CELLS, MOST_CELLS = 12, 96
"""Along a side of the plane."""
PRODUCTS, HURRIED_PRODUCTS = 200_000_000, 20_000_000
"""Multiplications that may go into it at rest, and in a frame that must not be late."""
STEEPEST, CLOSER, ROUNDS = 6, 9, 3
"""The steepest places are looked at more closely: on grids of so many places a side, again and again."""
RENEWED_EVERY = 8
"""While training goes on it is measured once in so many frames."""


@dataclass(frozen=True, slots=True)
class Bend:
    """What a layer does to the plane.

    Attributes:
        folded: Share of the plane that lies face down; None but for two units.
        stretch: The largest factor by which two near places of the plane are pulled apart.
    """

    folded: float | None = None
    stretch: float = 0.0


class Bends:
    """The bends of all spaces, measured anew when the network has changed. Lives on the trainer's thread."""

    def __init__(self) -> None:
        self._found: dict[int, Bend] = {}
        self._mark: tuple[object, ...] = ()
        self._frames = 0
        self._is_fine = False

    def of(self, uid: int) -> Bend:
        """What the layer of a space does."""
        return self._found.get(uid, Bend())

    def renew(self, values_at: ValuesAt, mark: tuple[object, ...], parameters: int, *, hurried: bool) -> None:
        """Measure where that is due.

        At rest the largest stretch is found to about 2 %, and the folded share to about a hundredth of the plane.

        Args:
            values_at: The network.
            mark: Differs where the network does.
            parameters: How many numbers it has, which tells what a place costs.
            hurried: Whether more frames follow at once.
        """
        self._frames += 1
        if mark == self._mark and (hurried or self._is_fine):
            return
        if hurried and self._found and self._frames % RENEWED_EVERY:
            return
        products = HURRIED_PRODUCTS if hurried else PRODUCTS
        cells = int(np.clip(np.sqrt(products / (4 * max(parameters, 1))), FEWEST_CELLS, MOST_CELLS))
        places = middles(cells)
        found = jacobians(values_at, places)
        stretches = {uid: stretch(jacobian) for uid, jacobian in found.items()}
        largest = {uid: float(values.max()) for uid, values in stretches.items()}
        if not hurried and cells == MOST_CELLS:
            _look_closer(values_at, places, stretches, largest, 2.0 * PLANE / cells)
        self._found = {uid: Bend(folded_share(one), largest[uid]) for uid, one in found.items()}
        self._mark, self._is_fine = mark, not hurried


def _look_closer(
    values_at: ValuesAt, places: Array, stretches: dict[int, Array], largest: dict[int, float], pitch: float
) -> None:
    """Raise the largest stretches to those between the places."""
    for uid, values in stretches.items():
        best = places[np.argsort(values)[-STEEPEST:]]
        reach = pitch
        for _ in range(ROUNDS):
            offsets = np.linspace(-reach, reach, CLOSER)
            around = np.stack(np.meshgrid(offsets, offsets), axis=-1).reshape(-1, 2)
            near = np.clip((best[:, None] + around).reshape(-1, 2), STEP - PLANE, PLANE - STEP)
            found = stretch(jacobians(values_at, near)[uid])
            largest[uid] = max(largest[uid], float(found.max()))
            best, reach = near[np.argsort(found)[-STEEPEST:]], 2.0 * reach / (CLOSER - 1)


def middles(cells: int) -> Array:
    """The middles of equal cells of the plane, (cells², 2)."""
    side = (2.0 * (np.arange(cells) + 0.5) / cells - 1.0) * PLANE
    return np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)


def jacobians(values_at: ValuesAt, places: Array) -> dict[int, Array]:
    """Derivatives of what each space has by the place, (M, width, 2) each, at places of the plane, (M, 2)."""
    shifts = STEP * np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
    moved = (places + shifts[:, None]).astype(np.float32)
    across, up = (moved[2 * axis, :, axis].astype(np.float64) - moved[2 * axis + 1, :, axis] for axis in (0, 1))
    found = {}
    for uid, values in values_at(moved.reshape(-1, 2)).items():
        right, left, above, below = values.reshape(4, len(places), -1).astype(np.float64)
        found[uid] = np.stack(((right - left) / across[:, None], (above - below) / up[:, None]), axis=-1)
    return found


def folded_share(jacobian: Array) -> float | None:
    """Share of the plane that lies face down, the side of the larger part being up; None but for two units.

    The side is the sign of the Jacobian's determinant. Places that are pressed flat, as by a dead ReLU, count for
    neither side but for the whole.

    Args:
        jacobian: At places evenly over the plane, (M, width, 2).
    """
    if jacobian.shape[1] != FLAT:
        return None
    areas = np.linalg.det(jacobian)
    least = COLLAPSED * float(np.abs(areas).max())
    sides = [int(np.count_nonzero(areas > least)), int(np.count_nonzero(areas < -least))]
    return min(sides) / len(areas)


def stretch(jacobian: Array) -> Array:
    """The factor by which near places are pulled apart: the largest singular value of the Jacobian, (M,).

    Args:
        jacobian: (M, width, 2), width 1 or more.
    """
    right, up = jacobian[..., 0], jacobian[..., 1]
    along, across, mixed = (right**2).sum(axis=-1), (up**2).sum(axis=-1), (right * up).sum(axis=-1)
    half = 0.5 * (along + across)
    return np.asarray(np.sqrt(half + np.sqrt(np.maximum(0.25 * (along - across) ** 2 + mixed**2, 0.0))))
