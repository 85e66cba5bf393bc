"""Tables with a column for each pixel, and one for the label before or behind them."""

from __future__ import annotations

from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.document.dataset import MOST_CLASSES
from playground.interop.pictures.picture_table import LEAST_SEEN, Found
from playground.interop.tables.csv_layout import CsvError, shortened
from playground.interop.tables.encodings import decode
from playground.interop.tables.numpy_arrays import MOST_NUMBERS

_SEPARATORS = (",", ";", "\t", " ")
_LABEL_NAMES = frozenset({"label", "labels", "class", "target", "digit", "y", "kind"})


def read_pixel_columns(data: bytes) -> Found:
    """Pictures, one a line: a square number of pixels row by row, and a label before or behind them, or none.

    Raises:
        CsvError: Lines differ in length, are no pictures, or hold what is no number; the line is named.
    """
    lines = [(number, line) for number, line in enumerate(decode(data).text.splitlines(), 1) if line.strip()]
    if not lines:
        raise CsvError("it is empty")
    separator = max(_SEPARATORS, key=lines[0][1].count)
    head = [field.strip().strip('"') for field in _fields(lines[0][1], separator)]
    has_head = _are_names(head)
    rows = lines[1:] if has_head else lines
    if not rows:
        raise CsvError("it holds the names of columns and no pictures")
    width = len(head)
    side, has_label = _layout(width)
    if len(rows) * width > MOST_NUMBERS:
        raise CsvError(f"its {len(rows):,} lines of {width:,} columns are more than {MOST_NUMBERS:,} numbers")
    _check_widths(rows, separator, width)
    if not has_label:
        return Found(_numbers(rows, separator).reshape(-1, side, side), None)
    place = _label_place(head if has_head else [], rows, separator)
    labels, pixels = _split(rows, separator, place)
    return Found(_numbers(pixels, separator).reshape(-1, side, side), _labels(labels))


def _fields(line: str, separator: str) -> list[str]:
    return line.split() if separator == " " else line.split(separator)


def _are_names(fields: list[str]) -> bool:
    """Whether a line names columns: most of it is no number, or its numbers count the columns."""
    numbers = [field for field in fields if _is_number(field)]
    if len(numbers) <= len(fields) // 2:
        return True
    # pandas writes columns without names so. Read as a picture, they would be a first one that nobody drew, of a class
    # that is called "label".
    return len(numbers) >= LEAST_SEEN**2 and any(numbers == [*map(str, range(at, at + len(numbers)))] for at in (0, 1))


def _layout(width: int) -> tuple[int, bool]:
    """Pixels a side of a line of so many columns, and whether one of them is the label."""
    for columns, has_label in ((width - 1, True), (width, False)):
        side = isqrt(max(columns, 0))
        if side >= LEAST_SEEN and side * side == columns:
            return side, has_label
    near = isqrt(max(width - 1, 9))
    words = f"squares of {near} × {near} pixels have {near * near:,}, and one more with a label"
    raise CsvError(f"its lines have {width:,} columns, which are no square pictures: {words}")


def _check_widths(rows: list[tuple[int, str]], separator: str, width: int) -> None:
    for number, line in rows:
        there = len(_fields(line, separator)) if separator == " " else line.count(separator) + 1
        if there != width:
            words = f"line {number:,} has {there:,} columns where others have {width:,}"
            raise CsvError(f"{words}: pictures are of one size")


def _label_place(head: list[str], rows: list[tuple[int, str]], separator: str) -> int:
    """0 where labels stand first, -1 where they stand last: by name, by what is no number, by how they differ."""
    for place in (0, -1):
        if head and head[place].casefold() in _LABEL_NAMES:
            return place
    ends = [[_fields(line, separator)[place].strip() for _, line in rows] for place in (0, -1)]
    for place, texts in zip((0, -1), ends, strict=True):
        if sum(map(_is_number, texts)) < len(texts) / 2:
            return place
    kinds = [len(set(texts)) for texts in ends]
    return 0 if 1 < kinds[0] <= MOST_CLASSES or not 1 < kinds[1] <= MOST_CLASSES else -1


def _split(rows: list[tuple[int, str]], separator: str, place: int) -> tuple[list[str], list[tuple[int, str]]]:
    """Labels, and the lines without them."""
    labels, pixels = [], []
    blank = None if separator == " " else separator
    for number, line in rows:
        label, rest = line.strip().split(blank, 1) if place == 0 else reversed(line.strip().rsplit(blank, 1))
        labels.append(label.strip().strip('"'))
        pixels.append((number, rest))
    return labels, pixels


def _numbers(rows: list[tuple[int, str]], separator: str) -> NDArray[np.float64]:
    try:
        return np.loadtxt([line for _, line in rows], delimiter=None if separator == " " else separator, ndmin=2)
    except ValueError:
        for number, line in rows:
            for field in _fields(line, separator):
                if not _is_number(field):
                    words = f"“{shortened(field)}”" if field.strip() else "nothing"
                    raise CsvError(f"line {number:,} has {words} where a pixel's number is expected") from None
        raise CsvError("its numbers are written in a way that is not read") from None


def _labels(texts: list[str]) -> NDArray[Any]:
    """As numbers where all are whole ones, so that 10 comes after 9."""
    if all(text.isdecimal() and len(text) < 10 for text in texts):
        return np.array([int(text) for text in texts])
    if all(map(_is_number, texts)):
        return np.array([float(text) for text in texts])
    return np.array(texts)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return "_" not in text
