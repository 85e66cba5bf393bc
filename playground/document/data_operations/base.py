"""What an operation on the points is, what several need, and in words what it changes or why it cannot be done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from playground.document.dataset import Dataset, frozen, sealed
from playground.domains import DOMAINS
from playground.layers.base import setting

Mask = NDArray[np.bool_]
Indices = NDArray[np.intp]

MOST_SEED = 9999


def seed_setting() -> Any:
    """A field for the seed of what is chosen at random."""
    return setting(0, "Seed", "Another number picks other points.", min=0, max=MOST_SEED, step=1)


def class_setting(start: int, label: str, explanation: str) -> Any:
    """A field that names a class by its index; the window offers the classes there are."""
    return setting(start, label, explanation, choices={0: "1", 1: "2"}, is_class=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataOperation:
    """What can be done to all points at once: a frozen value with its settings, from which its window's form follows.

    Attributes:
        key: For the program.
        title: In the menu.
        summary: One sentence of what it does.
        needs: "classes" where there have to be some, "selection" where points have to be selected, or "".
        on_selection: Whether only selected points are changed when there are some.
        for_plane: Why it can be done with points of the plane alone, as a sentence; "" where any samples do.
        for_map: Why it can be done with places on a map alone, likewise.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    needs: ClassVar[str] = ""
    on_selection: ClassVar[bool] = False
    for_plane: ClassVar[str] = ""
    for_map: ClassVar[str] = ""

    @classmethod
    def start(cls, data: Dataset) -> DataOperation:  # noqa: ARG003 - most begin alike for all points
        """The operation with the settings that its window begins with."""
        return cls()

    def apply(self, data: Dataset, chosen: Mask | None) -> Dataset:
        """The dataset afterwards; the same object when nothing changes.

        Args:
            data: The dataset at hand.
            chosen: The selected points, (N,); None for none.
        """
        raise NotImplementedError


def affected_by(data: Dataset, chosen: Mask | None) -> Mask:
    """The selected points, or all where none are: (N,)."""
    return np.ones(len(data), np.bool_) if chosen is None else chosen


def unit_of(data: Dataset) -> NDArray[np.float64]:
    """What distances count in, (D,): the plane's own unit, or the standard deviation of each column of a table."""
    if DOMAINS[data.domain].is_drawn or len(data) == 0:
        return np.ones(data.samples.shape[1])
    spreads = data.samples.std(axis=0)
    return np.where(spreads > 0.0, spreads, 1.0)


def rows_of(data: Dataset, rows: Indices) -> Dataset:
    """The points of these rows, (M,), in this order; a row may come more than once."""
    return replace(
        data,
        samples=sealed(data.samples[rows]),
        targets=sealed(data.targets[rows]),
        is_test=sealed(data.is_test[rows]),
    )


def kept(data: Dataset, keep: Mask) -> Dataset:
    """The points where `keep`, (N,), is true; the same object when it is true of all."""
    return data if keep.all() else rows_of(data, keep.nonzero()[0])


def with_targets(data: Dataset, targets: NDArray[Any]) -> Dataset:
    """The same points with other classes, (N,), or values, (N, O); the same object when they are equal."""
    return data if np.array_equal(targets, data.targets) else replace(data, targets=frozen(targets, data.targets.dtype))


def with_points(data: Dataset, points: NDArray[np.float64]) -> Dataset:
    """The samples with other numbers, (N, D); the same object when they stand where they are."""
    return data if np.array_equal(points, data.samples) else replace(data, samples=frozen(points, np.float64))


def by_key(*kinds: type[DataOperation]) -> dict[str, type[DataOperation]]:
    """A table of kinds.

    Raises:
        ValueError: Two kinds have the same key.
    """
    table = {kind.key: kind for kind in kinds}
    if len(table) < len(kinds):
        raise ValueError(f"two operations on the points have the same key: {', '.join(kind.key for kind in kinds)}")
    return table


def refusal(operation: type[DataOperation], data: Dataset, chosen: Mask | None) -> str:
    """Why an operation cannot be done now, in words; "" when it can."""
    domain = DOMAINS[data.domain]
    if len(data) == 0:
        return f"There are no {domain.marks}."
    if operation.for_map and not domain.has_map:
        return operation.for_map
    if operation.for_plane and not domain.is_drawn:
        return operation.for_plane
    if operation.needs == "classes" and not data.classes:
        return f"Values have no classes: use the {domain.marks} as classification first."
    if operation.needs == "selection" and chosen is None:
        way = "take the lasso and draw round some" if domain.has_map else "choose some in their sheet"
        return f"No {domain.marks} are selected: {way}."
    return ""


def change_words(before: Dataset, after: Dataset) -> str:
    """What an operation changes, in words: "80 of 280 points are removed"."""
    if after is before:
        return "Nothing changes"
    if len(after) != len(before):
        more = len(after) > len(before)
        number = abs(len(after) - len(before))
        return f"{_marks(before, number)} {'are added to' if more else 'are removed from'} {len(before):,}"
    parts = []
    moved = int((after.samples != before.samples).any(axis=1).sum())
    if moved:
        parts.append(f"{_marks(before, moved)} {'move' if DOMAINS[before.domain].has_map else 'change their pixels'}")
    if changed := int((_answers(after) != _answers(before)).any(axis=1).sum()):
        parts.append(f"{_marks(before, changed)} change their {'class' if after.classes else 'value'}")
    if len(after.classes) != len(before.classes):
        parts.append(f"{len(before.classes)} classes become {len(after.classes)}")
    if after.test_count != before.test_count or not np.array_equal(after.is_test, before.is_test):
        parts.append(f"{_marks(after, after.test_count)} test in place of {before.test_count:,}")
    return ", ".join(parts) or "Only the settings of the split change"


def _answers(data: Dataset) -> NDArray[Any]:
    """The class's colour, which stays when others go, (N, 1), or the values of each point, (N, O)."""
    return np.array([[one.color] for one in data.classes])[data.targets] if data.classes else data.targets


def _marks(data: Dataset, number: int) -> str:
    domain = DOMAINS[data.domain]
    return f"1 {domain.mark}" if number == 1 else f"{number:,} {domain.marks}"
