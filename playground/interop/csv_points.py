"""Points in and out of files for who cannot be asked: what the import window would ask about is refused in words."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.document.atomic import atomic_write
from playground.document.dataset import MOST_CLASSES
from playground.interop.csv_layout import NOT_FINITE, NUMBER, VALUE_WORDS, CsvError
from playground.interop.data_table import BLANK, MISSING
from playground.interop.table_files import read_table
from playground.interop.table_import import guess_choices, make_points

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from playground.document.dataset import Dataset
    from playground.interop.csv_layout import Progress
    from playground.interop.data_table import DataTable
    from playground.interop.table_import import Choices

    Floats = NDArray[np.float64]

POINT_COLUMNS = 3
_CONTROL = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, and halves of characters that UTF-8 cannot write."""


@dataclass(frozen=True, slots=True, eq=False)
class FilePoints:
    """Points from a file.

    Attributes:
        dataset: The points in the units of the file, split with the usual share; all train where they are few.
        notes: What else is in the file, a sentence each.
    """

    dataset: Dataset
    notes: tuple[str, ...]


# ---- in --------------------------------------------------------------------------------------------------


def read_points(path: Path | str, progress: Progress | None = None) -> FilePoints:
    """Read points with labels or values from a text file of any layout, Orange's .tab or numpy's .npz.

    Read as the import window reads it. What that window shows a person for their consent (rows to be left out, numbers
    that may mean something else) ends the reading here.

    Args:
        path: The file.
        progress: Told now and then how far the reading is, 0 to 1; what it raises passes through.

    Raises:
        CsvError: One line that says what is wrong and where, with the file's name.
    """
    path = Path(path)
    try:
        table = read_table(path, progress=progress)
        choices = guess_choices(table)
        _check_columns(table, choices)
        made = make_points(table, choices)
        _refuse_losses(made.dropped)
    except (CsvError, OSError) as error:
        raise _named(path, error) from None
    return FilePoints(made.dataset, _notes(table, choices))


def read_coordinates(path: Path | str) -> Floats:
    """Read x and y only, (N, 2), from a file that may have labels or not; see `read_points`.

    Raises:
        CsvError: As there.
    """
    path = Path(path)
    try:
        return _coordinates(read_table(path))
    except (CsvError, OSError) as error:
        raise _named(path, error) from None


def _coordinates(table: DataTable) -> Floats:
    choices = guess_choices(table)
    columns = [table.columns[i] for i in (choices.x, choices.y)]
    _refuse_doubts(table)
    _refuse_losses(table.dropped)
    points = np.column_stack([column.numbers for column in columns])
    if not np.isfinite(points).all():
        row, place = (int(found[0]) for found in np.nonzero(~np.isfinite(points)))
        raise CsvError(f"line {table.lines[row]}: there is no number for {columns[place].name}")
    return points


def _named(path: Path, error: CsvError | OSError) -> CsvError:
    fault = error.strerror or str(error) if isinstance(error, OSError) else str(error)
    return CsvError(f"{path.name}: {fault}")


def _check_columns(table: DataTable, choices: Choices) -> None:
    """Refuse where the columns may mean something else than what is guessed."""
    _refuse_doubts(table)
    names = {column.name.casefold() for column in table.columns}
    count, is_bare = len(table.columns), table.reading is not None and not table.reading.has_header
    if is_bare and count > POINT_COLUMNS:
        raise CsvError(f"there are {count} columns and no header that names x, y and label (or value) among them")
    if choices.target is None:
        left = "which column holds the label? The header has to name it" if count > POINT_COLUMNS else ""
        raise CsvError(left or "there are only x and y; a third column with the label or value of each point is needed")
    column = table.columns[choices.target]
    many = len(column.labels) > MOST_CLASSES
    if choices.meaning == "values" and column.is_whole and many and not names & VALUE_WORDS:
        raise CsvError(
            f"column {column.name} has {len(column.labels):,} different whole numbers; {MOST_CLASSES} classes are "
            "the most, and for a regression the header has to call the column value"
        )


def _refuse_doubts(table: DataTable) -> None:
    if table.doubts:
        raise CsvError(f"{table.doubts[0]} Only the import window can ask which is meant")


def _refuse_losses(dropped: tuple[str, ...]) -> None:
    lost = [words for words in dropped if not words.endswith(BLANK)]
    if lost:
        raise CsvError(f"{lost[0]}; only the import window leaves out what makes no point")


def _notes(table: DataTable, choices: Choices) -> tuple[str, ...]:
    """Which columns were taken, where there are others."""
    used = [choices.x, choices.y, *(() if choices.target is None else (choices.target,))]
    others = len(table.columns) - len(used)
    if not others:
        return ()
    x, y, target = (table.columns[i].name for i in used)
    what = "value" if choices.meaning == "values" else "label"
    rest = "1 other column is" if others == 1 else f"{others} other columns are"
    return (f"{x} is taken for x, {y} for y and {target} for the {what}; {rest} left out.",)


# ---- out -------------------------------------------------------------------------------------------------


def write_points(path: Path, dataset: Dataset) -> None:
    """Write a data set as `x,y,label` or `x,y,value`, UTF-8, so that reading it gives the same numbers.

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
    columns: dict[str, NDArray[Any]] = {"x": dataset.places[:, 0], "y": dataset.places[:, 1]}
    if not dataset.classes:
        return {**columns, "value": dataset.answers}
    labels = np.array(class_labels([one.name for one in dataset.classes]), dtype=object)
    return {**columns, "label": labels[dataset.targets]}


def class_labels(names: list[str]) -> list[str]:
    """Return what to write for each class so that reading tells them apart: the names, or else their indices."""
    stripped = [name.strip() for name in names]
    plain = [name.replace("−", "-").replace(",", ".") for name in stripped]
    keys = {float(number) if NUMBER.fullmatch(number) else name for number, name in zip(plain, stripped, strict=True)}
    unreadable = any(
        name.casefold() in MISSING or NOT_FINITE.fullmatch(name) or _CONTROL.search(name) for name in stripped
    )
    return stripped if len(keys) == len(names) and not unreadable else [str(index) for index in range(len(names))]


def write_table(path: Path, columns: Mapping[str, NDArray[Any]]) -> None:
    """Write columns of equal length under their names, numbers with all their digits.

    Raises:
        OSError: it cannot be written; an old file is then untouched.
    """
    atomic_write(path, _text(columns, ",").encode())


def _text(columns: Mapping[str, NDArray[Any]], separator: str) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*(column.tolist() for column in columns.values()), strict=True))
    return text.getvalue()
