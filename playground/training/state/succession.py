"""From a trained network to an edited one that answers the same, as nearly as its layers can.

Weights whose units stay are copied. Where what enters a layer has changed, because a layer before it was put in, taken
out or moved, its weights are found anew so that its sums at the points, and on the plane around them, are what they
were: exactly where each of its inputs can be had back, by least squares where not. A layer that has been put in begins
as near to passing its input on as its kind can.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from playground.document.model import OUTPUT_UID, domain_of
from playground.document.plan import resolve
from playground.domains.section import REACH
from playground.layers.handing_on import line
from playground.training.state.layout import shared_names
from playground.training.state.model import Network
from playground.training.state.network_inputs import network_inputs

if TYPE_CHECKING:
    from playground.document.layout import Layout, Slot
    from playground.document.model import Document
    from playground.document.plan import PlannedLayer
    from playground.training.state.heads import HeadMap

Array = NDArray[np.floating[Any]]

MOST_POINTS, GRID_SIDE = 2000, 21
"""Points at which two networks are compared, and places along each side of the plane beside them."""
MOST_COLUMNS = 1024
"""Units before a layer whose weights are fitted: more would take seconds and gigabytes, and the weights stay."""
GRID_WEIGHT = 0.1
"""What a place of the plane counts beside a point, where not all can be matched."""
SAME = 1e-6
"""Largest difference, in standard deviations, of what is taken for the same."""
RIDGE, LEAST_RIDGE = 1e-4, 1e-12
"""What keeps weights small where the sums cannot be matched, and where they can, beside the mean square of an input."""
TAKEN_BACK = 0.9
"""The share of an old unit's variance that one new unit has to explain to stand for it."""
WEIGHT, BIAS = "linear.weight", "linear.bias"


class NetworkWithWeights(Protocol):
    """A network with its numbers: what is read and written of a run."""

    document: Document
    layout: Layout
    parameters: Array
    buffers: Array


def places_of(document: Document) -> NDArray[np.float64]:
    """Samples of the document, as many as are needed, and others around them, (M, D); those come last."""
    samples = document.dataset.samples
    if len(samples) > MOST_POINTS:
        samples = samples[np.random.default_rng(0).choice(len(samples), MOST_POINTS, replace=False)]
    return np.concatenate([samples, domain_of(document).around(samples, REACH, GRID_SIDE)])


def sums_at(run: NetworkWithWeights, places: NDArray[np.float64]) -> NDArray[np.float64]:
    """The output sums of a run at places of the plane, (M, units), in double precision."""
    with torch.no_grad():
        inputs = torch.from_numpy(network_inputs(run.document, places))
        return np.asarray(_doubled(run)[0](inputs).numpy(), dtype=np.float64)


def has_other_layers(before: Document, after: Document) -> bool:
    """Whether layers have been put in, taken out, moved, made another kind, lost a skip, or see inputs unweighted."""
    layers, now = (
        [(one.uid, one.layer.kind, one.own_units < one.units) for one in resolve(document).layers]
        for document in (before, after)
    )
    return layers != now or (before.inputs != after.inputs and bool(after.network) and after.network[0].is_mixing)


def match_sums(old: NetworkWithWeights, new: NetworkWithWeights, head: HeadMap | None) -> None:
    """Let a run with other layers answer as the one before it; shared weights are in it already.

    Args:
        old: The run before the edit; it is only read.
        new: Written in place; left as it is where the numbers are not finite.
        head: How the new output's sums follow from the old ones.
    """
    places = places_of(old.document)
    if not len(places):  # without samples of a table or of pictures there is no place at which sums could be matched
        return
    # Overflow shows in what comes out, which is looked at below.
    with torch.no_grad(), np.errstate(all="ignore"):
        walk = _Walk(old, new, head, places)
        walk.go()
    if np.isfinite(walk.parameters).all() and np.isfinite(walk.buffers).all():
        new.parameters[...] = walk.parameters
        new.buffers[...] = walk.buffers


