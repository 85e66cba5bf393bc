"""What has been seen inside so far, thinned so that a logarithmic axis of epochs has as much everywhere."""

from __future__ import annotations

import math
from bisect import bisect_left
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from playground.training.inside import Distribution, Inside

MOST = 120
"""Moments kept: one for every few pixels."""
LEAST_SPAN = math.log10(11.0)
"""The axis shows ten epochs at least."""
KINDS = ("activations", "weights", "gradients")


class Record:
    """Moments in the order of their epochs; the newest is always there."""

    def __init__(self) -> None:
        self._moments: list[Inside] = []
        self._places: list[float] = []

    def __len__(self) -> int:
        """How many moments are kept."""
        return len(self._moments)

    @property
    def newest(self) -> Inside | None:
        """The last moment; None for none."""
        return self._moments[-1] if self._moments else None

    @property
    def oldest_epoch(self) -> float:
        """Of the first moment; 0 for none."""
        return self._moments[0].epoch if self._moments else 0.0

    @property
    def span(self) -> float:
        """Length of the axis, in decades of 1 + epoch."""
        return max(self._places[-1] if self._places else 0.0, LEAST_SPAN)

    def clear(self) -> None:
        """Forget everything."""
        self._moments.clear()
        self._places.clear()

    def add(self, moment: Inside) -> None:
        """Take a moment in; those of another network, and those after it, are forgotten."""
        if self._moments and _uids(moment) != _uids(self._moments[-1]):
            self.clear()
        place = place_of(moment.epoch)
        kept = bisect_left(self._places, place)
        del self._moments[kept:], self._places[kept:]
        if len(self) > 1 and self._places[-1] - self._places[-2] < self.span / MOST:
            del self._moments[-1], self._places[-1]
        self._moments.append(moment)
        self._places.append(place)
        if len(self) > MOST:
            self._thin()

    def at(self, share: float) -> Inside | None:
        """The last moment at or before a share of the axis, 0 to 1."""
        index = bisect_left(self._places, share * self.span + 1e-9) - 1
        return self._moments[max(index, 0)] if self._moments else None

    def shares(self) -> NDArray[np.float64]:
        """Where the moments lie on the axis, 0 to 1."""
        return np.array(self._places) / self.span

    def quantiles(self, layer: int, kind: str) -> NDArray[np.float64]:
        """Quantiles of a layer's numbers at every moment, (moments, 7); nan where there were none.

        Args:
            layer: Its place among the layers.
            kind: Of `KINDS`.
        """
        found: list[Distribution | None] = [getattr(moment.layers[layer], kind) for moment in self._moments]
        rows = [np.full(7, np.nan) if one is None else one.quantiles for one in found]
        return np.array(rows).reshape(-1, 7)

    def errors(self) -> NDArray[np.float64]:
        """Errors of all layers at every moment, (moments, layers)."""
        return np.array([[layer.error for layer in moment.layers] for moment in self._moments])

    def _thin(self) -> None:
        """Keep the first and the last, and of the others no two nearer than twice the usual distance."""
        kept, least = [0], 2 * self.span / MOST
        for index in range(1, len(self) - 1):
            if self._places[index] - self._places[kept[-1]] >= least:
                kept.append(index)
        kept.append(len(self) - 1)
        self._moments = [self._moments[index] for index in kept]
        self._places = [self._places[index] for index in kept]


def place_of(epoch: float) -> float:
    """Where an epoch lies, in decades of 1 + epoch."""
    return math.log10(1.0 + max(epoch, 0.0))


def epoch_marks(span: float) -> list[int]:
    """Epochs that are written at an axis of so many decades: 0, and the powers of ten."""
    return [0, *(10**power for power in range(math.floor(math.log10(max(10.0**span - 1.0, 1.0)) + 1e-9) + 1))]


def limits(values: NDArray[Any]) -> tuple[float, float]:
    """Lower and upper end of an axis that shows values, with a little air; around a value that is alone."""
    finite = values[np.isfinite(values)]
    if len(finite) == 0:
        return -1.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    air = 0.04 * (high - low)
    if high - low <= 1e-9 * max(abs(low), abs(high), 1e-9):
        air = max(abs(low) / 2, 0.5)
    return low - air, high + air


def _uids(moment: Inside) -> list[int]:
    return [layer.uid for layer in moment.layers]
