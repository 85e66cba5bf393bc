"""Points in and out as CSV: `x,y,label` or `x,y,value`, from any spreadsheet, never silently misread."""

import csv
import io
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TextIO, TypeVar

import numpy as np
from numpy.typing import NDArray

from playground.document.atomic import atomic_write
from playground.document.dataset import CLASS_NAMES, MOST_CLASSES, DataClass, Dataset, default_classes
from playground.document.edits_data import make_dataset
from playground.interop.csv_columns import Columns
from playground.interop.csv_layout import CsvError, detect_layout, possible_encodings
from playground.interop.csv_targets import class_labels, interpret

__all__ = [
    "CsvError",
    "Table",
    "dataset_from_csv",
    "dataset_from_table",
    "parse_points",
    "points_text",
    "read_coordinates",
    "read_points",
    "write_points",
    "write_table",
]

Floats = NDArray[np.float64]
Result = TypeVar("Result")
Progress = Callable[[float], None]
"""Is told now and then what share of the file has been read; what it raises ends the reading and passes through."""
Reader = Callable[[TextIO, Callable[[], None]], Result]

HEAD_BYTES = 65_536


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Points as a file has them.

    Attributes:
        points: (N, 2).
        targets: (N,), int64 class indices or float64 values.
        task: Which of the two.
        class_names: What the file calls the classes; None for regression, and where they are 0, 1, 2, ...
        separator: What parts the columns.
        decimal: The decimal mark, "." or ",".
        has_header: Whether the first row was taken as names of the columns.
        dropped: What was left out, in words, such as "2 blank rows".
    """

    points: Floats
    targets: NDArray[np.int64] | Floats
    task: Literal["classification", "regression"]
    class_names: tuple[str, ...] | None
    separator: str
    decimal: str
    has_header: bool
    dropped: tuple[str, ...]


# ---- in --------------------------------------------------------------------------------------------------


def read_points(path: Path | str, progress: Progress | None = None) -> Table:
    """Read points with labels or values.

    Separator (comma, semicolon, tab, spaces), decimal mark, encoding (UTF-8, UTF-16, Windows-1252), line ends
    and header are found by themselves. Columns named x and y are taken wherever they stand; else the first
    three are x, y and the target.

    Raises:
        CsvError: one line that says what is wrong, in which row and column.
    """
    return _with_text(Path(path), _read_table, progress)


def parse_points(text: str, name: str = "the text") -> Table:
    """Read points from text, such as the clipboard's; see `read_points`.

    Raises:
        CsvError: as there; `name` stands in place of the file's.
    """
    return _naming(name, lambda: _read_table(io.StringIO(text, newline=None), _go_on))


def read_coordinates(path: Path | str) -> Floats:
    """Read x and y only, (N, 2), from a file that may have labels or not; see `read_points`.

    Raises:
        CsvError: as there.
    """
    return _with_text(Path(path), _read_coordinates, None)


def dataset_from_csv(path: Path | str, progress: Progress | None = None) -> Dataset:
    """Read points as a data set, split with the default share; see `read_points`.

    Raises:
        CsvError: as there.
    """
    return dataset_from_table(read_points(path, progress))


def dataset_from_table(table: Table) -> Dataset:
    """Return a table as a data set: classes named like colours of the palette get these, in its order."""
    if table.task == "regression":
        return make_dataset(table.points, table.targets, ())
    if table.class_names is None:
        count = int(table.targets.max()) + 1
        return make_dataset(table.points, table.targets, default_classes(max(count, 2)))
    classes = _coloured(table.class_names)
    order = np.argsort([one.color for one in classes]) if set(table.class_names) <= set(CLASS_NAMES) else None
    if order is None:
        return make_dataset(table.points, table.targets, classes)
    place = np.argsort(order)
    return make_dataset(table.points, place[table.targets.astype(np.int64)], tuple(classes[i] for i in order))


def _coloured(names: tuple[str, ...]) -> tuple[DataClass, ...]:
    own = {name: CLASS_NAMES.index(name) for name in names if name in CLASS_NAMES}
    free = (color for color in range(MOST_CLASSES) if color not in own.values())
    classes = tuple(DataClass(name, own[name] if name in own else next(free)) for name in names)
    if len(classes) > 1:
        return classes
    color = next(free)
    return (*classes, DataClass(CLASS_NAMES[color], color))


def _with_text(path: Path, read: Reader[Result], progress: Progress | None) -> Result:
    """Open a file in the encoding that fits and read it, turning every failure into a `CsvError`."""
    try:
        with path.open("rb") as file:
            encodings = possible_encodings(file.read(HEAD_BYTES))
        for encoding in encodings:
            try:
                with path.open(encoding=encoding, newline=None) as stream:
                    after_piece = _go_on if progress is None else _reporter(stream, progress)
                    return _naming(path.name, lambda: read(stream, after_piece))  # noqa: B023  (called at once)
            except UnicodeError:
                continue
    except FileNotFoundError:
        raise CsvError(f"{path.name}: there is no such file") from None
    except IsADirectoryError:
        raise CsvError(f"{path.name}: is a folder, not a file") from None
    except OSError as error:
        raise CsvError(f"{path.name}: {error.strerror or error}") from None
    raise CsvError(f"{path.name}: is not a text file")


def _reporter(stream: TextIO, progress: Progress) -> Callable[[], None]:
    """What tells the share of the file's bytes that have been read."""
    size = max(os.fstat(stream.fileno()).st_size, 1)
    return lambda: progress(min(stream.buffer.tell() / size, 1.0))


def _go_on() -> None:
    """Nobody wants to know how far the reading is."""


def _naming(name: str, read: Callable[[], Result]) -> Result:
    try:
        return read()
    except CsvError as error:
        raise CsvError(f"{name}: {error}") from None


def _read_coordinates(stream: TextIO, after_piece: Callable[[], None]) -> Floats:
    layout = detect_layout(stream, coordinates_only=True)
    columns = Columns(layout, stream, after_piece)
    columns.numbers.check_thousands()
    return columns.points


def _read_table(stream: TextIO, after_piece: Callable[[], None]) -> Table:
    layout = detect_layout(stream, coordinates_only=False)
    columns = Columns(layout, stream, after_piece)
    targets = interpret(columns, layout.names[-1], layout.has_header)
    columns.numbers.check_thousands()
    blank = columns.blank_rows
    dropped = [f"{blank} blank row{'s' if blank > 1 else ''}"] if blank else []
    dropped += [f"column '{name}'" for name in layout.ignored]
    return Table(
        columns.points,
        targets.targets,
        targets.task,
        targets.class_names,
        layout.separator,
        columns.numbers.mark or ".",
        layout.has_header,
        tuple(dropped),
    )


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
    columns: dict[str, NDArray[Any]] = {"x": dataset.points[:, 0], "y": dataset.points[:, 1]}
    if not dataset.classes:
        return {**columns, "value": dataset.targets}
    labels = np.array(class_labels([one.name for one in dataset.classes]), dtype=object)
    return {**columns, "label": labels[dataset.targets]}


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
