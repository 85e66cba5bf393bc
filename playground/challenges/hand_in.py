"""A hand-in: a project file that says beside its document and weights whose it is, and what it is said to come to."""

from __future__ import annotations

from dataclasses import replace
from math import nan
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from playground.challenges.marking import Marks  # noqa: TC001 - a field of a struct
from playground.document.errors import DocumentError
from playground.storage.project import SUFFIX, Project, pack_project, read_project, read_text_project

if TYPE_CHECKING:
    from pathlib import Path

FIELD = "hand_in"
"""The field of the document in the file; who does not know it keeps it."""
MOST_STEPS, LONGEST_STEP, LONGEST_NAME = 500, 200, 80


class HandIn(msgspec.Struct, frozen=True):
    """What a person hands in beside the document.

    Attributes:
        challenge: The key of the challenge.
        name: Who hands it in; may be empty.
        date: When, as ISO 8601 has it.
        epoch: How long the network at hand was trained.
        is_claimed: Whether the goals were met in the window.
        predicted: Of `predicted_of` fresh seeds, for how many it was expected to work; None where nobody said.
        predicted_of: How many those were.
        steps: What was done, as the undo history calls it, first to last.
        marks: What marking in the window came to; None where it was not marked.
        is_by_hand: Whether weights of its run were set by hand.
    """

    challenge: str
    name: Annotated[str, Meta(max_length=LONGEST_NAME)] = ""
    date: Annotated[str, Meta(max_length=40)] = ""
    epoch: Annotated[float, Meta(ge=0.0)] = 0.0
    is_claimed: bool = False
    predicted: Annotated[int, Meta(ge=0)] | None = None
    predicted_of: Annotated[int, Meta(ge=0)] = 0
    steps: Annotated[tuple[Annotated[str, Meta(max_length=LONGEST_STEP)], ...], Meta(max_length=MOST_STEPS)] = ()
    marks: Marks | None = None
    is_by_hand: bool = False


def shortened_steps(steps: tuple[str, ...]) -> tuple[str, ...]:
    """The last of the steps, as many and as long as a hand-in takes them."""
    return tuple(step[:LONGEST_STEP] for step in steps[-MOST_STEPS:])


def pack_hand_in(project: Project, said: HandIn) -> bytes:
    """A project with a hand-in as the bytes of a file; it opens in the window as any project does."""
    document = project.document
    extras = {**document.extras, "": {**document.extras.get("", {}), FIELD: msgspec.to_builtins(said)}}
    return pack_project(replace(project, document=replace(document, extras=extras)))


def read_hand_in(path: Path) -> tuple[HandIn | None, Project]:
    """What was handed in, and the project; None for a project that is no hand-in.

    Raises:
        DocumentError: It is no project, or damaged; in words.
        OSError: It cannot be opened.
    """
    if path.suffix.lower() not in {SUFFIX, ".json"}:
        raise DocumentError(f"it is no project: those end in {SUFFIX}")
    project = read_project(path) if path.suffix.lower() == SUFFIX else read_text_project(path)
    raw = project.document.extras.get("", {}).get(FIELD)
    if raw is None:
        return None, project
    try:
        return msgspec.convert(_with_nan(raw), HandIn), project
    except msgspec.ValidationError as error:
        raise DocumentError(f"what it says of itself is damaged: {error}") from None


def _with_nan(raw: object) -> object:
    """What JSON says of a hand-in, with nan again where nothing was known: JSON has null in its place."""
    marks = raw.get("marks") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(marks, dict):
        return raw
    values = marks.get("values")
    if isinstance(values, list):
        values = [[nan if one is None else one for one in row] if isinstance(row, list) else row for row in values]
    seconds = nan if marks.get("seconds") is None else marks["seconds"]
    return {**raw, "marks": {**marks, "values": values, "seconds": seconds}}
