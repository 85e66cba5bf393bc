"""From a document to the records that drive the kernel: its operations, where each finds its data, its settings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.model import INPUT_UID
from playground.document.plan import resolve
from playground.layers.ops import Op, OpCode
from playground.methods.base import codes
from playground.methods.losses import LOSSES
from playground.methods.optimizers import OPTIMIZERS
from playground.methods.schedules import SCHEDULES
from playground.training.engines.fused.records import METHOD_SETTINGS, OPERATION, PLAN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from playground.document.layout import Layout, Slot
    from playground.document.model import Document

LANE_BLOCK = 8
"""The samples of a batch are padded to a multiple of this: a vector of float32, two of float64."""
TILE = 128
"""Samples that pass through the network together; a larger batch goes tile by tile, so that its numbers stay in the
cache. Batch normalization needs the whole batch at once."""
WIDE = 64
"""From here on the distance between rows is kept off powers of two, which would crowd a few sets of the cache."""
LARGE_WEIGHT = 4096
"""Numbers in a weight from which on the backward pass reads a transposed copy."""

LOSS_CODES, OPTIMIZER_CODES, SCHEDULE_CODES = codes(LOSSES), codes(OPTIMIZERS), codes(SCHEDULES)
ONLY_IN_TRAINING = frozenset({OpCode.DROPOUT, OpCode.NOISE})
ACTIVATION_CODES = frozenset(range(13))
"""What the kernel knows, by name or by the catalogue's number; what is not here trains with PyTorch."""


@dataclass(frozen=True, slots=True)
class Table:
    """Everything the kernel needs besides the run's own arrays.

    Attributes:
        operations: Of the dtype `records.OPERATION`, in the order of the forward pass.
        plan: Of the dtype `records.PLAN`, (1,).
        weights: Ranges (first, end) of the flat parameters that are regularized, (W, 2).
        learning: Ranges of those that are not frozen, (L, 2).
        work_size: Numbers in the workspace, which must be zero at first.
    """

    operations: NDArray[Any]
    plan: NDArray[Any]
    weights: NDArray[np.int64]
    learning: NDArray[np.int64]
    work_size: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An operation with its layer's uid, and the counts of parameters and running statistics of the layers before."""

    uid: int
    op: Op
    parameter: int
    buffer: int


def entries_of(document: Document) -> list[Entry]:
    """All operations of a network in their places; a layer has one at most that uses parameters.

    Raises:
        TypeError: The kernel does not know a layer; the message is its title.
    """
    found: list[Entry] = []
    parameter = buffer = 0
    for planned in resolve(document).layers:
        if planned.operations is None:
            raise TypeError(planned.layer.title)
        found += [Entry(planned.uid, op, parameter, buffer) for op in planned.operations]
        parameter += sum(prod(one.shape) for one in planned.parameters)
        buffer += sum(prod(one.shape) for one in planned.buffers)
    return found


def build_table(document: Document, layout: Layout, batch: int) -> Table:
    """The table of a network.

    Args:
        document: What is trained.
        layout: Of its parameters.
        batch: Points of one update, 1 or more.

    Raises:
        TypeError: The kernel does not know a layer.
    """
    entries = entries_of(document)
    tile = _tile(entries, batch)
    lay_out = _Layout(document, tile)
    operations = lay_out.operations(entries)
    plan = _settings(document)
    place = plan[0]
    place["batch"], place["tile"], place["pitch"] = batch, tile, lay_out.pitch
    place["inputs"], place["logits"] = operations[0]["source"], operations[-1]["target"]
    place["delta"] = operations[-1]["delta_out"]
    place["wanted"] = lay_out.take(int(place["outputs"]) * lay_out.pitch)
    place["gradient"] = lay_out.take(layout.parameter_size + LANE_BLOCK)
    weights = _ranges(layout.parameters, lambda slot: slot.role == "weight")
    learning = _ranges(layout.parameters, lambda slot: not slot.frozen)
    return Table(operations, plan, weights, learning, lay_out.size)


@dataclass(frozen=True, slots=True)
class EvaluationTable:
    """What the kernel needs for a forward pass without anything random, by the running statistics.

    Attributes:
        operations: Of the dtype `records.OPERATION`.
        places: For each uid, `INPUT_UID` first and the output last: place in the workspace and width.
        inputs: Place of the network's inputs.
        tile, pitch: Samples that go together, and the distance between rows.
        work_size: Numbers in the workspace, which must be zero at first.
    """

    operations: NDArray[Any]
    places: dict[int, tuple[int, int]]
    inputs: int
    tile: int
    pitch: int
    work_size: int


