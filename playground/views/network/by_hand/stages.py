"""The stages of one update, and what of it is asked for: no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from playground.document.model import INPUT_UID, OUTPUT_UID
from playground.document.plan import resolve
from playground.training.explain.by_hand import reading
from playground.training.explain.by_hand.written import Factor, SumTerm, WrittenLine

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.training.explain.by_hand.update import HandUpdate

Kind = Literal["inputs", "forwards", "loss", "backwards", "steps", "take"]
Lines = tuple[WrittenLine, ...]
NO_BIAS = "The unit has no bias: point at one of its connections."
AT_INPUTS = "The inputs are given: nothing here learns, so no error is needed."


@dataclass(frozen=True, slots=True)
class HandStage:
    """One of the stages.

    Attributes:
        kind: What is worked out in it.
        uid: Of the column that it is about.
        title: In words.
    """

    kind: Kind
    uid: int
    title: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What is written out.

    Attributes:
        uid: Of the column.
        unit: Counted over all that leaves it.
        place: Of a parameter in the flat array, where a connection or a bias is meant.
    """

    uid: int
    unit: int = 0
    place: int | None = None


def stages_of(document: Document) -> tuple[HandStage, ...]:
    """All stages: there, the loss, back, the steps of all weights, and the step itself."""
    uids = resolve(document).uids
    names = {uid: "output" if uid == OUTPUT_UID else f"layer {place}" for place, uid in enumerate(uids, start=1)}
    return (
        HandStage("inputs", INPUT_UID, "the inputs"),
        *(HandStage("forwards", uid, f"forwards, {names[uid]}") for uid in uids),
        HandStage("loss", OUTPUT_UID, "the loss"),
        *(HandStage("backwards", uid, f"back, {names[uid]}") for uid in reversed(uids)),
        HandStage("steps", OUTPUT_UID, "the steps"),
        HandStage("take", OUTPUT_UID, "take the step"),
    )


def asked_of(update: HandUpdate, stage: HandStage, unit: int = 0) -> Asked:
    """What is asked for of a unit, or of the middle of a map; of the steps the weight by which it reads the first.

    Args:
        update: Worked out.
        stage: At hand.
        unit: Of the stage's column; more or less than it has is its last or first. Maps count as one each.
    """
    shape = shape_of(update, stage.uid)
    unit = min(max(unit, 0), shape[0] - 1)
    if stage.kind != "steps":
        middle = shape[1] // 2 * shape[2] + shape[2] // 2 if len(shape) > 1 else 0
        return Asked(stage.uid, unit * prod(shape[1:]) + middle)
    slots = [one for one in update.layout.parameters if one.key[0] == stage.uid and one.role == "weight"]
    if not slots:
        return Asked(stage.uid, unit)
    row = min(unit, slots[0].shape[0] - 1)
    return Asked(stage.uid, unit, slots[0].offset + row * prod(slots[0].shape[1:]))


def shape_of(update: HandUpdate, uid: int) -> tuple[int, ...]:
    """Of what leaves a column of one sample: (units,) or (channels, height, width)."""
    if uid == INPUT_UID:
        return update.passages[0].entering.shape[1:]
    return update.of_layer(uid)[-1].leaving.shape[1:]


def lines_of(update: HandUpdate, stage: HandStage, asked: Asked, sample: int) -> Lines:
    """What is asked for, written out at a stage; the number itself is that of the last line."""
    if stage.kind == "steps":
        return _steps(update, asked)
    if stage.kind == "loss":
        told = (*reading.cost_words(update, sample), reading.answer_words(update, sample))
        costs = (WrittenLine("", "", (), words=one) for one in told if one)
        return (*costs, *reading.loss_lines(update))
    if asked.place is not None:
        return _product(update, stage, asked, sample)
    if asked.uid == INPUT_UID:
        return _input(update, stage, asked, sample)
    if stage.kind == "backwards":
        return reading.error_lines(update, asked.uid, sample, asked.unit)
    return reading.made_lines(update, asked.uid, sample, asked.unit)