class _Walk:
    """Goes through the new network from the inputs to the output, one layer at a time."""

    def __init__(
        self, old: NetworkWithWeights, new: NetworkWithWeights, head: HeadMap | None, places: NDArray[np.float64]
    ) -> None:
        self._new, self._head = new, head
        count = min(len(old.document.dataset.samples), MOST_POINTS)
        self._weights = np.where(np.arange(len(places)) < count, 1.0, GRID_WEIGHT)[:, None]
        network, self._old_parameters, _ = _doubled(old)
        inputs = torch.from_numpy(network_inputs(old.document, places))
        entering = [part.numpy() for part in network.walk(inputs)]
        layers = resolve(old.document).layers
        self._entered = {layer.uid: part for layer, part in zip(layers, entering, strict=False)}
        self._old_slots = {slot.key: slot for slot in old.layout.parameters}
        self._new_slots = {slot.key: slot for slot in (*new.layout.parameters, *new.layout.buffers)}
        self._network, self.parameters, self.buffers = _doubled(new)
        self._inputs = torch.from_numpy(network_inputs(new.document, places))

    def go(self) -> None:
        """Set the numbers of each layer once those before it have theirs."""
        signal = self._network.shaped(self._inputs)
        for planned, module in zip(resolve(self._new.document).layers, self._network.layers, strict=True):
            layer = planned.layer
            shaped = signal.numpy()
            x = shaped.reshape(len(shaped), -1)
            weight = self._new_slots.get((layer.uid, WEIGHT))
            if weight is not None and weight.key in self._old_slots:
                if x.shape[1] <= MOST_COLUMNS:
                    self._keep_sums(weight, x)
            elif not any((layer.uid, one.name) in self._old_slots for one in planned.parameters):
                layer.hand_on(self._numbers(layer.uid), shaped)
            elif _are_same(x, self._entered[layer.uid]):
                self._keep_numbers(planned)
            else:
                layer.settle(self._numbers(layer.uid), shaped)
            signal = module(signal)

    # ---- layers that stay ------------------------------------------------------------------------------------------

    def _keep_numbers(self, planned: PlannedLayer) -> None:
        """Take what a layer had learned, whose units before it have other names and the same activations."""
        for one in planned.parameters:
            key = planned.uid, one.name
            before, now = self._old_slots.get(key), self._new_slots[key]
            if before is not None and before.shape == now.shape:
                now.view(self.parameters)[...] = before.view(self._old_parameters)

    def _keep_sums(self, slot: Slot, x: Array) -> None:
        """Find the weights of a layer for what enters now, unless that is what entered before."""
        before = self._old_slots[slot.key]
        old_x, old_weight = self._entered[slot.key[0]], before.view(self._old_parameters)
        if old_x.shape[1] != old_weight.shape[1]:
            return
        columns, old_columns = shared_names(slot.columns, before.columns)
        is_all = len(old_columns) == old_x.shape[1]
        if columns and is_all and _are_same(x[:, columns], old_x[:, old_columns]):
            return
        weight, bias = self._view(slot), self._bias(slot.key[0])
        old_bias = self._old_slots.get((slot.key[0], BIAS))
        sums = old_x @ old_weight.T + (0.0 if old_bias is None else old_bias.view(self._old_parameters))
        if slot.key[0] == OUTPUT_UID:
            if self._head is None:
                return
            rows, old_rows = list(range(len(weight))), None
            sums = sums @ self._head.matrix.T + self._head.offset
            old_weight = self._head.matrix @ old_weight
        else:
            rows, old_rows = shared_names(slot.rows, before.rows)
            if not rows:
                rows = old_rows = list(range(min(len(weight), len(old_weight))))
            sums, old_weight = sums[:, old_rows], old_weight[old_rows]
        pairs = _pairs(slot, before, x, old_x)
        found, shift = self._solve(x, old_x, sums, old_weight, pairs, with_bias=bias is not None)
        weight[rows] = found
        if bias is not None:
            bias[rows] = shift

    def _solve(
        self, x: Array, old_x: Array, sums: Array, old_weight: Array, pairs: dict[int, int], *, with_bias: bool
    ) -> tuple[Array, Array]:
        """Weights (k, n) and bias (k,) whose sums for `x` (M, n) are nearest to `sums` (M, k).

        Old inputs that a new one stands for are taken back first; least squares with a ridge then add what is needed.
        """
        weight = np.zeros((sums.shape[1], x.shape[1]))
        for old_column, column in pairs.items():
            scale, explained = line(x[:, column], old_x[:, old_column], self._weights[:, 0], with_bias)
            # By the variance that it explains and not by its name alone: a unit that kept its name but is now behind
            # another activation may say nothing of what it said.
            if explained >= TAKEN_BACK:
                weight[:, column] += scale * old_weight[:, old_column]
        # Centred, the bias drops out of the fit, and the ridge does not pull at it.
        centre = self._weighted_mean(x) if with_bias else np.zeros(x.shape[1])
        rest = sums - x @ weight.T
        shift = self._weighted_mean(rest) if with_bias else np.zeros(sums.shape[1])
        if _is_small(rest - shift, sums):
            return weight, shift
        # Weighted least squares: both sides times the roots of the weights.
        root = np.sqrt(self._weights)
        left, right = root * (x - centre), root * (rest - shift)
        gram = left.T @ left
        # Beside the mean square of an input, so that a ridge means the same whatever the activations' scale.
        unit = max(np.trace(gram) / max(len(gram), 1), 1e-12) * np.eye(len(gram))
        # First as if it could be matched exactly, then, where it cannot, with a ridge that keeps the weights small:
        # huge weights of opposite signs would match the points and nothing between them.
        more = np.linalg.solve(gram + LEAST_RIDGE * unit, left.T @ right).T
        if not _is_small(left @ more.T - right, sums):
            more = np.linalg.solve(gram + RIDGE * unit, left.T @ right).T
        return weight + more, shift - more @ centre

    # ---- numbers ---------------------------------------------------------------------------------------------------

    def _view(self, slot: Slot) -> Array:
        return slot.view(self.buffers if slot.role == "buffer" else self.parameters)

    def _bias(self, uid: int) -> Array | None:
        slot = self._new_slots.get((uid, BIAS))
        return None if slot is None else self._view(slot)

    def _numbers(self, uid: int) -> dict[str, Array]:
        """Views of a layer's parameters and running statistics, by their names."""
        return {name: self._view(slot) for (owner, name), slot in self._new_slots.items() if owner == uid}

    def _weighted_mean(self, values: Array) -> Array:
        return np.asarray((self._weights * values).sum(axis=0) / self._weights.sum())


def _doubled(run: NetworkWithWeights) -> tuple[Network, Array, Array]:
    """A run's network over copies of its numbers in double precision, and the copies."""
    parameters, buffers = run.parameters.astype(np.float64), run.buffers.astype(np.float64)
    network = Network(run.document, run.layout, torch.from_numpy(parameters), torch.from_numpy(buffers)).eval()
    return network, parameters, buffers


def _pairs(slot: Slot, before: Slot, x: Array, old_x: Array) -> dict[int, int]:
    """Which input of now may stand for which of before: by name, else by place."""
    columns, old_columns = shared_names(slot.columns, before.columns)
    if columns:
        return dict(zip(old_columns, columns, strict=True))
    return {i: i for i in range(min(x.shape[1], old_x.shape[1]))}


def _are_same(a: Array, b: Array) -> bool:
    return a.shape == b.shape and _is_small(a - b, b)


def _is_small(difference: Array, beside: Array) -> bool:
    """Whether no difference matters beside the spread of each column."""
    return bool((np.abs(difference) <= SAME * (1.0 + beside.std(axis=0))).all())
