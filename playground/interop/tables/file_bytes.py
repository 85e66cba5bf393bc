"""The bytes of a file that may be hostile: ordinary files alone, read and unpacked up to a limit."""

from __future__ import annotations

import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from playground.document.errors import DocumentError
from playground.interop.tables.csv_layout import CsvError
from playground.storage.reading import read_limited

if TYPE_CHECKING:
    from playground.interop.tables.csv_layout import Progress

STDIN = "-"
MOST_BYTES = 256 * 2**20
"""Larger files are refused: several times as much memory is needed to show them."""
GZIP = b"\x1f\x8b"
_PIECE = 2**20


def bytes_of(path: Path | str) -> bytes:
    """All bytes of a file, or of standard input for "-".

    Raises:
        CsvError: It is no ordinary file, or larger than `MOST_BYTES`; the file's name is not in it.
        OSError: It cannot be read.
    """
    if str(path) == STDIN:
        data = sys.stdin.buffer.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise CsvError(f"there is more than {MOST_BYTES // 2**20:,} MB, the most that is read")
        return data
    try:
        return read_limited(Path(path), MOST_BYTES)
    except DocumentError as error:
        raise CsvError(str(error)) from None


def gunzipped(data: bytes, progress: Progress | None = None) -> bytes:
    """What gzip has packed, all members of it.

    Raises:
        CsvError: It is damaged or cut off, or unpacks to more than `MOST_BYTES`.
    """
    pieces: list[bytes] = []
    size, rest = 0, data
    try:
        while rest.startswith(GZIP):
            unpacker = zlib.decompressobj(wbits=31)
            while not unpacker.eof:
                piece = unpacker.decompress(rest, _PIECE)
                rest = unpacker.unconsumed_tail
                size += len(piece)
                if size > MOST_BYTES:
                    raise CsvError(f"it unpacks to more than {MOST_BYTES // 2**20:,} MB, the most that is read")
                if not piece and not rest and not unpacker.eof:
                    raise CsvError("it is cut off")
                pieces.append(piece)
                if progress is not None:
                    progress(0.0)
            rest = unpacker.unused_data.lstrip(b"\0")
    except zlib.error:
        raise CsvError("what is packed in it is damaged") from None
    return b"".join(pieces)
