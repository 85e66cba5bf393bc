"""Magnitudes that get full colour in pictures of units: common to a layer, and of each unit by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.model import OUTPUT_UID
from playground.document.plan import resolve
from playground.domains.sampling import sampled
from playground.tasks import TASKS
from playground.training.state.answers import answers

if TYPE_CHECKING:
    from playground.document.model import Document

Array = NDArray[np.float32]

FULL_COLOR_PERCENTILE = 99.0
LEAST_OWN_SCALE = 0.02
"""The least scale of a unit, as a share of its layer's: what is fainter still is next to nothing, and looks it."""
OWN_SHARE, ANSWERING = 0.85, 0.01
SAMPLED_FOR_SCALE, SAMPLED_FOR_SCALES = 8192, 32768
"""Values by which a common scale is found, and all scales of the units of a layer together."""


def magnitude(values: NDArray[Any]) -> float:
    """What gets full colour: the 99th percentile of the magnitudes, by a sample of them; 1 where all is zero."""
    flat = np.abs(values.reshape(-1))
    # A percentile of a sample of thousands is off by less than anybody sees, and the pictures of wide layers have
    # millions of values.
    if len(flat) > SAMPLED_FOR_SCALE:
        flat = flat[sampled(len(flat), SAMPLED_FOR_SCALE)]
    found = _percentile(flat, FULL_COLOR_PERCENTILE) if len(flat) else 0.0
    return found if np.isfinite(found) and found > 1e-9 else 1.0  # noqa: PLR2004


def _percentile(values: NDArray[Any], percent: float) -> float:
    """As `np.percentile` has it, which takes ten times as long for the few numbers of a small layer."""
    last = len(values) - 1
    place = percent / 100.0 * last
    below = int(place)
    above = min(below + 1, last)
    ordered = np.partition(values, (below, above, last))
    if np.isnan(ordered[last]):
        return float("nan")
    low, high = float(ordered[below]), float(ordered[above])
    # Equal ones are returned as they are: infinities would else make inf - inf.
    return low if low == high else low + (high - low) * (place - below)


@dataclass(frozen=True, slots=True, eq=False)
class Scales:
    """The magnitudes that get full colour in pictures of a layer.

    Attributes:
        common: Of all its units.
        own: Of each unit by itself, (units,).
    """

    common: float
    own: Array


def shown_values(layer: NDArray[Any], uid: int, document: Document) -> NDArray[Any]:
    """A layer as pictures of its units show it, (units, M): of the output, what its units answer."""
    return layer if uid != OUTPUT_UID else output_activations(layer.T, document).T


def output_activations(logits: NDArray[Any], document: Document) -> NDArray[Any]:
    """What each output unit shows, (M, O): the logits through the output head's own function."""
    match resolve(document).head.kind:
        case "softmax":
            return answers(logits, document)
        case "sigmoid":
            return 0.5 + 0.5 * np.tanh(0.5 * logits)
        case "tanh":
            return np.asarray(np.tanh(logits))
        case _:
            return logits if TASKS[document.task].has_classes else answers(logits, document)


def scales_of(document: Document, uid: int, values: NDArray[Any]) -> Scales:
    """The magnitudes that get full colour in pictures of a layer.

    Where the activation has bounds, as tanh has, it is the bound. Elsewhere the common one is the 99th percentile of
    the layer's magnitudes, which leaves the fainter units of a ReLU layer in the dark: see `own_magnitudes`.

    Args:
        document: Has the layer.
        uid: Of the layer, of the output (0) or of the inputs (−1).
        values: What its units answer over the whole plane, (units, M).
    """
    bound = _bound(document, uid)
    if bound is not None:
        return Scales(bound, np.full(len(values), bound, dtype=np.float32))
    common = magnitude(values)
    own = own_magnitudes(values[:, sampled(values.shape[1], max(SAMPLED_FOR_SCALES // max(len(values), 1), 1))])
    own = np.where(np.isfinite(own), own, common)
    return Scales(common, np.maximum(own, LEAST_OWN_SCALE * common).astype(np.float32))


def own_magnitudes(values: NDArray[Any]) -> NDArray[Any]:
    """What gets full colour in each unit's picture by itself: the 85th percentile of the magnitudes where it answers.

    It answers where it exceeds a hundredth of its largest magnitude: a ReLU that is 0 over most of the plane shows in
    full what it does on the rest.

    Args:
        values: (units, M), M at least 1.

    Returns:
        (units,), 0 where a unit answers nothing.
    """
    # Sorted whole, not partitioned: the rank that is wanted is another one for each unit.
    ordered = np.sort(np.abs(values), axis=1)
    count = ordered.shape[1]
    silent = (ordered <= ANSWERING * ordered[:, -1:]).sum(axis=1)
    place = silent + (OWN_SHARE * (count - silent)).astype(np.intp)
    return np.take_along_axis(ordered, np.minimum(place, count - 1)[:, None], axis=1)[:, 0]


def _bound(document: Document, uid: int) -> float | None:
    """The largest magnitude that units of a layer can answer; None where there is none."""
    if uid == OUTPUT_UID:
        return None if resolve(document).head.kind == "linear" else 1.0
    layer = next((layer for layer in document.network if layer.uid == uid), None)
    return None if layer is None else layer.output_scale()
