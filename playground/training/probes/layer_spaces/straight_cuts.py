"""Straight cuts that get as many points right as can be found: counts of points, not a smooth stand-in for them.

Fitting the fewest mistakes is hard in many dimensions (Johnson and Preparata 1978), easy along one: turn the cut about
an axis, and each point changes sides at one angle, so that sorting the angles gives the count at every one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from playground.training.probes.layer_spaces.axes import Array

Labels = NDArray[np.int64]
MOST_TURNS = 40
MOST_AXES = 12
"""About which a cut is turned at once; in wider layers others have their turn next."""
ANCHORS = 32
"""Points about which lines are turned at once."""
SAME_ANGLE = 1e-12
STEADY = 1e-9
"""Two places of a sweep that are nearer to each other than this part of its range are one."""


def right(design: Array, labels: Labels, weights: Array) -> int:
    """Count the points that a linear model gets right, a tie counting as wrong.

    Args:
        design: Features with a column of ones, (N, F).
        labels: (N,), less than the number of columns of `weights`, or 0 and 1 where that is one.
        weights: (F, outputs).
    """
    sums = design @ weights
    if sums.shape[1] == 1:
        sides = np.where(labels > 0, sums[:, 0], -sums[:, 0])
        return int(np.count_nonzero(sides > 0.0))
    own = sums[np.arange(len(sums)), labels]
    sums[np.arange(len(sums)), labels] = -np.inf
    return int(np.count_nonzero(own > sums.max(axis=1)))


def polish(
    design: Array, labels: Labels, weights: Array, *, turns: int = MOST_TURNS, at_once: int = MOST_AXES, seed: int = 0
) -> Array:
    """Improve a linear model by turning it about one axis after the other, as long as that gets more points right.

    Args:
        design: Standardised features with a column of ones, (N, F).
        labels: As in `right`.
        weights: (F, outputs), the start.
        turns: Steps at most.
        at_once: Axes about which the cut is turned in each of them.
        seed: Of the order in which the axes have their turn where there are many.

    Returns:
        Weights that get at least as many right.
    """
    best, score = weights, right(design, labels, weights)
    axes = [(feature, output) for feature in range(len(weights)) for output in range(weights.shape[1])]
    order = np.random.default_rng(seed).permutation(len(axes))
    start, idle = 0, 0
    for _ in range(turns):
        chosen = [axes[order[(start + i) % len(axes)]] for i in range(min(at_once, len(axes)))]
        start, idle = start + len(chosen), idle + len(chosen)
        found = _step(design, labels, best, chosen)
        better = right(design, labels, found)
        if better > score:
            best, score, idle = found, better, 0
        if score == len(labels) or idle >= len(axes):
            break
    return best


def _step(design: Array, labels: Labels, weights: Array, axes: list[tuple[int, int]]) -> Array:
    """The best change of one weight."""
    features = np.array([feature for feature, _ in axes])
    outputs = np.array([output for _, output in axes])
    lows, highs = _ranges(design, labels, weights, features, outputs)
    changes, gained = _deepest(lows, highs)
    place = int(gained.argmax())
    found = weights.copy()
    found[features[place], outputs[place]] += changes[place]
    return found


def _ranges(
    design: Array, labels: Labels, weights: Array, features: NDArray[np.int64], outputs: NDArray[np.int64]
) -> tuple[Array, Array]:
    """From where to where each weight may change with a point right, (axes, N) each; an empty range where it never is.

    A sum is s + t a, a the feature; the point is right where its own sum is the greatest.
    """
    sums, slopes = design @ weights, design[:, features].T
    if sums.shape[1] == 1:
        signs = np.where(labels > 0, 1.0, -1.0)
        # Of two classes there is one sum: the margin is its size on the right side.
        margins, slopes = np.broadcast_to(signs * sums[:, 0], slopes.shape), slopes * signs
        never = np.zeros(slopes.shape, np.bool_)
    else:
        own = sums[np.arange(len(sums)), labels]
        others = sums.copy()
        others[np.arange(len(sums)), labels] = -np.inf
        margins, slopes, never = _margins(sums, own, others, labels, slopes, outputs)
    # A slope of 0 gives ±inf or NaN, both replaced by the two `where`s below, which ask for the slope's sign.
    with np.errstate(divide="ignore", invalid="ignore"):
        turn = -margins / slopes
    low = np.where(slopes > 0.0, turn, -np.inf)
    high = np.where(slopes < 0.0, turn, np.inf)
    empty = never | ((slopes == 0.0) & (margins <= 0.0))
    return np.where(empty, np.inf, low), np.where(empty, np.inf, high)


def _margins(
    sums: Array, own: Array, others: Array, labels: Labels, slopes: Array, outputs: NDArray[np.int64]
) -> tuple[Array, Array, NDArray[np.bool_]]:
    """By how much each point is right as a weight of an output changes, and where that does not help."""
    best_other = others.max(axis=1)
    margins, found = np.empty_like(slopes), slopes.copy()
    never = np.zeros(slopes.shape, np.bool_)
    for output in np.unique(outputs):
        rows = outputs == output
        mine = labels == output
        rest = others.copy()
        rest[:, output] = -np.inf
        # Points of the output's own class are right while their sum leads all others; all other points while it stays
        # below their own sum.
        margins[rows] = np.where(mine, own - best_other, own - sums[:, output])
        # Beaten by a third class already: turning this output's weight cannot help such a point.
        never[rows] = ~mine & (own <= rest.max(axis=1))
        found[rows] = np.where(mine, slopes[rows], -slopes[rows])
    return margins, found, never


def _deepest(low: Array, high: Array) -> tuple[Array, NDArray[np.int64]]:
    """The place that lies within the most ranges of each row, (A,), in the middle of its stretch, and how many."""
    # A sweep: +1 where a range begins, -1 where it ends; the greatest running sum is the place within most ranges.
    # Unusable ranges are sent to infinity with a step of 0.
    usable = np.tile(low < high, 2)
    places = np.where(usable, np.concatenate((low, high), axis=1), np.inf)
    steps = np.repeat([1, -1], low.shape[1]) * usable
    order = np.argsort(places, axis=1, kind="stable")
    places = np.take_along_axis(places, order, axis=1)
    counts = np.cumsum(np.take_along_axis(steps, order, axis=1), axis=1)
    # A stretch narrower than rounding is none: its middle would lie on one of its ends, where a tie counts as wrong.
    with np.errstate(invalid="ignore"):  # between two infinities there is no place
        gaps = np.diff(places, axis=1, append=np.inf)
    counts[~(gaps > STEADY * (1.0 + np.abs(np.nan_to_num(places, posinf=0.0, neginf=0.0))))] = -1
    best, rows = counts.argmax(axis=1), np.arange(len(low))
    following = np.append(places, np.full((len(low), 1), np.inf), axis=1)[rows, best + 1]
    middles = [_between(left, to) for left, to in zip(places[rows, best].tolist(), following.tolist(), strict=True)]
    return np.array(middles), counts[rows, best]


def _between(left: float, to: float) -> float:
    if np.isinf(left) and np.isinf(to):
        return 0.0
    if np.isinf(left):
        return to - 1.0 - abs(to)
    return left + 1.0 + abs(left) if np.isinf(to) else 0.5 * (left + to)


class LineSearch:
    """Looks for the line of the plane that gets the most points of two classes right, a few lines at a time.

    Any cut can be moved until it touches a point and then be turned about it without changing a side. So all lines
    through each point are tried: turned by half a circle, each other point changes sides once. Points in the same
    place stay on one side, whichever suits more of them. O(N² log N) for all of them.

    Args:
        points: (N, 2).
        labels: 0 or 1, (N,).
    """

    def __init__(self, points: Array, labels: Labels) -> None:
        self.points = points
        self._signs = np.where(labels > 0, 1, -1)
        self._order = np.random.default_rng(0).permutation(len(points))
        self._done = 0
        self.right = max(int((self._signs > 0).sum()), int((self._signs < 0).sum()))
        """What the best line so far gets right; at first, one that has all points on one side."""

    @property
    def is_done(self) -> bool:
        """Whether `right` is that of the best line of all."""
        return self._done >= len(self.points)

    def go_on(self, most: int) -> int:
        """Try all lines through so many more points; what the best line so far gets right."""
        end = min(self._done + most, len(self.points))
        for start in range(self._done, end, ANCHORS):
            middles = self.points[self._order[start : min(start + ANCHORS, end)]]
            self.right = max(self.right, _turned(self.points, self._signs, middles))
        self._done = end
        return self.right


def _turned(points: Array, signs: NDArray[np.int64], middles: Array) -> int:
    """What the best line through one of the middles gets right."""
    away = points[None] - middles[:, None]
    here = ~away.any(axis=2)
    angles = np.arctan2(away[..., 1], away[..., 0])
    above = (angles >= 0.0) & (angles < np.pi)
    turns = np.where(above, angles, np.where(angles >= np.pi, 0.0, angles + np.pi))
    sides = np.where(above, 1, -1) * signs * ~here
    order = np.argsort(turns, axis=1)
    turned = np.take_along_axis(turns, order, axis=1)
    flips = 2 * np.cumsum(np.take_along_axis(sides, order, axis=1), axis=1)
    ends = np.diff(turned, axis=1, append=np.pi) > SAME_ANGLE
    sums = np.abs(sides.sum(axis=1, keepdims=True) - flips) * ends
    most = np.maximum(sums.max(axis=1), np.abs(sides.sum(axis=1)))
    own = np.abs((signs * here).sum(axis=1))
    return int((len(points) + (most + own).max()) // 2)
