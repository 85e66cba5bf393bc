"""From a document to the numbers that drive the kernel: its operations, where each finds its data, its settings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.model import all_layers, output_head, widths
from playground.document.training import LOSSES, OPTIMIZERS, SCHEDULES
from playground.layers.ops import Op, OpCode
from playground.training.targets import effective_loss

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from playground.document.model import Document
    from playground.training.layout import Layout, Slot

LANE_BLOCK = 8
"""The samples of a batch are padded to a multiple of this: a vector of float32, two of float64."""
TILE = 128
"""Samples that pass through the network together; a larger batch goes tile by tile, so that its numbers stay in the
cache. Batch normalization needs the whole batch at once."""
WIDE = 64
"""From here on the distance between rows is kept off powers of two, which would crowd a few sets of the cache."""
LARGE_WEIGHT = 4096
"""Numbers in a weight from which on the backward pass reads a transposed copy."""
MOST_WORK = 64_000_000
"""Numbers that the workspace may hold."""


class Column(IntEnum):
    """Columns of the table of operations; places are indices into the workspace."""

    CODE = 0
    WIDTH_IN = 1
    WIDTH_OUT = 2
    OPTION = 3
    PARAMETER = 4
    """First of the operation's own parameters in the flat buffer."""
    BUFFER = 5
    """First of its running statistics."""
    SOURCE = 6
    TARGET = 7
    """Activations before and after: units x samples."""
    DELTA_IN = 8
    DELTA_OUT = 9
    """Gradients by them; the same place where the operation works element by element."""
    EXTRA = 10
    """What the forward pass leaves for the backward pass: inputs transposed, mask, normalized values, skip's gradient."""
    EXTRA_PITCH = 11
    SCALES = 12
    """Normalization: one over the deviation. Affine: the weight transposed, -1 for none."""
    PLACE = 13
    """Which random module of the network this is."""
    PASS_ON = 14
    """Whether anything before it learns, so that the gradient by its input is needed."""


class Number(IntEnum):
    """Indices into the integers that the kernel reads."""

    BATCH = 0
    PITCH = 1
    TILE = 2
    OUTPUTS = 3
    LOGITS = 4
    DELTA = 5
    WANTED = 6
    GRADIENT = 7
    INPUTS = 8
    LOSS = 9
    SQUASHED = 10
    OPTIMIZER = 11
    NESTEROV = 12
    SCHEDULE = 13
    SEED = 14


class Setting(IntEnum):
    """Indices into the floats that the kernel reads."""

    RATE = 0
    MOMENTUM = 1
    BETA1 = 2
    BETA2 = 3
    RHO = 4
    EPSILON = 5
    DECAY = 6
    L2 = 7
    L1 = 8
    CLIP = 9
    HUBER = 10
    SCHEDULE_EPOCHS = 11
    SCHEDULE_FACTOR = 12


class Progress(IntEnum):
    """Indices into the state that the kernel moves on."""

    EPOCH = 0
    CURSOR = 1
    STEPS = 2


LOSS_CODES = {name: code for code, name in enumerate(LOSSES)}
OPTIMIZER_CODES = {name: code for code, name in enumerate(OPTIMIZERS)}
SCHEDULE_CODES = {name: code for code, name in enumerate(SCHEDULES)}


@dataclass(frozen=True, slots=True)
class Table:
    """Everything the kernel needs besides the run's own arrays.

    Attributes:
        operations: A row for each operation, columns as `Column` says.
        values: The operations' rates, momenta and deviations.
        weights: Ranges (first, end) of the flat parameters that are regularized, (W, 2).
        learning: Ranges of those that are not frozen, (L, 2).
        numbers: By `Number`.
        settings: By `Setting`.
        work_size: Numbers in the workspace, which must be zero at first.
    """

    operations: NDArray[np.int64]
    values: NDArray[np.float64]
    weights: NDArray[np.int64]
    learning: NDArray[np.int64]
    numbers: NDArray[np.int64]
    settings: NDArray[np.float64]
    work_size: int


def lowered(document: Document) -> list[tuple[Op, int, int]] | str:
    """All operations, each with the parameters and running statistics before its own; or the title of what is not known.

    Only the first operation of a layer that has parameters may use them: a layer is one affine map or one normalization.
    """
    found: list[tuple[Op, int, int]] = []
    parameters = buffers = 0
    for layer, width in zip(all_layers(document), widths(document), strict=False):
        operations = layer.lower(width)
        if operations is None:
            return layer.title
        found += [(op, parameters, buffers) for op in operations]
        parameters += sum(prod(parameter.shape) for parameter in layer.parameters(width))
        buffers += sum(prod(buffer.shape) for buffer in layer.buffers(width))
    return found


class _Workspace:
    """Hands out places in one array, each on a boundary of 8 numbers."""

    def __init__(self) -> None:
        self.size = 0

    def take(self, count: int) -> int:
        place = self.size
        self.size += _round_up(count)
        return place


def build_table(document: Document, layout: Layout, batch: int) -> Table:
    """The table of a network that `covers` accepts.

    Args:
        document: What is trained.
        layout: Of its parameters.
        batch: Points of one update, 1 or more.
    """
    operations = lowered(document)
    if isinstance(operations, str):
        raise TypeError(f"the kernel does not know {operations}")
    tile = tile_size(operations, batch)
    pitch = _pitch(tile)
    work = _Workspace()
    rows, values = _Rows(work, pitch, tile, document).table(operations)
    head = output_head(document)
    numbers = np.zeros(len(Number), dtype=np.int64)
    numbers[Number.BATCH], numbers[Number.PITCH], numbers[Number.TILE] = batch, pitch, tile
    numbers[Number.OUTPUTS], numbers[Number.LOGITS] = head.units, rows[-1, Column.TARGET]
    numbers[Number.DELTA] = rows[-1, Column.DELTA_OUT]
    numbers[Number.WANTED] = work.take(head.units * pitch)
    numbers[Number.GRADIENT] = work.take(layout.parameter_size + LANE_BLOCK)
    numbers[Number.INPUTS] = rows[0, Column.SOURCE]
    _choose(numbers, document)
    weights = _ranges(layout.parameters, lambda slot: slot.role == "weight")
    learning = _ranges(layout.parameters, lambda slot: not slot.frozen)
    return Table(rows, values, weights, learning, numbers, _settings(document), work.size + LANE_BLOCK)


