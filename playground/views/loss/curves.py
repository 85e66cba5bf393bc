"""What the plot draws of a history: the measurements, two calm lines, their ends, and the range that holds them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.views.loss.smoothing import means, smoothed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Floats = NDArray[np.floating[Any]]
Range = tuple[float, float]
SETS = ("train", "test")
DECADE_PARTS = 10
"""The lower end of a logarithmic range moves in tenths of a decade: it follows a falling loss without trembling."""
LEAST_LOSS = 1e-12
FIRST_EPOCHS = 10.0
NEXT_SHARE = 0.01
"""Of the epochs done, where a file has brought many and no curve."""
NEAR_DECADE = 0.31
"""A range that ends this near to a whole decade ends there: its axis then has a line at its end."""


@dataclass(frozen=True, slots=True)
class PlottedCurve:
    """One set's values over the epochs.

    Attributes:
        raw_x, raw_y: As measured, (N,); what is not finite is a gap.
        x, y: The calm line.
        last: The latest calm value with its epoch; None when there is none.
        broken: Where the curve ends because the value is not finite: the last finite place, or None.
        span: The least and the greatest of what was measured, as far as an axis shows it; empty for none.
    """

    raw_x: Floats
    raw_y: Floats
    x: Floats
    y: Floats
    last: tuple[float, float] | None
    broken: tuple[float, float] | None
    span: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """Another run beside the one at hand.

    Attributes:
        number: Of the run; picks its colour.
        train, test: As of the run at hand.
    """

    number: int
    train: PlottedCurve
    test: PlottedCurve


@dataclass(frozen=True, slots=True)
class Curves:
    """Train and test, those of other runs, and the range that holds all.

    Attributes:
        train, test: Of the run at hand.
        across: Epochs.
        up: Values, greater than 0 where `log`.
        is_share: Whether values are parts of a whole.
        log: Whether the axis up is logarithmic.
        others: Of other runs.
    """

    train: PlottedCurve
    test: PlottedCurve
    across: Range
    up: Range
    is_share: bool
    log: bool = False
    others: tuple[Line, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return self.train.last is None and self.test.last is None


def loss_curves(
    columns: Mapping[str, NDArray[Any]], width: int, strength: float, *, log: bool, others: Sequence[Line] = ()
) -> Curves:
    """Losses for a plot of that many pixels."""
    train, test = (curve(columns["epoch"], columns[f"{name}_loss"], width, strength, log=log) for name in SETS)
    up = loss_range(_heights(train, test, others), log=log)
    return Curves(train, test, _across(columns["epoch"], others), up, is_share=False, log=log, others=tuple(others))


def score_curves(
    columns: Mapping[str, NDArray[Any]], width: int, strength: float, *, is_share: bool, others: Sequence[Line] = ()
) -> Curves:
    """Accuracies, which are shares, or R², for a plot of that many pixels."""
    train, test = (curve(columns["epoch"], columns[f"{name}_score"], width, strength) for name in SETS)
    up = score_range(_heights(train, test, others))
    return Curves(train, test, _across(columns["epoch"], others), up, is_share=is_share, others=tuple(others))


def line(
    number: int, columns: Mapping[str, NDArray[Any]], page: str, width: int, strength: float, *, log: bool
) -> Line:
    """Another run's curves of a page, "loss" or "score"."""
    train, test = (curve(columns["epoch"], columns[f"{name}_{page}"], width, strength, log=log) for name in SETS)
    return Line(number, train, test)


def _heights(train: PlottedCurve, test: PlottedCurve, others: Sequence[Line]) -> Floats:
    """The ends of all that is to fit."""
    found = [*train.span, *test.span]
    for other in others:
        found += [*other.train.span, *other.test.span]
    return np.array(found)


def _across(epochs: Floats, others: Sequence[Line]) -> Range:
    rising = [epochs, *(other.train.raw_x for other in others)]
    return epoch_range(np.concatenate([one[[0, -1]] for one in rising if len(one)] or [np.empty(0)]))


