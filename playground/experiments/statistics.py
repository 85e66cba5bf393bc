"""How sure the numbers of many runs are: intervals of shares, quartiles, bands of curves."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

Z_95 = 1.959963984540054
"""The normal distribution's 97.5th percentile."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, with the interval that holds the true share with 95 % confidence (Wilson 1927).

    Attributes:
        count: So many.
        of: Of so many.
        low, high: The interval, 0 to 1; 0 to 1 where there are none at all.
    """

    count: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """0 to 1; nan of none."""
        return self.count / self.of if self.of else float("nan")

    @property
    def words(self) -> str:
        """41 of 64 (52 to 75 %)."""
        return f"{self.count:,} of {self.of:,} ({100 * self.low:.0f} to {100 * self.high:.0f} %)"


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and quartiles of what is finite; nan where nothing is.

    Attributes:
        median, low, high: The middle, and the ends of the middle half.
        count: So many are finite.
    """

    median: float
    low: float
    high: float
    count: int


def share_of(count: int, of: int) -> Share:
    """So many of so many, with Wilson's 95 % interval.

    Args:
        count: 0 to `of`.
        of: 0 or more.
    """
    if of == 0:
        return Share(0, 0, 0.0, 1.0)
    part, weight = count / of, Z_95 * Z_95 / of
    centre = (part + weight / 2.0) / (1.0 + weight)
    reach = Z_95 / (1.0 + weight) * sqrt(part * (1.0 - part) / of + weight / (4.0 * of))
    # At the ends exactly 0 and 1: rounding would say 1e-17 to 6 %, or 94 to 99.99999 %.
    return Share(count, of, max(centre - reach, 0.0) if count else 0.0, min(centre + reach, 1.0) if count < of else 1.0)


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much one share is larger than another, with its 95 % interval.

    Attributes:
        value: −1 to 1; nan where one of them is of none.
        low, high: The interval.
    """

    value: float
    low: float
    high: float

    @property
    def is_sure(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0.0 or self.high < 0.0


def difference_of(first: Share, second: Share) -> Difference:
    """By how much the second share is larger than the first.

    The interval is Newcombe's hybrid of the two Wilson intervals (Newcombe 1998, Statistics in Medicine 17, method 10).
    """
    if not (first.of and second.of):
        return Difference(float("nan"), -1.0, 1.0)
    value = second.share - first.share
    # The difference is least where the second share is at its low end and the first at its high one.
    below = sqrt((second.share - second.low) ** 2 + (first.high - first.share) ** 2)
    above = sqrt((second.high - second.share) ** 2 + (first.share - first.low) ** 2)
    return Difference(value, value - below, value + above)


def spread_of(values: NDArray[Any]) -> Spread:
    """Median and quartiles of numbers, (N,), those that are not finite left out."""
    finite = np.asarray(values, dtype=np.float64)
    finite = finite[np.isfinite(finite)]
    if not len(finite):
        return Spread(float("nan"), float("nan"), float("nan"), 0)
    low, median, high = np.percentile(finite, (25.0, 50.0, 75.0)).tolist()
    return Spread(median, low, high, len(finite))


def bands(curves: NDArray[Any]) -> NDArray[np.float64]:
    """Lower quartile, median and upper quartile of curves, (N, L), at each place: (3, L); nan where none is finite."""
    columns = [spread_of(column) for column in np.asarray(curves).T]
    return np.array([[one.low, one.median, one.high] for one in columns]).T.reshape(3, -1)
