"""Quantities that are told by numbers: a weight, regions of a class, a layer's space, a setting; and their choices."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.document.model import OUTPUT_UID
from playground.document.plan import resolve
from playground.experiments.knobs import useful_knobs
from playground.lessons.goal_words import source_name
from playground.lessons.network_quantities import weight_numbers
from playground.lessons.quantities import QUANTITIES, quantity_named, region_class

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from playground.document.model import Document

Value = int | str
"""A number from 1, 0 for a bias or the output; of a setting its path."""
MATRIX = 2
_SPACE = re.compile(r"separability of layer (\d+)")


@dataclass(frozen=True, slots=True)
class QuantityPart:
    """One thing that a quantity's name says.

    Attributes:
        title: What is chosen, "Layer".
        titles: What there is to choose, in words, by value.
        unknown: Words of a value that the document does not have, with the value in place of {}.
    """

    title: str
    titles: dict[Value, str]
    unknown: str


@dataclass(frozen=True, slots=True)
class QuantityFamily:
    """Quantities that differ by a few choices.

    Attributes:
        key: Not the name of any quantity.
        title: As a person chooses it.
        parts: What is to be chosen in a document, after what is chosen already; the parts follow each other.
        name: The quantity's name, from the value of each part.
        read: The values that a name says; empty where it is of another family.
    """

    key: str
    title: str
    parts: Callable[[Document, Sequence[Value]], tuple[QuantityPart, ...]]
    name: Callable[[Sequence[Value]], str]
    read: Callable[[str], tuple[Value, ...]]


def family_of(name: str) -> QuantityFamily | None:
    """The family of a quantity; None for one of the table, which stands for itself."""
    return None if name in QUANTITIES else next((one for one in FAMILIES if one.read(name)), None)


def _weight_parts(document: Document, chosen: Sequence[Value]) -> tuple[QuantityPart, ...]:
    """Layer, unit, and what enters: of layers whose weights stand in a matrix."""
    shapes = {slot.key[0]: slot.shape for slot in resolve(document).layout.parameters if slot.key[1] == "linear.weight"}
    uids = [*(layer.uid for layer in document.network), OUTPUT_UID]
    dense = [(at, uid) for at, uid in enumerate(uids, start=1) if len(shapes.get(uid, ())) == MATRIX]
    places: dict[Value, int] = {0 if uid == OUTPUT_UID else at: uid for at, uid in dense}
    layers: dict[Value, str] = {at: f"layer {at}" if at else "the output" for at in places}
    layer = chosen[0] if chosen else next(iter(layers), 0)
    units, entering = shapes[places[layer]] if layer in places else (0, 0)
    before = (int(layer) or len(uids)) - 1
    sources: dict[Value, str] = {0: "bias"}
    for at in range(1, entering + 1):
        sources[at] = source_name(at, before, document) or f"weight {at}"
    return (
        QuantityPart("Layer", layers, "layer {}"),
        QuantityPart("Unit", {at: f"unit {at}" for at in range(1, units + 1)}, "unit {}"),
        QuantityPart("Weight", sources, "weight {}"),
    )


def _weight_name(chosen: Sequence[Value]) -> str:
    layer, unit, weight = chosen
    place = f"layer {layer}" if layer else "the output"
    return f"{f'weight {weight}' if weight else 'bias'} of unit {unit} in {place}"


def _weight_values(name: str) -> tuple[Value, ...]:
    numbers = weight_numbers(name)
    return () if numbers is None else (numbers[2], numbers[1], numbers[0])


def _region_parts(document: Document, _chosen: Sequence[Value]) -> tuple[QuantityPart, ...]:
    names: dict[Value, str] = {at: one.name for at, one in enumerate(document.dataset.classes, start=1)}
    return (QuantityPart("Class", names, "class {}"),)


def _region_values(name: str) -> tuple[Value, ...]:
    number = region_class(name)
    return (number,) if number else ()


def _space_parts(document: Document, _chosen: Sequence[Value]) -> tuple[QuantityPart, ...]:
    return (QuantityPart("Layer", {at: f"layer {at}" for at in range(1, len(document.network) + 1)}, "layer {}"),)


def _space_values(name: str) -> tuple[Value, ...]:
    found = _SPACE.fullmatch(name)
    return (int(found[1]),) if found else ()


def _setting_parts(document: Document, _chosen: Sequence[Value]) -> tuple[QuantityPart, ...]:
    titles: dict[Value, str] = {}
    for path, knob in useful_knobs(document).items():
        if isinstance(knob.now, (int, float)) and not isinstance(knob.now, bool) and _setting_values(path):
            titles[path] = knob.label
    return (QuantityPart("Setting", titles, "{}"),)


def _setting_values(name: str) -> tuple[Value, ...]:
    if name in QUANTITIES or weight_numbers(name) or region_class(name) or _SPACE.fullmatch(name):
        return ()
    try:
        quantity_named(name)
    except ValueError:
        return ()
    return (name,)


def _region_name(chosen: Sequence[Value]) -> str:
    return f"regions of class {chosen[0]}"


def _space_name(chosen: Sequence[Value]) -> str:
    return f"separability of layer {chosen[0]}"


def _setting_name(chosen: Sequence[Value]) -> str:
    return str(chosen[0])


FAMILIES = (
    QuantityFamily("weight", "a weight or bias", _weight_parts, _weight_name, _weight_values),
    QuantityFamily("regions", "regions of a class", _region_parts, _region_name, _region_values),
    QuantityFamily("space", "separability of a layer", _space_parts, _space_name, _space_values),
    QuantityFamily("setting", "a setting", _setting_parts, _setting_name, _setting_values),
)
"""A quantity of numbers more is a row here."""
