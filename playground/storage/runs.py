"""Runs in a project file: what was recorded of the one at hand, and the others beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from playground.document.errors import DocumentError
from playground.document.model import answers_alike
from playground.document.plan import resolve
from playground.document.problems import MOST_PARAMETERS
from playground.document.run_words import DataMark
from playground.methods.optimizers.base import STATE_ROWS
from playground.storage.arrays import Arrays, pack_arrays, unpack_arrays
from playground.storage.codec import document_from_dict, document_to_dict

if TYPE_CHECKING:
    from playground.document.model import Document

RUNS_HEAD, RUNS_DATA = MEMBERS = ("runs.json", "runs.safetensors")
MOST_RUNS = 17
MOST_MOMENTS = 1_000
MOST_NAME = 200
MOST_HEAD = 8_000_000
MOST_NUMBER = 1_000_000
MOST_COUNT = 2**53
MOMENTS = ("parameters", "buffers", "slots", "counters", "positions")
POINTS = ("points", "targets", "is_test")
OWN_NAME = re.compile(r"Run \d+")
"""Of a run that nobody has named."""
MOST_ARRAYS = MOST_RUNS * 16


@dataclass(frozen=True, slots=True)
class SavedRun:
    """One run.

    Attributes:
        number: Tells it from the others.
        name: For people.
        document: The one that all its moments are of.
        moments: Oldest first, R of them: "parameters" (R, P), "buffers" (R, B), "slots" (R, 3, P), "counters" (R, 3) of
            steps, epoch and place in the pass, "positions" (R,), rising. Empty for none.
        history: Columns of its loss curve; empty for the run at hand, whose curve the project has.
        is_named: Whether a person chose the name.
        data: What is known of its points, which are not stored.
    """

    number: int
    name: str
    document: Document
    moments: Arrays = field(default_factory=dict)
    history: Arrays = field(default_factory=dict)
    is_named: bool = False
    data: DataMark = field(default_factory=DataMark)


class _Entry(msgspec.Struct):
    """A run in the head: what is no array."""

    number: int
    name: str
    document: dict[str, Any] | None = None
    is_named: bool | None = None
    digest: str = ""
    points: str = ""


class _Head(msgspec.Struct):
    runs: list[_Entry]


def pack_runs(runs: tuple[SavedRun, ...], document: Document) -> dict[str, bytes]:
    """The two members of a project file; nothing for nothing.

    Points are stored with a run only where its classes are others: a run that is gone on with takes those at hand.

    Args:
        runs: The one at hand first.
        document: The project's.
    """
    if not runs:
        return {}
    arrays: Arrays = {}
    entries = []
    for index, run in enumerate(runs):
        plain = None if index == 0 else document_to_dict(run.document, inline_points=False)
        entries.append(_Entry(run.number, run.name, plain, run.is_named, run.data.digest, run.data.words))
        # Points are most of a file. They are needed where the targets mean other classes, as the network of the run
        # cannot be shown on those at hand.
        own = {} if index == 0 or answers_alike(run.document, document) else points_of(run.document)
        named = {**run.moments, **{f"history.{name}": column for name, column in run.history.items()}, **own}
        arrays |= {f"{index}.{name}": values for name, values in named.items()}
    return {RUNS_HEAD: msgspec.json.encode(_Head(entries)), RUNS_DATA: pack_arrays(arrays)}


def unpack_runs(head: bytes | memoryview, data: bytes | memoryview, document: Document) -> tuple[SavedRun, ...]:
    """The inverse of `pack_runs`.

    Raises:
        DocumentError: It is damaged, or out of range.
    """
    if not head:
        return ()
    if len(head) > MOST_HEAD:
        raise DocumentError(f"{RUNS_HEAD}: more than {MOST_HEAD / 1e6:,.0f} MB")
    try:
        entries = msgspec.json.decode(head, type=_Head).runs
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DocumentError(f"{RUNS_HEAD}: damaged ({error})") from None
    if not 0 < len(entries) <= MOST_RUNS or len({entry.number for entry in entries}) < len(entries):
        raise DocumentError(f"{RUNS_HEAD}: damaged (its runs cannot be told apart, or are more than {MOST_RUNS})")
    arrays = unpack_arrays(data, RUNS_DATA, MOST_ARRAYS)
    return tuple(_run(index, entry, arrays, document) for index, entry in enumerate(entries))


def _run(index: int, entry: _Entry, arrays: Arrays, document: Document) -> SavedRun:
    place = f"{RUNS_DATA}: run {index + 1}"
    words = (entry.name, entry.digest or "-", entry.points or "-")
    if not 0 < entry.number <= MOST_NUMBER or not all(0 < len(text) <= MOST_NAME for text in words):
        raise DocumentError(f"{RUNS_HEAD}: damaged (a run has no number or no name)")
    if (entry.document is None) != (index == 0):
        raise DocumentError(f"{RUNS_HEAD}: damaged (a run has no document of its own)")
    prefix = f"{index}."
    mine = {name.removeprefix(prefix): values for name, values in arrays.items() if name.startswith(prefix)}
    history = {n.removeprefix("history."): values for n, values in mine.items() if n.startswith("history.")}
    moments = {name: mine[name] for name in MOMENTS if name in mine}
    own = document if entry.document is None else _document(entry.document, mine, document)
    check_moments(moments, own, place)
    if index > 0 and not moments:
        raise DocumentError(f"{place}: nothing was recorded of it")
    is_named = OWN_NAME.fullmatch(entry.name) is None if entry.is_named is None else entry.is_named
    return SavedRun(entry.number, entry.name, own, moments, history, is_named, DataMark(entry.digest, entry.points))


def check_moments(moments: Arrays, document: Document, place: str) -> None:
    """See that recorded moments belong to a document's network, if there are any.

    Raises:
        DocumentError: They do not.
    """
    if not moments:
        return
    count, size = len(moments.get("positions", ())), resolve(document).parameter_count
    wanted: dict[str, tuple[tuple[int, ...], str]] = {
        "parameters": ((count, size), "float32"),
        "buffers": ((count, resolve(document).buffer_count), "float32"),
        "slots": ((count, STATE_ROWS, size), "float32"),
        "counters": ((count, 3), "int64"),
        "positions": ((count,), "float64"),
    }
    if not 0 < count <= MOST_MOMENTS:
        raise DocumentError(f"{place}: no moments, or more than {MOST_MOMENTS:,}")
    for name, (shape, dtype) in wanted.items():
        found = moments.get(name)
        if found is None or found.shape != shape or found.dtype != dtype:
            raise DocumentError(f"{place}: its moments do not fit the network ({name})")
        if not np.isfinite(found).all():
            raise DocumentError(f"{place}: a number that is none ({name})")
    counters, positions = moments["counters"], moments["positions"]
    in_range = all(values.min() >= 0 and values.max() < MOST_COUNT for values in (counters, positions))
    if not in_range or not (np.diff(positions) > 0.0).all():
        raise DocumentError(f"{place}: its moments are in no order")


def _document(raw: dict[str, Any], arrays: Arrays, document: Document) -> Document:
    """The run's own document, on its own points where it has any, else on those of the project."""
    points = {name: arrays[name] for name in POINTS if name in arrays}
    if points and len(points) < len(POINTS):
        raise DocumentError(f"{RUNS_DATA}: expected the arrays {', '.join(POINTS)}")
    data = points or points_of(document)
    if data["is_test"].dtype != np.bool_:
        raise DocumentError(f"{RUNS_DATA}: is_test is to say true or false")
    made = document_from_dict(raw, data)
    if resolve(made).parameter_count > MOST_PARAMETERS:
        raise DocumentError(f"{RUNS_HEAD}: a network of more than {MOST_PARAMETERS:,} parameters")
    return made if points else replace(made, dataset=document.dataset)


def points_of(document: Document) -> Arrays:
    """The samples of a document as files have them; one value of each stands in a row, (N,), as it always has."""
    data = document.dataset
    targets = data.targets if data.classes or len(data.values) > 1 else data.targets[:, 0]
    return {"points": data.samples, "targets": targets, "is_test": data.is_test}