def unit_numbers(update: HandUpdate, stage: HandStage, uid: int, sample: int) -> NDArray[np.float64] | None:
    """What the units of a column show at a stage, (units,): activations as far as they are known, then errors."""
    order = (INPUT_UID, *resolve(update.document).uids)
    here, focus = order.index(uid), order.index(stage.uid)
    if stage.kind in ("inputs", "forwards", "loss") and here <= focus:
        known = reading.inputs(update) if uid == INPUT_UID else reading.activations(update, uid)
        return np.asarray(known[sample])
    if stage.kind == "backwards" and here >= focus:
        return np.asarray(reading.errors(update, uid)[sample])
    return None


def connection_number(update: HandUpdate, stage: HandStage, place: int, sample: int) -> float | None:
    """What a connection shows: w · a forwards, w · δ backwards, then its step; None where it is no single product."""
    if stage.kind in ("steps", "take"):
        return float(update.step[place])
    line = _product_line(update, stage, place, sample)
    return None if line is None else line.value


def shows_connections(stage: HandStage, left: int, right: int) -> bool:
    """Whether the numbers of the connections between two columns belong to a stage."""
    if stage.kind == "forwards":
        return right == stage.uid
    if stage.kind == "backwards":
        return left == stage.uid
    return stage.kind in ("steps", "take")


def _steps(update: HandUpdate, asked: Asked) -> Lines:
    place = asked.place
    if place is None:
        biases = [one for one in update.layout.parameters if one.key[0] == asked.uid and one.role == "bias"]
        inside = bool(biases) and asked.unit < biases[-1].size
        if asked.uid == INPUT_UID or not inside:
            return (WrittenLine("", "", (), words=AT_INPUTS if asked.uid == INPUT_UID else NO_BIAS),)
        place = biases[-1].offset + asked.unit
    return reading.step_lines(update, place)


def _input(update: HandUpdate, stage: HandStage, asked: Asked, sample: int) -> Lines:
    if stage.kind == "backwards":
        return (WrittenLine("", "", (), words=AT_INPUTS),)
    return (reading.input_line(update, sample, asked.unit),)


def _product(update: HandUpdate, stage: HandStage, asked: Asked, sample: int) -> Lines:
    """One connection: its product; where it has several, the unit that it leads to."""
    assert asked.place is not None  # noqa: S101  (the caller has looked)
    line = _product_line(update, stage, asked.place, sample)
    if line is not None:
        return (line,)
    if stage.kind == "backwards":
        return (reading.slope_line(update, asked.place),)
    return reading.made_lines(update, asked.uid, sample, asked.unit)


def _product_line(update: HandUpdate, stage: HandStage, place: int, sample: int) -> WrittenLine | None:
    """The product w · a or w · δ of a weight of an affine map; the bias by itself."""
    for passage in update.passages:
        for which, (offset, array) in enumerate(zip(passage.slots, passage.arrays, strict=False)):
            if not offset <= place < offset + array.size:
                continue
            if passage.operation is None or passage.operation.name != "affine":
                return None
            index = [int(one) for one in np.unravel_index(place - offset, array.shape)]
            if which > 0:
                return WrittenLine("b", "b, the bias", (SumTerm((Factor("b", float(array[index[0]]), "the bias"),)),))
            weight = Factor("w", float(array[index[0], index[1]]), "the weight")
            if stage.kind == "backwards":
                error = Factor("δ", float(passage.error_out[sample, index[0]]), "the error at the unit")
                return WrittenLine("w · δ", "w · δ, what goes back over it", (SumTerm((weight, error)),))
            name = passage.entering_name((index[1],))
            entered = Factor(name, float(passage.entering[sample, index[1]]), "what enters")
            return WrittenLine(f"w · {name}", f"w · {name}, what it adds to the sum", (SumTerm((weight, entered)),))
    return None
