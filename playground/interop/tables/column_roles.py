"""What the columns of a table are for, each with the reason in words; what is not clear is a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from playground.document.dataset import MOST_CLASSES
from playground.interop.tables.column_words import (
    CLASS_NAMES,
    IDENTIFIER,
    LIKELY_CLASS_NAMES,
    LIKELY_TARGET_NAMES,
    LIKELY_VALUE_NAMES,
    ROW_NAMES,
    TARGET_NAMES,
    TARGET_WORDS,
    VALUE_NAMES,
)
from playground.interop.tables.csv_layout import CsvError, listed
from playground.interop.tables.doubts import no_number
from playground.interop.tables.named_columns import (
    VALUE_USES,
    check_columns,
    every_column,
    listed_columns,
    named_columns,
)
from playground.interop.tables.one_hot import ONE_HOT
from playground.interop.tables.split_column import split_column
from playground.interop.tables.wishes import ALL, NO_WISHES, Wishes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from playground.interop.tables.data_table import Column, DataTable

Meaning = Literal["classes", "values", "none"]
Use = Literal["x", "y", "label", "value", "test", ""]

COORDINATES = 2
FEWEST = 3
"""Columns without names that are all needed: x, y and the label or value."""
FEW = 9
"""So many different whole numbers are likely to be labels; where they count from 0, as many as there may be classes."""
_SAID_OUT = {"ignore": "the file says so", ONE_HOT: "one of several columns that are a label together"}


@dataclass(frozen=True, slots=True)
class Question:
    """Something about the columns that a person has to say.

    Attributes:
        about: "x", "y", "target" or "meaning".
        text: The question, without its question mark.
        options: The options of the command line that answer it.
        places: The columns that it is about.
    """

    about: str
    text: str
    options: str
    places: tuple[int, ...] = ()

    @property
    def words(self) -> str:
        """The whole, for the command line."""
        return f"{self.text}? Say it with {self.options}"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the columns are taken for.

    Attributes:
        x: Column of x; a guess where there is a question about it.
        y: Column of y; likewise.
        target: Column of the label or value; None for none.
        meaning: What that column holds.
        test: Column that says which points test.
        reasons: Why each column is taken for what, or left out.
        questions: What is not clear.
        left_out: Columns that hold nothing to learn from.
        columns: In place of x and y the columns of a table, where that is said.
        more: Columns of further values beside the target, where they are said.
    """

    x: int
    y: int
    target: int | None
    meaning: Meaning
    test: int | None
    reasons: tuple[str, ...]
    questions: tuple[Question, ...]
    left_out: frozenset[int] = frozenset()
    columns: tuple[int, ...] = ()
    more: tuple[int, ...] = ()

    @property
    def targets(self) -> tuple[int, ...]:
        """The columns of the label or of all values."""
        return () if self.target is None else (self.target, *self.more)


# ---- all together ---------------------------------------------------------------------------------------------------


