"""From a document to the records that drive the kernel: its operations, where each finds its data, its settings."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.model import INPUT_UID
from playground.document.plan import resolve
from playground.methods.base import codes as method_codes
from playground.methods.losses import LOSSES
from playground.methods.optimizers import OPTIMIZERS
from playground.methods.schedules import SCHEDULES
from playground.operations.places import LANE_BLOCK, padded, pitch_of
from playground.operations.shape import PICTURE_AXES
from playground.training.engines.fused.records import METHOD_SETTINGS, OPERATION, PLAN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from playground.document.layout import Layout, Slot
    from playground.document.model import Document
    from playground.document.plan import PlannedLayer
    from playground.operations import Operation

TILE = 128
"""Samples that pass through the network together; a larger batch goes tile by tile, so that its numbers stay in the
cache. Batch normalization needs the whole batch at once."""
PICTURE_TILE = 16
"""The same where there are pictures: a few maps of so many samples already fill the second cache."""
LOSS_CODES, OPTIMIZER_CODES, SCHEDULE_CODES = (method_codes(table) for table in (LOSSES, OPTIMIZERS, SCHEDULES))


@dataclass(frozen=True, slots=True)
class Table:
    """Everything the kernel needs besides the run's own arrays.

    Attributes:
        operations: Of the dtype `records.OPERATION`, in the order of the forward pass; addresses are still 0.
        kinds: Of each the kind of operation.
        plan: Of the dtype `records.PLAN`, (1,).
        weights: Ranges (first, end) of the flat parameters that are regularized, (W, 2).
        learning: Ranges of those that are not frozen, (L, 2).
        work_size: Numbers in the workspace, which must be zero at first.
    """

    operations: NDArray[Any]
    kinds: tuple[str, ...]
    plan: NDArray[Any]
    weights: NDArray[np.int64]
    learning: NDArray[np.int64]
    work_size: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An operation with its layer's uid, and where its parameters and running statistics begin."""

    uid: int
    op: Operation
    parameter: int
    buffer: int


def entries_of(document: Document) -> list[Entry]:
    """All operations of a network in their places.

    Raises:
        TypeError: The kernel does not know a layer or an operation; the message says what, in words.
    """
    found: list[Entry] = []
    parameter = buffer = 0
    for planned in resolve(document).layers:
        learned = iter([prod(one.shape) for one in planned.parameters])
        kept = iter([prod(one.shape) for one in planned.buffers])
        for op in _known(planned):
            found.append(Entry(planned.uid, op, parameter, buffer))
            parameter += sum(next(learned) for _ in op.arrays)
            buffer += sum(next(kept) for _ in op.statistics)
    return found


def _known(planned: PlannedLayer) -> tuple[Operation, ...]:
    if planned.operations is None:
        raise TypeError(f"{planned.layer.title} layers")
    lacking = next((op.without_fused for op in planned.operations if op.without_fused), "")
    if lacking:
        raise TypeError(lacking)
    return planned.operations


def build_table(document: Document, layout: Layout, batch: int) -> Table:
    """The table of a network.

    Args:
        document: What is trained.
        layout: Of its parameters.
        batch: Points of one update, 1 or more.

    Raises:
        TypeError: As `entries_of`.
    """
    entries = entries_of(document)
    tile = _tile(entries, batch)
    lay_out = Workspace(document, tile)
    operations = lay_out.operations(entries)
    plan = _settings(document)
    place = plan[0]
    place["batch"], place["tile"], place["pitch"] = batch, tile, lay_out.pitch
    place["inputs"], place["logits"] = operations[0]["source"], operations[-1]["target"]
    place["delta"] = operations[-1]["delta_out"]
    place["wanted"] = lay_out.take(int(place["outputs"]) * lay_out.pitch)
    # A block more than there are parameters: products write whole vectors, the last of which may reach beyond.
    place["gradient"] = lay_out.take(layout.parameter_size + LANE_BLOCK)
    weights = _ranges(layout.parameters, lambda slot: slot.role == "weight")
    learning = _ranges(layout.parameters, lambda slot: not slot.frozen)
    return Table(operations, tuple(lay_out.kinds), plan, weights, learning, lay_out.size)


@dataclass(frozen=True, slots=True)
class EvaluationTable:
    """What the kernel needs for a forward pass without anything random, by the running statistics.

    Attributes:
        operations: Of the dtype `records.OPERATION`; addresses are still 0.
        kinds: Of each the kind of operation.
        places: For each uid, `INPUT_UID` first and the output last: place in the workspace and width.
        inputs: Place of the network's inputs.
        tile, pitch: Samples that go together, and the distance between rows.
        work_size: Numbers in the workspace, which must be zero at first.
    """

    operations: NDArray[Any]
    kinds: tuple[str, ...]
    places: dict[int, tuple[int, int]]
    inputs: int
    tile: int
    pitch: int
    work_size: int


