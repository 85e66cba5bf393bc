"""Two sets of points become one: classes of one name are one class."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.document.dataset import MOST_CLASSES, DataClass, Dataset, sealed
from playground.domains import DOMAINS

if TYPE_CHECKING:
    from numpy.typing import NDArray


MOST_TIMES = 10.0
MOST_RANGES = 3
"""Columns of another range that are told; a table may have many."""


def joined(data: Dataset, added: Dataset) -> Dataset:
    """The points of one set behind those of another, whose classes, split, generator and units stay.

    Args:
        data: May have no points: then its kind of answers does not matter.
        added: Its classes without points are left out.

    Raises:
        ValueError: One has classes and the other has values, they have not the same columns, or there are too many
            classes together; in words.
    """
    if len(data) == 0:
        data = replace(
            data, samples=added.samples[:0], units=added.units, domain=added.domain, columns=added.columns, source=None
        )
    added = _aligned(data, added)
    if bool(data.classes) != bool(added.classes):
        if len(data) == 0:
            return _split_like(data, added)
        here, there = ("classes", "values") if data.classes else ("values", "classes")
        raise ValueError(f"the points at hand have {here} and these have {there}: they can only replace them")
    classes, place = _matched(data.classes, added)
    points = data.units.samples_from_units(added.places)
    if len(data.values) != len(added.values):
        here, there = _value_words(data), _value_words(added)
        raise ValueError(f"the points at hand have {here} and these have {there}: they can only replace them")
    targets = place[added.targets] if data.classes else data.units.values_from_units(added.answers)
    test = _test_mask(data, len(added))
    return replace(
        data,
        samples=sealed(np.concatenate([data.samples, points])),
        targets=sealed(np.concatenate([data.targets, targets])),
        is_test=sealed(np.concatenate([data.is_test, test])),
        classes=classes,
    )


def range_words(data: Dataset, added: Dataset) -> tuple[str, ...]:
    """Where added points lie quite elsewhere than those at hand: a sentence for a column each, the first few of them.

    Raises:
        ValueError: As `joined`, where they have not the same columns.
    """
    if not len(data) or not len(added):
        return ()
    columns = list(zip(data.columns, data.places.T, _aligned(data, added).places.T, strict=True))
    if not data.classes and not added.classes:
        names = data.values if len(data.values) > 1 else ("Values",)
        columns += zip(names, data.answers.T, added.answers.T, strict=False)
    words = (
        f"{name}: from {_span(here)} at hand, and from {_span(there)} here. Have both the same unit?"
        for name, here, there in columns
        if _differs(here, there)
    )
    return tuple(islice(words, MOST_RANGES))


def _aligned(data: Dataset, added: Dataset) -> Dataset:
    """What is added, with its columns in the order of those at hand where they have names: in a table.

    Raises:
        ValueError: They are others; in words.
    """
    if data.domain != added.domain:
        titles = [DOMAINS[one.domain].title.lower() for one in (data, added)]
        raise ValueError(f"at hand: {titles[0]}; here: {titles[1]}. These can only replace those at hand")
    if DOMAINS[data.domain].is_drawn or data.columns == added.columns:
        return added
    here, there = ([_key(name) for name in one.columns] for one in (data, added))
    if sorted(here) != sorted(there) or len(set(here)) < len(here):
        only = [(name, "at hand") for name in data.columns if _key(name) not in there]
        only += [(name, "here") for name in added.columns if _key(name) not in here]
        first = f"column {only[0][0]} is only {only[0][1]}" if only else "some are called alike"
        raise ValueError(f"the columns are not the same ({first}): these can only replace those at hand")
    order = [there.index(name) for name in here]
    units = replace(added.units, columns=tuple(added.units.column(place) for place in order))
    return replace(added, samples=sealed(added.samples[:, order]), units=units, columns=data.columns)


def _key(name: str) -> str:
    return name.strip().casefold()


def _value_words(data: Dataset) -> str:
    return "1 value" if len(data.values) == 1 else f"{len(data.values)} values"


def _differs(here: NDArray[Any], there: NDArray[Any]) -> bool:
    """Whether two ranges lie apart, or one is more than ten times the other."""
    if here.max() < there.min() or there.max() < here.min():
        return True
    spans = sorted((float(np.ptp(here)), float(np.ptp(there))))
    return spans[1] > MOST_TIMES * spans[0] > 0.0


def _span(numbers: NDArray[Any]) -> str:
    return f"{float(numbers.min()):,.4g} to {float(numbers.max()):,.4g}".replace("-", "−")


def _matched(classes: tuple[DataClass, ...], added: Dataset) -> tuple[tuple[DataClass, ...], NDArray[np.int64]]:
    """All classes, and for each of the added ones which of them it is, (K,)."""
    all_classes = list(classes)
    # Backwards: of two that are called alike the first one stays.
    places = {one.name.strip().casefold(): index for index, one in reversed(list(enumerate(classes)))}
    place = np.zeros(len(added.classes), np.int64)
    for index, (one, number) in enumerate(zip(added.classes, added.counts(), strict=True)):
        name = one.name.strip().casefold()
        if number and name not in places:
            places[name] = len(all_classes)
            all_classes.append(replace(one, color=_free_color(all_classes, one.color)))
        place[index] = places.get(name, 0)
    if len(all_classes) > MOST_CLASSES:
        sum_of = f"{len(classes)} classes and {len(all_classes) - len(classes)} new are {len(all_classes)}"
        raise ValueError(f"{sum_of}; {MOST_CLASSES} are the most: merge some first")
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
