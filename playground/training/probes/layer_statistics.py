"""Inside a network at a moment: how its numbers are spread, which units stand still, what error comes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.domains.sampling import sampled
from playground.layers.activations import ACTIVATIONS

LEVELS = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
"""Of the quantiles: all, nine tenths, half, and the middle."""
BINS = 32
MOST_VALUES = 4096
"""More numbers are represented by a sample of so many."""
MOST_PUSHES = 300
"""Training points whose gradients by their places are told; of more, a sample of so many."""
DEAD_SLOPE, FLAT_SLOPE = 0.005, 0.05
"""Of the steepest slope of an activation; a leaky ReLU's 0.01 is alive."""


@dataclass(frozen=True, slots=True, eq=False)
class Distribution:
    """How numbers are spread.

    Attributes:
        quantiles: At `LEVELS`, (7,).
        counts: In `BINS` bins of equal width between the least and the greatest, (32,).
        low, high: Ends of the bins.
    """

    quantiles: NDArray[np.float64]
    counts: NDArray[np.int64]
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class InsideLayer:
    """One layer at a moment.

    Attributes:
        uid: The layer; 0 is the output.
        activations: Of what leaves it, over a sample of the training points; None where it is not finite.
        weights: Of its weights (of a normalization, its scales); None where it has none.
        gradients: Of log10 of the magnitudes of the loss's gradient by those weights, zeros left out; None where there
            is no other than zero.
        error: Root mean square over the points of the Euclidean norm of dL/dz: the error that comes back to what its
            activation is fed, or to what leaves it where it has none.
        dead: Share of units whose activation is flat at every point, so that nothing teaches them; nan without one.
        saturated: Share of (unit, point) pairs on the flat ends of a bounded activation; nan where it has no such ends.
    """

    uid: int
    activations: Distribution | None
    weights: Distribution | None
    gradients: Distribution | None
    error: float
    dead: float
    saturated: float


@dataclass(frozen=True, slots=True, eq=False)
class Inside:
    """All layers at a moment, first to last, the output too.

    Attributes:
        epoch: With its fraction.
        points: How many training points were looked at.
        layers: At least the output.
    """

    epoch: float
    points: int
    layers: tuple[InsideLayer, ...]


def distribution(values: NDArray[Any]) -> Distribution | None:
    """How numbers of any shape are spread; None for none, or where one is not finite.

    Of more than `MOST_VALUES` a sample is looked at, beside the least and the greatest of all. Numbers that are all
    the same lie in the middle bin.
    """
    flat = values.reshape(-1)
    ends = [float(flat.min()), float(flat.max())] if len(flat) else [np.nan]
    if not np.isfinite(ends).all():
        return None
    ordered = np.sort(flat[sampled(len(flat), MOST_VALUES)]).astype(np.float64)
    ordered[[0, -1]] = ends
    places = np.array(LEVELS) * (len(ordered) - 1)
    below = np.floor(places).astype(np.int64)
    above = np.minimum(below + 1, len(ordered) - 1)
    quantiles = ordered[below] + (places - below) * (ordered[above] - ordered[below])
    low, high = float(ordered[0]), float(ordered[-1])
    if high - low <= 1e-12 * max(abs(low), abs(high), 1e-30):
        half = max(abs(low), 1.0) / 2
        low, high = low - half, high + half
    inner = np.searchsorted(ordered, np.linspace(low, high, BINS + 1)[1:-1], side="left")
    counts = np.diff(np.concatenate(([0], inner, [len(ordered)])))
    return Distribution(quantiles, counts.astype(np.int64), low, high)


def decades(gradients: NDArray[Any]) -> Distribution | None:
    """How log10 of the magnitudes is spread, zeros left out."""
    magnitudes = np.abs(gradients.reshape(-1)).astype(np.float64)
    return distribution(np.log10(magnitudes[magnitudes > 0.0]))


def dead_share(slopes: NDArray[Any], activation: str) -> float:
    """Share of units that are flat at every point; nan for a linear layer.

    Args:
        slopes: Derivatives of the activation, (points, units).
        activation: A key of `ACTIVATIONS`.
    """
    if activation == "linear" or slopes.size == 0:
        return float("nan")
    return float((np.abs(slopes).max(axis=0) < DEAD_SLOPE * steepest(activation)).mean())


def saturated_share(slopes: NDArray[Any], activation: str) -> float:
    """Share of (point, unit) pairs on the flat ends of tanh or sigmoid; nan for activations without such ends."""
    if not saturates(activation) or slopes.size == 0:
        return float("nan")
    return float((np.abs(slopes) < FLAT_SLOPE * steepest(activation)).mean())


@cache
def steepest(activation: str) -> float:
    """The largest slope of an activation."""
    return float(np.abs(_slopes(activation)).max())


@cache
def saturates(activation: str) -> bool:
    """Whether it climbs from one level to another, as tanh and sigmoid do."""
    return ACTIVATIONS[activation].bound is not None and bool((_slopes(activation) >= 0.0).all())


def _slopes(activation: str) -> NDArray[np.float64]:
    z = np.linspace(-6.0, 6.0, 4801)
    return np.asarray(np.diff(ACTIVATIONS[activation].curve(z)) / np.diff(z))
