"""From a table to points: which columns are x, y and label or value, and what that leaves out, in words."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from playground.document.dataset import (
    CLASS_NAMES,
    MOST_CLASSES,
    DataClass,
    Dataset,
    default_classes,
    distinct_names,
    frozen,
)
from playground.document.edits_data import make_dataset
from playground.document.laying_out import laid_out
from playground.domains.plane.domain import PlaneDomain
from playground.domains.split import share_of
from playground.domains.table.domain import TableDomain
from playground.interop.tables.columns.indicators import can_be_input, with_indicators
from playground.interop.tables.columns.named import check_columns, every_column
from playground.interop.tables.columns.roles import suggest
from playground.interop.tables.columns.split_column import test_mask
from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.doubts import too_large
from playground.interop.tables.number_style import LARGEST, is_code, is_missing
from playground.interop.tables.projection import principal_components
from playground.interop.tables.wishes import NO_WISHES, Wishes

if TYPE_CHECKING:
    from collections.abc import Collection

    from playground.interop.tables.columns.suggestion import Meaning, Suggestion
    from playground.interop.tables.data_table import Column, DataTable

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Many = Literal["", "other", "drop"]

OTHER = "Other"
COMPONENTS = ("PC 1", "PC 2")
"""What principal components are called."""
MOST_LABELS = 100_000
"""With more different texts a column is no label, whatever becomes of the rare ones."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a table's columns mean.

    Attributes:
        x: Column of x; with `project`, any.
        y: Column of y.
        project: Take the first two principal components of all numeric columns in place of x and y.
        target: Column of the label or value; None for none.
        meaning: Labels of classes, values, or nothing: all points of one class.
        many: With more labels than there may be classes: the rest become one class "Other", or their rows are dropped;
            "" is no answer yet.
        standardise: Whether the network gets x, y and values of mean 0 and standard deviation 1.
        test: Column that says which points test; None for a share by chance.
        left_out: Columns that hold nothing to learn from, and are no part of the components.
        columns: In place of x and y the columns of a table; None for points of the plane.
        more: Columns of further values beside the target.
        open: Of "x", "y", "target" and "meaning" those that nobody has decided yet; what stands there is a guess.
    """

    x: int
    y: int
    project: bool = False
    target: int | None = None
    meaning: Meaning = "none"
    many: Many = ""
    standardise: bool = True
    test: int | None = None
    left_out: frozenset[int] = frozenset()
    open: frozenset[str] = frozenset()
    columns: tuple[int, ...] | None = None
    more: tuple[int, ...] = ()

    @property
    def values(self) -> tuple[int, ...]:
        """All columns of values; none where the target holds labels."""
        return () if self.target is None or self.meaning != "values" else (self.target, *self.more)


@dataclass(frozen=True, slots=True, eq=False)
class Imported:
    """Points with what did not become one.

    Attributes:
        dataset: The points.
        dropped: Rows that are left out, and why, each in words.
        notes: What was done to the numbers, each in words.
        has_own_split: Whether the table itself says which points test.
    """

    dataset: Dataset
    dropped: tuple[str, ...]
    notes: tuple[str, ...]
    has_own_split: bool = False


# ---- guessing ------------------------------------------------------------------------------------------------------


def guess_choices(table: DataTable, wishes: Wishes = NO_WISHES) -> Choices:
    """What the columns most likely mean; `Choices.open` says what is no more than a guess.

    Raises:
        CsvError: As `suggest`.
    """
    return choices_of(suggest(table, wishes))


def know(table: DataTable, wishes: Wishes = NO_WISHES) -> DataTable:
    """The table with its numbers and labels found out, which its columns keep: a window need not wait for that."""
    with suppress(CsvError):
        guess_choices(table, wishes)
    return table


def choices_of(found: Suggestion) -> Choices:
    """A suggestion as choices."""
    about = frozenset(question.about for question in found.questions)
    return Choices(
        found.x,
        found.y,
        target=found.target,
        meaning=found.meaning,
        test=found.test,
        left_out=found.left_out,
        open=about,
        columns=found.columns or None,
        more=found.more,
    )


# ---- making --------------------------------------------------------------------------------------------------------


def label_count(table: DataTable, choices: Choices) -> int:
    """How many different labels the target column has."""
    if choices.target is None or choices.meaning != "classes":
        return 0
    column = table.columns[choices.target]
    if column.distinct_count > MOST_LABELS:
        return column.distinct_count
    return len(_same_numbers(column)[0])


def asks_about_labels(table: DataTable, choices: Choices) -> bool:
    """Whether there are more labels than classes, and nobody has said what to do."""
    return choices.meaning == "classes" and not choices.many and label_count(table, choices) > MOST_CLASSES


def make_points(table: DataTable, choices: Choices) -> Imported:
    """Turn a table into points.

    Raises:
        CsvError: Something is not decided, the columns can make no table, no row makes a point, a number is too large,
            or there are too many labels and `choices.many` says nothing.
    """
    _refuse_undecided(table, choices)
    encoded: list[str] = []
    if choices.columns is not None:
        others = {"label or value": choices.target, "column of test points": choices.test}
        others |= {f"value {number}": place for number, place in enumerate(choices.more, start=2)}
        check_columns(table, choices.columns, {use: place for use, place in others.items() if place is not None})
        own, (table, columns) = len(table.notes), with_indicators(table, choices.columns)
        choices, encoded = replace(choices, columns=columns), list(table.notes[own:])
    good, dropped = _good_rows(table, choices)
    targets, classes = _targets(table, choices, good, dropped)
    if not good.any():
        answer = {"classes": " and a label", "values": " and a value"}.get(choices.meaning, "")
        fault = too_large(table, _numbers_needed(table, choices))
        needed = "all columns" if choices.columns else "both x and y"
        raise CsvError(fault or f"no row has a number for {needed}{answer}")
    points, notes = _coordinates(table, choices, good)
    notes = [*encoded, *notes]
    dataset = make_dataset(points, targets[good], classes, share_of(len(points), len(classes)))
    domain = PlaneDomain if choices.columns is None else TableDomain
    dataset = replace(dataset, domain=domain.name, columns=_names(table, choices))
    if len(choices.values) > 1:
        called = [table.columns[place].name for place in choices.values]
        dataset = replace(dataset, values=distinct_names(called, called))
    if choices.test is not None:
        tests = test_mask(table.columns[choices.test])[good]
        dataset = replace(dataset, is_test=frozen(tests, np.bool_), train_fraction=1.0 - float(tests.mean()))
        notes.append(_test_note(table.columns[choices.test].name, int(tests.sum()), len(tests)))
    made = laid_out(dataset, alike=choices.project)
    return Imported(made, tuple(dropped), tuple(notes), choices.test is not None)


def _test_note(name: str, tests: int, count: int) -> str:
    return f"{name} says which points test: {tests:,} of {count:,}"


def _refuse_undecided(table: DataTable, choices: Choices) -> None:
    if asks_about_labels(table, choices):
        name, number = table.columns[choices.target or 0].name, label_count(table, choices)
        raise CsvError(f"column {name} has {number:,} different labels; {MOST_CLASSES} are the most")
    if choices.open:
        raise CsvError("it is not decided what the columns are")


def _good_rows(table: DataTable, choices: Choices) -> tuple[Mask, list[str]]:
    """The rows that have all numbers a point needs, and words about the others."""
    good = np.ones(len(table), np.bool_)
    dropped = list(table.dropped)
    for i in _numeric_columns(table, choices):
        column = table.columns[i]
        _drop(good, ~np.isfinite(column.numbers), f"without a number for {column.name}", table, dropped)
    for i in _numbers_needed(table, choices):
        with np.errstate(invalid="ignore"):
            beyond = np.abs(table.columns[i].numbers) > LARGEST
        _drop(good, beyond, f"with {table.columns[i].name} beyond {LARGEST:,.0f}", table, dropped)
    return good, dropped


def _numbers_needed(table: DataTable, choices: Choices) -> tuple[int, ...]:
    return (*_numeric_columns(table, choices), *choices.values)


def projected_columns(table: DataTable, choices: Choices) -> tuple[int, ...]:
    """The columns whose principal components are taken with `Choices.project`."""
    others = choices.left_out | {choices.target, choices.test, *choices.more}
    return tuple(i for i in table.numeric if i not in others and table.columns[i].role != "ignore")


def table_columns(table: DataTable, choices: Choices) -> tuple[int, ...]:
    """All columns that a table of these choices can have."""
    return every_column(table, choices.left_out, {choices.target, choices.test, *choices.more})


def offered_columns(table: DataTable, others: Collection[int | None]) -> tuple[int, ...]:
    """The columns that a person may choose among for a table: of numbers, and of few texts.

    Args:
        table: Where they are.
        others: Columns with another use.
    """
    able = (i for i, column in enumerate(table.columns) if column.is_numeric or can_be_input(column))
    return tuple(i for i in able if i not in others)


def _numeric_columns(table: DataTable, choices: Choices) -> tuple[int, ...]:
    if choices.project:
        return projected_columns(table, choices)
    if choices.columns:
        return choices.columns
    return (choices.x, choices.y) if choices.x != choices.y else (choices.x,)


def _drop(good: Mask, bad: Mask, why: str, table: DataTable, dropped: list[str]) -> None:
    """Leave out the rows that are bad and were good, and say how many and where the first is."""
    now = good & bad
    count = int(now.sum())
    if count:
        rows = "1 row" if count == 1 else f"{count:,} rows"
        dropped.append(f"{rows} {why} (the first in line {table.lines[int(np.argmax(now))]})")
        good &= ~bad


def _targets(
    table: DataTable, choices: Choices, good: Mask, dropped: list[str]
) -> tuple[NDArray[np.float64] | NDArray[np.int64], tuple[DataClass, ...]]:
    """Class indices with classes, or values with none."""
    if choices.target is None or choices.meaning == "none":
        return np.zeros(len(table), np.int64), _classes(["Points"])
    for one in (table.columns[place] for place in choices.values):
        _drop(good, ~np.isfinite(one.numbers), f"without a number for {one.name}", table, dropped)
    if choices.values:
        return np.column_stack([table.columns[place].numbers for place in choices.values]), ()
    column = table.columns[choices.target]
    _drop(good, column.is_missing, f"without a label in {column.name}", table, dropped)
    texts, codes = _same_numbers(column)
    if len(texts) > MOST_LABELS:
        raise CsvError(f"column {column.name} has {len(texts):,} different labels, too many to count them")
    names = _kept_labels(column, texts, np.bincount(codes[good & (codes >= 0)], minlength=len(texts)), choices.many)
    if not names:  # no row is left, and that is said by who asks
        return np.zeros(len(table), np.int64), _classes(["Points"])
    place = {name: i for i, name in enumerate(names)}
    ranks = np.array([*(place.get(text, place.get(OTHER, -1)) for text in texts), -1], dtype=np.int64)
    targets = ranks[codes]
    _drop(good, targets < 0, f"of labels that are not among the {MOST_CLASSES} largest", table, dropped)
    classes = _classes(names)
    order = np.argsort([one.color for one in classes], kind="stable")
    rank = np.argsort(order)
    return rank[np.maximum(targets, 0)], tuple(classes[int(i)] for i in order)


def _same_numbers(column: Column) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """The different labels, and which each row has, (N,), −1 for none; 1.0 and 1 are the same, 1 and 01 are not."""
    texts, codes = column.distinct
    whole = column.is_whole and all(is_missing(text) or not np.isnan(column.style.number(text)) for text in texts)
    if column.exact is None and whole and not any(map(is_code, texts)):
        texts = tuple(text if is_missing(text) else _whole(column.style.number(text)) for text in texts)
    names = tuple(dict.fromkeys(text for text in texts if not is_missing(text)))
    place = {name: i for i, name in enumerate(names)}
    return names, np.array([place.get(text, -1) for text in texts], dtype=np.intp)[codes]


def _whole(number: float) -> str:
    return f"{number + 0.0:.0f}"  # no sign before a zero


def _kept_labels(column: Column, texts: tuple[str, ...], counts: NDArray[np.intp], many: Many) -> list[str]:
    order = [name for name, count in zip(texts, counts.tolist(), strict=True) if count]
    if column.is_numeric:
        order.sort(key=column.style.number)
    if len(order) <= MOST_CLASSES:
        return order
    room = MOST_CLASSES - (many == "other")
    # Stable: of labels that are as frequent the first ones stay.
    ranked = sorted(zip(counts.tolist(), texts, strict=True), key=lambda one: -one[0])
    largest = {name for _, name in ranked[:room]}
    kept = [name for name in order if name in largest]
    return [*kept, OTHER] if many == "other" else kept


def _classes(names: list[str]) -> tuple[DataClass, ...]:
    """Classes named like colours of the palette get these; 0, 1, … are named by the palette."""
    if len(names) > 1 and names == [str(i) for i in range(len(names))]:
        return default_classes(len(names))
    own = {name: CLASS_NAMES.index(name) for name in names if name in CLASS_NAMES}
    free = [color for color in range(MOST_CLASSES) if color not in own.values()]
    classes = [DataClass(name, own[name] if name in own else free.pop(0)) for name in names]
    if len(classes) == 1:
        classes.append(DataClass(CLASS_NAMES[free[0]], free[0]))
    return tuple(classes)


# ---- places --------------------------------------------------------------------------------------------------------


def _coordinates(table: DataTable, choices: Choices, good: Mask) -> tuple[Floats, list[str]]:
    """The places of the good rows in their units, projected as chosen, with words about it."""
    if not choices.project:
        places = choices.columns or (choices.x, choices.y)
        return np.column_stack([table.columns[i].numbers[good] for i in places]), []
    columns = [table.columns[i] for i in _numeric_columns(table, choices)]
    points, share = principal_components(np.column_stack([column.numbers[good] for column in columns]))
    return points, [f"Two components of {len(columns)} columns hold {share:.0%} of their variance"]


def _names(table: DataTable, choices: Choices) -> tuple[str, ...]:
    """What the file calls the columns; x and y, or c1, c2 ..., where it has no names."""
    if choices.project:
        return COMPONENTS
    keys = TableDomain().keys(len(choices.columns)) if choices.columns else PlaneDomain().keys(2)
    columns = [table.columns[i] for i in choices.columns or (choices.x, choices.y)]
    return distinct_names([one.name if one.is_named else "" for one in columns], keys)
