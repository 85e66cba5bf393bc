"""The loss over a plane of weights as a grid that gets finer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from playground.training.probes.landscape.limits import Limits
    from playground.training.probes.landscape.set_losses import SetLosses
    from playground.training.probes.landscape.weight_plane import WeightPlane

SIDES = (6, 11, 21, 41, 81)
"""Nodes along a side, coarse to fine: each grid has the nodes of the one before, and those half-way between."""
PIECE_S = 0.0015
MOST_IN_PIECE = 64


class SurfaceWork:
    """Finds the losses at the nodes of finer and finer grids; nothing is looked at twice.

    Attributes:
        level: The finest grid that is whole, an index in `SIDES`; -1 for none.
    """

    def __init__(self, plane: WeightPlane, limits: Limits, losses: SetLosses, dtype: Any = np.float32) -> None:
        self._plane, self._limits, self._losses, self._dtype = plane, limits, losses, dtype
        side = SIDES[-1]
        self._across = np.linspace(limits[0], limits[1], side)
        self._up = np.linspace(limits[2], limits[3], side)
        self._found = np.full((side, side), np.nan, dtype=np.float32)
        self._nodes = _nodes_of(0)
        self._done, self.level = 0, -1

    def go_on(self, level: int) -> None:
        """Look at some more nodes, for about `PIECE_S`, towards a level that is not whole yet."""
        if self.level >= level:
            return
        cost = self._losses.cost_s
        # One node as long as nothing is known of the cost: it may be a second.
        count = int(min(max(PIECE_S / cost, 1), MOST_IN_PIECE)) if cost else 1
        nodes = self._nodes[self._done : self._done + count]
        places = np.stack((self._across[nodes[:, 1]], self._up[nodes[:, 0]]), axis=1)
        vectors = self._plane.weights_at(places).astype(self._dtype)
        self._found[nodes[:, 0], nodes[:, 1]] = self._losses.at(vectors)
        self._done += len(nodes)
        if self._done == len(self._nodes):
            self.level += 1
            self._done = 0
            if self.level + 1 < len(SIDES):
                self._nodes = _nodes_of(self.level + 1)

    def grid(self) -> NDArray[np.float32]:
        """The losses of the finest whole grid, (n, n); (0, 0) before there is one."""
        if self.level < 0:
            return np.empty((0, 0), np.float32)
        stride = _stride(self.level)
        found = self._found[::stride, ::stride].copy()
        # Losses overflow far from the minimum. One kind of no number is enough for colours and contours to leave it
        # out.
        found[~np.isfinite(found)] = np.nan
        return found


def finest_within(seconds: float, cost_s: float, finest: int = SIDES[-1]) -> int:
    """The finest grid that takes no longer, an index in `SIDES`; -1 where even the coarsest does.

    Args:
        seconds: That it may take.
        cost_s: Of one loss.
        finest: The most nodes along a side.
    """
    fits = [level for level, side in enumerate(SIDES) if side <= finest and side * side * cost_s <= seconds]
    return max(fits, default=-1)


def _stride(level: int) -> int:
    return 1 << (len(SIDES) - 1 - level)


def _nodes_of(level: int) -> NDArray[np.int64]:
    """Rows and columns of the finest grid that a level adds to the one before, (K, 2)."""
    side, stride = SIDES[-1], _stride(level)
    rows, columns = np.meshgrid(np.arange(0, side, stride), np.arange(0, side, stride), indexing="ij")
    nodes = np.stack((rows.ravel(), columns.ravel()), axis=1)
    # A node of the coarser grid has even multiples of this stride both ways.
    is_new = (nodes % (2 * stride)).any(axis=1) if level else np.ones(len(nodes), np.bool_)
    return nodes[is_new]
