"""The points a network learns from: frozen arrays, classes, split, and where they came from."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property
from math import inf, isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.scaling import IDENTITY, Scaling
from playground.domains.sampling import sampled
from playground.domains.section import Section
from playground.domains.table.telling import telling_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from playground.operations.shape import Shape

COLOUR_NAMES = ("Orange", "Blue", "Green", "Magenta", "Yellow", "Violet", "Red", "Grey", "Cyan")
"""The first classes are called by their colours, which a person tells apart, as the markers."""
MOST_CLASSES = 36
"""Ten digits and 26 letters."""
CLASS_NAMES = (*COLOUR_NAMES, *(f"Class {number}" for number in range(len(COLOUR_NAMES) + 1, MOST_CLASSES + 1)))
"""What a class is called by its colour where nobody has named it."""
MOST_VALUES = 16
VALUE = "value"
"""What the one value of a regression is called where nobody has named it."""
LONGEST_NAME = 64
JOINERS = "\u200c\u200d"
LINE_ENDS = "\t\n\v\f\r\x85\u2028\u2029"
"""And tabs: what stands between words, and is nothing to see in a name."""
"""Invisible, but needed by scripts and emoji."""
MOST_COMPARED = 5_000
"""Samples from which the columns that are shown first are chosen."""
MOST_SEED_TEXT = 1_000
"""Characters of a link's seed."""


@dataclass(frozen=True, slots=True)
class DataClass:
    """One class: its name, and its place in the palette of colours with a marker each, 0 to 35."""

    name: str
    color: int


@dataclass(frozen=True, slots=True)
class DataSource:
    """The generator that made the points, with its settings; a person's strokes go on top.

    Attributes:
        generator: A key of `domains.GENERATORS`.
        noise: Fraction, 0.1 for 10 %.
        parameter: Number of arms, blobs or cells where the generator has one.
        side: Pixels along a side of pictures; None where there are none.
        knobs: The generator's other settings by name; those that are missing stand as usual.
        stream: A text that takes the place of `seed`, as links have one: the numbers of `domains.arc4`, their
            shuffle, and the split where the first points train.
    """

    generator: str
    count: int
    noise: float
    seed: int
    parameter: int | None = None
    stream: str | None = None
    side: int | None = None
    knobs: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, eq=False)  # no slots: what is counted once is kept beside the fields
