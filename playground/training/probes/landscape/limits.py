"""Which part of a plane of weights is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


Limits = tuple[float, float, float, float]
"""Left, right, bottom, top of a part of a plane of weights."""
MARGIN, LEAST_SHARE = 0.3, 0.5
"""Around what is to be seen, beside its length; the shorter side beside the longer one."""
SLACK, GROWTH = 0.05, 1.8
"""Limits stay while all lies so far inside them, and they are not so many times as far apart as they need to be."""
LEAST = 0.2
"""The least length, beside that of the weights."""


def limits_around(places: NDArray[Any], least: float) -> Limits:
    """A part of the plane with room around some places.

    Args:
        places: Along the plane's two directions, (places, 2).
        least: The least length of its sides.
    """
    low, high = places.min(axis=0), places.max(axis=0)
    spans = np.maximum(high - low, least)
    spans = np.maximum(spans, LEAST_SHARE * spans.max()) * (1.0 + 2.0 * MARGIN)
    middle = (low + high) / 2.0
    left, bottom = (float(one) for one in middle - spans / 2.0)
    right, top = (float(one) for one in middle + spans / 2.0)
    return left, right, bottom, top


def steady_limits(last: Limits | None, wanted: Limits, places: NDArray[Any]) -> Limits:
    """The limits of a moment ago where they still suit, so that pictures do not breathe; else those that are wanted."""
    if last is None:
        return wanted
    for axis in (0, 1):
        low, high = last[2 * axis], last[2 * axis + 1]
        room = SLACK * (high - low)
        holds = places[:, axis].min() >= low + room and places[:, axis].max() <= high - room
        # Too small is mended at once, too large only when it is nearly twice what is needed: the picture zooms a few
        # times in a run and not with every state.
        if not holds or high - low > GROWTH * (wanted[2 * axis + 1] - wanted[2 * axis]):
            return wanted
    return last
