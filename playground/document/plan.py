"""The resolved network of a document: shapes, parameters, operations, output, layout. Made once, read everywhere."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, fields
from functools import cached_property
from math import prod
from threading import Lock
from typing import TYPE_CHECKING, Any

from playground.document.layout import Layout, Slot
from playground.document.model import INPUT_UID, domain_of, samples_of
from playground.operations.shape import ShapeError
from playground.tasks import TASKS

if TYPE_CHECKING:
    from collections.abc import Hashable

    from playground.document.dataset import DataClass
    from playground.document.layout import UnitNames
    from playground.document.model import Document
    from playground.document.scaling import Scaling
    from playground.layers import Buffer, Layer, Parameter
    from playground.methods.losses import OutputHead
    from playground.operations import Operation
    from playground.operations.shape import Shape

MOST_KEPT = 64
"""Plans that are kept: of the document at hand, those that undo and time travel come back to, and those of recorded
states. A plan of a small network takes some kilobytes."""


@dataclass(frozen=True, slots=True)
class PlannedLayer:
    """A layer in its place in the network.

    Attributes:
        layer: As the person set it.
        shape_in, shape_out: Of one sample before and after it.
        parameters: What it learns, in the order in which the fused kernel reads it.
        buffers: Its running statistics, likewise.
        operations: What it does, one after the other; None where its kind does not tell.
    """

    layer: Layer
    shape_in: Shape
    shape_out: Shape
    parameters: tuple[Parameter, ...]
    buffers: tuple[Buffer, ...]
    operations: tuple[Operation, ...] | None

    @property
    def uid(self) -> int:
        """The uid of the layer."""
        return self.layer.uid

    @property
    def units_in(self) -> int:
        """Numbers of one sample that enter."""
        return prod(self.shape_in)

    @property
    def units(self) -> int:
        """Numbers of one sample that leave."""
        return prod(self.shape_out)

    @property
    def is_reshaping(self) -> bool:
        """Whether the same numbers leave in another shape, as from Flatten."""
        steps = self.operations or ()
        return self.shape_in != self.shape_out and bool(steps) and not any(op.writes for op in steps)

    @property
    def own_units(self) -> int:
        """How many of them, the first ones, are the layer's own; a skip hands on the others."""
        return self.units - self.layer.passed_on(self.shape_in)


