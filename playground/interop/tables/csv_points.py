"""Points in and out of files for who cannot be asked: what the import window would ask about is refused in words."""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.document.dataset import MOST_CLASSES, columns_by_name, sealed
from playground.domains.split import split_mask
from playground.interop.tables.columns.indicators import with_indicators_of
from playground.interop.tables.columns.of_network import suggest_for
from playground.interop.tables.columns.one_hot import ONE_HOT
from playground.interop.tables.columns.roles import suggest
from playground.interop.tables.columns.words import VALUE_NAMES
from playground.interop.tables.csv_layout import CsvError, listed
from playground.interop.tables.data_table import BLANK
from playground.interop.tables.doubts import too_large
from playground.interop.tables.importing import asks_about_labels, choices_of, label_count, make_points
from playground.interop.tables.kinds import STDIN, STDIN_NAME, read_table
from playground.interop.tables.number_style import MISSING, NOT_FINITE, NumberStyle
from playground.interop.tables.wishes import NO_WISHES, Wishes
from playground.storage.atomic import atomic_write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from playground.document.dataset import Dataset
    from playground.interop.tables.columns.suggestion import Question, Suggestion
    from playground.interop.tables.csv_layout import Progress
    from playground.interop.tables.data_table import Column, DataTable, Reading
    from playground.interop.tables.importing import Choices

    Floats = NDArray[np.float64]

