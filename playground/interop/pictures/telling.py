"""Whether a folder or a file holds pictures as samples, told from as little of it as tells."""

from __future__ import annotations

import re
import zlib
from math import isfinite, isqrt
from typing import TYPE_CHECKING

from playground.interop.pictures.idx import is_idx
from playground.interop.pictures.picture_table import LEAST_SEEN
from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.file_bytes import GZIP
from playground.interop.tables.numpy_arrays import shapes_of

if TYPE_CHECKING:
    from pathlib import Path

IDX_NAMES = ("-ubyte", ".idx", "-ubyte.gz", ".idx.gz")
ARRAY_SUFFIXES = (".npz", ".npy")
TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
MOST_TABLE_COLUMNS = 66
"""A table of so many columns at most is one of 3 to 64 inputs, its label and its split; more of them are pixels."""
_HEAD_BYTES = 2**17
_PIXELS = frozenset({"pictures", "images", "pixels"})
"""Arrays that hold pictures, however few columns they have."""
_LEAST, _MOST = -1.0, 65535.0
"""Of brightnesses, as they are usually written."""
_LOOKED_AT = 20
_COUNTED = re.compile(rb"[A-Za-z_.]{0,8}\d+(?:[x_.,:-]\d+)?")
"""Names that count columns, as others than this program write those of pixels: 1x1, V12, 0_27."""
_PIXEL_NAME = re.compile(rb"(?:pixels?|pix|px)[\s_.\-]*\d", re.IGNORECASE)


def holds_pictures(path: Path) -> bool:
    """Whether `read_pictures` is the reader of this: a folder, an IDX file, arrays of pictures, columns of pixels.

    Raises:
        OSError: It cannot be read.
    """
    if path.is_dir() or path.name.lower().endswith(IDX_NAMES):
        return True
    if not path.is_file():
        return False
    suffix = path.suffix.lower()
    if suffix in ARRAY_SUFFIXES:
        return _are_pictures(path)
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if is_idx(_unpacked(head)[:4]):
        return True
    return suffix in TEXT_SUFFIXES and _are_pixels(head)


def _are_pictures(path: Path) -> bool:
    """Whether an array has height and width, or so many columns as only pixels have."""
    try:
        with path.open("rb") as file:
            shapes = shapes_of(file)
    except CsvError:  # said by the reader of tables
        return False
    return any(
        len(shape) > 2 or (len(shape) == 2 and _is_square(shape[1], named=name.casefold() in _PIXELS))
        for name, shape in shapes.items()
    )


def _are_pixels(head: bytes) -> bool:
    """Whether a text has so many columns as only pixels have, or its head calls them so: pixel0, pixel_0_1, px12."""
    line = head.partition(b"\n")[0].strip()
    separator = max((b",", b";", b"\t"), key=line.count)
    fields = line.split(separator)
    named = sum(_PIXEL_NAME.match(field.strip(b" \"'")) is not None for field in fields) >= len(fields) - 1
    if named and len(fields) >= LEAST_SEEN**2:
        return True  # where they are no square, their reader says so
    if len(fields) <= MOST_TABLE_COLUMNS and not named:
        return False
    if not (_is_square(len(fields), named=named) or _is_square(len(fields) - 1, named=named)):
        return False
    return named or _look_like_pixels(head, separator)


def _look_like_pixels(head: bytes, separator: bytes) -> bool:
    """Whether rows of a square number of columns are pictures: what has names, or other numbers, is a wide table."""
    lines = [line.strip().split(separator) for line in head.split(b"\n")[: _LOOKED_AT + 1]]
    first = [field.strip(b" \"'") for field in lines[0]]
    has_names = sum(_number(field) is None for field in first) > len(first) // 2
    if has_names and sum(_COUNTED.fullmatch(field) is not None for field in first) < len(first) - 1:
        return False
    # Without the last line, which may be cut off, and the ends of each, where a label may be.
    rows = lines[has_names : max(len(lines) - 1, 1)]
    cells = [_number(field) for row in rows for field in row[1:-1]]
    numbers = [number for number in cells if number is not None]
    if has_names and not all(number >= 0.0 and number.is_integer() for number in numbers):
        return False
    return 2 * len(numbers) >= len(cells) and all(_LEAST <= number <= _MOST for number in numbers)


def _number(field: bytes) -> float | None:
    """None of what is no finite number."""
    try:
        number = float(field)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _is_square(columns: int, *, named: bool) -> bool:
    least = LEAST_SEEN**2 if named else MOST_TABLE_COLUMNS - 1
    return columns >= least and isqrt(columns) ** 2 == columns


def _unpacked(head: bytes) -> bytes:
    if not head.startswith(GZIP):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 64)
    except zlib.error:
        return b""
