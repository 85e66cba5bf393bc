"""Reads one workbook or Parquet file in a process of its own: a damaged one may end that process, and no other.

Run as a script: `native_reader.py KIND SHEET`, the file on standard input. On standard output come the length of a head
in 8 bytes, the head as JSON, and the numbers of the columns that it calls numeric, one after the other, as float64.
It imports nothing of this program.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import suppress
from typing import Any

MOST_CELLS = 20_000_000
MOST_MEMORY = 4 * 2**30
MOST_SECONDS = 120
MOST_EXACT = 1e15


class ReadError(Exception):
    """What is wrong with the file, in words."""


def main() -> int:
    """Read, and write what was read, or {"fault": words}."""
    _limit()
    kind, sheet = sys.argv[1:3]
    data = sys.stdin.buffer.read()
    arrays: list[Any] = []
    try:
        head, arrays = _parquet(data) if kind == "parquet" else (_workbook(data, sheet), [])
    except ReadError as error:
        head = {"fault": str(error)}
    except MemoryError:
        head = {"fault": "there is not enough memory for it"}
    text = json.dumps(head).encode("utf-8", "replace")
    out = sys.stdout.buffer
    out.write(len(text).to_bytes(8, "little") + text)
    for array in arrays:
        out.write(array.tobytes())
    out.flush()
    return 0


def _limit() -> None:
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limits
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


# ---- workbooks ------------------------------------------------------------------------------------------------------


def _workbook(data: bytes, wanted: str) -> dict[str, Any]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = list(book.sheet_names)
        if wanted and wanted not in names:
            raise ReadError(f"no sheet is called {wanted}; there are: {', '.join(names[:20])}")
        sheets = {name: book.get_sheet_by_name(name) for name in names[:200]}
        filled = [name for name, sheet in sheets.items() if sheet.height and sheet.width]
        if not filled:
            raise ReadError("there is nothing in it")
        name = wanted or filled[0]
        sheet = sheets.get(name) or book.get_sheet_by_name(name)
        _check_size(sheet.height * sheet.width, f"sheet {name}")
        first = sheet.start[0] if sheet.start else 0
        rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=True)]
    except PasswordError:
        raise ReadError("it is protected by a password") from None
    except (CalamineError, ValueError, OSError):
        raise ReadError("it is damaged, or no workbook") from None
    return {"sheets": filled, "sheet": name, "first": first + 1, "rows": rows}


def _check_size(cells: int, where: str = "it") -> None:
    if cells > MOST_CELLS:
        raise ReadError(f"{where} has more than {MOST_CELLS:,} cells")


def _cell(value: Any) -> str:
    """A cell as text: 3 and not 3.0, all digits of others."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < MOST_EXACT else repr(value)
    return str(value)


# ---- Parquet --------------------------------------------------------------------------------------------------------


def _parquet(data: bytes) -> tuple[dict[str, Any], list[Any]]:
    import numpy as np  # noqa: PLC0415
    from arro3.io import read_parquet  # noqa: PLC0415

    try:
        table = read_parquet(io.BytesIO(data)).read_all()
        rows, width = table.shape
        _check_size(rows * width)
        columns: list[dict[str, Any]] = []
        arrays = []
        for name in table.column_names:
            column = table.column(name)
            values = column.to_pylist()
            try:
                arrays.append(np.array([np.nan if value is None else float(value) for value in values]))
                columns.append({"name": name})
            except (TypeError, ValueError):
                columns.append({"name": name, "texts": ["" if value is None else str(value) for value in values]})
    except (ReadError, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - the library raises kinds of its own, and this process does nothing else
        raise ReadError("it is damaged, or no Parquet file") from None
    return {"rows": rows, "columns": columns}, arrays


if __name__ == "__main__":
    sys.exit(main())
