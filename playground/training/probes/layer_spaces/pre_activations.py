"""What goes on inside a layer, operation by operation, and the sums that its activation bends."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from playground.document.model import INPUT_UID, has_straight_inputs
from playground.document.plan import resolve
from playground.operations.base import with_arrays
from playground.training.probes.addresses import pre_activation_uid
from playground.training.state.network_inputs import network_inputs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from playground.document.layout import Key
    from playground.document.model import Document
    from playground.document.plan import PlannedLayer
    from playground.domains.section import Section
    from playground.training.probes.layer_spaces.axes import Array

    ForwardLayers = Callable[[NDArray[np.float32]], Sequence[NDArray[np.floating]]]
    Numbers = Mapping[Key, NDArray[np.floating[Any]]]
    Part = Literal["all", "sums", "rest"]

LARGEST = 1e6
"""Sums are cut off here, as what the network makes of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Passed:
    """What one operation has done outside training.

    Attributes:
        name: What the operation calls its leg of the way: "bias", "activation", "skip" ...
        rows: Activations after it, (N, width).
        weight: Of an affine operation on numbers in a row, (out, in); else None.
        in_skip: Whether what enters the layer is still to be added.
    """

    name: str
    rows: Array
    weight: Array | None
    in_skip: bool


@dataclass(frozen=True, slots=True, eq=False)
class LayerPart:
    """A layer, or its part on one side of its sums.

    Attributes:
        numbers: Parameters and running statistics, by key.
        fed: What enters the layer, (N, width).
        part: The whole layer, what makes its sums, or what becomes of them.
    """

    layer: PlannedLayer
    numbers: Numbers
    fed: Array
    part: Part = "all"

    def passed(self) -> Iterator[Passed]:
        """The operations of the part, in order."""
        count = steps_to_sums(self.layer)
        parts = {"all": (0, None), "sums": (0, count), "rest": (count, None)}
        return islice(walk(self.layer, self.numbers, self.fed), *parts[self.part])


def steps_to_sums(layer: PlannedLayer) -> int:
    """How many operations come before a layer's activation; 0 where there is none, or nothing to bend before it."""
    moving = [op for op in layer.operations or () if op.leg]
    # Counted in operations that have a leg, as `walk` yields them: idle ones (dropout outside training) are not among
    # them.
    return next((i for i, op in enumerate(moving) if op.bends), 0)


def is_affine(layer: PlannedLayer) -> bool:
    """Whether a layer bends nothing outside training: what is straight before it is straight after it."""
    return layer.operations is not None and all(op.is_straight for op in layer.operations)


def reads_straight(document: Document, uid: int) -> bool:
    """Whether the network's answers cut a layer's space straight: all that follows is affine."""
    plan = resolve(document)
    if uid not in plan.stages or (uid == INPUT_UID and not has_straight_inputs(document)):
        return False
    return all(is_affine(layer) for layer in plan.layers[plan.stages.index(uid) :])


def exact_values(
    document: Document, uids: Sequence[int], numbers: Numbers, section: Section, places: NDArray[np.float64]
) -> dict[int, Array] | None:
    """What every layer has at places of the plane, and the sums that are among the spaces, in double precision.

    Args:
        document: The network.
        uids: Of the spaces.
        numbers: Parameters and running statistics, by key.
        section: The plane of samples.
        places: Of it, (M, 2).

    Returns:
        (M, width) by uid; None where a layer's numbers or its operations are not known.
    """
    samples = section.samples(places)
    rows = network_inputs(document, samples)
    found: dict[int, Array] = {INPUT_UID: samples}
    for layer in resolve(document).layers:
        if not knows(layer, numbers):
            return None
        passed = [rows, *(step.rows for step in walk(layer, numbers, rows))]
        before = steps_to_sums(layer)
        if before and pre_activation_uid(layer.uid) in uids:
            found[pre_activation_uid(layer.uid)] = passed[before]
        found[layer.uid] = rows = passed[-1]
    return found


def rough_values(
    forward_layers: ForwardLayers, document: Document, section: Section, places: NDArray[np.float64]
) -> dict[int, NDArray[np.floating]]:
    """What every layer has at places of the plane, (M, width) by uid, in the precision of training."""
    single = section.samples(places).astype(np.float32)
    return dict(zip(resolve(document).stages, forward_layers(single), strict=True)) | {INPUT_UID: single}


def sums_of(layer: PlannedLayer, numbers: Numbers, fed: Array) -> Array | None:
    """A layer's sums before its activation, (N, width); None where it has none or its numbers are not at hand.

    Args:
        layer: In its place in the network.
        numbers: Parameters and running statistics, by key.
        fed: What enters the layer, (N, width_in).
    """
    if steps_to_sums(layer) == 0 or not knows(layer, numbers):
        return None
    *_, last = LayerPart(layer, numbers, fed, "sums").passed()
    return last.rows


def knows(layer: PlannedLayer, numbers: Numbers) -> bool:
    """Whether a layer's numbers are at hand, and all that it does has a form in numpy."""
    if layer.operations is None or not all(op.is_idle or op.is_computable for op in layer.operations):
        return False
    names = [one.name for one in layer.parameters] + [one.name for one in layer.buffers]
    return all((layer.uid, name) in numbers for name in names)


def walk(layer: PlannedLayer, numbers: Numbers, rows: Array) -> Iterator[Passed]:
    """All operations of a layer on the activations that enter it, (N, units in), the numbers of a picture in a row.

    Raises:
        NoHandlerError: An operation has no form in numpy.
    """
    saved: list[Array] = []
    is_beside = any(op.appends for op in layer.operations or ())
    # Double precision although the network trains in single: differences of neighbouring places are taken of what comes
    # out (`folds.jacobians`), and single precision would leave two or three digits of them.
    learned = [np.asarray(numbers[layer.uid, one.name], np.float64) for one in layer.parameters]
    statistics = [np.asarray(numbers[layer.uid, one.name], np.float64) for one in layer.buffers]
    for op, arrays in with_arrays(layer.operations or (), learned, statistics):
        if not op.is_idle:
            rows = op.forward(rows.reshape(len(rows), *op.shape_in), arrays, saved)
            rows = rows.reshape(len(rows), -1)
        if not op.leg:
            continue
        # of maps it would be a large one, and nobody looks at so many units through it
        matrix = op.affine(arrays).matrix if op.is_affine and len(op.shape_in) == 1 else None
        if not (saved and is_beside):
            yield Passed(op.leg, rows, matrix, bool(saved))
            continue
        # what a skip hands on stands beside the layer's own units from the first step: nothing jumps at the last
        if matrix is not None:
            matrix = np.concatenate((matrix, np.eye(matrix.shape[1])))
        yield Passed(op.leg, np.concatenate((rows, saved[-1]), axis=1), matrix, in_skip=False)
