"""Two sets of points become one: classes of one name are one class."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from playground.document.dataset import MOST_CLASSES, DataClass, Dataset, sealed

if TYPE_CHECKING:
    from numpy.typing import NDArray


def joined(data: Dataset, added: Dataset) -> Dataset:
    """The points of one set behind those of another, whose classes, split, generator and units stay.

    Args:
        data: May have no points: then its kind of answers does not matter.
        added: Its classes without points are left out.

    Raises:
        ValueError: One has classes and the other has values, or there are too many classes together; in words.
    """
    if len(data) == 0:
        data = replace(data, units=added.units)
    if bool(data.classes) != bool(added.classes):
        if len(data) == 0:
            return _split_like(data, added)
        here, there = ("classes", "values") if data.classes else ("values", "classes")
        raise ValueError(f"the points at hand have {here} and these have {there}: they can only replace them")
    classes, place = _matched(data.classes, added)
    points = data.units.points_from_units(added.places)
    targets = place[added.targets] if data.classes else data.units.value.from_units(added.answers)
    test = _test_mask(data, len(added))
    return replace(
        data,
        points=sealed(np.concatenate([data.points, points])),
        targets=sealed(np.concatenate([data.targets, targets])),
        is_test=sealed(np.concatenate([data.is_test, test])),
        classes=classes,
    )


def _matched(classes: tuple[DataClass, ...], added: Dataset) -> tuple[tuple[DataClass, ...], NDArray[np.int64]]:
    """All classes, and for each of the added ones which of them it is, (K,)."""
    all_classes = list(classes)
    places = {one.name.strip().casefold(): index for index, one in reversed(list(enumerate(classes)))}
    place = np.zeros(len(added.classes), np.int64)
    for index, (one, number) in enumerate(zip(added.classes, added.counts(), strict=True)):
        name = one.name.strip().casefold()
        if number and name not in places:
            places[name] = len(all_classes)
            all_classes.append(replace(one, color=_free_color(all_classes, one.color)))
        place[index] = places.get(name, 0)
    if len(all_classes) > MOST_CLASSES:
        new = len(all_classes) - len(classes)
        raise ValueError(f"{len(classes)} classes and {new} new are {len(all_classes)}; {MOST_CLASSES} are the most")
    return tuple(all_classes), place


def _free_color(classes: list[DataClass], wanted: int) -> int:
    """The wanted colour, else the first that no class has, else the wanted one after all: there are too many then."""
    used = {one.color for one in classes}
    return next((color for color in (wanted, *range(MOST_CLASSES)) if color not in used), wanted)


def _test_mask(data: Dataset, count: int) -> NDArray[np.bool_]:
    """Which of the new points test: as for points that are drawn."""
    random = np.random.default_rng([data.split_seed, len(data)])
    return random.random(count) >= data.train_fraction


def _split_like(data: Dataset, added: Dataset) -> Dataset:
    mask = sealed(_test_mask(data, len(added)))
    return replace(added, is_test=mask, train_fraction=data.train_fraction, split_seed=data.split_seed)