def suggest(
    table: DataTable,
    wishes: Wishes = NO_WISHES,
    chosen: Mapping[str, int] | None = None,
    places: tuple[int, ...] = (),
) -> Suggestion:
    """What the columns most likely are, by what is said, what the file says, their names and their cells.

    Args:
        table: The columns.
        wishes: What is said of them by name.
        chosen: What is said of them by place: "x", "y", "label", or those of `VALUE_USES`.
        places: The columns of a table, by place.

    Raises:
        CsvError: There are no two columns of numbers, or a wish names no column that can do.
    """
    said = named_columns(table, wishes) | dict(chosen or {})
    columns = places or listed_columns(table, wishes, said)
    said |= {f"column {place}": place for place in columns}
    reasons = _left_out(table, set(said.values()))
    test = split_column(table, set(said.values()))
    if test is not None:
        reasons[test] = "says which points test"
    free = [i for i in range(len(table.columns)) if i not in reasons]
    free = _enough(table, free, reasons, said)
    left_out = frozenset(reasons)
    target, question = _target(table, free, said, list(columns))
    if wishes.columns == ALL and not columns:
        columns = every_column(table, left_out, {target, test, *said.values()})
        check_columns(table, columns, {})
    (x, y), more = (columns[:2], []) if columns else _coordinates(table, free, target, said, reasons)
    meaning, asks = _meaning(table, target, said)
    questions = [*([] if question is None else [question]), *more, *asks]
    if columns:
        reasons |= dict.fromkeys(columns, "as you say")
    else:
        reasons |= {x: _why(table, x, "x", said), y: _why(table, y, "y", said)}
    if target is not None:
        reasons[target] = _why(table, target, "label" if meaning == "classes" else "value", said)
    more_values = tuple(said[use] for use in VALUE_USES[1:] if use in said)
    reasons |= dict.fromkeys(more_values, "as you say")
    words = tuple(reasons.get(i, "not needed") for i in range(len(table.columns)))
    return Suggestion(x, y, target, meaning, test, words, tuple(questions), left_out, columns, more_values)


def _why(table: DataTable, place: int, use: str, said: dict[str, int]) -> str:
    column = table.columns[place]
    if place in said.values():
        return "as you say"
    if column.role in {"x", "y", "target", "class", "value"}:
        return "the file says so"
    return "by its name" if column.name.casefold() in _names_of(use) else "by its place and its cells"


def _names_of(use: str) -> frozenset[str]:
    return frozenset({use}) if use in {"x", "y"} else TARGET_WORDS


# ---- what is left out -----------------------------------------------------------------------------------------------


def _left_out(table: DataTable, said: set[int]) -> dict[int, str]:
    """The columns that hold nothing to learn from, with the reason."""
    found: dict[int, str] = {}
    for i, column in enumerate(table.columns):
        reason = "" if i in said else _nothing_in(table, i, column)
        if reason:
            found[i] = reason
    return found


