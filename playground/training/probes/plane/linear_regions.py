"""The linear regions of a network of ReLUs: the parts of the plane on which it is a plane itself, found exactly.

Every unit with a kink cuts each cell along the straight line where its sum is zero, layer after layer (Montúfar et al.
2014, "On the Number of Linear Regions of Deep Neural Networks"). Cells stay convex, so a cut makes two of one. In each
cell one set of units is active; cells with the same formula are one region (Hanin and Rolnick 2019, "Deep ReLU Networks
Have Surprisingly Few Activation Patterns", tell the two apart).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.model import inputs_of, network_scaling
from playground.document.plan import resolve
from playground.domains.plane.grid import WHOLE_PLANE, around
from playground.operations.base import with_arrays
from playground.training.probes.probe import READ_S, Allowance, Budget, Probe, has_points
from playground.training.probes.request import Request
from playground.training.state.network_inputs import network_inputs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playground.document.model import Document
    from playground.domains.plane.grid import Extent
    from playground.domains.section import Section
    from playground.operations import Operation
    from playground.training.state.run import Run

Floats = NDArray[np.float64]
MOST_REGIONS = 4000
MOST_NUMBERS = 6_000_000
"""Held for the formulas of all units in all cells."""
SAME_FORMULA, LEAST_SIZE = 1e-10, 1e-30
"""Formulas are told apart by this part of the largest value there is."""
ON_THE_LINE = 1e-9
"""A corner whose sum is a smaller part of the largest possible one lies on the unit's line."""


@dataclass(frozen=True, slots=True, eq=False)
class Regions:
    """The cells of a part of the plane.

    Attributes:
        extent: The part.
        corners: Of all cells, one after the other, counter-clockwise, (V, 2).
        starts: Where each cell's corners begin, and the end, (C + 1,).
        formulas: a, b, c of every logit, or of every value, a x + b y + c in each cell, (C, O, 3).
        odd: Cells in which an odd number of units is above its kink, (C,): neighbours differ.
        cuts: The lines of the units as pieces, (S, 2, 2).
        depths: Which layer of kinks each piece belongs to, the first being 0, (S,).
        region_count: How many linear regions the cells make: those with the same formula count as one.
        problem: Why there are none, in words; empty where there are.
    """

    extent: Extent
    corners: Floats
    starts: NDArray[np.int64]
    formulas: Floats
    odd: NDArray[np.bool_]
    cuts: Floats
    depths: NDArray[np.int64]
    region_count: int = 0
    problem: str = ""

    def __len__(self) -> int:
        """How many cells there are."""
        return len(self.starts) - 1

    def at(self, x: float, y: float) -> int | None:
        """The cell of a place; None outside the extent."""
        if not len(self):
            return None
        # The corner behind each cell's last one is its first: `roll` alone would go on to the next cell.
        last = self.starts[1:] - 1
        ahead = np.roll(self.corners, -1, axis=0)
        ahead[last] = self.corners[self.starts[:-1]]
        side, to = ahead - self.corners, np.array([x, y]) - self.corners
        # Left of every side of a convex cell that runs counter-clockwise. A place on a border belongs to both cells;
        # the first is as good.
        inside = side[:, 0] * to[:, 1] - side[:, 1] * to[:, 0] >= 0.0
        found = np.logical_and.reduceat(inside, self.starts[:-1]).nonzero()[0]
        return int(found[0]) if len(found) else None


@dataclass(frozen=True, slots=True)
class LinearRegions(Request[Regions]):
    """The linear regions of the network in a part of the plane, or why there are none.

    Attributes:
        extent: The part.
        section: The plane of samples; None for that of the first two columns.
    """

    extent: Extent = WHOLE_PLANE
    section: Section | None = None

    def merged(self, other: LinearRegions) -> LinearRegions:
        """The smallest part that holds both."""
        return LinearRegions(around(self.extent, other.extent), other.section)