@dataclass(frozen=True)  # no slots: what few ask for is made at the first question
class Plan:
    """The resolved network of a document. Plans are compared where somebody asks whether two networks are the same.

    Attributes:
        task: Of the document.
        classes: Of its dataset.
        values: Names of its values; empty where there are classes.
        samples: What a sample of it is: the domain, and its shape.
        shape_in: Of what enters the network of one sample.
        inputs: Names of the inputs.
        scaling: Which numbers the network gets and gives.
        layers: Hidden layers and output layer.
        head: What the output layer's sums mean.
        loss: The one that trains: the document's, or the task's usual one where that does not suit.
        initialization: How weights are drawn where a layer does not say.
        bias_spread: How far from where the initialization has them biases are drawn.
        refusals: Why layers cannot take what enters them, a sentence each; empty in a network that can be built.
    """

    task: str
    classes: tuple[DataClass, ...]
    values: tuple[str, ...]
    samples: tuple[str, Shape]
    shape_in: Shape
    inputs: tuple[str, ...]
    scaling: Scaling
    layers: tuple[PlannedLayer, ...]
    head: OutputHead
    loss: str
    initialization: str
    bias_spread: float
    refusals: tuple[str, ...]

    # ---- layers ----------------------------------------------------------------------------------------------------

    @property
    def uids(self) -> tuple[int, ...]:
        """Of all layers, the output last."""
        return tuple(one.uid for one in self.layers)

    @property
    def stages(self) -> tuple[int, ...]:
        """Of the inputs and of all layers, in their order: what can be looked at."""
        return (INPUT_UID, *self.uids)

    @cached_property
    def units(self) -> tuple[int, ...]:
        """Numbers of one sample after the inputs and after each layer."""
        return (prod(self.shape_in), *(one.units for one in self.layers))

    @cached_property
    def own_units(self) -> tuple[int, ...]:
        """The same without what skips hand on: 2-5-5-1 is that whatever skips it has."""
        return (prod(self.shape_in), *(one.own_units for one in self.layers))

    @cached_property
    def sources(self) -> dict[int, tuple[tuple[int, int], ...]]:
        """For each layer where what enters it was made, first to last unit: uids of layers or inputs, and counts."""
        found: dict[int, tuple[tuple[int, int], ...]] = {}
        entering: tuple[tuple[int, int], ...] = ((INPUT_UID, prod(self.shape_in)),)
        for one in self.layers:
            found[one.uid] = entering
            entering = ((one.uid, one.own_units), *(entering if one.own_units < one.units else ()))
        return found

    def source(self, uid: int, place: int) -> tuple[int, int]:
        """Uid and unit of what enters a layer at a place.

        Raises:
            IndexError: So many units do not enter it.
        """
        for source, count in self.sources[uid]:
            if place < count:
                return source, place
            place -= count
        raise IndexError(f"layer {uid} has no such input")

    def shape_at(self, index: int) -> Shape:
        """What enters the layer at a place; the output stands behind the last hidden layer."""
        return self.layers[max(0, min(index, len(self.layers) - 1))].shape_in

    def planned(self, uid: int) -> PlannedLayer | None:
        """The layer of this uid in its place, the output included; None when it is gone."""
        return next((one for one in self.layers if one.uid == uid), None)

    def layer(self, uid: int) -> Layer | None:
        """The layer of this uid, the output included; None when it is gone."""
        found = self.planned(uid)
        return None if found is None else found.layer

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """Everything that layers do whose kinds tell it, in order."""
        return tuple(op for one in self.layers for op in one.operations or ())

    # ---- numbers ---------------------------------------------------------------------------------------------------

    @cached_property
    def parameter_count(self) -> int:
        """How many numbers the network learns."""
        return sum(prod(parameter.shape) for one in self.layers for parameter in one.parameters)

    @cached_property
    def buffer_count(self) -> int:
        """How many running statistics the network keeps."""
        return sum(prod(buffer.shape) for one in self.layers for buffer in one.buffers)

    @cached_property
    def layout(self) -> Layout:
        """Where each of them lies: layers first to last, each in the order its kind gives.

        A kind that makes no units of its own (an activation, a normalization, a residual block) passes on the names
        of those that enter, so that putting one in or taking one out leaves the weights behind it alone; a skip
        passes them on behind the layer's own. Of pictures it is channels that have names; where their maps are laid
        out in a row, each number is named by its channel, the size of the map and its place there.
        """
        parameters: list[Slot] = []
        buffers: list[Slot] = []
        columns: UnitNames = self.inputs
        for one in self.layers:
            layer, makes_units = one.layer, one.layer.makes_units
            own = one.own_units if len(one.shape_out) == 1 else one.shape_out[0]
            rows: UnitNames = tuple(range(own)) if makes_units else columns
            names = {"units": rows, "inputs": columns, "one": ("one",)}
            for parameter in one.parameters:
                place, key = _end(parameters), (layer.uid, parameter.name)
                chosen = self.initialization if parameter.initialization == "auto" else parameter.initialization
                along, other = parameter.axes
                across, turned = names[other] if len(parameter.shape) > 1 else (), other == "units"
                role, start = parameter.role, parameter.start
                spread = self.bias_spread if role == "bias" else 0.0
                shape, frozen = parameter.shape, layer.frozen
                slot = Slot(key, place, shape, role, names[along], across, frozen, chosen, start, spread, turned)
                parameters.append(slot)
            for buffer in one.buffers:
                place, key, shape = _end(buffers), (layer.uid, buffer.name), buffer.shape
                across, start, spread = columns if len(shape) > 1 else (), buffer.start, buffer.spread
                named = rows[: shape[0]]
                buffers.append(Slot(key, place, shape, "buffer", named, across, False, "", start, spread))
            if makes_units:
                made: UnitNames = tuple((layer.uid, i) for i in range(own))
                columns = (*made, *columns[: one.units - one.own_units])
            elif len(one.shape_out) < len(one.shape_in):
                places = one.units // max(len(columns), 1)
                laid_out = ((name, one.shape_in[1:], place) for name in columns for place in range(places))
                columns = tuple(laid_out) if places > 1 else columns
        return Layout(tuple(parameters), tuple(buffers))

    # ---- what the answers mean -------------------------------------------------------------------------------------

    @property
    def gives_probabilities(self) -> bool:
        """Whether what the output says of the classes are probabilities, rather than scores."""
        return TASKS[self.task].gives_probabilities(self.head)

    # ---- is it the same network ------------------------------------------------------------------------------------

    @property
    def meaning(self) -> Hashable:
        """Equal where two networks take the same kind of samples, and their answers mean the same."""
        return self.task, len(self.classes), len(self.values), self.samples

    @cached_property
    def structure(self) -> Hashable:
        """Equal where two networks have the same units in the same layers, whatever they compute."""
        return self.meaning, self.inputs, tuple((one.uid, one.layer.kind, one.shape_out) for one in self.layers)

    @cached_property
    def function(self) -> Hashable:
        """Equal where the same weights give the same answers, for the same classes.

        Points, and settings that matter while training only (rates, dropout, frozen layers), may differ.
        """
        colours = tuple(one.color for one in self.classes)
        computed = tuple(_settings(one.layer) for one in self.layers)
        return self.structure, colours, self.head, self.loss, self.scaling, computed