def _nothing_in(table: DataTable, place: int, column: Column) -> str:
    if column.role:
        return _SAID_OUT.get(column.role, "")
    named_label = column.name.casefold() in _names_of("label") | {"x", "y"}
    is_text = not column.is_numeric
    reasons = {
        "empty": column.distinct_count == 0,
        "numbers the rows": column.counts_rows and _tells_rows(table, place, column),
        "tells the rows apart": _tells_rows(table, place, column),
        "the same in every row": column.is_constant and len(table.columns) > FEWEST and not named_label,
        "another text in nearly every row": is_text and column.distinct_count > max(FEW, len(column) // 2),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _tells_rows(table: DataTable, place: int, column: Column) -> bool:
    """Whether a column only tells the rows apart: by its name, or because it counts them without one."""
    name = column.name.strip().casefold()
    if column.is_named and (name in ROW_NAMES or IDENTIFIER.search(column.name.strip())):
        return column.distinct_count > min(FEW, len(column) // 2)
    if place or column.is_named or not column.is_numeric or len(table.columns) <= FEWEST:
        return False
    named = any(other.is_named for other in table.columns)
    return column.counts_rows or (named and column.is_whole and column.distinct_count == len(column))


def _enough(table: DataTable, free: list[int], reasons: dict[int, str], said: dict[str, int]) -> list[int]:
    """With columns that were left out for saying little, where without them there are no two for x and y."""
    columns = table.columns
    numeric = [i for i in free if columns[i].is_numeric]
    spare = [
        i
        for i, reason in reasons.items()
        if columns[i].is_numeric
        and not columns[i].role
        and (reason == "the same in every row" or not columns[i].is_named)
    ]
    if len(numeric) >= COORDINATES or not spare or {"x", "y"} <= set(said):
        return free
    added = spare[: COORDINATES - len(numeric)]
    for i in added:
        del reasons[i]
    return sorted([*free, *added])


# ---- label or value -------------------------------------------------------------------------------------------------


def _target(
    table: DataTable, free: list[int], said: dict[str, int], placed: list[int]
) -> tuple[int | None, Question | None]:
    """The column of the label or value, with a question where several may be it.

    Args:
        table: The columns.
        free: Those that hold something.
        said: What is said of columns.
        placed: The columns that are inputs, where that is known.
    """
    for use in ("label", "value"):
        if use in said:
            return said[use], None
    free = [i for i in free if i not in said.values()]
    columns = table.columns
    by_file = [i for i in free if columns[i].role in {"target", "class", "value"}]
    if by_file:
        return by_file[0], _which(table, by_file) if len(by_file) > 1 else None
    for names in (CLASS_NAMES, TARGET_NAMES, VALUE_NAMES):
        named = [i for i in free if columns[i].name.casefold() in names]
        if named:
            return named[0], _which(table, named) if len(named) > 1 else None
    placed = placed or _named_coordinates(table, free)
    rest = [i for i in free if i not in placed]
    likely = _likely(table, rest)
    texts = [i for i in rest if not columns[i].is_numeric or columns[i].has_codes]
    if len(likely) == 1 and set(texts) <= set(likely):
        return likely[0], None
    if len(rest) == 1 and placed:
        return rest[0], None
    return _by_cells(table, rest, texts, placed)


def _likely(table: DataTable, rest: list[int]) -> list[int]:
    """The columns whose names make them likely; y only where it is no coordinate."""
    names = LIKELY_CLASS_NAMES | LIKELY_VALUE_NAMES | LIKELY_TARGET_NAMES
    return [i for i in rest if table.columns[i].name.casefold() in names]


def _named_coordinates(table: DataTable, free: Sequence[int]) -> list[int]:
    """The columns that are called x and y, where there are both."""
    found = {table.columns[i].name.casefold(): i for i in reversed(free) if table.columns[i].is_numeric}
    said = {table.columns[i].role: i for i in reversed(free) if table.columns[i].is_numeric}
    if {"x", "y"} <= set(said):
        return [said["x"], said["y"]]
    return [found["x"], found["y"]] if {"x", "y"} <= set(found) else []


def _which(table: DataTable, places: Sequence[int]) -> Question:
    names = listed([table.columns[i].name for i in places])
    text = f"which column holds the label or value: {names}"
    return Question("target", text, "--label COL or --value COL", tuple(places))


def _few(column: Column) -> bool:
    """Whether it holds few whole numbers, each of them often."""
    return _may_be_labels(column) and 1 < column.distinct_count <= len(column) // 2


def _may_be_labels(column: Column) -> bool:
    """Whether it holds whole numbers that are likely to be labels, where nothing else is known of it."""
    often = min(MOST_CLASSES, len(column) // 2)
    return column.is_whole and (column.distinct_count <= FEW or (column.is_numbered and column.distinct_count <= often))


def _by_cells(
    table: DataTable, rest: list[int], texts: list[int], placed: list[int]
) -> tuple[int | None, Question | None]:
    """Where no name tells: the one column of words, or the last of three columns of numbers."""
    numbers = [i for i in rest if i not in texts]
    need = 0 if placed else COORDINATES
    few = [i for i in numbers if _few(table.columns[i])] if len(numbers) > need else []
    if texts:
        return texts[0], _which(table, [*texts, *few]) if len(texts) > 1 or few else None
    if len(numbers) <= need:
        return _any_text(table, is_enough=len(numbers) == need), None
    last = numbers[-1]
    if len(numbers) > need + 1:
        return last, None if few == [last] else _which(table, rest)
    others = [i for i in few if i != last]
    return last, _which(table, [*others, last]) if others and not _may_be_labels(table.columns[last]) else None


def _any_text(table: DataTable, *, is_enough: bool) -> int | None:
    """A column of words that was left out, where there is nothing else to be the label."""
    free = [
        i
        for i, column in enumerate(table.columns)
        if not column.is_numeric and not column.is_missing.all() and not column.role
    ]
    return free[-1] if free and is_enough else None


def guess_meaning(table: DataTable, target: int | None) -> Meaning:
    """Whether a column holds labels or values."""
    if target is None:
        return "none"
    column = table.columns[target]
    name = column.name.casefold()
    if column.role in {"class", "value"}:
        return "classes" if column.role == "class" or not column.is_numeric else "values"
    if not column.is_numeric or column.has_codes or name in CLASS_NAMES:
        return "classes"
    if name in VALUE_NAMES | LIKELY_VALUE_NAMES or not column.is_whole:
        return "values"
    return "classes" if _may_be_labels(column) else "values"


def _meaning(table: DataTable, target: int | None, said: dict[str, int]) -> tuple[Meaning, list[Question]]:
    if target is None:
        return "none", []
    for use, meaning in (("label", "classes"), ("value", "values")):
        if use in said:
            return meaning, []  # type: ignore[return-value]
    meaning, column = guess_meaning(table, target), table.columns[target]
    sure = column.role == "value" or column.name.casefold() in VALUE_NAMES | LIKELY_VALUE_NAMES or not column.is_whole
    if meaning == "classes" or sure:
        return meaning, []
    most = f", and {MOST_CLASSES} classes are the most" if column.distinct_count > MOST_CLASSES else ""
    words = f"does {column.name} hold labels or values (it has {column.distinct_count:,} different whole numbers{most})"
    return meaning, [Question("meaning", words, f"--label '{column.name}' or --value '{column.name}'")]


# ---- x and y --------------------------------------------------------------------------------------------------------


def _coordinates(
    table: DataTable, free: list[int], target: int | None, said: dict[str, int], reasons: dict[int, str]
) -> tuple[tuple[int, int], list[Question]]:
    columns = table.columns
    placed = _named_coordinates(table, [i for i in free if i != target])
    fixed = [said.get("x"), said.get("y")]
    if placed and fixed == [None, None]:
        return (placed[0], placed[1]), []
    rest = [
        i
        for i in free
        if columns[i].is_numeric
        and i != target
        and i not in said.values()
        and columns[i].role not in {"class", "value"}
    ]
    open_places = [place for place in range(COORDINATES) if fixed[place] is None]
    plain = [i for i in rest if not columns[i].has_codes]
    rest = plain if len(plain) >= len(open_places) else rest
    if len(rest) < len(open_places):
        raise CsvError(_too_few(table, [*(one for one in fixed if one is not None), *rest], reasons))
    chosen = iter(rest)
    x, y = (next(chosen) if one is None else one for one in fixed)
    questions: list[Question] = []
    if len(rest) > len(open_places):
        names = listed([columns[i].name for i in rest])
        which = " and ".join("xy"[place] for place in open_places)
        how = "which two columns are" if len(open_places) == COORDINATES else "which column is"
        options = " ".join(f"--{'xy'[place]} COL" for place in open_places)
        if len(open_places) == COORDINATES:
            options += ", or take all with --columns all"
        questions = [Question("xy"[place], f"{how} {which}: {names}", options) for place in open_places]
    elif any(columns[i].counts_rows and not columns[i].is_named for i in (x, y)) and not said:
        place = 0 if columns[x].counts_rows else 1
        name = columns[(x, y)[place]].name
        questions = [
            Question("xy"[place], f"is {name} {'xy'[place]}, which only numbers the rows", f"--{'xy'[place]} COL")
        ]
    return (x, y), questions


def _too_few(table: DataTable, found: list[int], reasons: dict[int, str]) -> str:
    names = "none" if not found else f"only one ('{table.columns[found[0]].name}')"
    numeric = [i for i in reasons if table.columns[i].is_numeric and i not in found]
    left = "".join(f"; {table.columns[i].name} is left out: {reasons[i]}" for i in numeric[:3])
    return f"points need two columns of numbers for x and y, and there is {names}{left}{no_number(table)}"
