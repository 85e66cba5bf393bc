"""The edges between two columns as arrays: which, where, how thick, and which of them is under the pointer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.document.model import INPUT_UID
from playground.views.network.carried import PLAIN, Carried

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.document.layout import Key
    from playground.views.network.columns import LayerColumn

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

MOST_EDGES = 400
"""In one gap; the strongest are drawn."""
SAMPLES = 25
"""Points along a curve in hit tests: less than a pixel from the true curve at any length that is drawn."""


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges of one gap that are drawn, weakest first.

    Attributes:
        key: The weight matrix they are entries of; None for links that carry no weight.
        rows: Unit of the right column, (E,): the first index of the weight.
        columns: Input of the right column, (E,): the second index of the weight.
        starts: Where each leaves the left column, (E, 2).
        ends: Where each enters the right column, (E, 2).
        weights: (E,), finite.
        left: Uid of the left column.
        right: Uid of the right column.
        first: Which input of the right column the left one's first unit is: more than 0 where a skip hands it on.
        carried: What stands behind each edge.
    """

    key: Key | None
    rows: Indices
    columns: Indices
    starts: Floats
    ends: Floats
    weights: Floats
    left: int
    right: int
    first: int = 0
    carried: Carried = PLAIN

    def __len__(self) -> int:
        return len(self.rows)

    def of_unit(self, uid: int, unit: int) -> NDArray[np.bool_]:
        """Which edges touch a unit of the left or right column, (E,); inputs count as the network does."""
        if uid == self.left:
            return np.equal(self.columns, self.first + unit * self.carried.group)
        return np.equal(self.rows, unit) & (uid == self.right)

    def only(self, mask: NDArray[np.bool_]) -> Edges:
        """Some of the edges, in the same order."""
        places = replace(self, starts=self.starts[mask], ends=self.ends[mask])
        return replace(places, rows=self.rows[mask], columns=self.columns[mask], weights=self.weights[mask])

    def find(self, row: int, column: int) -> int | None:
        """The place of one edge among those drawn; None when it is not."""
        found = np.flatnonzero((self.rows == row) & (self.columns == column))
        return int(found[0]) if len(found) else None


@dataclass(frozen=True, slots=True)
class EdgeAddress:
    """One weight, or what an edge carries in its place.

    Attributes:
        key: The parameter.
        row: Unit of the right column.
        column: What enters from the left: the number's place, or the channel.
        carried: What stands behind the edge.
    """

    key: Key
    row: int
    column: int
    carried: Carried = PLAIN


def edges_between(
    left: LayerColumn,
    right: LayerColumn,
    inputs: Sequence[int],
    weights: NDArray[np.floating] | None,
    first: int = 0,
    carried: Carried = PLAIN,
) -> Edges:
    """The edges from one column to the next, or to one behind it that a skip leads to.

    Args:
        left: Where they begin.
        right: Where they end.
        inputs: For each input of the network its place in the table of inputs.
        weights: (units of `right`, units of `left`) or None when not known yet; where it is smaller or larger
            than the columns (a picture of the network before an edit), missing entries count as zero.
        first: Which input of `right` the first unit of `left` is.
        carried: What stands behind each edge.
    """
    shown = {cell.unit: cell for cell in left.cells}
    sources = inputs if left.uid == INPUT_UID else range(left.units)
    pairs = [(index, shown[unit]) for index, unit in enumerate(sources) if unit in shown]
    places = np.array([index for index, _ in pairs], dtype=np.int64)
    columns = first + places * carried.group
    starts = np.array([(cell.exit.x(), cell.exit.y()) for _, cell in pairs]).reshape(-1, 2)
    rows = np.array([cell.unit for cell in right.cells], dtype=np.int64)
    ends = np.array([(cell.entry.x(), cell.entry.y()) for cell in right.cells]).reshape(-1, 2)
    if right.links == "one to one":
        numbers = rows * carried.group if right.shows == "row" else rows
        return replace(_one_to_one(left.uid, right.uid, (columns, starts), (numbers, ends)), carried=carried)
    if right.links == "all" or carried.name is None:
        return replace(_all_to_all(left.uid, right.uid, (columns, starts), (rows, ends)), carried=carried)
    grid = np.zeros((len(rows), len(columns)))
    if weights is not None:
        known_rows, known_columns = rows < weights.shape[0], places < weights.shape[1]
        values = weights[np.ix_(rows[known_rows], places[known_columns])]
        # Infinite weights are the thickest there are, not missing ones.
        grid[np.ix_(known_rows, known_columns)] = np.nan_to_num(values, posinf=1e9, neginf=-1e9)
    order = _strongest(grid.ravel())
    row, column = np.divmod(order, max(len(columns), 1))
    key = (right.uid, carried.name)
    ends_of = rows[row], columns[column], starts[column], ends[row]
    return Edges(key, *ends_of, grid.ravel()[order], left.uid, right.uid, first, carried)