class Dataset:
    """Samples with what the network is to answer for them; in the plane each is a point.

    Attributes:
        samples: Shape (N, D), float64, read-only: a row for each; in the plane D is 2.
        targets: Read-only: class indices, (N,), int64, or values, (N, O), float64, as the document's task says.
        is_test: Shape (N,), bool, read-only: the points kept back for testing.
        classes: Names and colours; empty for regression.
        train_fraction: Share of points that train, applied to new points as well.
        split_seed: Seed of the split.
        source: None when everything was drawn or read from a file.
        units: What the samples' numbers, and values, stand for in the units of the person: axes, tables and files have
            those.
        domain: What a sample is: a key of `domains.DOMAINS`.
        columns: What people call the D numbers.
        shape_of_one: Of a sample whose D numbers do not stand in a row, (channels, height, width) of a picture; they
            lie in `samples` one row of it after the other.
        values: What people call the O values, no two alike; classes have none, whatever stands here.
    """

    samples: NDArray[np.float64]
    targets: NDArray[Any]
    is_test: NDArray[np.bool_]
    classes: tuple[DataClass, ...]
    train_fraction: float = 0.7
    split_seed: int = 0
    source: DataSource | None = None
    units: Scaling = IDENTITY
    domain: str = "plane"
    columns: tuple[str, ...] = ("x", "y")
    values: tuple[str, ...] = (VALUE,)
    shape_of_one: Shape = ()

    def __len__(self) -> int:
        return len(self.samples)

    def __getstate__(self) -> dict[str, Any]:
        """What a process is sent: the fields. What is kept beside them may grow on another thread meanwhile."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @property
    def shape(self) -> Shape:
        """Of one sample: (D,), or (channels, height, width) of a picture."""
        return self.shape_of_one or (len(self.columns),)

    @property
    def shaped(self) -> NDArray[np.float64]:
        """The samples in their shape, (N, *shape), read-only: a view."""
        return self.samples.reshape(len(self), *self.shape)

    @property
    def is_finite(self) -> bool:
        """Whether every number of the samples and every target is finite."""
        return isfinite(self.farthest)

    @cached_property
    def farthest(self) -> float:
        """The largest absolute number or target; 0 without points, no finite number where one of them is none."""
        if not len(self):
            return 0.0
        ends = [float(end) for array in (self.samples, self.targets) for end in (array.min(), array.max())]
        return max(map(abs, ends)) if all(map(isfinite, ends)) else inf

    @cached_property
    def test_count(self) -> int:
        """How many points are kept back for testing."""
        return int(np.count_nonzero(self.is_test))

    @cached_property
    def places(self) -> NDArray[np.float64]:
        """The samples in units, (N, D): as they were read, where they were."""
        return self.units.exact_samples(self.samples)

    @cached_property
    def answers(self) -> NDArray[Any]:
        """The targets: class indices, (N,), or values in units, (N, O)."""
        return self.targets if self.classes else self.units.exact_values(self.targets)

    def target(self, value: int = 0) -> NDArray[Any]:
        """What one picture can show of the targets, (N,): the class indices, or one of the values.

        Args:
            value: Which; the last where there are not so many.
        """
        return column_of(self.targets, min(value, len(self.values) - 1))

    @cached_property
    def middle(self) -> tuple[float, ...]:
        """The mean of each column; 0 without samples."""
        means = self.samples.mean(axis=0) if len(self) else np.zeros(self.samples.shape[1])
        return tuple(np.nan_to_num(means).tolist())

    @cached_property
    def shown_first(self) -> tuple[int, int]:
        """The two columns that maps and small pictures show at first: those that tell most of the targets."""
        if self.samples.shape[1] == 2:
            return 0, 1
        rows = self.sample(MOST_COMPARED)
        first, second = telling_columns(self.samples[rows], self.targets[rows], has_classes=bool(self.classes))
        return first, second

    def section(self, columns: tuple[int, int] | None = None, row: int | None = None) -> Section:
        """The plane of two columns, those that are shown first, through a row or the means."""
        across, up = columns or self.shown_first
        if self.samples.shape[1] == 2:  # nothing is held, and a stroke asks often: no mean is taken
            return Section(across, up, (0.0, 0.0))
        held = self.middle if row is None or row >= len(self) else tuple(self.samples[row].tolist())
        return Section(across, up, held)

    def section_for(self, wanted: Section | None) -> Section:
        """The plane of samples that maps show: what was asked for, or those two columns that tell most.

        A request may be late, of a document whose samples had other columns.
        """
        return wanted if wanted is not None and len(wanted.held) == self.samples.shape[1] else self.section()

    def seen_on(self, section: Section) -> NDArray[np.float64]:
        """Where the samples are seen on a plane, (N, 2), read-only; the same array at every question."""
        if section.is_whole:
            return self.samples
        key = section.across, section.up
        kept: dict[tuple[int, int], NDArray[np.float64]] = self._seen
        if key not in kept:
            kept[key] = sealed(section.places(self.samples))
        return kept[key]

    @cached_property
    def _seen(self) -> dict[tuple[int, int], NDArray[np.float64]]:
        return {}

    def sample(self, most: int, *, test: bool | None = None) -> NDArray[np.int64]:
        """Return the rows that stand for the points, at random and of each class its share; always the same ones.

        Args:
            most: How many there may be.
            test: Of the test points (True) or of the training points (False) alone; None for both.

        Returns:
            Indices among those points, ascending, read-only.
        """
        kept: dict[tuple[int, bool | None], NDArray[np.int64]] = self._samples
        if (most, test) not in kept:
            labels = self.targets if test is None else self.targets[self.is_test == test]
            kept[most, test] = sealed(sampled(len(labels), most, labels if self.classes else None))
        return kept[most, test]

    @cached_property
    def _samples(self) -> dict[tuple[int, bool | None], NDArray[np.int64]]:
        return {}

    def counts(self) -> list[int]:
        """Points of each class; empty for regression."""
        return list(self._counts)

    @cached_property
    def _counts(self) -> list[int]:
        if not self.classes:
            return []
        targets = self.targets.astype(np.int64, copy=False)
        counts: list[int] = np.bincount(targets, minlength=len(self.classes)).tolist()
        return counts


def column_of(targets: NDArray[Any], value: int) -> NDArray[Any]:
    """The classes, (N,), of targets, or one of their values: a view."""
    return targets if targets.ndim == 1 else targets[:, value]


def as_columns(targets: Any) -> NDArray[Any]:
    """Classes, or values of which one alone may stand in a row, (N,), as a column each, (N, O): a view."""
    array = np.asarray(targets)
    return array[:, None] if array.ndim == 1 else array


def frozen(values: Any, dtype: Any) -> NDArray[Any]:
    """A read-only contiguous array that owns its data; the input itself when it is one already."""
    array = np.ascontiguousarray(values, dtype=dtype)
    if not array.flags.writeable and array.base is None:
        return array
    # Never the caller's own array, which they may be about to write to, nor a view of it.
    array = array.copy() if array is values or array.base is not None else array
    array.flags.writeable = False
    return array


def sealed(array: NDArray[Any]) -> NDArray[Any]:
    """A fresh array that nobody else holds, made read-only without a copy."""
    if array.base is not None or not array.flags.c_contiguous:
        return frozen(array, array.dtype)
    array.flags.writeable = False
    return array


def readable_name(text: str) -> str:
    """A name as it can be shown and saved: on one line, of at most 64 characters, all of them with a sign to see.

    A tab and what ends a line become a blank, or two words would be one. Without marks that turn lines around, halves
    of characters and the like; empty when nothing is left.
    """
    kept = (" " if letter in LINE_ENDS else letter for letter in text.replace("\r\n", "\n"))
    name = "".join(one for one in kept if one.isprintable() or one in JOINERS)[:LONGEST_NAME].strip()
    return name if name.strip(JOINERS) else ""


def distinct_names(names: Iterable[str], keys: Sequence[str]) -> tuple[str, ...]:
    """Names of columns as they can be shown and written: each once, in its place its key where nothing can be read."""
    found: list[str] = []
    for name, key in zip(names, keys, strict=True):
        plain = readable_name(name) or key
        tries = (plain, *(f"{plain[: LONGEST_NAME - 4]} {number}" for number in range(2, len(keys) + 2)))
        found.append(next(one for one in tries if one not in found))
    return tuple(found)


def columns_by_name(
    names: Sequence[str], samples: NDArray[np.float64], others: Sequence[str]
) -> dict[str, NDArray[np.float64]]:
    """The columns of samples, (N, D), as a file has them: under their names, but none of those of other columns."""
    titles = distinct_names((*others, *names), (*others, *names))[len(others) :]
    return dict(zip(titles, samples.T, strict=True))


def named(one: DataClass) -> DataClass:
    """A class with a name that can be read: its own, or that of its colour where nothing of it can be."""
    name = readable_name(one.name) or CLASS_NAMES[one.color % MOST_CLASSES]
    return one if name == one.name else replace(one, name=name)


def default_classes(count: int) -> tuple[DataClass, ...]:
    """The first `count` classes of the palette."""
    return tuple(DataClass(CLASS_NAMES[i], i) for i in range(count))
