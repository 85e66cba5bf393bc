"""Files that hold a table: text of any layout, Orange's .tab, numpy's .npz, measured before it is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.interop.csv_layout import CsvError
from playground.interop.data_table import Column, DataTable, NumberStyle, Reading
from playground.interop.table_text import decode, read_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.interop.csv_layout import Progress

TEXT_SUFFIXES = (".csv", ".tsv", ".txt", ".dat")
TABLE_SUFFIXES = (*TEXT_SUFFIXES, ".tab", ".npz")
MOST_BYTES = 256 * 2**20
"""Larger files are refused: several times as much memory is needed to show them."""
MOST_CELLS = 50_000_000
MOST_COLUMNS = 2_000
_TARGETS = frozenset({"y", "target", "targets", "label", "labels", "class", "classes", "value", "values"})
_ORANGE_TYPES = frozenset({"c", "d", "s", "t", "continuous", "discrete", "string", "time", "basket", "n", "numeric"})
_ORANGE_FLAGS = {"class": "target", "meta": "ignore", "m": "ignore", "ignore": "ignore", "i": "ignore"}


def read_table(
    path: Path, reading: Reading | None = None, encoding: str = "", progress: Progress | None = None
) -> DataTable:
    """Read a file as a table.

    Args:
        path: The file; its name tells its kind.
        reading: How a text is taken apart; found when None.
        encoding: Of a text; found when empty.
        progress: Told now and then how far the reading of a text is.

    Raises:
        CsvError: One line that says what is wrong; the file's name is not in it.
        OSError: It cannot be read.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise CsvError(f"the file has {size / 2**20:,.0f} MB; {MOST_BYTES // 2**20} MB are the most")
    if path.suffix.lower() == ".npz":
        return read_npz(path)
    text, found = decode(path.read_bytes(), encoding)
    if path.suffix.lower() == ".tab" and reading is None:
        orange = read_orange(text, path.name)
        if orange is not None:
            return orange
    return read_text(text, path.name, reading, found, progress)


# ---- Orange --------------------------------------------------------------------------------------------------------


def read_orange(text: str, name: str) -> DataTable | None:
    """Read Orange's tab-separated format: names, types and roles in three rows, or names with prefixes as "cD#kind".

    Returns:
        The table; None when there are none of these headers and it is plain text.

    Raises:
        CsvError: There are no rows below the header.
    """
    lines = text.splitlines()
    heads = [line.split("\t") for line in lines[:3]]
    if len(heads) == len(lines[:3]) == 3 and _are_types(heads[1]):
        names, roles, skipped = heads[0], [_role_of(flags) for flags in heads[2]], 3
        roles += [""] * (len(names) - len(roles))
    elif heads and any("#" in cell for cell in heads[0]):
        parts = [cell.rpartition("#") for cell in heads[0]]
        names, skipped = [cell for _, _, cell in parts], 1
        roles = [_role_of_prefix(prefix) for prefix, _, _ in parts]
    else:
        return None
    body = "\n".join(["\t".join(f"Column {i}" for i in range(len(names))), *lines[skipped:]])
    table = read_text(body, name, Reading("\t", has_header=True, style=NumberStyle.POINT))
    columns = tuple(
        Column(title.strip() or column.name, column.texts, column.style, role)
        for column, title, role in zip(table.columns, names, roles, strict=True)
    )
    return DataTable(name, columns, table.lines + skipped - 1, table.dropped)


def _are_types(cells: list[str]) -> bool:
    """Whether a row names a type for each column; a list of values, "a b c", is a discrete one."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and sum(cell.casefold() in _ORANGE_TYPES for cell in filled) * 2 >= len(filled)


def _role_of(flags: str) -> str:
    words = [word.casefold() for word in flags.split()]
    return next((_ORANGE_FLAGS[word] for word in words if word in _ORANGE_FLAGS), "")


def _role_of_prefix(prefix: str) -> str:
    """Small letters before # are flags: c for class, m for meta, i for ignored."""
    return "target" if "c" in prefix else "ignore" if set(prefix) & {"m", "i"} else ""


# ---- numpy ---------------------------------------------------------------------------------------------------------


def read_npz(path: Path) -> DataTable:
    """Read the arrays of an .npz that fit each other: matrices give a column for each of theirs, vectors one.

    Raises:
        CsvError: It is damaged, holds Python objects, is too large, or its arrays do not fit each other.
        OSError: It cannot be read.
    """
    try:
        _measure(path)
        with np.load(path, allow_pickle=False) as file:
            arrays = {key: np.asarray(file[key]) for key in file.files}
    except (ValueError, zipfile.BadZipFile, EOFError, KeyError, SyntaxError) as error:
        if "allow_pickle" in str(error):
            raise CsvError("it holds Python objects, which are never loaded") from None
        raise CsvError(str(error) if isinstance(error, CsvError) else "it is damaged, or no .npz") from None
    usable = {key: array for key, array in arrays.items() if array.ndim in {1, 2} and array.size}
    if not usable:
        raise CsvError("there are no vectors or matrices in it")
    length = max(len(array) for array in usable.values())
    fitting = {key: array for key, array in usable.items() if len(array) == length}
    columns = tuple(column for key, array in fitting.items() for column in _columns_of(key, array))
    left_out = [f"array '{key}', shape {array.shape}" for key, array in arrays.items() if key not in fitting]
    return DataTable(path.name, columns, np.arange(1, length + 1), tuple(left_out))


def _measure(path: Path) -> None:
    """Refuse arrays that would take too much memory, from their headers."""
    cells = 0
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            with archive.open(member) as stream:
                major = np.lib.format.read_magic(stream)[0]
                read: Any = np.lib.format.read_array_header_1_0 if major == 1 else np.lib.format.read_array_header_2_0
                shape, _, dtype = read(stream)
            if dtype.hasobject:
                raise CsvError("it holds Python objects, which are never loaded")
            cells += int(np.prod(shape, dtype=np.float64)) * max(dtype.itemsize // 8, 1)
            if cells > MOST_CELLS:
                raise CsvError(f"its arrays have more than {MOST_CELLS:,} numbers")
            if len(shape) == 2 and shape[1] > MOST_COLUMNS:
                raise CsvError(f"array '{Path(member).stem}' has {shape[1]:,} columns; {MOST_COLUMNS:,} are the most")


def _columns_of(key: str, array: NDArray[Any]) -> list[Column]:
    if array.ndim == 1:
        return [_column(key, array, "target" if key.casefold() in _TARGETS else "")]
    return [_column(f"{key}[{i}]" if array.shape[1] > 1 else key, array[:, i], "") for i in range(array.shape[1])]


def _column(name: str, values: NDArray[Any], role: str) -> Column:
    if values.dtype.kind in "biuf":
        numbers = values.astype(np.float64)
        texts = tuple(f"{number:.6g}" for number in numbers.tolist())
        return Column(name, texts, NumberStyle.POINT, role, numbers)
    return Column(name, tuple(str(value) for value in values.tolist()), NumberStyle.POINT, role)