def resolve(document: Document) -> Plan:
    """The plan of a document's network, made once for as long as what it follows from stays the same.

    Points are nothing of that, so a stroke resolves nothing.
    """
    network, classes, training = document.network, document.dataset.classes, document.training
    # by identity: comparing networks layer by layer, for each question of each picture, would cost more than it saves
    parts = network, document.output, classes, document.scaling
    options = document.dataset.values, training.loss, training.initialization, training.bias_spread
    key = document.task, samples_of(document), document.inputs, *map(id, parts), *options
    with _LOCK:
        kept = _PLANS.get(key)
        if kept is not None:
            # The one looked at last goes last: undo and time travel come back to the same few.
            _PLANS.move_to_end(key)
            return kept[1]
    # Outside the lock: two threads may make the same plan, which costs less than waiting for each other.
    plan = _resolved(document)
    with _LOCK:
        _PLANS[key] = parts, plan  # the parts live as long as their ids stand for them
        while len(_PLANS) > MOST_KEPT:
            _PLANS.popitem(last=False)
    return plan


_PLANS: OrderedDict[Hashable, tuple[tuple[Any, ...], Plan]] = OrderedDict()
_LOCK = Lock()


def _resolved(document: Document) -> Plan:
    task, classes, training = document.task, document.dataset.classes, document.training
    loss = TASKS[task].suited_loss(training.loss)
    values = () if TASKS[task].has_classes else document.dataset.values
    head = TASKS[task].head(len(classes or values), loss)
    shape_in = shape = domain_of(document).shape_in(document.dataset.shape, document.inputs)
    layers: list[PlannedLayer] = []
    refusals: list[str] = []
    for layer in (*document.network, document.output.as_dense(head.units)):
        try:
            planned = in_place(layer, shape)
        except ShapeError as refusal:
            refusals.append(str(refusal))
            planned = PlannedLayer(layer, shape, shape, (), (), None)
        layers.append(planned)
        shape = planned.shape_out
    return Plan(
        task,
        classes,
        values,
        samples_of(document),
        shape_in,
        document.inputs,
        document.scaling,
        tuple(layers),
        head,
        loss,
        training.initialization,
        training.bias_spread,
        tuple(refusals),
    )


def in_place(layer: Layer, shape: Shape) -> PlannedLayer:
    """A layer where `shape` enters it.

    Raises:
        ShapeError: Its kind cannot take that.
    """
    shape_out = layer.shape_out(shape)
    return PlannedLayer(layer, shape, shape_out, layer.parameters(shape), layer.buffers(shape), layer.lower(shape))


def _end(slots: list[Slot]) -> int:
    return slots[-1].offset + slots[-1].size if slots else 0


def _settings(layer: Layer) -> Hashable:
    """What a layer computes: its kind, and the settings that its answers depend on."""
    settings = (getattr(layer, one.name) for one in fields(layer) if not one.metadata.get("training_only"))
    return layer.kind, *settings
