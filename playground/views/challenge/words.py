"""What the panel of challenges says: what may be changed, what marking came to and why, a kept solution in a line."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from html import escape
from math import isnan, nan
from statistics import median
from typing import TYPE_CHECKING

from playground.challenges.challenge import PARTS
from playground.document.model import inputs_of
from playground.document.training import Training

if TYPE_CHECKING:
    from playground.challenges.challenge import Challenge
    from playground.challenges.keeping import KeptSolution
    from playground.challenges.marking import Marks
    from playground.document.model import Document

LUCK = "What worked here was luck with the first weights."
SET = "What worked here were weights set by hand: from fresh seeds they have to be learned."
_LABELS = {field.name: str(field.metadata.get("label", field.name)) for field in fields(Training)}


def free_words(challenge: Challenge, start: Document) -> str:
    """What may be changed, and how it is marked, in two or three sentences of HTML."""
    free = [PARTS.get(name, f"<b>{_LABELS.get(name, name)}</b>") for name in challenge.may_change]
    text = f"You may change {_listed(free)}, and nothing else."
    if challenge.only_inputs:
        known = inputs_of(start)
        labels = [known[name].label if name in known else name for name in challenge.only_inputs]
        text += f" Inputs: only {_listed(labels)}."
    return (
        f"{text} It is marked after <b>{challenge.epochs:,} epochs</b>, from {challenge.seeds} fresh seeds, "
        f"and has to work for <b>{challenge.needed}</b> of them."
    )


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def verdict_words(challenge: Challenge, marks: Marks, predicted: int | None, why: str = "") -> str:
    """What marking came to and why, in some sentences of HTML.

    Args:
        challenge: Which.
        marks: What it came to.
        predicted: What was foreseen; None for nothing.
        why: Why the run at hand meets the goals all the same, a sentence; "" where it does not.
    """
    if marks.broken:
        return f"<b>Not marked.</b> {escape(' '.join(marks.broken))}"
    count = f"It works for <b>{marks.count} of {len(marks.seeds)}</b> fresh seeds"
    foreseen = _foreseen(marks, predicted)
    if marks.passed:
        return f"<b>Passed.</b> {count}; {marks.needed} are needed.{foreseen}"
    luck = f" {why}" if why else ""
    return f"<b>Not yet.</b> {count}, and {marks.needed} are needed.{_missing(challenge, marks)}{luck}{foreseen}"


def _foreseen(marks: Marks, predicted: int | None) -> str:
    if predicted is None:
        return ""
    off = marks.count - predicted
    return f" You foresaw {predicted}: " + (
        "exactly." if off == 0 else "close." if abs(off) == 1 else "more came." if off > 0 else "fewer came."
    )


def _missing(challenge: Challenge, marks: Marks) -> str:
    """The goals that most seeds miss, all that as many miss, and what their quantities come to in the middle."""
    goals = [*challenge.targets(), *(challenge.rival.targets() if challenge.rival is not None else ())]
    missed = [sum(not goal.meets(_value(row, place)) for row in marks.values) for place, goal in enumerate(goals)]
    most = max(missed)
    if not most:
        return ""
    said = []
    for place, goal in enumerate(goals):
        if missed[place] == most:
            middle = middle_of(marks, place)
            whose = "the rival's " if place >= len(challenge.targets()) else ""
            now = "" if isnan(middle) else f"; in the middle it is {goal.quantity.said(middle)}"
            said.append(f"{whose}{escape(goal.words)}{now}")
    return f" What {most} of them miss: {'. And '.join(said)}."


def middle_of(marks: Marks, place: int) -> float:
    """What the quantity of a goal came to over the seeds, in the middle; nan where nobody knows.

    Args:
        marks: Of the challenge.
        place: Of the goal, those of the rival last.
    """
    values = [value for row in marks.values if not isnan(value := _value(row, place))]
    return median(values) if values else nan


def _value(row: tuple[float, ...], place: int) -> float:
    return row[place] if place < len(row) else nan


def kept_words(kept: KeptSolution) -> str:
    """A solution in a line: size, epochs, seeds, when."""
    marks = kept.marks
    day = kept.date.partition("T")[0]
    try:
        when = datetime.fromisoformat(kept.date)
        day = f"{when.day}\N{NO-BREAK SPACE}{when:%b}"
    except ValueError:
        pass
    what = f"{marks.parameters:,} parameters" if marks.parameters != 1 else "1 parameter"
    pieces = what, f"{marks.epochs:,} epochs", f"{marks.count} of {len(marks.seeds)}", day
    # Lines break between two pieces only, behind the dot.
    return " ".join(f"{piece} ·".replace(" ", "\N{NO-BREAK SPACE}") for piece in pieces[:-1]) + f" {pieces[-1]}"
