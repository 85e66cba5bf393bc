"""Results of experiments in a project file: what each was made of, as plain values, and its numbers as arrays."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from math import isfinite
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from playground.document.errors import DocumentError
from playground.document.plan import resolve
from playground.document.problems import MOST_PARAMETERS
from playground.storage.arrays import Arrays, pack_arrays, unpack_arrays
from playground.storage.codec import document_from_dict, document_to_dict
from playground.storage.runs import MOST_NAME, POINTS, points_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.document.dataset import Dataset
    from playground.document.model import Document

RESULTS_HEAD, RESULTS_DATA = MEMBERS = ("results.json", "results.safetensors")
MOST_RESULTS = 32
"""Of a project."""
MOST_HEAD = 8_000_000
MOST_ARRAYS = MOST_RESULTS * 24
LATEST_S = 1e11
"""Of a time in seconds since 1970, far from now."""
OWN_DATA = "data"
"""Before the number of a dataset in the names of its arrays."""


@dataclass(frozen=True, slots=True, eq=False)
class SavedResults:
    """What came of one experiment.

    Attributes:
        kind: Of the experiment, as "seeds" and "sweep".
        name: For people.
        time: When it began, in seconds since 1970.
        document: What it varied.
        about: The rest of what it was, as plain values; who made them checks them.
        arrays: Its numbers by name.
        is_named: Whether a person chose the name.
    """

    kind: str
    name: str
    time: float
    document: Document
    about: dict[str, Any]
    arrays: Arrays = field(default_factory=dict)
    is_named: bool = False


class _Entry(msgspec.Struct):
    """Results in the head: what is no array."""

    kind: str
    name: str
    time: float
    document: dict[str, Any]
    data: int
    about: dict[str, Any]
    is_named: bool = False


class _Head(msgspec.Struct):
    results: list[_Entry]


def pack_results(results: Sequence[SavedResults]) -> dict[str, bytes]:
    """Results as members of a project, the newest `MOST_RESULTS` of them; samples that several share are kept once."""
    results = results[-MOST_RESULTS:]
    if not results:
        return {}
    arrays: Arrays = {}
    datasets: list[Dataset] = []
    entries = []
    for index, one in enumerate(results):
        place = _place_of(one.document.dataset, datasets)
        if place == len(datasets):
            datasets.append(one.document.dataset)
            arrays |= {f"{OWN_DATA}{place}.{name}": values for name, values in points_of(one.document).items()}
        plain = document_to_dict(one.document, inline_points=False)
        entries.append(_Entry(one.kind, one.name[:MOST_NAME], one.time, plain, place, one.about, one.is_named))
        arrays |= {f"{index}.{name}": values for name, values in one.arrays.items()}
    return {RESULTS_HEAD: msgspec.json.encode(_Head(entries)), RESULTS_DATA: pack_arrays(arrays)}


def unpack_results(
    head: bytes | memoryview, data: bytes | memoryview, document: Document | None = None
) -> tuple[SavedResults, ...]:
    """The inverse of `pack_results`.

    Args:
        head: May be empty.
        data: Likewise.
        document: The project's: results on equal samples share its own.

    Raises:
        DocumentError: They are damaged, or out of range.
    """
    if not head:
        return ()
    if len(head) > MOST_HEAD:
        raise DocumentError(f"{RESULTS_HEAD}: more than {MOST_HEAD / 1e6:,.0f} MB")
    try:
        entries = msgspec.json.decode(head, type=_Head).results
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DocumentError(f"{RESULTS_HEAD}: damaged ({error})") from None
    if not 0 < len(entries) <= MOST_RESULTS:
        raise DocumentError(f"{RESULTS_HEAD}: damaged (none, or more than {MOST_RESULTS})")
    arrays = unpack_arrays(data, RESULTS_DATA, MOST_ARRAYS)
    datasets = [] if document is None else [document.dataset]
    return tuple(_results(index, entry, arrays, datasets) for index, entry in enumerate(entries))


def _results(index: int, entry: _Entry, arrays: Arrays, datasets: list[Dataset]) -> SavedResults:
    if not (entry.kind and 0 < len(entry.name) <= MOST_NAME and isfinite(entry.time) and 0.0 <= entry.time < LATEST_S):
        raise DocumentError(f"{RESULTS_HEAD}: damaged (results have no kind, no name or no time)")
    document = _document(entry, arrays)
    place = _place_of(document.dataset, datasets)
    if place == len(datasets):
        datasets.append(document.dataset)
    document = replace(document, dataset=datasets[place])
    prefix = f"{index}."
    mine = {name.removeprefix(prefix): values for name, values in arrays.items() if name.startswith(prefix)}
    return SavedResults(entry.kind, entry.name, entry.time, document, entry.about, mine, entry.is_named)


def _document(entry: _Entry, arrays: Arrays) -> Document:
    found = {name: arrays.get(f"{OWN_DATA}{entry.data}.{name}") for name in POINTS}
    points = {name: values for name, values in found.items() if values is not None}
    if len(points) < len(POINTS):
        raise DocumentError(f"{RESULTS_DATA}: expected the arrays {', '.join(POINTS)}")
    if points["is_test"].dtype.kind != "b":
        raise DocumentError(f"{RESULTS_DATA}: is_test is to say true or false")
    made = document_from_dict(entry.document, points)
    if resolve(made).parameter_count > MOST_PARAMETERS:
        raise DocumentError(f"{RESULTS_HEAD}: a network of more than {MOST_PARAMETERS:,} parameters")
    return made


def _place_of(dataset: Dataset, datasets: Sequence[Dataset]) -> int:
    """Where a dataset stands among others; their number where it does not."""
    for place, other in enumerate(datasets):
        if other is dataset or _are_alike(dataset, other):
            return place
    return len(datasets)


def _are_alike(one: Dataset, other: Dataset) -> bool:
    """Whether two datasets say the same: arrays by their numbers, the rest by value."""
    for about in fields(one):
        mine, theirs = getattr(one, about.name), getattr(other, about.name)
        if isinstance(mine, np.ndarray):
            if mine.dtype != theirs.dtype or not np.array_equal(mine, theirs, equal_nan=mine.dtype.kind == "f"):
                return False
        elif mine != theirs:
            return False
    return True