def curve(epochs: Floats, values: Floats, width: int, strength: float, *, log: bool = False) -> PlottedCurve:
    """One curve, calm at the resolution of the screen.

    Args:
        epochs: Of the measurements, (N,), ascending.
        values: What was measured, (N,).
        width: Pixels across all of it.
        strength: Of the smoothing, 0 to 1.
        log: Whether it is calmed as it is seen on a logarithmic axis, where a plain mean lies far above a steep fall.
    """
    # One mean for a pixel: more cannot be seen, and smoothing costs by their number.
    buckets = max(width, 2)
    x, y = means(epochs, values, buckets)
    span = _span(values, log=log)
    y = _calm_on_log_axis(min(span, default=LEAST_LOSS), y, strength) if log else smoothed(y, strength)
    known = np.flatnonzero(np.isfinite(y))
    if len(known) == 0:
        return PlottedCurve(epochs, values, x, y, None, None)
    last = (float(x[known[-1]]), float(y[known[-1]]))
    return PlottedCurve(epochs, values, x, y, last, _broken(epochs, values), span)


def loss_range(values: Floats, *, log: bool) -> Range:
    """Ends of an axis for losses: everything finite fits, with a little air."""
    finite = values[np.isfinite(values)].astype(np.float64)
    if log:
        finite = finite[finite > LEAST_LOSS]
        if len(finite) == 0:
            return 0.01, 1.0
        low = _near_decade(math.floor(DECADE_PARTS * (math.log10(finite.min()) - 0.1)), math.floor)
        high = _near_decade(math.ceil(DECADE_PARTS * (math.log10(finite.max()) + 0.02)), math.ceil)
        return 10.0 ** min(low, high - 1.0), 10.0**high
    high = max(float(finite.max()), 0.0) if len(finite) else 1.0
    low = min(float(finite.min()), 0.0) if len(finite) else 0.0
    return (low, low + 1.06 * (high - low)) if high - low > LEAST_LOSS else (0.0, 1.0)


def _near_decade(parts: int, outwards: Callable[[float], int]) -> float:
    """The power of ten at this many parts of decades, or the whole decade when it is not far."""
    exponent = parts / DECADE_PARTS
    decade = float(outwards(exponent))
    return decade if abs(decade - exponent) <= NEAR_DECADE else exponent


def score_range(values: Floats) -> Range:
    """Ends of an axis for accuracy or R²: up to 1, down to below what there is, but not below −1."""
    finite = values[np.isfinite(values)]
    low = float(finite.min()) if len(finite) else 0.0
    low = min(max(math.floor(10.0 * low - 0.5) / 10.0, -1.0), 0.9)
    return low, 1.0 + 0.03 * (1.0 - low)


def epoch_range(epochs: Floats) -> Range:
    """From the first epoch that is known to the last, a whole one at least; some while there is but one record."""
    finite = epochs[np.isfinite(epochs)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    # A range without a length would put the one record into the middle of nothing.
    return low, max(high, low + 1.0) if high > low else low + max(FIRST_EPOCHS, NEXT_SHARE * abs(low))


def _calm_on_log_axis(least: float, y: Floats, strength: float) -> Floats:
    """A mean of logarithms; a loss of zero, which has none, counts as the least that can be seen."""
    calm = np.exp(smoothed(np.log(np.maximum(y, least)), strength))
    return np.asarray(np.where(y > LEAST_LOSS, calm, y))


def _span(values: Floats, *, log: bool) -> tuple[float, ...]:
    """The least and the greatest finite value, of those that can be seen on a logarithmic axis where `log`."""
    seen = np.isfinite(values)
    if log:
        seen &= values > LEAST_LOSS
    chosen = values if seen.all() else values[seen]
    return (float(chosen.min()), float(chosen.max())) if len(chosen) else ()


def _broken(epochs: Floats, values: Floats) -> tuple[float, float] | None:
    """The last finite place of a curve that goes on without being finite."""
    if np.isfinite(values[-1]):
        return None
    place = len(values) - 1 - int(np.isfinite(values[::-1]).argmax())
    return float(epochs[place]), float(values[place])


def at_epoch(columns: Mapping[str, NDArray[Any]], epoch: float) -> int | None:
    """Index of the record nearest to an epoch; None without records."""
    epochs = columns["epoch"]
    if len(epochs) == 0:
        return None
    right = int(np.searchsorted(epochs, epoch))
    candidates = [index for index in (right - 1, right) if 0 <= index < len(epochs)]
    return min(candidates, key=lambda index: abs(float(epochs[index]) - epoch))
