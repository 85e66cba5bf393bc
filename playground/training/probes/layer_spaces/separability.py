"""How well a straight cut does in a layer's space: linear models that are followed from picture to picture."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.training.probes.layer_spaces.straight_cuts import MOST_AXES, MOST_TURNS, LineSearch, polish, right

Array = NDArray[np.float64]

RIDGE = 1e-6
BINARY = FLAT = 2
NOTHING = 1e-9
"""What varies less is constant."""
COLD_STEPS = 40
MOST_STARTS, POLISHED = 8, 3
"""Features along which cuts are begun, and how many of these are turned on."""
EXACT_POINTS, FEW_POINTS = 400, 64
"""In a plane of up to so many all lines are tried at once, when there is time and always."""
WIDEST = 64
"""Wider layers are seen through this many fixed random directions, which keeps a fit below a millisecond."""
MOST_WEIGHTS = 100
"""A cut of more, as that of ten classes by ten numbers, is the smooth model's, turned little: trying other starts
for it would take seconds."""


class Effort(IntEnum):
    """How much time there is for a score: that of a frame which must not be late, of one at rest, or more."""

    LITTLE = 0
    SOME = 1
    FULL = 2


WARM_STEPS = {Effort.LITTLE: 3, Effort.SOME: 10, Effort.FULL: COLD_STEPS}
AXES = {Effort.LITTLE: 4, Effort.SOME: MOST_AXES, Effort.FULL: MOST_AXES}
TURNS = {Effort.LITTLE: 1, Effort.SOME: 3, Effort.FULL: MOST_TURNS}
LINES = {Effort.LITTLE: 16, Effort.SOME: 32, Effort.FULL: 128}
"""Points through which lines are tried at once."""


@dataclass(slots=True)
class Fit:
    """What is kept from picture to picture.

    Attributes:
        weights: Of the smooth model, (features + 1, outputs), for standardised features and a column of ones.
        cut: The model that got the most right, likewise.
        values, targets: What was scored last.
        score: What came out.
        is_thorough: Whether more work on the same numbers would find nothing else.
        is_warm: Whether the model began with that of other numbers, so that it depends on what was seen before.
        search: For two classes in the plane, where all lines are tried.
        calls: How often numbers have changed, so that other axes have their turn.
    """

    weights: Array
    cut: Array
    values: Array
    targets: NDArray[Any]
    score: float = 0.0
    is_thorough: bool = False
    is_warm: bool = False
    search: LineSearch | None = None
    calls: int = 0

    def is_of(self, values: Array, targets: NDArray[Any]) -> bool:
        """Whether these numbers were scored last."""
        return np.array_equal(self.values, values) and np.array_equal(self.targets, targets)


def separability(
    values: Array,
    targets: NDArray[Any],
    classes: int,
    fit: Fit | None,
    *,
    own: float = 0.0,
    effort: Effort = Effort.SOME,
) -> tuple[float, Fit | None]:
    """Share of the points that the best straight cut gets right, or R² of the best plane, the mean over the values.

    It is never less than the share of the largest class, nor than what the network's own cut gets. For two classes in
    a plane of up to `EXACT_POINTS` it is that of the best of all lines, else that of the best that was found; less is
    tried of a cut of more than `MOST_WEIGHTS` weights. With
    `Effort.FULL` it depends on these numbers alone, not on `fit`, but for a perfect cut, which is never forgotten.

    Args:
        values: Activations at the data points, (M, width), finite.
        targets: Class indices, (M,), or values, (M, O).
        classes: How many classes there are; 0 for regression.
        fit: What the last call for this layer returned.
        own: What the network itself gets right with a straight cut of these values; 0 where it has none.
        effort: How much time there is.

    Returns:
        Accuracy, or R² cut off below zero; 0 without points. And what to hand to the next call.
    """
    if len(values) == 0 or values.shape[1] == 0:
        return 0.0, None
    if classes == 0:
        return max(_r_squared(_design(values), targets.astype(np.float64)), own), None
    labels, outputs = targets.astype(np.int64), 1 if classes <= BINARY else classes
    if fit is None or not fit.is_of(values, targets):
        design = _design(values)
        warm = fit if fit is not None and fit.weights.shape == (design.shape[1], outputs) else None
        # A layer that was never scored has no cut to go on from: the first number shown would be much too low.
        if warm is None and effort is Effort.SOME:
            effort = Effort.FULL
        fit = _fitted(design, values, labels, outputs, warm, effort)
        fit.score = max(np.bincount(labels).max(), right(design, labels, fit.cut)) / len(labels)
        if effort is not Effort.LITTLE and outputs == 1 and values.shape[1] == FLAT:
            fit.search = LineSearch(values, labels)
    # The same numbers again, seen first in a hurry, when no search was begun.
    elif fit.search is None and outputs == 1 and values.shape[1] == FLAT:
        fit.search = LineSearch(values, labels)
    _look_on(fit, labels, effort)
    return max(fit.score, own), fit


def _look_on(fit: Fit, labels: NDArray[np.int64], effort: Effort) -> None:
    """Try more cuts of the same numbers: where two classes lie in a plane all lines, else other starts."""
    search = fit.search
    if fit.score == 1.0:
        fit.is_thorough = True
        return
    if search is not None and not search.is_done:
        all_at_once = len(labels) <= FEW_POINTS or (effort is Effort.FULL and len(labels) <= EXACT_POINTS)
        search.go_on(len(labels) if all_at_once else LINES[effort])
        fit.score = max(fit.score, search.right / len(labels))
    if effort is Effort.FULL and not fit.is_thorough:
        fit.is_thorough = True
        # A warm start may have found a cut that a cold one does not, so the score would depend on the way here and not
        # on the points; see `_begin_anew`.
        if fit.is_warm:
            _begin_anew(fit, labels)
        if fit.weights.size <= MOST_WEIGHTS and (search is None or not search.is_done):
            fit.score = max(fit.score, _polished_from_many(fit, labels) / len(labels))


def _begin_anew(fit: Fit, labels: NDArray[np.int64]) -> None:
    """Forget the way to these numbers: at rest the same numbers have the same score, by whatever edits they came."""
    design = _design(fit.values)
    cold = _fitted(design, fit.values, labels, fit.weights.shape[1], None, Effort.FULL)
    fit.weights, fit.cut, fit.is_warm = cold.weights, cold.cut, False
    lines = fit.search.right if fit.search is not None else 0
    fit.score = max(np.bincount(labels).max(), right(design, labels, fit.cut), lines) / len(labels)


def _fitted(
    design: Array, values: Array, labels: NDArray[np.int64], outputs: int, last: Fit | None, effort: Effort
) -> Fit:
    """The smooth model after some steps, and the better of its cut and the last one, turned a little."""
    weights = np.zeros((design.shape[1], outputs)) if last is None else last.weights
    steps = COLD_STEPS if last is None else WARM_STEPS[effort]
    if outputs == 1:
        weights = _fit_two(design, labels, weights[:, 0], steps)[:, None]
    else:
        weights = _fit_many(design, labels, weights, steps)
    cuts = [weights] if last is None else [weights, last.cut]
    if outputs == 1:
        # Turned round, a cut that gets fewer than half right gets the others.
        cuts += [-one for one in cuts]
    cut = max(cuts, key=lambda one: right(design, labels, one))
    calls = 0 if last is None else last.calls + 1
    turned = effort if weights.size <= MOST_WEIGHTS else min(effort, Effort.SOME)
    cut = polish(design, labels, cut, turns=TURNS[turned], at_once=AXES[turned], seed=calls)
    return Fit(weights, cut, values, labels, is_warm=last is not None, calls=calls)


def _polished_from_many(fit: Fit, labels: NDArray[np.int64]) -> int:
    """What the best cut gets right that is found from those along single features, too."""
    design = _design(fit.values)
    most, starts = right(design, labels, fit.cut), []
    for place in range(min(design.shape[1] - 1, MOST_STARTS)):
        for sign in (1.0, -1.0) if fit.weights.shape[1] == 1 else (1.0,):
            start = np.zeros_like(fit.weights)
            # Of many classes the last one's column alone gets the feature. The bias is off zero for a single output:
            # where a feature is exactly 0, as one that is constant, the sum would tie with the border and count as
            # wrong.
            start[place, -1], start[-1, :] = sign, 1e-3
            starts.append(polish(design, labels, start, turns=1))
    starts.sort(key=lambda one: right(design, labels, one), reverse=True)
    for start in starts[:POLISHED]:
        found = polish(design, labels, start)
        if right(design, labels, found) > most:
            fit.cut, most = found, right(design, labels, found)
    return most


def network_share(sums: Array, targets: NDArray[Any], classes: int) -> float:
    """What the network itself gets right, or its R², cut off below zero; 0 without points.

    Args:
        sums: The output layer's sums at the points, (M, units), or the values that the network gives.
        targets: Class indices, (M,), or values, (M, O).
        classes: How many classes there are; 0 for regression.
    """
    if len(sums) == 0:
        return 0.0
    if classes == 0:
        return explained(targets.astype(np.float64), targets - sums)
    said = sums.argmax(axis=1) if sums.shape[1] > 1 else sums[:, 0] > 0.0
    return float((said == targets).mean())


def _design(values: Array) -> Array:
    """Standardised features with a column of ones; constant features become zero."""
    if values.shape[1] > WIDEST:
        # A random projection keeps distances up to a factor (Johnson and Lindenstrauss 1984), so what is far apart
        # stays separable; seeded by the width, or the score would flicker.
        mix = np.random.default_rng(values.shape[1]).standard_normal((values.shape[1], WIDEST))
        values = values @ mix
    spread = values.std(axis=0)
    # Divided by infinity: a constant feature becomes exactly 0, and its weight does not matter.
    scaled = (values - values.mean(axis=0)) / np.where(spread > NOTHING, spread, np.inf)
    return np.column_stack((scaled, np.ones(len(values))))


def _r_squared(design: Array, targets: Array) -> float:
    # Standardised columns have len(design) on the diagonal; the ridge is a billionth of that and is there for dead
    # units and for two units that are the same.
    square = design.T @ design + 1e-9 * len(design) * np.eye(design.shape[1])
    return explained(targets, targets - design @ np.linalg.solve(square, design.T @ targets))


def explained(targets: Array, rest: Array) -> float:
    """Share of the variance of targets, (M, O), that is not left in what is missed, the mean over O; never below 0.

    A value that is the same everywhere counts as 0.

    Args:
        targets: Values, (M, O).
        rest: What a model misses of them, (M, O).
    """
    total = ((targets - targets.mean(axis=0)) ** 2).sum(axis=0)
    # `total` is a sum of squares.
    varies = total > NOTHING**2
    shares = np.where(varies, 1.0 - (rest**2).sum(axis=0) / np.where(varies, total, 1.0), 0.0)
    return max(0.0, float(shares.mean()))


def _fit_two(design: Array, labels: NDArray[np.int64], weights: Array, steps: int) -> Array:
    """Newton's method for logistic regression, its curvature held up where points are far on the wrong side.

    There the true curvature vanishes and a step would be boundless, which warm starts run into when the layer
    has changed under the model; one that is worse than knowing nothing begins anew.
    """
    signs = labels.astype(np.float64)
    ridge = RIDGE * np.eye(design.shape[1])
    # log 2 is the loss of a model that knows nothing.
    margins = (2.0 * signs - 1.0) * (design @ weights)
    if np.logaddexp(0.0, -margins).mean() > np.log(2.0):
        weights = np.zeros_like(weights)
    for _ in range(steps):
        # Beyond ±30 a probability is 0 or 1 to double precision, and exp overflows at 710, which is a warning and so an
        # error in the tests.
        probabilities = 1.0 / (1.0 + np.exp(-np.clip(design @ weights, -30.0, 30.0)))
        errors = signs - probabilities
        # Between the true curvature, p (1 - p), and its bound 1/4 (Böhning and Lindsay 1988): the farther a point is on
        # the wrong side, the nearer to the bound.
        curvature = np.maximum(probabilities * (1.0 - probabilities), 0.25 * np.abs(errors))
        hessian = (design * curvature[:, None]).T @ design / len(design) + ridge
        weights = weights + np.linalg.solve(hessian, design.T @ errors / len(design) - RIDGE * weights)
    return weights


def _fit_many(design: Array, labels: NDArray[np.int64], weights: Array, steps: int) -> Array:
    """Softmax regression by a fixed bound of the curvature (Böhning 1992), accelerated (Nesterov 1983)."""
    square = design.T @ design / len(design) + RIDGE * np.eye(design.shape[1])
    # The Hessian of softmax is at most 1/2 (1 - 1/K) times this square for every class, whatever the weights: one
    # factorisation serves all steps. 1/2 is a little more than needed, for any K.
    solver = 2.0 * np.linalg.solve(square, design.T / len(design))
    wanted = np.zeros((len(design), weights.shape[1]))
    wanted[np.arange(len(design)), labels] = 1.0
    # As in `_fit_two`: a warm start that is worse than knowing nothing, log K, begins anew.
    likely = np.take_along_axis(_softmax(design @ weights), labels[:, None], axis=1)
    if -np.log(np.maximum(likely, 1e-300)).mean() > np.log(weights.shape[1]):
        weights = np.zeros_like(weights)
    ahead, pace = weights, 1.0
    for _ in range(2 * steps):
        following = ahead + solver @ (wanted - _softmax(design @ ahead))
        next_pace = 0.5 * (1.0 + np.sqrt(1.0 + 4.0 * pace * pace))
        ahead = following + (pace - 1.0) / next_pace * (following - weights)
        weights, pace = following, next_pace
    return weights


def _softmax(sums: Array) -> Array:
    # The greatest is taken away, or exp overflows.
    powers = np.exp(sums - sums.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
