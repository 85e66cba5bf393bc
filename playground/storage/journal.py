"""The journal of edits: an append-only file of checksummed entries, each a document told by what changed in it.

After a line that names the format, an entry is its length and CRC-32 (4 bytes each, little-endian) and as many bytes:
the length of its head (4 bytes), the head as JSON, and arrays as safetensors. The head holds the number of the entry,
the time, the document without its points, and for each array of the points how many of its first items are those of
the entry before; the arrays hold what follows them.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zlib import crc32

import msgspec
import numpy as np

from playground.document.errors import DocumentError
from playground.storage.arrays import pack_arrays, unpack_arrays
from playground.storage.codec import document_to_dict
from playground.storage.project import build_document
from playground.storage.runs import POINTS, points_of

if TYPE_CHECKING:
    from pathlib import Path

    from playground.document.model import Document
    from playground.storage.arrays import Arrays

FIRST_LINE = b"nnplay-journal 1\n"
_FRAME = struct.Struct("<2L")
_LENGTH = struct.Struct("<L")


class _Head(msgspec.Struct):
    """What an entry says of itself."""

    number: int
    time: float
    keep: dict[str, int]
    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class JournalReplay:
    """What a journal tells.

    Attributes:
        document: The newest one; None where the journal has no whole entry.
        entries: How many were read.
        time: Of the newest, in seconds since 1970; 0 for none.
        size: Where the last whole entry ends.
        lost_bytes: Behind it: something was being written when the end came, or the file is damaged.
    """

    document: Document | None
    entries: int
    time: float
    size: int
    lost_bytes: int


class Journal:
    """Appends documents to a new file; each is on the disk when `append` returns."""

    def __init__(self, path: Path, base: Document, told: JournalReplay | None = None) -> None:
        """Begin a journal, or go on with one.

        Args:
            path: The file; there is none yet, unless something was told.
            base: The document that the first entry is told by.
            told: What `replay` read in the file: the next entry comes behind it.

        Raises:
            OSError: The file cannot be made.
        """
        self._last = base if told is None or told.document is None else told.document
        self._number = 0 if told is None else told.entries
        self.size = 0 if told is None else told.size
        # Not buffered: a buffer would write the rest of a failed entry later, behind the place to which the file was
        # cut. "x", since a journal that is there already belongs to other work.
        self._file = path.open("xb" if told is None else "r+b", buffering=0)
        if self.size < len(FIRST_LINE):
            self._file.write(FIRST_LINE)
            self.size = len(FIRST_LINE)
        # What a crash left half written goes, or each reader would stop there, however much comes behind it.
        self._file.truncate(self.size)

    def append(self, document: Document, time: float) -> None:
        """Add a document.

        Raises:
            OSError: It could not be written; the entries before are whole, and the next try begins where they end.
        """
        # Whole before the first byte is written: an error in making it leaves the file alone.
        entry = _entry(self._number + 1, time, self._last, document)
        try:
            self._file.seek(self.size)
            written = 0
            # An unbuffered write may take less than it is given, as near the end of a disk.
            while written < len(entry):
                written += self._file.write(entry[written:])
            os.fsync(self._file.fileno())
        except OSError:
            self._file.truncate(self.size)
            raise
        self.size += len(entry)
        self._number += 1
        self._last = document

    def close(self) -> None:
        """End; the file stays."""
        self._file.close()


def replay(data: bytes, base: Document) -> JournalReplay:
    """Read a journal up to its first entry that is not whole.

    Args:
        data: The file.
        base: The document that its first entry is told by.
    """
    document, count, time, place = None, 0, 0.0, len(FIRST_LINE)
    # Cut at once by a crash, or no journal at all: either way it tells nothing, and the base holds.
    if data[:place] != FIRST_LINE:
        return JournalReplay(None, 0, 0.0, 0, len(data))
    points = points_of(base)
    while (payload := _payload(data, place)) is not None:
        try:
            head, points = _told(payload, count + 1, points)
            # Built within the loop, not only at the end: an entry whose checksum is right may still be refused, and
            # then the one before it is the newest.
            document = build_document(head.document, points)
        except DocumentError:
            break
        count, time, place = count + 1, head.time, place + _FRAME.size + len(payload)
    return JournalReplay(document, count, time, place, len(data) - place)


def _entry(number: int, time: float, before: Document, after: Document) -> bytes:
    old, new = points_of(before), points_of(after)
    # A stroke appends: its entry holds the new points alone, a few hundred bytes instead of megabytes, sixty times a
    # second.
    keep = {name: _kept(old[name], new[name]) for name in POINTS}
    arrays = pack_arrays({name: new[name][keep[name] :] for name in POINTS})
    head = msgspec.json.encode(_Head(number, time, keep, document_to_dict(after, inline_points=False)))
    payload = b"".join((_LENGTH.pack(len(head)), head, arrays))
    return _FRAME.pack(len(payload), crc32(payload)) + payload


def _kept(old: np.ndarray[Any, Any], new: np.ndarray[Any, Any]) -> int:
    """How many first items need not be told again: all of the old ones, or none."""
    # Edits that leave the points alone share the array, and most do.
    if new is old:
        return len(old)
    same = old.dtype == new.dtype and len(new) >= len(old) and np.array_equal(new[: len(old)], old)
    return len(old) if same else 0


def _payload(data: bytes, place: int) -> memoryview | None:
    """The entry that begins here; None where there is no whole one."""
    if place + _FRAME.size > len(data):
        return None
    length, check = _FRAME.unpack_from(data, place)
    payload = memoryview(data)[place + _FRAME.size : place + _FRAME.size + length]
    # A length from a torn write may be anything: it is believed only together with the checksum of as many bytes.
    return payload if len(payload) == length >= _LENGTH.size and crc32(payload) == check else None


def _told(payload: memoryview, number: int, before: Arrays) -> tuple[_Head, Arrays]:
    length = _LENGTH.unpack_from(payload)[0]
    try:
        head = msgspec.json.decode(payload[_LENGTH.size : _LENGTH.size + length], type=_Head)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DocumentError(f"entry {number}: {error}") from None
    rest = unpack_arrays(payload[_LENGTH.size + length :], f"entry {number}")
    if head.number != number or set(head.keep) != set(POINTS) or set(rest) != set(POINTS):
        raise DocumentError(f"entry {number}: out of place")
    try:
        return head, {name: _joined(before[name], head.keep[name], rest[name]) for name in POINTS}
    except ValueError as error:
        raise DocumentError(f"entry {number}: {error}") from None


def _joined(before: np.ndarray[Any, Any], keep: int, rest: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    if not 0 <= keep <= len(before):
        raise ValueError("it keeps more than there is")
    return np.concatenate([before[:keep], rest], dtype=rest.dtype, casting="unsafe") if keep else rest