def _one_to_one(left: int, right: int, source: tuple[Indices, Floats], target: tuple[Indices, Floats]) -> Edges:
    _, at_source, at_target = np.intersect1d(source[0], target[0], return_indices=True)
    units, starts, ends = target[0][at_target], source[1][at_source], target[1][at_target]
    return Edges(None, units, units, starts, ends, np.zeros(len(units)), left, right)


def _all_to_all(left: int, right: int, source: tuple[Indices, Floats], target: tuple[Indices, Floats]) -> Edges:
    row, column = np.divmod(np.arange(min(len(target[0]) * len(source[0]), MOST_EDGES)), max(len(source[0]), 1))
    units, starts, ends = target[0][row], source[1][column], target[1][row]
    return Edges(None, units, source[0][column], starts, ends, np.zeros(len(units)), left, right)


def _strongest(weights: Floats) -> Indices:
    """Indices of the strongest `MOST_EDGES`, weakest first."""
    strength = np.abs(weights)
    if len(weights) > MOST_EDGES:
        # Partitioned before it is sorted: of a dense layer of 256 there are 65,000 weights in every frame.
        kept = np.argpartition(strength, -MOST_EDGES)[-MOST_EDGES:]
        # Stable, so that equal weights, as all zeros at a start, keep their order from frame to frame. Weakest first:
        # what is drawn last lies on top.
        return kept[np.argsort(strength[kept], kind="stable")]
    return np.argsort(strength, kind="stable")


def line_widths(weights: Floats) -> Floats:
    """Thickness in pixels, 0.6 to 5."""
    return 0.6 + 4.4 * np.tanh(np.abs(weights) / 2.6)


def opacities(weights: Floats) -> Floats:
    """0.14 to 0.86."""
    return 0.14 + 0.72 * np.tanh(np.abs(weights) / 1.6)


def bias_radius(bias: float) -> float:
    """Radius of a bias dot in pixels; a bias that is not a number draws as none."""
    return float(2.2 + 2.6 * np.tanh(abs(bias) / 1.5)) if np.isfinite(bias) else 2.2


def curve_points(starts: Floats, ends: Floats, samples: int = SAMPLES) -> Floats:
    """Points along cubic Bézier curves that leave and arrive level, (E, samples, 2)."""
    t = np.linspace(0.0, 1.0, samples)
    level = 1.5 * t * (1.0 - t) + t**3  # x of the curve whose inner control points stand in the middle
    rise = t * t * (3.0 - 2.0 * t)
    shape = np.stack([level, rise], axis=1)
    result: Floats = starts[:, None, :] + shape[None, :, :] * (ends - starts)[:, None, :]
    return result


def nearest_edge(edges: Edges, x: float, y: float, within: float) -> tuple[int, float] | None:
    """The edge nearest to a place, and how far it is; None when none is `within` so many pixels."""
    if len(edges) == 0 or edges.key is None:
        return None
    points = curve_points(edges.starts, edges.ends)
    a, b = points[:, :-1], points[:, 1:]
    along = b - a
    to_place = np.array([x, y]) - a
    # Two points of an edge of no length coincide.
    length = np.maximum((along**2).sum(axis=2), 1e-12)
    share = np.clip((to_place * along).sum(axis=2) / length, 0.0, 1.0)
    distance = np.hypot(*np.moveaxis(to_place - share[..., None] * along, 2, 0)).min(axis=1)
    best = float(distance.min())
    if best > within:
        return None
    ties = np.flatnonzero(distance <= best + 1.0)  # of edges on top of each other the strongest, which is drawn last
    place = int(ties[-1])
    return place, float(distance[place])
