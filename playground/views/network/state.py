"""What the scene shows at a moment: geometry, numbers, what the pointer is on. Painters read it and never write."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from playground.document.model import INPUT_UID, OUTPUT_UID
from playground.document.plan import resolve
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.firing_patches import FiringPatches
from playground.views.network.carried import carried_by, strengths
from playground.views.network.edges import EdgeAddress, edges_between
from playground.views.network.hit import NOTHING, Hit, Part, bias_key
from playground.views.network.layout import input_address, input_unit, network_layout
from playground.views.network.pictures import Pictures
from playground.views.network.shown import maps_before
from playground.widgets.theme import scale

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playground.document.layout import Key
    from playground.document.model import Document
    from playground.training.probes.firing_patches import StrongestPatches
    from playground.training.snapshots.snapshot import Array, Snapshot
    from playground.views.network.edges import Edges
    from playground.views.network.sums import Cell


@dataclass(frozen=True, slots=True)
class Handle:
    """One number of the network that can be set by hand, and what it is now."""

    key: Key
    index: tuple[int, ...]
    value: float


LEAST_BEYOND = 3.0
"""Less than that many pixels are due to rounding, and nothing to scroll for."""


class SceneState:
    """Owned by the scene.

    Attributes:
        held: Values set by hand that no snapshot shows yet, by parameter and index.
        cell: The number of a map that the pointer is on.
        fires: What fires the maps that are pinned or hovered.
        scroll: First row shown of layers that show a sample, by uid.
        offset: How far the scene is panned, in pixels.
        dragged: The layer being moved, and where the pointer is; None when none is.
        target: The gap where it would go.
    """

    def __init__(self, document: Document, size: QSizeF) -> None:
        self.document = document
        self.size = size
        self.parameters: dict[Key, Array] = {}
        self.trained: Document = document
        self.held: dict[tuple[Key, tuple[int, ...]], float] = {}
        self.pictures = Pictures()
        self.scroll: dict[int, int] = {}
        self.offset = 0.0
        self.hover: Hit = NOTHING
        self.cell: Cell | None = None
        self.fires: Mapping[NeuronAddress, StrongestPatches] = {}
        self.cursor: Hit = NOTHING
        self.edited: Hit = NOTHING
        self.pinned_edge: EdgeAddress | None = None
        self.hovered_neuron: NeuronAddress | None = None
        self.pinned_neuron: NeuronAddress | None = None
        self.selected: int | None = None
        self.dragged: tuple[int, QPointF] | None = None
        self.target: int | None = None
        self.layout = network_layout(document, size, {}, scale())
        self.edges: list[Edges] = []
        self.join()

    @property
    def view(self) -> QRectF:
        """The part of the scene that is seen."""
        return QRectF(self.offset, 0.0, self.size.width(), self.size.height())

    @property
    def most_offset(self) -> float:
        """How far the scene can be panned."""
        beyond = self.layout.width - self.size.width()
        return beyond if beyond >= LEAST_BEYOND else 0.0

    @property
    def beyond(self) -> tuple[int, int]:
        """How many columns lie beyond what is seen, at least half of each, on the left and on the right."""
        middles = [column.rect.center().x() for column in self.layout.columns]
        view = self.view
        return sum(one < view.left() for one in middles), sum(one > view.right() for one in middles)

    def lay_out(self) -> None:
        """Make the geometry anew, for another document, size, scale or scroll."""
        self.layout = network_layout(self.document, self.size, self.scroll, scale())
        self.offset = min(max(self.offset, 0.0), self.most_offset)
        self.cursor, self.edited = self._at_hand(self.cursor), self._at_hand(self.edited)
        gone = self.dragged is not None and self.layout.column(self.dragged[0]) is None
        self.dragged = None if gone else self.dragged
        if self.target is not None and (gone or self.target >= len(self.layout.gaps)):
            self.target = None
        self.join()

    def is_there(self, hit: Hit) -> bool:
        """Whether the column, the unit or the (+) is still there that was hit in the layout of before."""
        if hit.part is Part.PLUS:
            return hit.index < len(self.layout.gaps)
        column = self.layout.column(hit.uid)
        of_unit = hit.part in (Part.NEURON, Part.INPUT_OFF, Part.BIAS)
        return column is not None and (not of_unit or any(cell.unit == hit.index for cell in column.cells))

    def _at_hand(self, hit: Hit) -> Hit:
        """What stands now where a hit of the layout of before was; nothing where its layer has gone."""
        column = self.layout.column(hit.uid)
        if hit.part is Part.PLUS:  # layers may have gone that stood before it
            return Hit(Part.PLUS, index=min(hit.index, len(self.layout.gaps) - 1))
        if hit == NOTHING or column is None:
            return NOTHING
        if hit.part in (Part.NEURON, Part.INPUT_OFF) and column.shows == "tiles":
            unit = min((cell.unit for cell in column.cells), key=lambda unit: abs(unit - hit.index))
            return self.neuron(column.uid, unit)
        return hit if self.is_there(hit) else NOTHING

    def neuron(self, uid: int, unit: int) -> Hit:
        """The hit of a neuron, or of an input, which may be off."""
        off = uid == INPUT_UID and input_address(self.document, unit) is None
        return Hit(Part.INPUT_OFF if off else Part.NEURON, uid, unit)

    def take(self, snapshot: Snapshot) -> None:
        """Take the numbers of a snapshot, which may be of an older network."""
        self.parameters, self.trained = snapshot.parameters, snapshot.document
        self.join()

    def join(self) -> None:
        """Make the edges anew, for other geometry or other numbers."""
        self.edges = []
        inputs = tuple(input_unit(self.document, index) for index in range(len(self.document.inputs)))
        columns = {column.uid: column for column in self.layout.columns}
        for uid, sources in resolve(self.document).sources.items():
            first, planned = 0, resolve(self.document).planned(uid)
            assert planned is not None  # noqa: S101 - the plan names it
            for source, count in sources:
                left = columns[source]
                maps = maps_before(resolve(self.document), source)
                carried = carried_by(planned, left.units if maps else count, count, maps)
                weights = None if carried.name is None else self.numbers((uid, carried.name))
                matrix = None if weights is None else strengths(weights, carried, first, count)
                edges = edges_between(left, columns[uid], inputs, matrix, first, carried)
                if matrix is not None and self.trained.training.keeps_zeros:  # what is pruned is not there
                    edges = edges.only(edges.weights != 0.0)
                self.edges.append(edges)
                first += count

    def take_fires(self, snapshot: Snapshot) -> None:
        """Take what fires maps, where a snapshot has it; of a network with the layers at hand."""
        if snapshot.foreign is None:
            self.fires = snapshot.get(FiringPatches) or self.fires

    @property
    def pinned_map(self) -> NeuronAddress | None:
        """The feature map that is pinned; None while none is."""
        return self.pinned_neuron if self.is_map(self.pinned_neuron) else None

    def is_map(self, neuron: NeuronAddress | None) -> bool:
        """Whether a neuron is a feature map of a layer."""
        planned = None if neuron is None or neuron.uid <= OUTPUT_UID else resolve(self.document).planned(neuron.uid)
        return planned is not None and len(planned.shape_out) > 1

    def bias(self, uid: int, unit: int) -> float | None:
        """The bias of a unit; None where there is none or it is not known yet."""
        key = bias_key(self.document, uid)
        return None if key is None else self._number(key, (unit,))

    def handle(self, hit: Hit) -> Handle | None:
        """The number behind an edge or a bias dot; None for anything else, or when it is not known yet."""
        key: Key | None = bias_key(self.document, hit.uid) if hit.part is Part.BIAS else None
        index: tuple[int, ...] = (hit.index,)
        if hit.edge is not None and prod(hit.edge.carried.shape) == 1:
            key, index = hit.edge.key, hit.edge.carried.index(hit.edge.row, hit.edge.column)
        value = None if key is None else self._number(key, index)
        return None if key is None or value is None else Handle(key, index, value)

    def address(self, hit: Hit) -> NeuronAddress | None:
        """The neuron behind a hit; None for anything else and for inputs that are off."""
        if hit.part is not Part.NEURON:
            return None
        if hit.uid != INPUT_UID:
            return NeuronAddress(hit.uid, hit.index)
        units = [input_unit(self.document, index) for index in range(len(self.document.inputs))]
        return NeuronAddress(INPUT_UID, units.index(hit.index)) if hit.index in units else None

    def is_frozen(self, uid: int) -> bool:
        """Whether training leaves the layer alone."""
        layer = resolve(self.document).layer(uid) if uid >= OUTPUT_UID else None
        return layer is not None and layer.frozen

    def _number(self, key: Key, index: tuple[int, ...]) -> float | None:
        if (key, index) in self.held:
            return self.held[key, index]
        array = self.parameters.get(key)
        if array is None or array.ndim != len(index):
            return None
        inside = all(0 <= place < length for place, length in zip(index, array.shape, strict=True))
        return float(array[index]) if inside else None

    def numbers(self, key: Key) -> Array | None:
        """Weights of a layer, with what is set by hand; None where they are not known yet.

        What enters it may be other units than in the snapshot: columns are found by name.
        """
        weights = self.parameters.get(key)
        if weights is None or weights.ndim < 2:
            return None
        if self.trained is not self.document:
            weights = self._by_name(key, weights)
        held = {index: value for (held_key, index), value in self.held.items() if held_key == key}
        if held:
            weights = weights.copy()
            for index, value in held.items():
                if all(place < length for place, length in zip(index, weights.shape, strict=True)):
                    weights[index] = value
        return weights

    def _by_name(self, key: Key, weights: Array) -> Array:
        old, new = (resolve(document).layout.slot(key) for document in (self.trained, self.document))
        if old is None or new is None or old.columns == new.columns or len(old.columns) != weights.shape[1]:
            return weights
        places = {name: place for place, name in enumerate(old.columns)}
        if new.turned:
            return weights
        result = np.zeros((len(weights), len(new.columns), *weights.shape[2:]), dtype=weights.dtype)
        for place, name in enumerate(new.columns):
            if name in places:
                result[:, place] = weights[:, places[name]]
        return result