def evaluation_table(document: Document) -> EvaluationTable:
    """The table of a network that is looked at.

    Raises:
        TypeError: As `entries_of`.
    """
    entries = entries_of(document)
    lay_out = Workspace(document, _tile(entries, TILE), is_evaluation=True)
    places = {INPUT_UID: (lay_out.here, resolve(document).units[0])}
    records = []
    for layer in resolve(document).layers:
        records.append(lay_out.operations([entry for entry in entries if entry.uid == layer.uid]))
        places[layer.uid] = lay_out.here, layer.units
    return EvaluationTable(
        np.concatenate(records),
        tuple(lay_out.kinds),
        places,
        places[INPUT_UID][0],
        lay_out.tile,
        lay_out.pitch,
        lay_out.size,
    )


def work_estimate(document: Document, batch: int) -> int:
    """About how many numbers the workspace needs, without laying it out.

    Raises:
        TypeError: As `entries_of`.
    """
    entries = entries_of(document)
    return pitch_of(_tile(entries, batch)) * sum(entry.op.size_in + 2 * entry.op.size_out for entry in entries)


class Workspace:
    """Hands out places in the workspace, operation by operation, each on a boundary of 8 numbers: an `operations.Room`.

    Attributes:
        size: Numbers so far.
        here: Place of the activations at hand.
        kinds: Of the operations so far.
        pitch, tile, is_evaluation, saved: As `Room` has them.
    """

    def __init__(self, document: Document, tile: int, *, is_evaluation: bool = False) -> None:
        self.size = 0
        self.pitch, self.tile, self.is_evaluation = pitch_of(tile), tile, is_evaluation
        self.saved: list[tuple[int, int]] = []
        self.kinds: list[str] = []
        plan = resolve(document)
        widest = max((*plan.units, *(op.size_out for op in plan.operations)))
        # Two, each as large as the largest layer: an operation that cannot work in place reads one and writes the
        # other.
        self._deltas = [self.take(widest * self.pitch), self.take(widest * self.pitch)]
        self.here = self.take(plan.units[0] * self.pitch)
        self._random_modules = 0
        self._learned = False

    def take(self, count: int) -> int:
        """A place for `count` numbers."""
        place = self.size
        self.size += padded(count)
        return place

    def other_delta(self) -> int:
        """The place of gradients that is not in use."""
        self._deltas.reverse()
        return self._deltas[0]

    def random_place(self) -> int:
        """Which random operation of the network this is."""
        self._random_modules += 1
        return self._random_modules - 1

    def operations(self, entries: list[Entry]) -> NDArray[Any]:
        """The records of all operations that do something."""
        kept = [one for one in entries if not one.op.is_idle or (one.op.is_random and not self.is_evaluation)]
        records = np.zeros(len(kept), dtype=OPERATION)
        self.kinds += [entry.op.name for entry in kept]
        for i, entry in enumerate(kept):
            self._fill(records[i], entry)
        return records

    def _fill(self, record: Any, entry: Entry) -> None:
        op = entry.op
        record["inputs"], record["units"] = op.size_in, op.size_out
        for end, shape in (("in", op.shape_in), ("out", op.shape_out)):
            if len(shape) == PICTURE_AXES:
                record[f"channels_{end}"], record[f"height_{end}"], record[f"width_{end}"] = shape
        record["parameter"], record["buffer"] = entry.parameter, entry.buffer
        # before the first parameter nothing learns, and no gradient needs to get there
        record["source"], record["pass_on"] = self.here, self._learned
        record["delta_in"] = record["delta_out"] = self._deltas[0]
        if op.writes:
            self.here = self.take(op.size_out * self.pitch)
        record["target"] = self.here
        op.fill(record, self)
        self._learned |= bool(op.arrays)


def _settings(document: Document) -> NDArray[Any]:
    """A plan with everything filled in but the places."""
    training, head = document.training, resolve(document).head
    plan = np.zeros(1, dtype=PLAN)
    record = plan[0]
    record["outputs"], record["squashed"] = head.units, head.kind == "tanh"
    record["loss"] = LOSS_CODES[resolve(document).loss]
    record["optimizer"] = OPTIMIZER_CODES[training.optimizer]
    record["schedule"] = SCHEDULE_CODES[training.schedule]
    for name in ("seed", "l2", "l1", "clip", "learning_rate", *(one.name for one in METHOD_SETTINGS)):
        record[name] = getattr(training, name)
    return plan


def _ranges(slots: tuple[Slot, ...], wanted: Callable[[Slot], bool]) -> NDArray[np.int64]:
    """Ranges of the flat buffer that wanted slots fill, neighbours joined."""
    found: list[list[int]] = []
    for slot in slots:
        if not wanted(slot):
            continue
        if found and found[-1][1] == slot.offset:
            found[-1][1] += slot.size
        else:
            found.append([slot.offset, slot.offset + slot.size])
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _tile(entries: Iterable[Entry], batch: int) -> int:
    if any(entry.op.needs_batch for entry in entries):
        return batch
    return min(batch, PICTURE_TILE if any(len(entry.op.shape_in) == PICTURE_AXES for entry in entries) else TILE)
