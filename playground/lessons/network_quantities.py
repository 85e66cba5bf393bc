"""Quantities of the network itself: a weight or a bias by its place, and in how many pieces a class lies on the map."""

from __future__ import annotations

import re
from math import nan
from typing import TYPE_CHECKING

import numpy as np

from playground.document.model import OUTPUT_UID

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playground.document.layout import Key
    from playground.document.model import Document
    from playground.lessons.sight import Sight

_WEIGHT = re.compile(r"(?:weight ([1-9]\d*)|bias) of unit ([1-9]\d*) in (?:layer ([1-9]\d*)|the output)")
LEAST_SHARE = 0.002
"""Of the plane: what is smaller is a speck and no region."""


def weight_numbers(name: str) -> tuple[int, int, int] | None:
    """What a name like "weight 2 of unit 1 in layer 3" or "bias of unit 1 in the output" speaks of.

    Returns:
        The weight, by what enters, from 1, and 0 for the bias; the unit, from 1; the hidden layer, from 1, and 0 for
        the output. None where the name is none of these.
    """
    found = _WEIGHT.fullmatch(name)
    return None if found is None else (int(found[1] or 0), int(found[2]), int(found[3] or 0))


def placed(document: Document, weights: Mapping[str, float]) -> Iterator[tuple[Key, tuple[int, ...], float]]:
    """Numbers to be put into a network, each with its array and its index there; what has no place is left out.

    Args:
        document: Whose network.
        weights: By names as `weight_numbers` takes them.
    """
    for name, value in weights.items():
        numbers = weight_numbers(name)
        place = None if numbers is None else place_of(document, numbers)
        if place is not None:
            yield *place, value


def place_of(document: Document, numbers: tuple[int, int, int]) -> tuple[Key, tuple[int, ...]] | None:
    """Where a number of the network lies: the key of its array, and the index; None where there is no such layer.

    Args:
        document: Whose network.
        numbers: As `weight_numbers` gives them.
    """
    weight, unit, layer = numbers
    if layer > len(document.network):
        return None
    uid = document.network[layer - 1].uid if layer else OUTPUT_UID
    return ((uid, "linear.weight"), (unit - 1, weight - 1)) if weight else ((uid, "linear.bias"), (unit - 1,))


def number_at(sight: Sight, numbers: tuple[int, int, int]) -> float:
    """A weight or a bias; nan where there is none, or nobody has looked.

    Args:
        sight: What is seen.
        numbers: As `weight_numbers` gives them.
    """
    place = place_of(sight.document, numbers)
    values = None if place is None or sight.parameters is None else sight.parameters.get(place[0])
    if place is None or values is None or len(place[1]) != values.ndim:
        return nan
    inside = all(at < size for at, size in zip(place[1], values.shape, strict=True))
    return float(values[place[1]]) if inside else nan


def region_count(sight: Sight, number: int) -> float:
    """In how many connected pieces a class lies on the whole plane; nan where nobody has looked.

    Pieces that touch at a corner alone are two; those under a five-hundredth of the plane are passed over.

    Args:
        sight: What is seen.
        number: The class, from 1 as its key.
    """
    if sight.winners is None:
        return nan
    from scipy.ndimage import label  # noqa: PLC0415 - not for a start

    pieces, count = label(sight.winners == number - 1)
    sizes = np.bincount(pieces.ravel(), minlength=count + 1)[1:]
    return float((sizes >= LEAST_SHARE * pieces.size).sum())
