"""Where every parameter lies in the one flat buffer, and how weights move when the network changes."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.document.model import OUTPUT_UID, all_layers, widths
from playground.layers import Layer
from playground.methods.initializations import INITIALIZATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playground.document.model import Document
    from playground.layers.base import ParameterRole

Array = NDArray[np.floating]
Key = tuple[int, str]
"""A layer's uid and a parameter's name: what survives an edit of the network."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One parameter's (or running statistic's) place.

    Attributes:
        key: Layer and parameter.
        offset: First index in the flat buffer.
        shape: As torch stores it.
        role: What it is; "buffer" for a running statistic.
        rows: Names of the units along the first axis.
        columns: Names of the units along the second axis; empty for vectors.
        frozen: The optimizer leaves it alone.
        initialization: A key of `INITIALIZATIONS`.
        start: The value before training where it is not drawn at random.
    """

    key: Key
    offset: int
    shape: tuple[int, ...]
    role: ParameterRole | str
    rows: tuple[object, ...]
    columns: tuple[object, ...]
    frozen: bool
    initialization: str
    start: float

    @property
    def size(self) -> int:
        """Count of numbers."""
        return prod(self.shape)

    def view(self, flat: Array) -> Array:
        """This slot's part of a flat array, in its shape; no copy."""
        return flat[self.offset : self.offset + self.size].reshape(self.shape)


@dataclass(frozen=True, slots=True)
class Layout:
    """All slots of a network, parameters and running statistics apart."""

    parameters: tuple[Slot, ...]
    buffers: tuple[Slot, ...]

    @property
    def parameter_size(self) -> int:
        """Length of the flat parameter buffer."""
        return sum(slot.size for slot in self.parameters)

    @property
    def buffer_size(self) -> int:
        """Length of the flat buffer of running statistics."""
        return sum(slot.size for slot in self.buffers)

    def slot(self, key: Key) -> Slot | None:
        """The parameter of this key; None when the network has none."""
        return next((slot for slot in self.parameters if slot.key == key), None)

    def mask(self, chosen: Callable[[Slot], bool]) -> NDArray[np.bool_]:
        """True, (P,), on the slots that are chosen."""
        mask = np.zeros(self.parameter_size, dtype=np.bool_)
        for slot in self.parameters:
            mask[slot.offset : slot.offset + slot.size] = chosen(slot)
        return mask


def layout_of(document: Document) -> Layout:
    """The layout of a document's network: layers first to last, each in the order its kind gives."""
    parameters: list[Slot] = []
    buffers: list[Slot] = []
    offsets = [0, 0]
    for layer, width, columns in _layers_with_columns(document):
        rows = columns if passes_on(layer) else tuple(range(layer.width_out(width)))
        for parameter in layer.parameters(width):
            chosen = parameter.initialization
            chosen = document.training.initialization if chosen == "auto" else chosen
            slot = Slot(
                (layer.uid, parameter.name),
                offsets[0],
                parameter.shape,
                parameter.role,
                rows,
                columns if len(parameter.shape) == 2 else (),
                layer.frozen,
                chosen,
                1.0 if parameter.role == "scale" else 0.0,
            )
            parameters.append(slot)
            offsets[0] += slot.size
        for buffer in layer.buffers(width):
            key = (layer.uid, buffer.name)
            slot = Slot(key, offsets[1], buffer.shape, "buffer", rows, (), False, "", buffer.start)
            buffers.append(slot)
            offsets[1] += slot.size
    return Layout(tuple(parameters), tuple(buffers))


def initial_parameters(layout: Layout, seed: int) -> NDArray[np.float64]:
    """Weights before training, drawn by seed and layer, so that a new layer leaves the others' draws alone."""
    flat = np.zeros(layout.parameter_size)
    for slot in layout.parameters:
        slot.view(flat)[...] = _drawn(slot, seed)
    return flat


def initial_buffers(layout: Layout) -> NDArray[np.float64]:
    """Running statistics before training."""
    flat = np.zeros(layout.buffer_size)
    for slot in layout.buffers:
        slot.view(flat)[...] = slot.start
    return flat


def carry_over(
    old: tuple[Slot, ...],
    old_flat: Array,
    new: tuple[Slot, ...],
    new_flat: Array,
    outputs: NDArray[np.float64] | None = None,
) -> None:
    """Copy what still fits from an old flat array into a new one, unit by unit of the same name.

    A unit that is new to a layer whose successor stays keeps its drawn incoming weights, while its outgoing weights
    start at zero: the network computes what it computed before, and learns to use the unit (Chen et al. 2015, Net2Net,
    asks for the same). Weights of a layer that none of its former units enters any more stay as they were drawn.

    Args:
        old: Where the old numbers lie.
        old_flat: The old numbers.
        new: Where the new ones lie.
        new_flat: Written in place.
        outputs: How each row of the output layer is made of the old ones, (new units, old units); None leaves it as
            it was drawn.
    """
    known = {slot.key: slot for slot in old}
    for slot in new:
        before = known.get(slot.key)
        if before is None or len(before.shape) != len(slot.shape):
            continue
        target, source = slot.view(new_flat), before.view(old_flat)
        if slot.key[0] == OUTPUT_UID:
            if outputs is None:
                continue
            rows, kept = list(range(len(target))), np.asarray(outputs @ source, dtype=source.dtype)
        else:
            rows, old_rows = shared_names(slot.rows, before.rows)
            kept = source[old_rows]
        if len(slot.shape) == 1:
            target[rows] = kept
            continue
        columns, old_columns = shared_names(slot.columns, before.columns)
        if columns:
            fresh = [i for i in range(slot.shape[1]) if i not in set(columns)]
            target[np.ix_(rows, fresh)] = 0.0
            target[np.ix_(rows, columns)] = kept[:, old_columns]


def shared_names(names: tuple[object, ...], old_names: tuple[object, ...]) -> tuple[list[int], list[int]]:
    """Where the names that are in both stand in the first, and where in the second, in the order of the first."""
    places = {name: i for i, name in enumerate(old_names)}
    pairs = [(i, places[name]) for i, name in enumerate(names) if name in places]
    return [i for i, _ in pairs], [j for _, j in pairs]


def _layers_with_columns(document: Document) -> Iterator[tuple[Layer, int, tuple[object, ...]]]:
    """Each layer with the width and the names of the units that enter it.

    A kind that is as wide as what enters it (an activation, a normalization, a residual block) passes the names on, so
    that putting one in or taking one out leaves the weights behind it alone.
    """
    columns: tuple[object, ...] = document.inputs
    for layer, width in zip(all_layers(document), widths(document), strict=False):
        yield layer, width, columns
        if not passes_on(layer):
            columns = tuple((layer.uid, i) for i in range(layer.width_out(width)))


def passes_on(layer: Layer) -> bool:
    """Whether the units that leave a layer are those that enter it, by name."""
    return type(layer).width_out is Layer.width_out


def _drawn(slot: Slot, seed: int) -> NDArray[np.float64] | float:
    if slot.role not in {"weight", "bias"}:
        return slot.start
    rule = INITIALIZATIONS[slot.initialization]
    if slot.role == "bias":
        return rule.bias
    random = np.random.default_rng([seed, *slot.key[1].encode(), slot.key[0]])
    return rule.draw(random, slot.shape[0], max(slot.shape[1], 1))
