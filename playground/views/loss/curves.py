"""What the plot draws of a history: two raw curves, two calm ones, their ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.views.loss.axes import LEAST_LOSS, Axis, epoch_axis, loss_axis, score_axis
from playground.views.loss.decimate import extremes, means, smoothed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Floats = NDArray[np.floating[Any]]
SETS = ("train", "test")


@dataclass(frozen=True, slots=True)
class Curve:
    """One set's values over the epochs.

    Attributes:
        raw_x, raw_y: As measured, at most two points for each pixel column; nan is a gap.
        x, y: The calm line.
        last: The latest calm value with its epoch; None when there is none.
        broken: Where the curve ends because the value is not finite: the last finite place, or None.
    """

    raw_x: Floats
    raw_y: Floats
    x: Floats
    y: Floats
    last: tuple[float, float] | None
    broken: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Line:
    """Another run beside the one at hand.

    Attributes:
        number: Of the run; picks its colour.
        train, test: As of the run at hand.
    """

    number: int
    train: Curve
    test: Curve


@dataclass(frozen=True, slots=True)
class Curves:
    """Train and test, those of other runs, and the axes that all fit."""

    train: Curve
    test: Curve
    across: Axis
    up: Axis
    is_share: bool
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
    up = loss_axis(_heights(train, test, others), log=log)
    return Curves(train, test, _across(columns["epoch"], others), up, is_share=False, others=tuple(others))


def score_curves(
    columns: Mapping[str, NDArray[Any]], width: int, strength: float, *, is_share: bool, others: Sequence[Line] = ()
) -> Curves:
    """Accuracies, which are shares, or R², for a plot of that many pixels."""
    train, test = (curve(columns["epoch"], columns[f"{name}_score"], width, strength) for name in SETS)
    up = score_axis(_heights(train, test, others))
    return Curves(train, test, _across(columns["epoch"], others), up, is_share=is_share, others=tuple(others))


def line(
    number: int, columns: Mapping[str, NDArray[Any]], page: str, width: int, strength: float, *, log: bool
) -> Line:
    """Another run's curves of a page, "loss" or "score"."""
    train, test = (curve(columns["epoch"], columns[f"{name}_{page}"], width, strength, log=log) for name in SETS)
    return Line(number, train, test)


def _heights(train: Curve, test: Curve, others: Sequence[Line]) -> Floats:
    """All values that are to fit."""
    found = [train.raw_y, test.raw_y]
    for other in others:
        found += [other.train.raw_y, other.test.raw_y]
    return np.concatenate(found)


def _across(epochs: Floats, others: Sequence[Line]) -> Axis:
    return epoch_axis(
        np.concatenate([epochs, *(other.train.raw_x[[0, -1]] for other in others if len(other.train.raw_x))])
    )


def curve(epochs: Floats, values: Floats, width: int, strength: float, *, log: bool = False) -> Curve:
    """One curve at the resolution of the screen.

    Args:
        epochs: Of the measurements, (N,), ascending.
        values: What was measured, (N,).
        width: Pixels across.
        strength: Of the smoothing, 0 to 1.
        log: Whether it is calmed as it is seen on a logarithmic axis, where a plain mean lies far above a steep fall.
    """
    buckets = max(width, 2)
    raw_x, raw_y = extremes(epochs, values, buckets)
    x, y = means(epochs, values, buckets)
    y = _calm_on_log_axis(raw_y, y, strength) if log else smoothed(y, strength)
    known = np.flatnonzero(np.isfinite(y))
    if len(known) == 0:
        return Curve(raw_x, raw_y, x, y, None, None)
    last = (float(x[known[-1]]), float(y[known[-1]]))
    return Curve(raw_x, raw_y, x, y, last, _broken(epochs, values))


def _calm_on_log_axis(raw: Floats, y: Floats, strength: float) -> Floats:
    """A mean of logarithms; a loss of zero, which has none, counts as the least that can be seen."""
    seen = raw[np.isfinite(raw) & (raw > LEAST_LOSS)]
    least = float(seen.min()) if len(seen) else LEAST_LOSS
    calm = np.exp(smoothed(np.log(np.maximum(y, least)), strength))
    return np.asarray(np.where(y > LEAST_LOSS, calm, y))


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
