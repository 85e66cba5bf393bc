"""Operations on all points at once: balance, thin out, normalise, add noise, flip, swap, merge, split.

An operation is a frozen value with its settings; `apply` is pure. The form in its window follows from its fields.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from playground.document.dataset import PLANE, Dataset, frozen, sealed
from playground.domains.split import split_mask
from playground.layers.base import setting

Mask = NDArray[np.bool_]
Indices = NDArray[np.intp]

MARGIN = 0.5
LEAST_SPAN = 1e-150
"""Points closer together than this lie in one place: what stretches them would be no number."""
MOST_SEED, LEAST_TRAINED = 9999, 0.1


def _seed() -> Any:
    return setting(0, "Seed", "Another number picks other points.", min=0, max=MOST_SEED, step=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What can be done to a dataset.

    Attributes:
        key: For the program.
        title: In the menu.
        summary: One sentence of what it does.
        needs: "classes" where there have to be some, "selection" where points have to be selected, or "".
        on_selection: Whether only selected points are changed when there are some.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    needs: ClassVar[str] = ""
    on_selection: ClassVar[bool] = False

    @classmethod
    def start(cls, data: Dataset) -> Operation:  # noqa: ARG003 - most begin alike for all points
        """The operation with the settings that its window begins with."""
        return cls()

    def apply(self, data: Dataset, chosen: Mask | None) -> Dataset:
        """The dataset afterwards; the same object when nothing changes.

        Args:
            data: The dataset at hand.
            chosen: The selected points, (N,); None for none.
        """
        raise NotImplementedError


def _affected(data: Dataset, chosen: Mask | None) -> Mask:
    return np.ones(len(data), np.bool_) if chosen is None else chosen


def _taken(data: Dataset, rows: Indices) -> Dataset:
    """The points at these places, in this order."""
    return replace(
        data,
        points=sealed(data.points[rows]),
        targets=sealed(data.targets[rows]),
        is_test=sealed(data.is_test[rows]),
    )


def _kept(data: Dataset, keep: Mask) -> Dataset:
    return data if keep.all() else _taken(data, keep.nonzero()[0])


def _with_targets(data: Dataset, targets: NDArray[Any]) -> Dataset:
    return data if np.array_equal(targets, data.targets) else replace(data, targets=frozen(targets, data.targets.dtype))


def _with_points(data: Dataset, points: NDArray[np.float64]) -> Dataset:
    return data if np.array_equal(points, data.points) else replace(data, points=frozen(points, np.float64))


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance(Operation):
    """As many points of one class as of another."""

    key = "balance"
    title = "Balance classes"
    summary = "Makes all classes equally large, so that none wins by its size."
    needs = "classes"

    way: str = setting(
        "fewer",
        "How",
        "Points are taken from large classes, or repeated in small ones.",
        choices={"fewer": "Thin the large ones", "more": "Repeat the small ones"},
    )
    seed: int = _seed()

    def apply(self, data: Dataset, chosen: Mask | None) -> Dataset:  # noqa: ARG002 - of all points
        """Keep or repeat points at random until every class that has any is as large as the smallest or largest."""
        counts = [number for number in data.counts() if number]
        if len(set(counts)) < 2:
            return data
        random = np.random.default_rng(self.seed)
        groups = [(data.targets == index).nonzero()[0] for index in range(len(data.classes))]
        groups = [random.permutation(group) for group in groups if len(group)]
        if self.way == "fewer":
            rows = np.sort(np.concatenate([group[: min(counts)] for group in groups]))
        else:
            most = max(counts)
            added = [np.resize(group, most)[len(group) :] for group in groups]
            rows = np.concatenate([np.arange(len(data)), *added])
        return _taken(data, rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subsample(Operation):
    """Fewer points."""

    key = "subsample"
    title = "Subsample"
    summary = "Keeps a share of the points at random, of every class alike."
    on_selection = True

    share: float = setting(0.5, "Keep", "Share of the points that stay.", min=0.01, max=1.0, step=0.01, unit="%")
    seed: int = _seed()

    def apply(self, data: Dataset, chosen: Mask | None) -> Dataset:
        """Keep a share of each class, at least one point of it."""
        affected = _affected(data, chosen)
        random = np.random.default_rng(self.seed)
        order = random.permutation(len(data))
        keep = ~affected
        for index in range(max(len(data.classes), 1)):
            group = order[affected[order] & ((data.targets[order] == index) if data.classes else True)]
            keep[group[: max(round(self.share * len(group)), 1)]] = True
        return _kept(data, keep)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduplicate(Operation):
    """One point in place of several."""

    key = "deduplicate"
    title = "Remove duplicates"
    summary = "Keeps the first of the points of one class or value that lie in the same place."

    distance: float = setting(
        0.0, "Grid", "Points in one square of this size count as one place; 0 for the very same.", min=0.0, max=2.0
    )

    def apply(self, data: Dataset, chosen: Mask | None) -> Dataset:  # noqa: ARG002 - of all points
        """Keep the first point of each place and target."""
        places = np.floor(data.points / self.distance) if self.distance > 0 else data.points + 0.0
        keys = data.targets, places[:, 1], places[:, 0]
        order = np.lexsort(keys)  # stable: of equal ones the first stays the first
        differs = np.zeros(len(data), np.bool_)
        differs[:1] = True
        for key in keys:
            differs[1:] |= np.diff(key[order]) != 0
        keep = np.zeros(len(data), np.bool_)
        keep[order[differs]] = True
        return _kept(data, keep)


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalise(Operation):
    """Points that fill the view."""

    key = "normalise"
    title = "Normalise to the view"
    summary = "Moves and stretches all points so that they fill the plane that is shown at first."

    extent: float = setting(
        PLANE - 1.0, "Reach", "How far the points reach from the middle.", min=0.5, max=PLANE - MARGIN, step=0.5
    )
    keep_shape: bool = setting(True, "Keep shape", "Stretch x and y alike.")

    def apply(self, data: Dataset, chosen: Mask | None) -> Dataset:  # noqa: ARG002 - of all points
        """Centre the box around the points and stretch it."""
        if len(data) == 0:
            return data
        low, high = data.points.min(axis=0), data.points.max(axis=0)
        half = (high - low) / 2
        half = np.full(2, half.max()) if self.keep_shape else half
        rounding = np.finfo(np.float64).eps * np.maximum(np.abs(low), np.abs(high)) + LEAST_SPAN
        fitted = (data.points - (low + high) / 2) * (self.extent / np.where(half > rounding, half, 1.0))
        return data if np.allclose(fitted, data.points, atol=1e-12) else _with_points(data, fitted)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNoise(Operation):
    """Points that are scattered."""

    key = "noise"
    title = "Add noise"
    summary = "Scatters the points, and with values these too, by normal noise."
    on_selection = True

    position: float = setting(0.2, "Position", "Standard deviation in units of the plane.", min=0.0, max=2.0)
    value: float = setting(0.0, "Value", "Standard deviation of the values; classes have none.", min=0.0, max=1.0)
    seed: int = _seed()

    def apply(self, data: Dataset, chosen: Mask | None) -> Dataset:
        """Add normal noise to positions and values."""
        affected = _affected(data, chosen)
        random = np.random.default_rng(self.seed)
        offsets = random.normal(0.0, 1.0, (len(data), 2)) * self.position
        changed = _with_points(data, np.where(affected[:, None], data.points + offsets, data.points))
        if data.classes or self.value == 0:
            return changed
        shifts = random.normal(0.0, self.value, len(data))
        return _with_targets(changed, np.where(affected, data.targets + shifts, data.targets))


@dataclass(frozen=True, slots=True, kw_only=True)
class FlipLabels(Operation):
    """Labels that are wrong."""

    key = "flip"
    title = "Flip labels"
    summary = "Gives a share of the points another class at random: wrong labels, as real data have them."
    needs = "classes"
    on_selection = True

    share: float = setting(
        0.1, "Flip", "Share of the points with another label.", min=0.0, max=1.0, step=0.01, unit="%"
    )
    seed: int = _seed()

    def apply(self, data: Dataset, chosen: Mask | None) -> Dataset:
        """Give the first of the shuffled points one of the other classes, each as likely."""
        random = np.random.default_rng(self.seed)
        rows = random.permutation(_affected(data, chosen).nonzero()[0])
        rows = rows[: round(self.share * len(rows))]
        shift = random.integers(1, max(len(data.classes), 2), len(rows))
        targets = data.targets.copy()
        targets[rows] = (targets[rows] + shift) % len(data.classes)
        return _with_targets(data, targets)


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapClasses(Operation):
    """Two classes that change places."""

    key = "swap"
    title = "Swap classes"
    summary = "The points of one class become those of another, and the other way round."
    needs = "classes"

    first: int = setting(0, "Class", "One of the two.", choices={0: "1", 1: "2"})
    second: int = setting(1, "With", "The other one.", choices={0: "1", 1: "2"})

    def apply(self, data: Dataset, chosen: Mask | None) -> Dataset:  # noqa: ARG002 - of all points
        """Exchange the two indices."""
        place = np.arange(len(data.classes))
        place[[self.first, self.second]] = place[[self.second, self.first]]
        return _with_targets(data, place[data.targets])


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeClasses(Operation):
    """Two classes that become one."""

    key = "merge"
    title = "Merge classes"
    summary = "The points of one class go over to another, and the empty class goes."
    needs = "classes"

    first: int = setting(1, "Merge", "This class goes.", choices={0: "1", 1: "2"})
    second: int = setting(0, "Into", "This class takes its points.", choices={0: "1", 1: "2"})

    def apply(self, data: Dataset, chosen: Mask | None) -> Dataset:  # noqa: ARG002 - of all points
        """Move the points over; the class itself goes where two are left without it."""
        if self.first == self.second:
            return data
        moved = _with_targets(data, np.where(data.targets == self.first, self.second, data.targets))
        if len(data.classes) <= 2:
            return moved
        targets = moved.targets - (moved.targets > self.first)
        classes = data.classes[: self.first] + data.classes[self.first + 1 :]
        return replace(moved, targets=frozen(targets, np.int64), classes=classes)


@dataclass(frozen=True, slots=True, kw_only=True)
class TestFromSelection(Operation):
    """The selected points test."""

    key = "test_from_selection"
    title = "Make test set from selection"
    summary = "The selected points only test; the network never learns from them."
    needs = "selection"
    __test__ = False  # no test class

    others: str = setting(
        "train", "Others", "What the rest does.", choices={"train": "All train", "keep": "As they are"}
    )

    def apply(self, data: Dataset, chosen: Mask | None) -> Dataset:
        """Mark the selected points."""
        if chosen is None:
            return data
        is_test = chosen if self.others == "train" else chosen | data.is_test
        return data if np.array_equal(is_test, data.is_test) else replace(data, is_test=frozen(is_test, np.bool_))


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitAgain(Operation):
    """Other points test."""

    key = "split"
    title = "Split again"
    summary = "Chooses anew which points train and which only test."

    share: float = setting(
        0.7, "Train", "Share of the points that train.", min=LEAST_TRAINED, max=1.0, step=0.01, unit="%"
    )
    seed: int = _seed()

    @classmethod
    def start(cls, data: Dataset) -> SplitAgain:
        """The share stays, and the next seed chooses other points."""
        return cls(share=max(data.train_fraction, LEAST_TRAINED), seed=(data.split_seed + 1) % (MOST_SEED + 1))

    def apply(self, data: Dataset, chosen: Mask | None) -> Dataset:  # noqa: ARG002 - of all points
        """Draw the split from the seed."""
        mask = split_mask(len(data), self.share, self.seed)
        same = np.array_equal(mask, data.is_test) and (self.share, self.seed) == (data.train_fraction, data.split_seed)
        return data if same else replace(data, is_test=sealed(mask), train_fraction=self.share, split_seed=self.seed)


OPERATIONS: dict[str, type[Operation]] = {
    kind.key: kind
    for kind in (
        Balance,
        Subsample,
        Deduplicate,
        Normalise,
        AddNoise,
        FlipLabels,
        SwapClasses,
        MergeClasses,
        TestFromSelection,
        SplitAgain,
    )
}
"""In the order of the menu."""


def refusal(operation: type[Operation], data: Dataset, chosen: Mask | None) -> str:
    """Why an operation cannot be done now, in words; "" when it can."""
    if len(data) == 0:
        return "There are no points."
    if operation.needs == "classes" and not data.classes:
        return "Values have no classes: use the points as classification first."
    if operation.needs == "selection" and chosen is None:
        return "No points are selected: take the lasso and draw round some."
    return ""


def change_words(before: Dataset, after: Dataset) -> str:
    """What an operation changes, in words: "80 of 280 points are removed"."""
    if after is before:
        return "Nothing changes"
    if len(after) != len(before):
        more = len(after) > len(before)
        number = abs(len(after) - len(before))
        return f"{_points(number)} {'are added to' if more else 'are removed from'} {len(before):,}"
    parts = []
    moved = int((after.points != before.points).any(axis=1).sum())
    if moved:
        parts.append(f"{_points(moved)} move")
    if changed := int((_answers(after) != _answers(before)).sum()):
        parts.append(f"{_points(changed)} change their {'class' if after.classes else 'value'}")
    if len(after.classes) != len(before.classes):
        parts.append(f"{len(before.classes)} classes become {len(after.classes)}")
    if after.test_count != before.test_count or not np.array_equal(after.is_test, before.is_test):
        parts.append(f"{after.test_count:,} points test in place of {before.test_count:,}")
    return ", ".join(parts) or "Only the settings of the split change"


def _answers(data: Dataset) -> NDArray[Any]:
    """The class's colour, which stays when others go, or the value of each point."""
    return np.array([one.color for one in data.classes])[data.targets] if data.classes else data.targets


def _points(number: int) -> str:
    return "1 point" if number == 1 else f"{number:,} points"
