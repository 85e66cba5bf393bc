"""Words for one step by hand: the stage, what is asked for, and its arithmetic as rich text."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from playground.document.model import INPUT_UID, OUTPUT_UID
from playground.document.plan import resolve
from playground.training.explain.by_hand.written import number_words
from playground.views.network.by_hand.stages import asked_of, lines_of

if TYPE_CHECKING:
    from playground.training.explain.by_hand.update import HandUpdate
    from playground.training.explain.by_hand.written import WrittenLine
    from playground.views.network.by_hand.mode import HandMode
    from playground.views.network.by_hand.stages import Asked, HandStage


def stage_words(mode: HandMode, place: int | None = None) -> str:
    """The line "Stage 3 of 10: forwards, layer 2", and which sample it is of several; None: of the stage at hand."""
    here, place = (mode.here, mode.stage) if place is None else (mode.stages[place], place)
    words = f"Stage {place + 1} of {len(mode.stages)}: {here.title}"
    count = 0 if mode.update is None else len(mode.update.rows)
    return f"{words} · sample {mode.sample + 1} of {count}" if count > 1 else words


def asked_words(update: HandUpdate, asked: Asked) -> str:
    """Where the numbers stand that are written out: "Layer 1, unit 3"."""
    uids = resolve(update.document).uids
    if asked.uid == INPUT_UID:
        return "Input"
    layer = "Output" if asked.uid == OUTPUT_UID else f"Layer {uids.index(asked.uid) + 1}"
    return f"{layer}, {_part(update, asked)}"


def _part(update: HandUpdate, asked: Asked) -> str:
    """The unit, the number of a map by its channel, row and column, or the parameter."""
    if asked.place is not None:
        for passage in update.of_layer(asked.uid):
            for which, (offset, array) in enumerate(zip(passage.slots, passage.arrays, strict=False)):
                if offset <= asked.place < offset + array.size and array.ndim == 2 and which == 0:
                    row, column = divmod(asked.place - offset, array.shape[1])
                    return f"weight from {passage.entering_name((column,))} to unit {row + 1}"
        return f"a parameter of unit {asked.unit + 1}"
    shape = update.of_layer(asked.uid)[-1].leaving.shape[1:]
    classes = update.document.dataset.classes
    if asked.uid == OUTPUT_UID and len(classes) == shape[0]:
        return f"class {classes[asked.unit].name}"
    if len(shape) == 1:
        return f"unit {asked.unit + 1}"
    channel, rest = divmod(asked.unit, shape[1] * shape[2])
    row, column = divmod(rest, shape[2])
    return f"map {channel + 1}, row {row + 1}, column {column + 1}"


def lines_html(mode: HandMode) -> list[str]:
    """What is asked for under its heading: formula, numbers, result; hidden ones keep formula and result back."""
    update = mode.update
    if update is None:
        return []
    lines, asked = mode.lines, mode.asked_place
    found = [f"<b>{escape(_head(update, mode.here, mode.asked, mode.sample))}</b>"]
    if mode.is_hidden and asked is not None:
        line = lines[asked]
        known = [_line_html(one) for one in lines[:asked]] if mode.here.kind == "steps" else []
        hidden = f"{escape(line.name)} = <b>?</b> &nbsp; {escape(_given(line))}"
        told = [] if mode.said is None else [f"<b>Not yet.</b> {escape(mode.said.words)}"]
        return [*found, *known, hidden, *told]
    told = [f"<b>{escape(mode.said.words)}</b>"] if mode.checks and mode.said is not None else []
    return [*found, *(_line_html(line) for line in lines), *told]


def first_html(update: HandUpdate, stage: HandStage) -> list[str]:
    """What a stage begins with, written out whole: to measure the room that it needs; nothing of the last one."""
    if stage.kind == "take":
        return []
    asked = asked_of(update, stage)
    lines = map(_line_html, lines_of(update, stage, asked, 0))
    return [f"<b>{escape(_head(update, stage, asked, 0))}</b>", *lines]


def _head(update: HandUpdate, stage: HandStage, asked: Asked, sample: int) -> str:
    if stage.kind == "loss":
        return "The sample" if len(update.rows) == 1 else f"Sample {sample + 1}, and the batch"
    return asked_words(update, asked)


def _line_html(line: WrittenLine) -> str:
    text = line.text
    if not line.terms and line.is_number:
        return f"{escape(line.name)} = <b>{number_words(line.value)}</b>, {escape(line.words)}"
    head, mark, result = text.rpartition(" = ")
    if not mark or not line.is_number:
        return escape(text)
    end = f"{escape(head)} = <b>{escape(result)}</b>"
    return f"{escape(line.formula)}: &nbsp; {end}" if line.formula else end


def _given(line: WrittenLine) -> str:
    """What the number is made of, without how."""
    found = dict[str, None]()
    for term in line.terms[:6]:
        for factor in term.factors:
            found[factor.role] = None
    return "made of " + ", ".join(found) if found else ""
