"""How a layer bends the plane: where it turns it over, and how far it pulls it apart, from its Jacobian."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.domains.section import REACH

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

    Exact = Callable[[Array], Mapping[int, Array] | None]
    Rough = Callable[[Array], Mapping[int, NDArray[np.floating]]]
    """From places of the plane, (M, 2), to what each space has there, (M, width), by uid."""

FLAT = 2
COLLAPSED = 1e-4
"""A place whose area shrinks below this part of the largest one's has lost its side: neither up nor down."""
STEP, ROUGH_STEP = 1e-5, 0.004
"""Of the central differences in double and in single precision, where a smaller one loses more to rounding."""
FEWEST_CELLS, HURRIED_CELLS, MOST_CELLS = 12, 32, 96
"""Along a side of the plane, in a frame that must not be late, and at rest."""
PRODUCTS, HURRIED_PRODUCTS = 200_000_000, 20_000_000
"""Multiplications that may go into it at rest, and in a frame that must not be late."""
FINER = 4
"""So many times finer is the grid on which steep places are looked for."""
STEEPEST, CLOSER, ROUNDS = 24, 7, 3
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

    def renew(self, exact: Exact, rough: Rough, mark: tuple[object, ...], parameters: int, *, hurried: bool) -> None:
        """Measure where that is due.

        Once the network stands still the largest stretch is found to about 2 %, and the folded share to about a
        hundredth of the plane.

        Args:
            exact: The network in double precision; it gives None where that cannot be had.
            rough: The network in the precision of training.
            mark: Differs where the network does.
            parameters: How many numbers it has, which tells what a place costs.
            hurried: Whether more frames follow at once.
        """
        self._frames += 1
        stands = mark == self._mark
        if stands and (hurried or self._is_fine):
            return
        if hurried and self._found and self._frames % RENEWED_EVERY:
            return
        # A weight that is dragged changes with every frame though nothing trains, and the fine look takes the time of
        # several frames: the hand would stutter.
        is_fine = not hurried and (stands or not self._found)  # not while a weight is dragged
        products, most = (PRODUCTS, MOST_CELLS) if is_fine else (HURRIED_PRODUCTS, HURRIED_CELLS)
        # Central differences look at four places for each cell, and a pass multiplies about once for every parameter.
        cells = int(np.clip(np.sqrt(products / (4 * max(parameters, 1))), FEWEST_CELLS, most))
        places = middles(cells)
        with np.errstate(all="ignore"):  # on the way to divergence
            found = jacobians(exact, rough, places)
            largest = {uid: float(stretch(one).max()) for uid, one in found.items()}
            # Only for networks small enough for the full grid: of the others a closer look would cost more than the
            # look itself.
            if is_fine and cells == MOST_CELLS:
                _look_closer(exact, rough, largest)
            self._found = {uid: Bend(folded_share(one), largest[uid]) for uid, one in found.items()}
        self._mark, self._is_fine = mark, is_fine


def _look_closer(exact: Exact, rough: Rough, largest: dict[int, float]) -> None:
    """Raise the largest stretches to those of the steepest places of a finer grid, and of those around them."""
    count = FINER * MOST_CELLS
    places = middles(count)
    for uid, values in rough(places).items():
        sheet = values.reshape(count, count, -1)
        right, up = sheet[:-1, 1:] - sheet[:-1, :-1], sheet[1:, :-1] - sheet[:-1, :-1]
        # Plain differences of neighbours: they need no Jacobian, miss the steepest direction by at most a factor of √2,
        # and only choose where to look.
        steep = np.maximum((right**2).sum(axis=-1), (up**2).sum(axis=-1))
        # argpartition, for which of them are the steepest matters and not their order: linear in the 147,000 places.
        rows, columns = np.unravel_index(np.argpartition(steep, -STEEPEST, axis=None)[-STEEPEST:], steep.shape)
        best, reach = places.reshape(count, count, 2)[rows, columns], 2.0 * REACH / count
        for _ in range(ROUNDS):
            offsets = np.linspace(-reach, reach, CLOSER)
            around = np.stack(np.meshgrid(offsets, offsets), axis=-1).reshape(-1, 2)
            # Kept a step inside the plane's edge, so that both differences stay within what is shown.
            near = np.clip((best[:, None] + around).reshape(-1, 2), ROUGH_STEP - REACH, REACH - ROUGH_STEP)
            found = stretch(jacobians(exact, rough, near)[uid])
            largest[uid] = max(largest[uid], float(found.max()))
            # The next grid reaches as far as one cell of this one.
            best, reach = near[np.argpartition(found, -STEEPEST)[-STEEPEST:]], 2.0 * reach / (CLOSER - 1)


def middles(cells: int) -> Array:
    """The middles of equal cells of the plane, (cells², 2)."""
    side = (2.0 * (np.arange(cells) + 0.5) / cells - 1.0) * REACH
    return np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)


def jacobians(exact: Exact, rough: Rough, places: Array) -> dict[int, Array]:
    """Derivatives of what each space has by the place, (M, width, 2) each, at places of the plane, (M, 2)."""
    directions = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])[:, None]
    moved = places + STEP * directions
    values: Mapping[int, NDArray[np.floating]] | None = exact(moved.reshape(-1, 2))
    if values is None:
        # The step is what single precision makes of it, not what was meant: near ±6 a float32 has a grid of 5e-7, up to
        # 6e-5 of the step.
        moved = (places + ROUGH_STEP * directions).astype(np.float32).astype(np.float64)
        values = rough(moved.reshape(-1, 2))
    across, up = (moved[2 * axis, :, axis] - moved[2 * axis + 1, :, axis] for axis in (0, 1))
    found = {}
    for uid, all_four in values.items():
        right, left, above, below = all_four.reshape(4, len(places), -1).astype(np.float64)
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
