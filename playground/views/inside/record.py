"""What has been seen inside so far, thinned so that a logarithmic axis of epochs has as much everywhere."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.training.probes.layer_statistics import LEVELS, LayerSummary, NetworkStatistics

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 120
"""Moments kept: one for every few pixels."""
LEAST_SPAN = math.log10(11.0)
"""The axis shows ten epochs at least."""
KINDS = ("activations", "weights", "gradients")
NAN = float("nan")
NONE = np.full(len(LEVELS), np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """A moment, where it lies, its layers, their quantiles by kind, (3, layers, 7), and their errors, (layers,)."""

    moment: NetworkStatistics
    place: float
    uids: tuple[int, ...]
    quantiles: NDArray[np.float64]
    errors: NDArray[np.float64]


class Record:
    """Moments in the order of their epochs; the newest is always there.

    The network may be edited on the way: layers are found again by uid, as their weights are, new ones begin.
    """

    def __init__(self) -> None:
        self._kept: list[_Kept] = []

    def __len__(self) -> int:
        """How many moments are kept."""
        return len(self._kept)

    def moments(self) -> tuple[NetworkStatistics, ...]:
        """Those that are kept, in their order."""
        return tuple(one.moment for one in self._kept)

    @property
    def newest(self) -> NetworkStatistics | None:
        """The last moment; None for none."""
        return self._kept[-1].moment if self._kept else None

    @property
    def oldest_epoch(self) -> float:
        """Of the first moment; 0 for none."""
        return self._kept[0].moment.epoch if self._kept else 0.0

    @property
    def span(self) -> float:
        """Length of the axis, in decades of 1 + epoch."""
        return max(self._kept[-1].place if self._kept else 0.0, LEAST_SPAN)

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()

    def add(self, moment: NetworkStatistics) -> None:
        """Take a moment in; those after it are forgotten."""
        place = place_of(moment.epoch)
        del self._kept[bisect_left(self._kept, place, key=lambda one: one.place) :]
        if len(self) > 1 and self._kept[-1].place - self._kept[-2].place < self.span / MOST:
            # It lies too near to the one before it, and was kept as the newest alone.
            del self._kept[-1]
        self._kept.append(_Kept(moment, place, uids_of(moment), quantiles_of(moment), _errors(moment)))
        if len(self) > MOST:
            self._thin()

    def at(self, share: float) -> NetworkStatistics | None:
        """The last moment at or before a share of the axis, 0 to 1."""
        # By rounding a share may fall a hair short of the moment that it was made from.
        index = bisect_left(self._kept, share * self.span + 1e-9, key=lambda one: one.place) - 1
        return self._kept[max(index, 0)].moment if self._kept else None

    def shares(self) -> NDArray[np.float64]:
        """Where the moments lie on the axis, 0 to 1."""
        return np.array([one.place for one in self._kept]) / self.span

    def quantiles(self, kind: str, uids: Sequence[int]) -> NDArray[np.float64]:
        """Quantiles of some layers at every moment, (layers, moments, 7); nan where there were none.

        Args:
            kind: Of `KINDS`.
            uids: The layers.
        """
        row = KINDS.index(kind)
        return np.stack([_chosen(one, one.quantiles[row], uids) for one in self._kept], axis=1)

    def errors(self, uids: Sequence[int]) -> NDArray[np.float64]:
        """Errors of some layers at every moment, (moments, layers); nan where they were not there."""
        return np.stack([_chosen(one, one.errors, uids) for one in self._kept])

    def _thin(self) -> None:
        """Keep the first and the last, and of the others no two nearer than twice the usual distance."""
        kept, least = [self._kept[0]], 2 * self.span / MOST
        for one in self._kept[1:-1]:
            if one.place - kept[-1].place >= least:
                kept.append(one)
        self._kept = [*kept, self._kept[-1]]


def uids_of(moment: NetworkStatistics) -> tuple[int, ...]:
    """The layers that there were."""
    return tuple(layer.uid for layer in moment.layers)


def over_layers(moment: NetworkStatistics, uids: Sequence[int]) -> NetworkStatistics:
    """A moment told of certain layers: those that were not there then hold nothing, and their error is nan."""
    if uids_of(moment) == tuple(uids):
        return moment
    there = {layer.uid: layer for layer in moment.layers}
    layers = tuple(there.get(uid, LayerSummary(uid, None, None, None, NAN, NAN, NAN)) for uid in uids)
    return NetworkStatistics(moment.epoch, moment.points, layers)


def quantiles_of(moment: NetworkStatistics) -> NDArray[np.float64]:
    """Of every kind and layer, (3, layers, 7); nan where there are none."""
    spreads = [getattr(layer, kind) for kind in KINDS for layer in moment.layers]
    rows = [NONE if one is None else one.quantiles for one in spreads]
    return np.array(rows).reshape(len(KINDS), len(moment.layers), len(NONE))


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


def _errors(moment: NetworkStatistics) -> NDArray[np.float64]:
    return np.array([layer.error for layer in moment.layers])


def _chosen(one: _Kept, rows: NDArray[np.float64], uids: Sequence[int]) -> NDArray[np.float64]:
    """The rows of some layers; nan for those that were not there."""
    if one.uids == tuple(uids):
        return rows
    places = [one.uids.index(uid) if uid in one.uids else len(rows) for uid in uids]
    return np.concatenate((rows, np.full((1, *rows.shape[1:]), np.nan)))[places]
