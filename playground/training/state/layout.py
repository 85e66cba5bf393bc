"""The numbers before training, and how they move when the network changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.document.model import OUTPUT_UID
from playground.methods.initializations import INITIALIZATIONS
from playground.training.emulations import emulation_of

if TYPE_CHECKING:
    from playground.document.layout import Layout, Slot
    from playground.document.model import Document

Array = NDArray[np.floating]


def starting_parameters(document: Document, layout: Layout) -> NDArray[np.float64]:
    """The weights of a document before training, flat, (P,): its own, or those of the program as which it trains."""
    emulation = emulation_of(document)
    if emulation is not None:
        return emulation.first_weights(document, layout)
    return initial_parameters(layout, document.training.seed)


def initial_parameters(layout: Layout, seed: int) -> NDArray[np.float64]:
    """Weights before training, drawn by seed and layer, so that a new layer leaves the others' draws alone."""
    flat = np.zeros(layout.parameter_size)
    for slot in layout.parameters:
        slot.view(flat)[...] = _drawn(slot, seed)
    return flat


def initial_buffers(layout: Layout, seed: int) -> NDArray[np.float64]:
    """Running statistics before training, and what is drawn once, as weights are."""
    flat = np.zeros(layout.buffer_size)
    for slot in layout.buffers:
        slot.view(flat)[...] = slot.start
        if slot.spread:
            slot.view(flat)[...] += slot.spread * _generator(slot, seed).standard_normal(slot.shape)
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
    asks for the same); by what is drawn once and not learned, a new unit enters as it was drawn. Weights of a layer
    that none of its former units enters any more stay as they were drawn.

    Args:
        old: Where the old numbers lie.
        old_flat: The old numbers.
        new: Where the new ones lie.
        new_flat: Written in place.
        outputs: How each row of the output layer is made of the old ones, (new units, old units); None leaves it as
            it was drawn.
    """
    known = {slot.key: slot for slot in old}
    layers = {uid for uid, _ in known}
    for slot in new:
        before, target = known.get(slot.key), slot.view(new_flat)
        if before is not None and len(before.shape) == len(slot.shape):
            _carry(slot, before, target, _in_window(before.view(old_flat), slot.shape[2:]), outputs)
        elif slot.role == "bias" and slot.key[0] in layers:
            target[...] = 0.0  # the layer had none


def _carry(slot: Slot, before: Slot, target: Array, source: Array, outputs: NDArray[np.float64] | None) -> None:
    if slot.key[0] == OUTPUT_UID:
        if outputs is None:
            return
        rows, kept = list(range(len(target))), np.asarray(outputs @ source, dtype=source.dtype)
    elif slot.turned:
        target, source = target.swapaxes(0, 1), source.swapaxes(0, 1)
        rows, old_rows = shared_names(slot.columns, before.columns)
        kept = source[old_rows]
    else:
        rows, old_rows = shared_names(slot.rows, before.rows)
        kept = source[old_rows]
    if len(slot.shape) == 1:
        target[rows] = kept
        return
    columns, old_columns = shared_names(_inputs(slot), _inputs(before))
    if columns:
        fresh = [i for i in range(target.shape[1]) if i not in set(columns)]
        if slot.role != "buffer":
            target[np.ix_(rows, fresh)] = 0.0
        target[np.ix_(rows, columns)] = kept[:, old_columns]


def _inputs(slot: Slot) -> tuple[object, ...]:
    """Names of what enters, of a slot of two axes or more."""
    return slot.rows if slot.turned else slot.columns


def _in_window(kernels: Array, window: tuple[int, ...]) -> Array:
    """Kernels, (out, in, *old window), in a window of another size around the same middle, with zeros at the rim."""
    for axis, wide in enumerate(window, start=2):
        more = wide - kernels.shape[axis]
        if more > 0:
            edges = [(more // 2, more - more // 2) if one == axis else (0, 0) for one in range(kernels.ndim)]
            kernels = np.pad(kernels, edges)
        elif more < 0:
            kernels = kernels.take(range(-more // 2, -more // 2 + wide), axis=axis)
    return kernels


def shared_names(names: tuple[object, ...], old_names: tuple[object, ...]) -> tuple[list[int], list[int]]:
    """Where the names that are in both stand in the first, and where in the second, in the order of the first."""
    places = {name: i for i, name in enumerate(old_names)}
    pairs = [(i, places[name]) for i, name in enumerate(names) if name in places]
    return [i for i, _ in pairs], [j for _, j in pairs]


def _drawn(slot: Slot, seed: int) -> NDArray[np.float64] | float:
    if slot.role not in {"weight", "bias"}:
        return slot.start
    rule = INITIALIZATIONS[slot.initialization]
    if slot.role == "bias":
        scattered = 2.0 * _generator(slot, seed).random(slot.shape) - 1.0 if slot.spread else 0.0
        return rule.bias + slot.spread * scattered
    units, inputs, *window = slot.shape
    # Rules divide by the inputs, of which a network may have none.
    return rule.draw(_generator(slot, seed), (units, max(inputs, 1), *window))


def _generator(slot: Slot, seed: int) -> np.random.Generator:
    return np.random.default_rng([seed, *slot.key[1].encode(), slot.key[0]])
