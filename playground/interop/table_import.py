"""From a table to points: which columns are x, y and label or value, and what that leaves out, in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from playground.document.dataset import CLASS_NAMES, MOST_CLASSES, DataClass, Dataset, default_classes
from playground.document.edits_data import make_dataset
from playground.document.laying_out import laid_out
from playground.drawing.projection import principal_components
from playground.drawing.split import share_of
from playground.interop.csv_layout import CLASS_WORDS, COORDINATES, TARGET_WORDS, VALUE_WORDS, CsvError

if TYPE_CHECKING:
    from playground.interop.data_table import Column, DataTable

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Meaning = Literal["classes", "values", "none"]
Many = Literal["", "other", "drop"]

OTHER = "Other"
_ROW_NAMES = frozenset({"id", "index", "no", "nr", "row", "#", "unnamed: 0", "column 1"})


@dataclass(frozen=True, slots=True)
class Choices:
    """What a table's columns mean.

    Attributes:
        x: Column of x; with `project`, any.
        y: Column of y.
        project: Take the first two principal components of all numeric columns in place of x and y.
        target: Column of the label or value; None for none.
        meaning: Labels of classes, values, or nothing: all points of one class.
        many: With more than nine labels: the rest become one class "Other", or their rows are dropped; "" is
            no answer yet.
        standardise: Whether the network gets x, y and values of mean 0 and standard deviation 1.
    """

    x: int
    y: int
    project: bool = False
    target: int | None = None
    meaning: Meaning = "none"
    many: Many = ""
    standardise: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Imported:
    """Points with what did not become one.

    Attributes:
        dataset: The points.
        dropped: Rows that are left out, and why, each in words.
        notes: What was done to the numbers, each in words.
        dropped_count: Rows of the table that are left out.
    """

    dataset: Dataset
    dropped: tuple[str, ...]
    notes: tuple[str, ...]
    dropped_count: int


# ---- guessing ------------------------------------------------------------------------------------------------------


def guess_choices(table: DataTable) -> Choices:
    """What the columns most likely mean: by what the file says, by their names, else by their places.

    Raises:
        CsvError: There are no two columns of numbers.
    """
    if len(table.numeric) < COORDINATES:
        found = "none" if not table.numeric else f"only one ('{table.columns[table.numeric[0]].name}')"
        raise CsvError(f"points need two columns of numbers, and there is {found}")
    target = _guess_target(table)
    x, y = _guess_coordinates(table, target)
    meaning = guess_meaning(table, target)
    return Choices(x, y, target=target, meaning=meaning)


def guess_meaning(table: DataTable, target: int | None) -> Meaning:
    """Whether a column holds labels or values."""
    if target is None:
        return "none"
    column = table.columns[target]
    name = column.name.casefold()
    if not column.is_numeric or name in CLASS_WORDS:
        return "classes"
    if name in VALUE_WORDS or not column.is_whole:
        return "values"
    return "classes" if len(column.labels) <= MOST_CLASSES else "values"


def _guess_target(table: DataTable) -> int | None:
    columns = table.columns
    said = [i for i, column in enumerate(columns) if column.role == "target"]
    named = [i for i, column in enumerate(columns) if column.name.casefold() in TARGET_WORDS]
    texts = [i for i, column in enumerate(columns) if not column.is_numeric and 1 < len(column.labels) <= MOST_CLASSES]
    spare = len(table.numeric) > COORDINATES
    placed = [i for i in table.numeric if columns[i].name.casefold() in {"x", "y"}]
    free = [i for i in table.numeric if i not in placed] if len(placed) == COORDINATES else table.numeric[COORDINATES:]
    whole = [i for i in free if columns[i].is_whole and not _numbers_rows(columns[i])]
    few = [i for i in whole if len(columns[i].labels) <= MOST_CLASSES]
    last = [table.numeric[-1]] if len(columns) == COORDINATES + 1 and spare else []
    any_text = [i for i, column in enumerate(columns) if not column.is_numeric and not column.is_missing.all()]
    for found in (said, named, texts[::-1], few[::-1], last, any_text[::-1]):
        if found and len([i for i in table.numeric if i != found[0]]) >= COORDINATES:
            return found[0]
    return None


def _guess_coordinates(table: DataTable, target: int | None) -> tuple[int, int]:
    columns = table.columns
    usable = [i for i in table.numeric if i != target]
    names = [columns[i].name.casefold() for i in usable]
    if {"x", "y"} <= set(names):
        return usable[names.index("x")], usable[names.index("y")]
    better = [i for i in usable if columns[i].role != "ignore" and not _numbers_rows(columns[i])]
    first = (better if len(better) >= COORDINATES else usable)[:COORDINATES]
    return first[0], first[1]


def _numbers_rows(column: Column) -> bool:
    return column.counts_rows and column.name.casefold() in _ROW_NAMES


# ---- making --------------------------------------------------------------------------------------------------------


def label_count(table: DataTable, choices: Choices) -> int:
    """How many different labels the target column has."""
    return 0 if choices.target is None else len(table.columns[choices.target].labels)


def asks_about_labels(table: DataTable, choices: Choices) -> bool:
    """Whether there are more labels than classes, and nobody has said what to do."""
    return choices.meaning == "classes" and not choices.many and label_count(table, choices) > MOST_CLASSES


def make_points(table: DataTable, choices: Choices) -> Imported:
    """Turn a table into points.

    Raises:
        CsvError: No row makes a point, or there are too many labels and `choices.many` says nothing.
    """
    if asks_about_labels(table, choices):
        column = table.columns[choices.target or 0]
        raise CsvError(f"column {column.name} has {len(column.labels):,} different labels; {MOST_CLASSES} are the most")
    used = _numeric_columns(table, choices)
    good = np.ones(len(table), np.bool_)
    dropped = list(table.dropped)
    for i in used:
        _drop(
            good,
            ~np.isfinite(table.columns[i].numbers),
            f"without a number for {table.columns[i].name}",
            table,
            dropped,
        )
    targets, classes = _targets(table, choices, good, dropped)
    if not good.any():
        raise CsvError("no row has a number for both x and y" + (" and a label or value" if choices.target else ""))
    points, notes = _coordinates(table, choices, good)
    share = share_of(len(points), len(classes))
    made = laid_out(make_dataset(points, targets[good], classes, share), alike=choices.project)
    return Imported(made, tuple(dropped), tuple(notes), int((~good).sum()))


def _numeric_columns(table: DataTable, choices: Choices) -> tuple[int, ...]:
    if choices.project:
        return tuple(i for i in table.numeric if i != choices.target and table.columns[i].role != "ignore")
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
    column = table.columns[choices.target]
    if choices.meaning == "values":
        _drop(good, ~np.isfinite(column.numbers), f"without a number for {column.name}", table, dropped)
        return column.numbers, ()
    _drop(good, column.is_missing, f"without a label in {column.name}", table, dropped)
    texts = _same_numbers(column)
    names = _kept_labels(column, texts, good, choices.many)
    place = {name: i for i, name in enumerate(names)}
    codes = np.array([place.get(text, place.get(OTHER, -1)) for text in texts], dtype=np.int64)
    _drop(good, codes < 0, f"of labels that are not among the {MOST_CLASSES} largest", table, dropped)
    classes = _classes(names)
    order = np.argsort([one.color for one in classes], kind="stable")
    rank = np.argsort(order)
    return rank[np.maximum(codes, 0)], tuple(classes[int(i)] for i in order)


def _same_numbers(column: Column) -> tuple[str, ...]:
    """The labels; where all are whole numbers, 1.0 and 1 are the same."""
    if not column.is_numeric or not column.is_whole or not np.isfinite(column.numbers[~column.is_missing]).all():
        return column.texts
    return tuple("" if np.isnan(number) else str(int(number)) for number in column.numbers.tolist())


def _kept_labels(column: Column, texts: tuple[str, ...], good: Mask, many: Many) -> list[str]:
    counts = Counter(text for text, is_good in zip(texts, good.tolist(), strict=True) if is_good)
    order = [name for name in dict.fromkeys(texts) if name in counts]
    if column.is_numeric:
        order.sort(key=column.style.number)
    if len(order) <= MOST_CLASSES:
        return order
    room = MOST_CLASSES - (many == "other")
    largest = {name for name, _ in counts.most_common(room)}
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
        return np.column_stack([table.columns[i].numbers[good] for i in (choices.x, choices.y)]), []
    columns = [table.columns[i] for i in _numeric_columns(table, choices)]
    points, share = principal_components(np.column_stack([column.numbers[good] for column in columns]))
    return points, [f"Two components of {len(columns)} columns hold {share:.0%} of their variance"]
