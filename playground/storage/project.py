"""The project file `.nnplay`: a stored zip of document, points, weights, history, results. No code in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from playground.document.errors import DocumentError
from playground.document.plan import resolve
from playground.document.problems import MOST_PARAMETERS
from playground.methods.optimizers.base import STATE_ROWS
from playground.storage.arrays import Arrays, pack_arrays, unpack_arrays
from playground.storage.atomic import atomic_write
from playground.storage.codec import document_from_dict, document_to_dict
from playground.storage.container import pack_members, unpack_members
from playground.storage.reading import read_limited
from playground.storage.runs import MEMBERS as RUN_MEMBERS
from playground.storage.runs import POINTS, RUNS_DATA, RUNS_HEAD, SavedRun, pack_runs, points_of, unpack_runs
from playground.storage.saved_results import MEMBERS as RESULT_MEMBERS
from playground.storage.saved_results import RESULTS_DATA, RESULTS_HEAD, SavedResults, pack_results, unpack_results
from playground.storage.weights_text import FIELD as WEIGHTS_FIELD
from playground.storage.weights_text import weights_from_dict, weights_to_dict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from playground.document.model import Document

SUFFIX = ".nnplay"
MOST_BYTES = 1_000_000_000
MOST_JSON = 200_000_000
"""A document with its points as text takes many times its size while it is read."""
MOST_HEAD = 8_000_000
"""The document alone, its points apart: some hundred layers."""
MOST_RECORDS = 1_000_000
VIEW, MOST_VIEW = "view", 20_000
"""The member of `document.json` in a project that tells of the window, and how long it may be."""
MOST_PICTURE = 4_000_000
DOCUMENT, DATA, WEIGHTS, HISTORY, PICTURE = MEMBERS = (
    "document.json",
    "data.safetensors",
    "weights.safetensors",
    "history.safetensors",
    "thumbnail.png",
)
ALL_MEMBERS = (*MEMBERS, *RUN_MEMBERS, *RESULT_MEMBERS)
HISTORY_KINDS = {
    "run": "i",
    "epoch": "f",
    "train_loss": "f",
    "test_loss": "f",
    "train_score": "f",
    "test_score": "f",
}
"""The columns of the loss curve: whole numbers or fractions."""


@dataclass(frozen=True, slots=True)
class Project:
    """A document with what training made of it.

    Attributes:
        document: What the person made.
        weights: A checkpoint's arrays by name; empty before training.
        history: The loss curve's columns by name; empty before training.
        thumbnail: A PNG, or nothing.
        runs: What was recorded of the run at hand, then the other runs; may be empty.
        view: How the window looked at it, as plain values; empty for none. It is no part of the document: who does
            not know it keeps it, and what is damaged in it is left out.
    """

    document: Document
    weights: Arrays = field(default_factory=dict)
    history: Arrays = field(default_factory=dict)
    thumbnail: bytes = b""
    runs: tuple[SavedRun, ...] = ()
    view: dict[str, Any] = field(default_factory=dict)
    results: tuple[SavedResults, ...] = ()


def pack_project(project: Project) -> bytes:
    """A project as bytes, the same for the same project."""
    return pack_members(
        {
            DOCUMENT: encode_head(project.document, project.view),
            DATA: pack_arrays(points_of(project.document)),
            WEIGHTS: pack_arrays(project.weights),
            HISTORY: pack_arrays(project.history),
            PICTURE: project.thumbnail,
            **pack_runs(project.runs, project.document),
            **pack_results(project.results),
        }
    )


def unpack_project(data: bytes) -> Project:
    """The inverse of `pack_project`; sizes, names and shapes are checked before anything is built.

    Raises:
        DocumentError: It is no project, damaged, or out of range.
    """
    members = unpack_members(data, ALL_MEMBERS)
    for name, most in ((DOCUMENT, MOST_HEAD), (PICTURE, MOST_PICTURE)):
        if len(members.get(name, b"")) > most:
            raise DocumentError(f"{name}: more than {most / 1e6:,.0f} MB")
    if DOCUMENT not in members:
        raise DocumentError("document.json is missing from the file")
    points = unpack_arrays(members.get(DATA, b""), DATA)
    raw = decode(members[DOCUMENT])
    # Taken out first: left in, it would be kept as a field that the document does not know, and be written twice.
    view = _view_in(raw)
    document = build_document(raw, points)
    weights = unpack_arrays(members.get(WEIGHTS, b""), WEIGHTS)
    history = unpack_arrays(members.get(HISTORY, b""), HISTORY)
    check_weights(weights, document)
    _check_history(history)
    results = unpack_results(members.get(RESULTS_HEAD, b""), members.get(RESULTS_DATA, b""), document)
    picture, runs = bytes(members.get(PICTURE, b"")), _runs(members, document)
    return Project(document, weights, history, picture, runs, view, results)


def unpack_runs_file(data: bytes, document: Document) -> tuple[SavedRun, ...]:
    """Runs that were stored by themselves: an archive of `pack_runs`.

    Args:
        data: The file.
        document: Of the project that they belong to.

    Raises:
        DocumentError: It is no such file, damaged, or of another project.
    """
    return _runs(unpack_members(data, RUN_MEMBERS), document)


def unpack_results_file(data: bytes, document: Document) -> tuple[SavedResults, ...]:
    """Results of experiments that were stored by themselves: an archive of `pack_results`.

    Args:
        data: The file.
        document: Of the project that they belong to.

    Raises:
        DocumentError: It is no such file, or damaged.
    """
    members = unpack_members(data, RESULT_MEMBERS)
    return unpack_results(members.get(RESULTS_HEAD, b""), members.get(RESULTS_DATA, b""), document)


def write_project(path: Path, project: Project) -> None:
    """Write a project file, the old one staying whole until the new one is.

    Raises:
        OSError: The file cannot be written.
    """
    atomic_write(path, pack_project(project))


def read_project(path: Path) -> Project:
    """Read a project file, checking before building.

    Raises:
        DocumentError: It is no project, damaged, or out of range.
        OSError: It cannot be opened.
    """
    return unpack_project(read_limited(path, MOST_BYTES))


def read_document(path: Path) -> Document:
    """Read a plain `document.json` with its points inline.

    Raises:
        DocumentError: It is not JSON, or not a document.
        OSError: It cannot be opened.
    """
    return read_text_project(path).document


def read_text_project(path: Path) -> Project:
    """Read a plain `document.json`, with the weights that it gives, if any.

    Raises:
        DocumentError: It is not JSON, not a document, or its weights do not fit its network.
        OSError: It cannot be opened.
    """
    raw = decode(read_limited(path, MOST_JSON))
    given = raw.pop(WEIGHTS_FIELD, None) if isinstance(raw, dict) else None
    document = document_from_dict(raw)
    return Project(document, weights={} if given is None else weights_from_dict(given, document))


def write_text_project(document: Document, weights: Arrays) -> bytes:
    """A plain `document.json` with its points inline, and with the weights of a checkpoint where there are any."""
    plain = document_to_dict(document)
    if weights:
        plain[WEIGHTS_FIELD] = weights_to_dict(document, weights["parameters"], weights["buffers"])
    return msgspec.json.encode(plain) + b"\n"


def encode_head(document: Document, view: Mapping[str, Any] | None = None) -> bytes:
    """The document without its points, as JSON that people can read; with how it is looked at, if that is told."""
    plain = document_to_dict(document, inline_points=False)
    if view:
        plain[VIEW] = view
    return msgspec.json.format(msgspec.json.encode(plain), indent=1)


def build_document(raw: object, points: Arrays) -> Document:
    """A document from plain values and the arrays of its points.

    Args:
        raw: As for `document_from_dict`.
        points: `POINTS` by name; nothing where the plain values have them or their generator.

    Raises:
        DocumentError: As `document_from_dict`; or the network is too large to train.
    """
    if points and set(points) != set(POINTS):
        raise DocumentError(f"{DATA}: expected the arrays {', '.join(POINTS)}")
    if points and points["is_test"].dtype != np.bool_:
        raise DocumentError(f"{DATA}: is_test is to say true or false")
    document = document_from_dict(raw, points or None)
    # Counted from the plan, before any array is made: a file of a kilobyte can ask for a layer of a billion units.
    count = resolve(document).parameter_count
    if count > MOST_PARAMETERS:
        raise DocumentError(f"network: {count:,} parameters are more than the {MOST_PARAMETERS:,} this program trains")
    return document


def decode(text: bytes | memoryview) -> object:
    """JSON to plain values.

    Raises:
        DocumentError: It is not JSON; the text says where.
    """
    try:
        return msgspec.json.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise DocumentError(f"not valid JSON: {error}") from None
    except RecursionError:
        raise DocumentError("not valid JSON: nested too deeply") from None


def check_weights(weights: Arrays, document: Document) -> None:
    """See that a checkpoint's arrays belong to a document's network, if there are any.

    Raises:
        DocumentError: They do not.
    """
    if not weights:
        return
    count = resolve(document).parameter_count
    shapes: dict[str, tuple[int, ...]] = {
        "parameters": (count,),
        "buffers": (resolve(document).buffer_count,),
        "slots": (STATE_ROWS, count),
        "counters": (3,),
    }
    for name, shape in shapes.items():
        kind = "i" if name == "counters" else "f"
        found = weights.get(name)
        if found is None or found.shape != shape or found.dtype.kind != kind:
            raise DocumentError(f"{WEIGHTS}: the weights do not fit the network ({name})")
    counters: list[int] = weights["counters"].tolist()
    if not all(0 <= counter < 2**53 for counter in counters):
        raise DocumentError(f"{WEIGHTS}: the weights do not fit the network (counters)")


def _view_in(raw: object) -> dict[str, Any]:
    """Take out of a file's plain values how the window looked at them; empty where that is damaged."""
    found = raw.pop(VIEW, None) if isinstance(raw, dict) else None
    if not isinstance(found, dict):
        return {}
    try:
        return found if len(msgspec.json.encode(found)) <= MOST_VIEW else {}
    except (OverflowError, RecursionError, ValueError, TypeError):
        return {}


def _runs(members: Mapping[str, memoryview], document: Document) -> tuple[SavedRun, ...]:
    runs = unpack_runs(members.get(RUNS_HEAD, b""), members.get(RUNS_DATA, b""), document)
    # The first is the one at hand, whose curve is the project's own and was checked with it.
    for run in runs[1:]:
        _check_history(run.history, is_needed=True)
    return runs


def _check_history(history: Arrays, *, is_needed: bool = False) -> None:
    if not history and not is_needed:
        return
    columns: list[np.ndarray[Any, Any]] = []
    for name, kind in HISTORY_KINDS.items():
        found = history.get(name)
        if found is None or found.ndim != 1 or found.dtype.kind != kind:
            raise DocumentError(f"{HISTORY}: the column {name} is missing or damaged")
        columns.append(found)
    if len({len(column) for column in columns}) > 1 or len(columns[0]) > MOST_RECORDS:
        raise DocumentError(f"{HISTORY}: its columns have different lengths, or too many rows")