class LinearRegionsProbe(Probe[LinearRegions, Regions]):
    """Cut a unit at a time."""

    ALLOWANCE = Allowance(share=0.05, budget_s=0.003, rest_s=READ_S)
    IS_READ = True

    def can_take(self, run: Run, request: LinearRegions) -> bool:
        """Where points are places."""
        del request
        return has_points(run)

    def key(self, run: Run, request: LinearRegions) -> tuple[object, ...]:
        """Not the points: a stroke leaves the regions as they are."""
        document = run.document
        shape = document.network, document.output, document.inputs, resolve(document).meaning
        return (*shape, network_scaling(document), document.dataset.section_for(request.section), request)

    def pieces(self, run: Run, request: LinearRegions, budget: Budget) -> Iterator[Regions | None]:
        """Of copies: the run trains between two pieces."""
        del budget
        section = run.document.dataset.section_for(request.section)
        return cut_regions(run.document, run.parameters.copy(), run.buffers.copy(), request.extent, section)


def nothing(extent: Extent, problem: str) -> Regions:
    """No regions, and why."""
    none = np.empty((0, 2, 2))
    zero = np.zeros(1, dtype=np.int64)
    return Regions(extent, none[:, 0], zero, np.empty((0, 1, 3)), zero[:0] > 0, none, zero[:0], 0, problem)


def distinct_formulas(formulas: Floats, extent: Extent) -> int:
    """Count the formulas that differ somewhere in a part of the plane by more than rounding.

    Args:
        formulas: a, b, c of every logit in each cell, (C, O, 3).
        extent: The part; three of its corners say what a plane is.
    """
    left, right, bottom, top = extent
    corners = np.array([[left, bottom, 1.0], [right, bottom, 1.0], [left, top, 1.0]])
    # Compared by their values at three corners and not by a, b and c: a plane far from the origin has a large c, which
    # would hide a difference in slope.
    values = (formulas @ corners.T).reshape(len(formulas), -1)
    scale = max(float(np.abs(values).max(initial=0.0)), LEAST_SIZE)
    # Rows are told apart by one random mean of each, so that sorting numbers takes the place of comparing all pairs:
    # two different rows get the same mean with probability 0. From 0.5 to 1, so that no column counts next to nothing.
    mix = np.random.default_rng(values.shape[1]).uniform(0.5, 1.0, values.shape[1])
    ordered = np.sort(values @ (mix / mix.sum()))
    return int(np.count_nonzero(np.diff(ordered) > SAME_FORMULA * scale)) + 1


def obstacle(document: Document) -> str:
    """Why a network has no linear regions, in words; empty when it has."""
    known = inputs_of(document)
    bent = [known[name].label for name in document.inputs if known[name].column is None]
    if bent:
        return f"No linear regions: the input {bent[0]} is curved"
    for place, one in enumerate(resolve(document).layers, start=1):
        if one.operations is None:
            return f"No linear regions: {one.layer.title} in layer {place} is not linear"
        for op in one.operations:
            if not op.is_straight and op.slope_below is None:
                return f"No linear regions: {op.title} in layer {place} is {'curved' if op.bends else 'not linear'}"
    return ""


def cut_regions(
    document: Document,
    parameters: NDArray[Any],
    buffers: NDArray[Any],
    extent: Extent,
    section: Section | None = None,
) -> Iterator[Regions | None]:
    """Cut a part of the plane into the linear regions of a network in evaluation mode, piece by piece.

    Args:
        document: The network.
        parameters: Flat, (P,); not to be changed meanwhile.
        buffers: Flat running statistics, (B,); the same.
        extent: The part, at least as wide and high as nothing.
        section: The plane; that of the first two columns where it is None.

    Yields:
        None after every unit's cuts; the regions last.
    """
    problem = obstacle(document)
    if problem:
        yield nothing(extent, problem)
        return
    plane = _Plane(document, extent, section or document.dataset.section())
    layout = resolve(document).layout
    learned = [np.asarray(slot.view(parameters), dtype=np.float64) for slot in layout.parameters]
    statistics = [np.asarray(slot.view(buffers), dtype=np.float64) for slot in layout.buffers]
    # In double precision although training is in single: whether a corner lies on a line is asked to a billionth
    # (`ON_THE_LINE`), and cells are cut from cells that were cut.
    for op, arrays in with_arrays(resolve(document).operations, learned, statistics):
        if op.is_straight:
            plane.go_through(op, arrays)
            continue
        for _ in plane.bend(op.slope_below):
            yield None
        if plane.is_full:
            yield nothing(extent, f"More than {MOST_REGIONS:,} cells of linear regions: zoom in to see them")
            return
    yield plane.regions()


