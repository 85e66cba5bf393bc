"""The number at one place of a map, and for a convolution the sum that it is: kernels times patches, and the bias."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.model import INPUT_UID
from playground.operations.activations import ACTIVATIONS
from playground.operations.windows import padded_maps
from playground.views.network.traits import bias_of, weight_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playground.document.layout import Key
    from playground.document.plan import Plan, PlannedLayer
    from playground.training.probes.activations import SampleActivations

Array = NDArray[np.floating[Any]]
CLOSE = 1e-3
"""How far, as a share of the layer's scale, a sum written out may be from the number that it explains."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of one map: layer, channel, row and column."""

    uid: int
    unit: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class WrittenSum:
    """A number of a convolution's map, taken apart.

    Attributes:
        patches: How many patches are multiplied with kernels and added up: the channels that enter.
        channel: Of them the one that adds the most to the sum, or takes the most from it.
        patch: What the window sees there, (k, k), zeros beyond the rim.
        kernel: What it is multiplied with, (k, k).
        total: The sum over all patches.
        bias: Added to it; None where the layer has none.
        activation: What bends the sum, in words.
        result: The number in the map.
    """

    patches: int
    channel: int
    patch: Array
    kernel: Array
    total: float
    bias: float | None
    activation: str
    result: float


def number_at(sample: SampleActivations | None, cell: Cell) -> float | None:
    """The number at a place; None where it is not known."""
    maps = None if sample is None else sample.layers.get(cell.uid)
    if maps is None or maps.ndim != 3:
        return None
    place = cell.unit, cell.row, cell.column
    inside = all(index < length for index, length in zip(place, maps.shape, strict=True))
    return float(maps[place]) if inside else None


def written_sum(
    plan: Plan, sample: SampleActivations, parameters: Mapping[Key, Array], cell: Cell
) -> WrittenSum | None:
    """The sum behind a number, by the same weights; None for layers that are no single convolution.

    Args:
        plan: Of the network.
        sample: What it makes of a picture.
        parameters: Its parameters at the same moment.
        cell: Which number.
    """
    planned, result = plan.planned(cell.uid), number_at(sample, cell)
    window = None if planned is None else getattr(planned.layer, "window", None)
    weights = None if planned is None else _kernels(planned, parameters)
    if planned is None or result is None or window is None or weights is None:
        return None
    before = (INPUT_UID, *plan.uids)[plan.uids.index(cell.uid)]
    entering = sample.layers.get(before)
    if entering is None or weights.shape[1:] != (len(entering), window.kernel, window.kernel):
        return None
    top, left = cell.row * window.stride, cell.column * window.stride
    padded = padded_maps(entering[None], window.padding)[0]
    patch = padded[:, top : top + window.kernel, left : left + window.kernel]
    parts = (patch * weights[cell.unit]).sum(axis=(1, 2))
    shift = bias_of(planned)
    bias = None if shift is None else float(parameters[planned.uid, shift.name][cell.unit])
    total, bend = float(parts.sum()), planned.layer.bend
    bent = float(ACTIVATIONS[bend].curve(np.array([total + (bias or 0.0)]))[0])
    if abs(bent - result) > CLOSE * max(sample.scales[cell.uid], 1.0):
        return None
    channel = int(np.abs(parts).argmax())
    words = "" if bend == "linear" else ACTIVATIONS[bend].title
    return WrittenSum(len(entering), channel, patch[channel], weights[cell.unit, channel], total, bias, words, result)


def _kernels(planned: PlannedLayer, parameters: Mapping[Key, Array]) -> Array | None:
    weight = weight_of(planned)
    if weight is None or len(weight.shape) != 4 or weight.axes[0] != "units":
        return None
    return parameters.get((planned.uid, weight.name))