def tile_size(operations: Iterable[tuple[Op, int, int]], batch: int) -> int:
    """Samples that pass through these operations together."""
    whole = any(op.code == OpCode.BATCH_NORM for op, _, _ in operations)
    return batch if whole else min(batch, TILE)


class _Rows:
    """Lays out the operations in the workspace, first to last."""

    def __init__(self, work: _Workspace, pitch: int, tile: int, document: Document) -> None:
        self.work, self.pitch, self.tile = work, pitch, tile
        widest = max(widths(document))
        self.deltas = [work.take(widest * pitch), work.take(widest * pitch)]
        self.here = work.take(len(document.inputs) * pitch)
        self.saved = self.skip = -1
        self.places = 0
        self.learned = False

    def table(self, operations: list[tuple[Op, int, int]]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        kept = [entry for entry in operations if not (entry[0].code == OpCode.ACTIVATION and entry[0].option == 0)]
        rows = np.zeros((len(kept), len(Column)), dtype=np.int64)
        for row, (op, parameter, buffer) in zip(rows, kept, strict=True):
            row[: Column.SOURCE] = op.code, op.width_in, op.width_out, op.option, parameter, buffer
            self._place(row, op)
        return rows, np.array([op.value for op, _, _ in kept], dtype=np.float64)

    def _place(self, row: NDArray[np.int64], op: Op) -> None:
        row[Column.SOURCE], row[Column.PASS_ON] = self.here, self.learned
        row[Column.DELTA_IN] = row[Column.DELTA_OUT] = self.deltas[0]
        row[Column.SCALES] = -1
        if op.code != OpCode.SKIP_SAVE:
            self.here = self.work.take(op.width_out * self.pitch)
        row[Column.TARGET] = self.here
        match op.code:
            case OpCode.AFFINE:
                self._place_affine(row, op)
            case OpCode.DROPOUT | OpCode.NOISE:
                row[Column.EXTRA] = self.work.take(op.width_out * self.pitch)
                row[Column.PLACE] = self.places
                self.places += 1
            case OpCode.BATCH_NORM | OpCode.LAYER_NORM:
                row[Column.EXTRA] = self.work.take(op.width_out * self.pitch)
                row[Column.SCALES] = self.work.take(max(op.width_out, self.pitch))
                self.learned = True
            case OpCode.SKIP_SAVE:
                self.saved, self.skip = self.here, self.work.take(op.width_out * self.pitch)
                row[Column.EXTRA] = self.skip
            case OpCode.SKIP_ADD:
                row[Column.EXTRA], row[Column.SCALES] = self.skip, self.saved

    def _place_affine(self, row: NDArray[np.int64], op: Op) -> None:
        row[Column.EXTRA_PITCH] = _pitch(op.width_in)
        row[Column.EXTRA] = self.work.take(self.tile * _pitch(op.width_in))
        self.deltas.reverse()
        row[Column.DELTA_OUT] = self.deltas[0]
        if op.width_in * op.width_out >= LARGE_WEIGHT:
            row[Column.SCALES] = self.work.take(op.width_in * _pitch(op.width_out))
        self.learned = True


def _choose(numbers: NDArray[np.int64], document: Document) -> None:
    training = document.training
    numbers[Number.LOSS] = LOSS_CODES[effective_loss(document)]
    numbers[Number.SQUASHED] = output_head(document).kind == "tanh"
    numbers[Number.OPTIMIZER] = OPTIMIZER_CODES[training.optimizer]
    numbers[Number.NESTEROV] = training.nesterov
    numbers[Number.SCHEDULE] = SCHEDULE_CODES[training.schedule]
    numbers[Number.SEED] = training.seed


def _settings(document: Document) -> NDArray[np.float64]:
    training = document.training
    settings = np.zeros(len(Setting), dtype=np.float64)
    settings[Setting.RATE], settings[Setting.MOMENTUM] = training.learning_rate, training.momentum
    settings[Setting.BETA1], settings[Setting.BETA2] = training.beta1, training.beta2
    settings[Setting.RHO], settings[Setting.EPSILON] = training.rho, training.epsilon
    settings[Setting.DECAY] = training.decoupled_decay
    settings[Setting.L2], settings[Setting.L1] = training.l2, training.l1
    settings[Setting.CLIP], settings[Setting.HUBER] = training.clip, training.huber_delta
    settings[Setting.SCHEDULE_EPOCHS] = training.schedule_epochs
    settings[Setting.SCHEDULE_FACTOR] = training.schedule_factor
    return settings


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


def _round_up(count: int) -> int:
    return -(-count // LANE_BLOCK) * LANE_BLOCK


def _pitch(count: int) -> int:
    """Distance between rows of `count` numbers."""
    padded = _round_up(count)
    return padded + LANE_BLOCK if padded >= WIDE else padded


def work_size(document: Document, batch: int) -> int:
    """Numbers that the largest parts of the workspace hold, without laying it out; 0 for what is not covered."""
    operations = lowered(document)
    if isinstance(operations, str):
        return 0
    lanes = _pitch(tile_size(operations, batch))
    return lanes * sum(op.width_in + 2 * op.width_out for op, _, _ in operations)