MOST_NAMED = 6
"""Columns that are left out and named in one sentence."""
_CONTROL = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, and halves of characters that UTF-8 cannot write."""


@dataclass(frozen=True, slots=True, eq=False)
class FilePoints:
    """Points from a file.

    Attributes:
        dataset: The points in the units of the file, split as the file or `Wishes.test` says, else with the usual
            share; all train where they are few.
        notes: What the columns were taken for, and what else is in the file, a sentence each.
    """

    dataset: Dataset
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class FileCoordinates:
    """Where a network is to be evaluated.

    Attributes:
        points: Shape (N, D): x and y, or the columns of a table.
        notes: As of `FilePoints`.
        dataset: The same points with their labels or values, where the file has them for all; else None.
    """

    points: Floats
    notes: tuple[str, ...]
    dataset: Dataset | None = None


# ---- in --------------------------------------------------------------------------------------------------


def read_points(path: Path | str, progress: Progress | None = None, wishes: Wishes = NO_WISHES) -> FilePoints:
    """Read points with labels or values from any file that holds a table.

    Read as the import window reads it. What that window asks a person, or shows for their consent (rows to be left
    out), ends the reading here.

    Args:
        path: The file; "-" for standard input.
        progress: Told now and then how far the reading is, 0 to 1; what it raises passes through.
        wishes: What is said beforehand.

    Raises:
        CsvError: One line that says what is wrong and where, with the file's name, and which options decide.
    """
    try:
        table = read_table(path, progress, wishes)
        _refuse_doubts(table)
        found = suggest(table, wishes)
        _refuse_questions(table, found)
        choices = choices_of(found)
        _refuse_no_target(table, found)
        _refuse_labels(table, choices)
        made = make_points(table, choices)
        left_out = _left_out(made.dropped, wishes)
    except (CsvError, OSError) as error:
        raise _named(path, error) from None
    dataset = made.dataset if wishes.test is None else _split(made.dataset, wishes.test)
    return FilePoints(dataset, (*left_out, *_notes(table, found, made.notes)))


def _split(dataset: Dataset, test: float) -> Dataset:
    mask = sealed(split_mask(len(dataset), 1.0 - test, dataset.split_seed))
    return replace(dataset, is_test=mask, train_fraction=1.0 - test)


def read_coordinates(path: Path | str, wishes: Wishes = NO_WISHES, network: Dataset | None = None) -> FileCoordinates:
    """Read what goes into a network from a file that may have labels or values, too; see `read_points`.

    Args:
        path: As there.
        wishes: What is said beforehand.
        network: The data of the network: its columns are found by their names, else by their order; None for any of
            the plane.

    Raises:
        CsvError: As there; a label that is not clear, or not there for all, is no fault.
    """
    try:
        return _coordinates(read_table(path, wishes=wishes), wishes, network)
    except (CsvError, OSError) as error:
        raise _named(path, error) from None


def _coordinates(table: DataTable, wishes: Wishes, network: Dataset | None) -> FileCoordinates:
    _refuse_doubts(table)
    left_out = _left_out(table.dropped, wishes)
    own, table = table, table if network is None else with_indicators_of(table, network.columns)
    if table is not own:  # its words are found by the network's own columns of 0 and 1
        wishes = replace(wishes, columns=())
    found, told = suggest_for(table, wishes, network)
    _refuse_questions(
        table, replace(found, questions=tuple(one for one in found.questions if _is_of_places(one, found)))
    )
    places = found.columns or (found.x, found.y)
    columns = [table.columns[i] for i in places]
    fault = too_large(table, places)
    if fault:
        raise CsvError(fault)
    points = np.column_stack([column.numbers for column in columns])
    whole = np.isfinite(points).all(axis=1)
    if not whole.all():
        left_out += _left_out((_without_number(table, columns, points),), wishes)
        points = points[whole]
    if not len(points):
        raise CsvError("no row has a number for each input of the network")
    if found.questions or found.target is None:
        unneeded = tuple("not needed" if i == found.target else why for i, why in enumerate(found.reasons))
        plain = replace(found, target=None, meaning="none", reasons=unneeded)
        return FileCoordinates(points, (*left_out, *_notes(table, plain, told)))
    choices = replace(choices_of(found), test=None)
    with suppress(CsvError):
        made = make_points(table, choices)
        if len(made.dataset) == len(points):
            return FileCoordinates(points, (*left_out, *_notes(table, found, told)), made.dataset)
    return FileCoordinates(points, (*left_out, *_notes(table, found, told)))


def _is_of_places(question: Question, found: Suggestion) -> bool:
    """Whether an answer decides which columns are inputs: the label may be one of these."""
    return question.about in {"x", "y"} or bool({found.x, found.y, *found.columns} & set(question.places))


def _named(path: Path | str, error: CsvError | OSError) -> CsvError:
    fault = error.strerror or str(error) if isinstance(error, OSError) else str(error)
    name = STDIN_NAME if str(path) == STDIN else Path(path).name or str(path)
    options = error.options if isinstance(error, CsvError) else ""
    return CsvError(f"{name}: {fault}. Say it with {options}" if options else f"{name}: {fault}")


def _refuse_doubts(table: DataTable) -> None:
    if table.doubts:
        doubt = table.doubts[0]
        raise CsvError(f"{doubt.text}. Say which with {doubt.options}")


def _refuse_questions(table: DataTable, found: Suggestion) -> None:
    if not found.questions:
        return
    question: Question = found.questions[0]
    names = listed([column.name for column in table.columns], 10)
    there = "" if question.about == "meaning" else f". The columns are: {names}"
    raise CsvError(f"{question.words}{there}")


def _refuse_no_target(table: DataTable, found: Suggestion) -> None:
    if found.target is not None:
        return
    columns, used = table.columns, found.columns or (found.x, found.y)
    others = [i for i in range(len(columns)) if i not in used and columns[i].role != ONE_HOT]
    left = "".join(f"; {columns[i].name} is left out: {found.reasons[i]}" for i in others[:MOST_NAMED])
    there = f"{len(used)} columns; another" if found.columns else "x and y; a third"
    raise CsvError(f"there are only {there} column with the label or value of each point is needed{left}")


def _refuse_labels(table: DataTable, choices: Choices) -> None:
    if not asks_about_labels(table, choices):
        return
    column = table.columns[choices.target or 0]
    value = f"if it is a value, say --value '{column.name}'" if column.is_numeric else "the window can keep the largest"
    number = label_count(table, choices)
    raise CsvError(f"column {column.name} has {number:,} different labels; {MOST_CLASSES} are the most; {value}")


def _left_out(dropped: tuple[str, ...], wishes: Wishes) -> tuple[str, ...]:
    """Notes on rows that make no point, where they are to be left out.

    Raises:
        CsvError: Nobody has said that.
    """
    lost = [words for words in dropped if not words.endswith(BLANK)]
    if lost and not wishes.drop_rows:
        raise CsvError(f"{lost[0]}; --drop-rows leaves out what makes no point, as the import window does")
    return tuple(f"Left out: {words}." for words in lost)


def _without_number(table: DataTable, columns: list[Column], points: Floats) -> str:
    """How many rows have no number for an input, and where the first is."""
    lacking = ~np.isfinite(points)
    row = int(np.argmax(lacking.any(axis=1)))
    count, name = int(lacking.any(axis=1).sum()), columns[int(np.argmax(lacking[row]))].name
    rows = "1 row" if count == 1 else f"{count:,} rows"
    return f"{rows} without a number for each input (the first in line {table.lines[row]}: {name})"


def _notes(table: DataTable, found: Suggestion, made: tuple[str, ...]) -> tuple[str, ...]:
    """What was taken and left out, where it is not what anybody would expect."""
    notes = [*table.notes, *made]
    reading = table.reading
    if reading is not None and _is_guessed(reading):
        from playground.interop.tables.encodings import ENCODINGS  # noqa: PLC0415 - a start loads no reader

        notes.insert(0, f"The letters are read as {ENCODINGS.get(reading.encoding, reading.encoding)}")
    used = [*(found.columns or (found.x, found.y)), *found.targets]
    others = [i for i in range(len(table.columns)) if i not in used and i != found.test]
    if others or used != sorted(used) or _is_surprising(table, found):
        notes.append(_taken(table, found, [i for i in others if table.columns[i].role != ONE_HOT]))
    return tuple(f"{note}." for note in notes)


def _is_guessed(reading: Reading) -> bool:
    """Whether the letters are of an old encoding that nobody has said."""
    return bool(reading.encoding) and "encoding" not in reading.settled and not reading.encoding.startswith("utf")


def _is_surprising(table: DataTable, found: Suggestion) -> bool:
    """Whether a named column is a value by its numbers alone."""
    target = None if found.target is None else table.columns[found.target]
    has_names = target is not None and table.reading is not None and table.reading.has_header
    return has_names and found.meaning == "values" and target is not None and target.name.casefold() not in VALUE_NAMES


def _taken(table: DataTable, found: Suggestion, others: list[int]) -> str:
    columns = table.columns
    what = "value" if found.meaning == "values" else "label"
    called = listed([columns[i].name for i in found.targets], MOST_NAMED)
    answer = f" and {called} for the {what}{'s' if found.more else ''}" if called else ""
    comma = " and" if not answer else ","
    words = f"{columns[found.x].name} is taken for x{comma} {columns[found.y].name} for y{answer}"
    if found.columns:
        names = listed([columns[i].name for i in found.columns], MOST_NAMED)
        words = f"{len(found.columns)} columns are taken ({names}){answer}"
    shown = ", ".join(f"{columns[i].name} ({found.reasons[i]})" for i in others[:MOST_NAMED])
    more = f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
    return f"{words}; left out: {shown}{more}" if others else words


# ---- out -------------------------------------------------------------------------------------------------


def write_points(path: Path, dataset: Dataset) -> None:
    """Write a data set as `x,y,label` or `x,y,value`, or under the names of its columns and values, UTF-8.

    Reading it again gives the same numbers.

    Raises:
        OSError: it cannot be written; an old file is then untouched.
    """
    write_table(path, _columns(dataset))


def points_text(dataset: Dataset, chosen: NDArray[np.bool_] | None = None) -> str:
    """Points as tab-separated text with a header, as spreadsheets take it from the clipboard.

    Args:
        dataset: The points.
        chosen: A mask over them, (N,); all when None.
    """
    columns = _columns(dataset)
    return _text({name: column if chosen is None else column[chosen] for name, column in columns.items()}, "\t")


def _columns(dataset: Dataset) -> dict[str, NDArray[Any]]:
    columns = columns_by_name(dataset.columns, dataset.places, ("label", *dataset.values))
    if not dataset.classes:
        return {**columns, **dict(zip(dataset.values, dataset.answers.T, strict=True))}
    labels = np.array(class_labels([one.name for one in dataset.classes]), dtype=object)
    return {**columns, "label": labels[dataset.targets]}


def class_labels(names: list[str]) -> list[str]:
    """Return what to write for each class so that reading tells them apart: the names, or else their indices."""
    stripped = [name.strip() for name in names]
    keys = {_as_read(name) for name in stripped}
    unreadable = any(
        name.casefold() in MISSING or NOT_FINITE.fullmatch(name) or _CONTROL.search(name) for name in stripped
    )
    return stripped if len(keys) == len(names) and not unreadable else [str(index) for index in range(len(names))]


def _as_read(name: str) -> float | str:
    """What a reader takes a label for, whichever way numbers are written."""
    found = [style.number(name) for style in NumberStyle if style.matches(name)]
    return found[0] if found else name


def write_table(path: Path, columns: Mapping[str, NDArray[Any]]) -> None:
    """Write columns of equal length under their names, numbers with all their digits.

    Raises:
        OSError: it cannot be written; an old file is then untouched.
    """
    atomic_write(path, _text(columns, ",").encode())


def table_text(columns: Mapping[str, NDArray[Any]]) -> str:
    """What `write_table` writes."""
    return _text(columns, ",")


def _text(columns: Mapping[str, NDArray[Any]], separator: str) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*(column.tolist() for column in columns.values()), strict=True))
    return text.getvalue()
