"""Fields of a document that this program does not know: kept through edits, and written back where they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Extras = dict[str, dict[str, Any]]
"""Unknown fields by the place of the object they belong to: "", "dataset", "network.3" (by uid) ..."""

READ_ONLY_ONCE = {"dataset": ("points", "domain", "columns")}
"""What `document_to_dict` may leave out, though it is known."""


SPARE_DEPTH = 100
"""So much less deeply are unknown fields nested than Python's limit of recursion allows where they are read."""


def unknown_fields(raw: dict[str, Any], known: dict[str, Any]) -> Extras:
    """What a file says beyond what was understood.

    Args:
        raw: The plain values of the file.
        known: The plain values of the document that was made of them.

    Raises:
        ValueError: It could not be written again: numbers beyond 64 bits, nested too deeply.
    """
    theirs = {place: mine for (place, _), mine in zip(_objects(known), _like(raw, known), strict=True)}
    found: Extras = {}
    for place, mine in _objects(known):
        beyond = theirs[place].keys() - mine.keys() - set(READ_ONLY_ONCE.get(place, ()))
        if beyond:
            found[place] = {name: value for name, value in theirs[place].items() if name in beyond}
    try:
        msgspec.json.encode(_deeper(found))
    except (OverflowError, RecursionError, ValueError, TypeError) as error:
        raise ValueError(f"a field that is not known here cannot be kept: {error}") from None
    return found


def _deeper(value: object) -> object:
    """A value within others: who writes it may stand deeper in the program than who has read it."""
    for _ in range(SPARE_DEPTH):
        value = [value]
    return value


def with_extras(plain: dict[str, Any], extras: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Put unknown fields back, in place; those of objects that are gone are gone as well."""
    if extras:
        for place, mine in list(_objects(plain)):
            for name, value in extras.get(place, {}).items():
                mine.setdefault(name, value)
    return plain


def _objects(plain: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of a document that `document_to_dict` made, with its place."""
    dataset = plain["dataset"]
    yield "", plain
    yield "dataset", dataset
    yield "output", plain["output"]
    yield "training", plain["training"]
    if dataset["source"] is not None:
        yield "dataset.source", dataset["source"]
    for place, scaling in (("scaling", plain["scaling"]), ("dataset.units", dataset["units"])):
        if scaling is not None:
            yield place, scaling
            yield from ((f"{place}.{name}", axis) for name, axis in scaling.items())
    for one in dataset["classes"]:
        yield f"dataset.classes.{one['color']}", one
    for layer in plain["network"]:
        yield f"network.{layer['uid']}", layer


def _like(raw: dict[str, Any], known: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The objects of a file in the order of `_objects(known)`; the file may lack some."""
    dataset = raw.get("dataset", {})
    yield raw
    yield dataset
    yield raw.get("output", {})
    yield raw.get("training", {})
    if known["dataset"]["source"] is not None:
        yield dataset["source"]
    for scaling, understood in (
        (raw.get("scaling"), known["scaling"]),
        (dataset.get("units"), known["dataset"]["units"]),
    ):
        if understood is not None:
            found = scaling or {}
            yield found
            yield from (found.get(name) or {} for name in understood)
    yield from dataset.get("classes", [])
    yield from raw.get("network", [])