class _Plane:
    """The cells so far, and what every unit of the layer at hand is in each: a x + b y + c as `formulas`, (C, U, 3)."""

    def __init__(self, document: Document, extent: Extent, section: Section) -> None:
        left, right, bottom, top = extent
        self._extent = extent
        self._reach = np.array([max(abs(left), abs(right)), max(abs(bottom), abs(top)), 1.0])
        self._corners = np.array([[[left, bottom], [right, bottom], [right, top], [left, top]]], dtype=np.float64)
        self._counts = np.array([4])
        self._odd = np.zeros(1, dtype=np.bool_)
        self._cuts: list[Floats] = []
        self._depth = 0
        self._depths: list[NDArray[np.int64]] = []
        units = resolve(document).head.units
        self._axes = [network_scaling(document).value(index) for index in range(units)]
        # all inputs are affine on the plane: three corners of a unit triangle tell a, b and c of each
        origin, right, up = network_inputs(document, section.samples(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])))
        self.formulas = np.stack([right - origin, up - origin, origin], axis=-1)[None]
        self.saved: list[Floats] = []
        self.is_full = False

    def go_through(self, op: Operation, arrays: tuple[Floats, ...]) -> None:
        """Put the formulas through an operation without kinks."""
        if op.is_idle:
            return
        if op.is_carrying:
            self.formulas = op.forward(self.formulas, arrays, self.saved)
            return
        if not op.is_affine:
            self._go_forward(op, arrays)
            return
        weight, bias = op.affine(arrays)
        by_unit = weight[:, None] * self.formulas if weight.ndim == 1 else np.matmul(weight, self.formulas)
        by_unit[..., 2] += bias
        self.formulas = by_unit

    def _go_forward(self, op: Operation, arrays: tuple[Floats, ...]) -> None:
        """Put the formulas through an affine operation whose matrix nobody writes out: f(a) - f(0) is linear in a."""
        cells, parts = self.formulas.shape[0], self.formulas.shape[2]
        rows = np.swapaxes(self.formulas, 1, 2).reshape(cells * parts, *op.shape_in)
        constant = op.forward(np.zeros((1, *op.shape_in)), arrays, self.saved).reshape(-1)
        made = op.forward(rows, arrays, self.saved).reshape(cells, parts, -1)
        made[:, :2] -= constant
        self.formulas = np.swapaxes(made, 1, 2)

    def bend(self, below: float | None) -> Iterator[None]:
        """Cut along every unit's zero, one by one, and give each the slope `below` under it; stop where it is full."""
        if below is None or below == 1.0:
            return
        parents = np.arange(len(self._corners))
        for unit in range(self.formulas.shape[1]):
            # All cells at a time for one unit, and not all units for one cell: numpy's loop runs over the thousands.
            parents = self._cut(self.formulas[parents, unit], parents)
            # Looked at after each unit: one layer can multiply the cells many times over.
            self.is_full = len(parents) > MOST_REGIONS or len(parents) * self.formulas[0].size > MOST_NUMBERS
            if self.is_full:
                return
            yield
        # Copied once, when all units have cut: until then `parents` says which formulas hold in a piece.
        self.formulas, self.saved = self.formulas[parents], [one[parents] for one in self.saved]
        # The mean of a convex cell's corners lies inside of it, and the unit's sign is the same in all of the cell.
        # Padded corners are zeros, so the sum is that of the true ones.
        middles = self._corners.sum(axis=1) / self._counts[:, None]
        sums = (self.formulas[..., :2] * middles[:, None]).sum(axis=2) + self.formulas[..., 2]
        self._odd = self._odd ^ ((sums > 0.0).sum(axis=1) % 2 == 1)
        self.formulas = np.where(sums > 0.0, 1.0, below)[..., None] * self.formulas
        self._depth += 1

    def regions(self) -> Regions:
        """The cells, with what the units at hand are in them."""
        inside = np.arange(self._corners.shape[1]) < self._counts[:, None]
        starts = np.concatenate(([0], np.cumsum(self._counts)))
        cuts = np.concatenate([np.empty((0, 2, 2)), *self._cuts])
        depths = np.concatenate([np.empty(0, dtype=np.int64), *self._depths])
        formulas = self.formulas * np.array([[axis.scale] for axis in self._axes])
        formulas[..., 2] += [axis.centre for axis in self._axes]
        count = distinct_formulas(self.formulas, self._extent)
        return Regions(self._extent, self._corners[inside], starts, formulas, self._odd, cuts, depths, count)

    def _cut(self, lines: Floats, parents: NDArray[np.int64]) -> NDArray[np.int64]:
        """Cut each cell by a line of its own, (C, 3); returns the parents with those of the new cells behind them."""
        corners, counts = self._corners, self._counts
        inside = np.arange(corners.shape[1]) < counts[:, None]
        sums = corners[..., 0] * lines[:, :1] + corners[..., 1] * lines[:, 1:2] + lines[:, 2:]
        # The largest value that the line's function can have on this part of the plane: a corner that an earlier cut
        # has put on the line has a sum of rounding only, and without a tolerance slivers of no area would be cut off
        # there.
        near = ON_THE_LINE * (np.abs(lines) @ self._reach)
        signs = np.where(np.abs(sums) <= near[:, None], 0, np.sign(sums)) * inside
        # Only cells with corners strictly on both sides: a line through a corner or along a side cuts nothing.
        chosen = ((signs.max(axis=1) > 0) & (signs.min(axis=1) < 0)).nonzero()[0]
        if len(chosen) == 0:
            return parents
        upper, lower, ends = _halves(corners[chosen], counts[chosen], sums[chosen], signs[chosen])
        self._cuts.append(ends)
        self._depths.append(np.full(len(ends), self._depth))
        width = max(corners.shape[1], upper[0].shape[1], lower[0].shape[1])
        corners, counts = _padded(corners, width), counts.copy()
        corners[chosen], counts[chosen] = _padded(upper[0], width), upper[1]
        self._corners = np.concatenate((corners, _padded(lower[0], width)))
        self._counts = np.concatenate((counts, lower[1]))
        self._odd = np.concatenate((self._odd, self._odd[chosen]))
        return np.concatenate((parents, parents[chosen]))


