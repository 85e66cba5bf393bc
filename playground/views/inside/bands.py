"""Bands and histograms as pictures: opacities, computed for all rows at once, which costs a tenth of filled paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.training.probes.layer_statistics import BINS

if TYPE_CHECKING:
    from playground.training.probes.layer_statistics import Distribution

Floats = NDArray[np.float32]
BANDS = ((0, 6, 0.07), (1, 5, 0.10), (2, 4, 0.18))
"""Which quantiles bound a band, and what it adds to the opacity: all, nine tenths, half."""
MIDDLE, LINE, HALF_LINE = 3, 0.95, 0.7
"""The median: opacity, and half the width in pixels."""
SHAPE = 0.6


def band_opacities(tables: Floats, shares: NDArray[np.float64], size: tuple[int, int]) -> Floats:
    """Bands over the epochs.

    Args:
        tables: Quantiles of each row at each moment, as a part of the row's axis, (rows, moments, 7); nan for none.
        shares: Where the moments lie across, 0 to 1, rising, (moments,).
        size: Width and height of a row in pixels.

    Returns:
        Opacities, (rows, height, width), top row first; 0 beyond the last moment.
    """
    width, height = size
    across = (np.arange(width) + 0.5) / width
    after = np.clip(np.searchsorted(shares, across), 1, max(len(shares) - 1, 1))
    if len(shares) == 1:
        tables, shares = np.repeat(tables, 2, axis=1), np.array([0.0, max(2.5 / width, 1e-6)])
    gap = np.maximum(shares[after] - shares[after - 1], 1e-12)
    part = np.clip((across - shares[after - 1]) / gap, 0.0, 1.0).astype(np.float32)[None, :, None]
    found = tables[:, after - 1] * (1.0 - part) + tables[:, after] * part
    found[:, across > shares[-1] + 0.5 / width] = np.nan
    heights = (1.0 - np.nan_to_num(np.clip(found, 0.0, 1.0))) * height  # pixels from the top, (rows, width, 7)
    y = (np.arange(height, dtype=np.float32) + 0.5)[None, :, None]
    opacities = np.zeros((len(tables), height, width), np.float32)
    for low, high, opacity in BANDS:
        below, above = heights[:, None, :, low] - y, y - heights[:, None, :, high]
        opacities += opacity * np.clip(np.minimum(below, above) + 0.5, 0.0, 1.0)
    middle = heights[:, :, MIDDLE]
    steep = np.sqrt(1.0 + np.gradient(middle, axis=1) ** 2) if width > 1 else np.ones_like(middle)
    distance = np.abs(y - middle[:, None]) / steep[:, None]
    opacities = np.maximum(opacities, LINE * np.clip(HALF_LINE + 0.5 - distance, 0.0, 1.0))
    known: Floats = opacities * np.isfinite(found[:, None, :, MIDDLE])
    return known


def shape_opacities(
    spreads: list[Distribution | None], ends: list[tuple[float, float]], size: tuple[int, int]
) -> Floats:
    """Histograms lying on their sides.

    Args:
        spreads: Of each row.
        ends: Of each row's axis, from bottom to top.
        size: Width and height of a row in pixels.

    Returns:
        Opacities, (rows, height, width), top row first.
    """
    width, height = size
    opacities = np.zeros((len(spreads), height, width), np.float32)
    x = np.arange(width, dtype=np.float32)
    for row, (one, (low, high)) in enumerate(zip(spreads, ends, strict=True)):
        if one is None:
            continue
        value = high - (np.arange(height) + 0.5) / height * (high - low)
        place = np.floor((value - one.low) / (one.high - one.low) * BINS).astype(np.int64)
        inside = (place >= 0) & (place < BINS)
        lengths = one.counts[np.clip(place, 0, BINS - 1)] / max(int(one.counts.max()), 1) * inside * width
        thin = (one.high - one.low) / (high - low) * height < 1.0
        if thin:  # less than a pixel high: its row would be missed
            lengths = np.where(np.arange(height) == _row_of(one, low, high, height), width, 0.0)
        opacities[row] = SHAPE * np.clip(lengths[:, None] - x, 0.0, 1.0)
    return opacities


def _row_of(one: Distribution, low: float, high: float, height: int) -> int:
    middle = (one.low + one.high) / 2
    return int(np.clip((high - middle) / (high - low) * height, 0, height - 1))
