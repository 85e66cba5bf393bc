"""From numbers to pixels, and where the lines of the axes are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.widgets.format import percent, plain, power, signed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Floats = NDArray[np.floating[Any]]
DECADE_PARTS = 10
"""The lower end of a logarithmic axis moves in tenths of a decade: it follows a falling loss without trembling."""
LEAST_LOSS = 1e-12
FIRST_EPOCHS = 10.0
NEXT_SHARE = 0.01
"""Of the epochs done, where a file has brought many and no curve."""
WRITTEN_OUT = 6
"""Powers of ten up to this one and its inverse are written as 0.000001; beside one beyond them all are powers."""
MOST_DIGITS = 12
NEAR_DECADE = 0.31
"""An axis that ends this near to a whole decade ends there: it then has a line at its end."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A range of numbers.

    Attributes:
        low: At the bottom or left.
        high: At the top or right; greater than `low`.
        log: Logarithmic; `low` is then greater than 0.
    """

    low: float
    high: float
    log: bool = False

    def share_of(self, value: float) -> float:
        """Where one value lies."""
        return float(self.share(np.array(value)))

    def share(self, values: Floats) -> Floats:
        """Where values lie, 0 at `low` and 1 at `high`; nan where a logarithm has none."""
        if not self.log:
            return np.asarray((values - self.low) / (self.high - self.low))
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.log(np.where(values > 0.0, values, np.nan))
        return np.asarray((logs - math.log(self.low)) / (math.log(self.high) - math.log(self.low)))

    def value(self, share: float) -> float:
        """The inverse of `share`."""
        if self.log:
            return float(self.low * (self.high / self.low) ** share)
        return self.low + share * (self.high - self.low)


def loss_axis(values: Floats, *, log: bool) -> Axis:
    """The axis for losses: everything finite fits, with a little air."""
    finite = values[np.isfinite(values)]
    if log:
        finite = finite[finite > LEAST_LOSS]
        if len(finite) == 0:
            return Axis(0.01, 1.0, log=True)
        low = _near_decade(math.floor(DECADE_PARTS * (math.log10(finite.min()) - 0.1)), math.floor)
        high = _near_decade(math.ceil(DECADE_PARTS * (math.log10(finite.max()) + 0.02)), math.ceil)
        return Axis(10.0 ** min(low, high - 1.0), 10.0**high, log=True)
    high = max(float(finite.max()), 0.0) if len(finite) else 1.0
    low = min(float(finite.min()), 0.0) if len(finite) else 0.0
    return Axis(low, low + 1.06 * (high - low)) if high - low > LEAST_LOSS else Axis(0.0, 1.0)


def _near_decade(parts: int, outwards: Callable[[float], int]) -> float:
    """The power of ten at this many parts of decades, or the whole decade when it is not far."""
    power = parts / DECADE_PARTS
    decade = float(outwards(power))
    return decade if abs(decade - power) <= NEAR_DECADE else power


def score_axis(values: Floats) -> Axis:
    """The axis for accuracy or R²: up to 1, down to below what there is, but not below −1."""
    finite = values[np.isfinite(values)]
    low = float(finite.min()) if len(finite) else 0.0
    low = max(math.floor(10.0 * low - 0.5) / 10.0, -1.0)
    return Axis(min(low, 0.9), 1.0 + 0.03 * (1.0 - min(low, 0.9)))


def ticks(axis: Axis, most: int, least_step: float = 0.0) -> list[float]:
    """Round numbers along an axis, lowest first.

    Args:
        axis: A range.
        most: About how many.
        least_step: From one to the next; 1 for whole numbers alone.
    """
    if axis.log:
        return _decades(axis, most)
    span = axis.high - axis.low
    rough = max(span / max(most, 1), least_step)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= 0.999 * rough)
    first = math.ceil(axis.low / step - 1e-9)
    last = math.floor(axis.high / step + 1e-9)
    return [index * step for index in range(first, last + 1)]


def _decades(axis: Axis, most: int) -> list[float]:
    first, last = math.ceil(math.log10(axis.low) - 1e-9), math.floor(math.log10(axis.high) + 1e-9)
    found = [10.0**power for power in range(first, last + 1)]
    if len(found) < 2:  # less than a decade: its parts
        powers = range(first - 1, last + 2)
        parts = [factor * 10.0**power for power in powers for factor in (1.0, 2.0, 5.0)]
        found = [part for part in parts if axis.low <= part <= axis.high]
    if not found:
        return ticks(Axis(axis.low, axis.high), most)
    return found[:: -(-len(found) // max(most, 1))]


def epoch_axis(epochs: Floats) -> Axis:
    """From the first epoch that is known to the last, a whole one at least; some while there is but one record."""
    finite = epochs[np.isfinite(epochs)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    return Axis(low, max(high, low + 1.0) if high > low else low + max(FIRST_EPOCHS, NEXT_SHARE * abs(low)))


def tick_texts(values: Sequence[float], *, share: bool) -> list[str]:
    """The numbers at the lines of an axis, no two alike and all in one style.

    Args:
        values: At the lines, lowest first.
        share: Whether they are shares, written as percent.
    """
    if share:
        return [percent(value) for value in values]
    largest = max((abs(value) for value in values), default=0.0)
    powers = [round(math.log10(value)) if value > 0.0 else 0 for value in values]
    if all(math.isclose(value, 10.0**exponent) for value, exponent in zip(values, powers, strict=True)):
        if max(map(abs, powers), default=0) > WRITTEN_OUT:
            return [power(exponent) for exponent in powers]
        return [signed(f"{value:,.{max(-exponent, 0)}f}") for value, exponent in zip(values, powers, strict=True)]
    large, small = largest >= 10.0**WRITTEN_OUT, largest < 10.0**-3
    texts: list[str] = []
    for digits in range(1, MOST_DIGITS):
        texts = [_scientific(value, digits) if large or small else plain(value, digits + 2) for value in values]
        if len(set(texts)) == len(texts):
            break
    return texts


def _scientific(value: float, digits: int) -> str:
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    return signed(f"{mantissa}e{int(exponent)}") if value else "0"