def _halves(
    corners: Floats, counts: NDArray[np.int64], sums: Floats, signs: Floats
) -> tuple[tuple[Floats, NDArray[np.int64]], tuple[Floats, NDArray[np.int64]], Floats]:
    """Cells cut in two: corners and counts of the upper and the lower halves, and the ends of the cuts, (S, 2, 2)."""
    rows, most = signs.shape
    places = np.arange(most)
    inside = places < counts[:, None]
    ahead = np.where(places + 1 < counts[:, None], places + 1, 0)
    next_sums = np.take_along_axis(sums, ahead, axis=1)
    crosses = inside & (signs * np.take_along_axis(signs, ahead, axis=1) < 0)
    # 1 stands in where nothing crosses: equal sums would divide by 0, though nobody looks at the result.
    share = np.where(crosses, sums / np.where(crosses, sums - next_sums, 1.0), 0.0)
    crossings = corners + share[..., None] * (np.take_along_axis(corners, ahead[..., None], axis=1) - corners)
    # Walking round a cell: each corner, then the place where the side behind it crosses the line.
    walked = np.stack((corners, crossings), axis=2).reshape(rows, 2 * most, 2)
    halves = [
        _packed(walked, np.stack((inside & (sign * signs >= 0), crosses), axis=2).reshape(rows, -1))
        for sign in (1.0, -1.0)
    ]
    on_line = np.stack((inside & (signs == 0), crosses), axis=2).reshape(rows, -1)
    # A line meets the border of a convex cell in two places: the first and the last that are met on the way round.
    first, last = on_line.argmax(axis=1), 2 * most - 1 - on_line[:, ::-1].argmax(axis=1)
    ends = np.take_along_axis(walked, np.stack((first, last), axis=1)[..., None], axis=1)
    return halves[0], halves[1], ends


def _packed(walked: Floats, kept: NDArray[np.bool_]) -> tuple[Floats, NDArray[np.int64]]:
    """The corners that are kept, moved to the front of their rows, and how many they are."""
    counts = kept.sum(axis=1)
    packed = np.zeros((len(walked), int(counts.max()), 2))
    columns = (np.cumsum(kept, axis=1) - 1)[kept]
    packed[kept.nonzero()[0], columns] = walked[kept]
    return packed, counts


def _padded(corners: Floats, width: int) -> Floats:
    padded = np.zeros((len(corners), width, 2))
    padded[:, : corners.shape[1]] = corners
    return padded