def evaluation_table(document: Document) -> EvaluationTable:
    """The table of a network that is looked at.

    Raises:
        TypeError: The kernel does not know a layer.
    """
    lay_out = _Layout(document, TILE)
    places = {INPUT_UID: (lay_out.here, len(document.inputs))}
    records = []
    entries = entries_of(document)
    for layer in resolve(document).layers:
        mine = [_evaluated(entry) for entry in entries if entry.uid == layer.uid]
        records.append(lay_out.operations([entry for entry in mine if entry.op.code not in ONLY_IN_TRAINING]))
        places[layer.uid] = lay_out.here, layer.units
    return EvaluationTable(np.concatenate(records), places, places[INPUT_UID][0], TILE, lay_out.pitch, lay_out.size)


def _evaluated(entry: Entry) -> Entry:
    by_running_statistics = entry.op.code == OpCode.BATCH_NORM
    return replace(entry, op=replace(entry.op, option=1)) if by_running_statistics else entry


def work_estimate(document: Document, batch: int) -> int:
    """About how many numbers the workspace needs, without laying it out.

    Raises:
        TypeError: The kernel does not know a layer.
    """
    entries = entries_of(document)
    return pitch_of(_tile(entries, batch)) * sum(entry.op.width_in + 2 * entry.op.width_out for entry in entries)


def pitch_of(count: int) -> int:
    """Distance between rows of `count` numbers."""
    padded = _padded(count)
    return padded + LANE_BLOCK if padded >= WIDE else padded


class _Layout:
    """Hands out places in the workspace, operation by operation, each on a boundary of 8 numbers."""

    def __init__(self, document: Document, tile: int) -> None:
        self.size = 0
        self.pitch, self._tile = pitch_of(tile), tile
        widest = max(resolve(document).units)
        self._deltas = [self.take(widest * self.pitch), self.take(widest * self.pitch)]
        self.here = self.take(len(document.inputs) * self.pitch)
        self._saved = self._skip = -1
        self._random_modules = 0
        self._learned = False

    def take(self, count: int) -> int:
        """A place for `count` numbers."""
        place = self.size
        self.size += _padded(count)
        return place

    def operations(self, entries: list[Entry]) -> NDArray[Any]:
        """The records of all operations that do something."""
        kept = [entry for entry in entries if not (entry.op.code == OpCode.ACTIVATION and entry.op.option == 0)]
        records = np.zeros(len(kept), dtype=OPERATION)
        for i, entry in enumerate(kept):
            self._fill(records[i], entry)
        return records

    def _fill(self, record: Any, entry: Entry) -> None:
        op = entry.op
        record["code"], record["inputs"], record["units"] = op.code, op.width_in, op.width_out
        record["option"], record["value"] = op.option, op.value
        record["parameter"], record["buffer"] = entry.parameter, entry.buffer
        record["source"], record["pass_on"] = self.here, self._learned
        record["delta_in"] = record["delta_out"] = self._deltas[0]
        if op.code != OpCode.SKIP_SAVE:
            self.here = self.take(op.width_out * self.pitch)
        record["target"] = self.here
        match op.code:
            case OpCode.AFFINE:
                self._fill_affine(record)
            case OpCode.DROPOUT | OpCode.NOISE:
                self._fill_random(record)
            case OpCode.BATCH_NORM | OpCode.LAYER_NORM:
                self._fill_normalization(record)
            case OpCode.SKIP_SAVE:
                self._fill_skip_save(record)
            case OpCode.SKIP_ADD:
                record["saved"], record["kept"] = self._saved, self._skip

    def _fill_affine(self, record: Any) -> None:
        inputs, units = int(record["inputs"]), int(record["units"])
        record["turned_pitch"], record["weight_turned_pitch"] = pitch_of(inputs), pitch_of(units)
        record["turned"] = self.take(self._tile * pitch_of(inputs))
        large = inputs * units >= LARGE_WEIGHT
        record["weight_turned"] = self.take(inputs * pitch_of(units)) if large else -1
        self._deltas.reverse()
        record["delta_out"] = self._deltas[0]
        self._learned = True

    def _fill_random(self, record: Any) -> None:
        record["kept"] = self.take(int(record["units"]) * self.pitch)
        record["place"] = self._random_modules
        self._random_modules += 1

    def _fill_normalization(self, record: Any) -> None:
        units = int(record["units"])
        record["kept"], record["scales"] = self.take(units * self.pitch), self.take(max(units, self.pitch))
        self._learned = True

    def _fill_skip_save(self, record: Any) -> None:
        self._saved, self._skip = self.here, self.take(int(record["units"]) * self.pitch)
        record["kept"] = self._skip


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
    whole = any(entry.op.code == OpCode.BATCH_NORM for entry in entries)
    return batch if whole else min(batch, TILE)


def _padded(count: int) -> int:
    return -(-count // LANE_BLOCK) * LANE_BLOCK
