"""Workbooks and Parquet files: read by libraries of compiled code, in a process that may end without harm."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from time import monotonic
from typing import IO, TYPE_CHECKING, Any

import msgspec
import numpy as np

from playground.interop.tables.csv_layout import MOST_COLUMNS, CsvError, listed, shortened
from playground.interop.tables.data_table import Column, DataTable, NumberTexts
from playground.interop.tables.text import table_of_rows

if TYPE_CHECKING:
    from playground.interop.tables.csv_layout import Progress
    from playground.interop.tables.wishes import Wishes

READER = Path(__file__).with_name("native_reader.py")
LONGEST_S = 60.0
POLL_S = 0.05
MOST_ANSWER = 2**30
MOST_HEAD = 512 * 2**20


def read_workbook(data: bytes, name: str, progress: Progress | None, wishes: Wishes) -> DataTable:
    """Read one sheet of a workbook: the one that is said, or the first with something in it.

    Raises:
        CsvError: It is damaged, too large, protected, or there is no such sheet.
    """
    head, _ = _read_apart("workbook", wishes.sheet, data, progress)
    rows = [[cell.strip() for cell in row] for row in head["rows"]]
    if rows and max(map(len, rows)) > MOST_COLUMNS:
        raise CsvError(f"sheet {head['sheet']} has more than {MOST_COLUMNS:,} columns, the most that are read")
    notes = []
    if len(head["sheets"]) > 1 and not wishes.sheet:
        others = listed([sheet for sheet in head["sheets"] if sheet != head["sheet"]], 4)
        notes.append(f"Sheet {shortened(head['sheet'])} is read; there are also: {others}")
    table = table_of_rows(rows, name, int(head["first"]), wishes)
    return replace(table, notes=(*notes, *table.notes), sheet=head["sheet"], sheets=tuple(head["sheets"]))


def read_parquet(data: bytes, name: str, progress: Progress | None) -> DataTable:
    """Read a Parquet file: numbers as they are, everything else as text.

    Raises:
        CsvError: It is damaged or too large.
    """
    head, rest = _read_apart("parquet", "", data, progress)
    rows, columns, place = int(head["rows"]), [], 0
    if len(head["columns"]) > MOST_COLUMNS:
        raise CsvError(f"it has {len(head['columns']):,} columns; {MOST_COLUMNS:,} are the most")
    for i, one in enumerate(head["columns"], start=1):
        title = shortened(one["name"]) or f"Column {i}"
        if "texts" in one:
            columns.append(Column(title, tuple(text.strip() for text in one["texts"])))
            continue
        numbers = np.frombuffer(rest, np.float64, rows, place)
        place += numbers.nbytes
        columns.append(Column(title, NumberTexts(numbers), exact=numbers))
    if not rows or len(columns) < 2:
        raise CsvError("there is nothing in it" if not rows else "there is only one column; points need two, x and y")
    return DataTable(name, tuple(columns), np.arange(1, rows + 1))


def _read_apart(kind: str, sheet: str, data: bytes, progress: Progress | None) -> tuple[dict[str, Any], bytes]:
    """What the other process answers: its head, and the numbers behind it.

    Raises:
        CsvError: In the words of that process, or because it ended or took too long.
    """
    with TemporaryFile() as source, TemporaryFile() as answer:
        source.write(data)
        source.seek(0)
        _run(kind, sheet, source, answer, progress)
        answer.seek(0)
        found = answer.read(MOST_ANSWER + 1)
    length = int.from_bytes(found[:8], "little")
    if len(found) > MOST_ANSWER or length > min(MOST_HEAD, len(found) - 8):
        raise CsvError("it is damaged, or too large")
    head = msgspec.json.decode(found[8 : 8 + length])
    if "fault" in head:
        raise CsvError(head["fault"])
    return head, found[8 + length :]


def _run(kind: str, sheet: str, source: IO[bytes], answer: IO[bytes], progress: Progress | None) -> None:
    command = [sys.executable, "-I", str(READER), kind, sheet]
    process = subprocess.Popen(command, stdin=source, stdout=answer, stderr=subprocess.DEVNULL)  # noqa: S603
    begun = monotonic()
    try:
        if progress is not None:
            progress(0.0)
        while process.poll() is None:
            try:
                process.wait(POLL_S)
            except subprocess.TimeoutExpired:
                if progress is not None:
                    progress(0.0)
            if monotonic() - begun > LONGEST_S:
                raise CsvError(f"reading it takes longer than {LONGEST_S:.0f} seconds")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    if process.returncode != 0:
        raise CsvError("it is damaged, or needs too much memory")
