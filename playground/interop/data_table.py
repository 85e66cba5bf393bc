"""A table as a file or a clipboard has it: named columns of texts, before anyone has said what they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.interop.csv_layout import NOT_FINITE

if TYPE_CHECKING:
    from collections.abc import Sequence

Floats = NDArray[np.float64]

LARGEST = 1e9
"""Numbers beyond this are not taken: their squares must be safe in single precision."""
MOSTLY = 0.5
"""A column in which this share of the filled cells are numbers is one of numbers."""
MISSING = frozenset({"", "?", "na", "n/a", "nan", "null", "#n/a"})
"""What stands where there is nothing, in small letters."""
BLANK = "without anything"
"""Rows that nobody misses."""
_LETTERS = frozenset("0123456789+-.eE ")
_GROUP_MARKS = "\u00a0\u202f'’"
_SIGN, _POWER = r"[+-]?", r"(?:[eE][+-]?\d+)?"


class NumberStyle(Enum):
    """How numbers are written: the decimal mark, and what may part the thousands. The value is an example."""

    POINT = "1.5"
    COMMA = "1,5"
    POINT_GROUPED = "1,234.5"
    COMMA_GROUPED = "1.234,5"

    @property
    def decimal(self) -> str:
        """The decimal mark."""
        return "." if self in (NumberStyle.POINT, NumberStyle.POINT_GROUPED) else ","

    @property
    def pattern(self) -> re.Pattern[str]:
        """Matches a number written like this, and nothing else."""
        return _PATTERNS[self]

    def number(self, text: str) -> float:
        """The number that a stripped text is; NaN where it is none, not finite, or beyond `LARGEST`."""
        plain = text.replace("−", "-")
        if not self.pattern.fullmatch(plain):
            return np.nan
        groups = ("," if self.decimal == "." else ".") + _GROUP_MARKS
        value = float(plain.translate({ord(mark): None for mark in groups}).replace(",", "."))
        return value if abs(value) <= LARGEST else np.nan


def _pattern(decimal: str, group: str) -> re.Pattern[str]:
    whole = rf"(?:\d+|\d{{1,3}}(?:[{group}]\d{{3}})+)" if group else r"\d+"
    mark = re.escape(decimal)
    return re.compile(rf"{_SIGN}(?:{whole}(?:{mark}\d*)?|{mark}\d+){_POWER}", re.ASCII)


_PATTERNS = {
    NumberStyle.POINT: _pattern(".", ""),
    NumberStyle.COMMA: _pattern(",", ""),
    NumberStyle.POINT_GROUPED: _pattern(".", "," + _GROUP_MARKS),
    NumberStyle.COMMA_GROUPED: _pattern(",", "." + _GROUP_MARKS),
}


@dataclass(frozen=True, eq=False)  # no slots: what is computed once is kept beside the fields
class Column:
    """One column.

    Attributes:
        name: From the header, or made up: "Column 3".
        texts: One for each row, stripped.
        style: How its numbers are written.
        role: What the file itself says: "x", "y", "target", "ignore", or "" for nothing.
        exact: The numbers themselves, where the file holds no texts but arrays.
    """

    name: str
    texts: tuple[str, ...]
    style: NumberStyle = NumberStyle.POINT
    role: str = ""
    exact: Floats | None = None

    @cached_property
    def numbers(self) -> Floats:
        """The numbers, (N,); NaN where a cell is no finite number."""
        if self.exact is not None:
            return np.where(np.abs(self.exact) <= LARGEST, self.exact, np.nan)
        fast = plain_numbers(self.texts) if self.style is NumberStyle.POINT else None
        return np.array([self.style.number(text) for text in self.texts]) if fast is None else fast

    @cached_property
    def is_missing(self) -> NDArray[np.bool_]:
        """Where there is nothing, (N,)."""
        if self.exact is not None:
            return np.isnan(self.exact)
        return np.array([text.casefold() in MISSING for text in self.texts], dtype=np.bool_)

    @cached_property
    def is_numeric(self) -> bool:
        """Whether most of its filled cells are numbers."""
        if self.exact is not None:
            return bool(np.isfinite(self.numbers).any())
        filled = ~self.is_missing & ~np.array([bool(NOT_FINITE.fullmatch(text)) for text in self.texts], dtype=np.bool_)
        found = np.isfinite(self.numbers)
        return bool(found.any()) and float(found.sum()) >= MOSTLY * float(filled.sum())

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The different texts that are there, in the order of numbers, else of appearance."""
        seen = dict.fromkeys(
            text for text, missing in zip(self.texts, self.is_missing.tolist(), strict=True) if not missing
        )
        numbers = [self.style.number(text) for text in seen]
        if all(np.isfinite(numbers)):
            return tuple(text for _, text in sorted(zip(numbers, seen, strict=True)))
        return tuple(seen)

    @cached_property
    def is_whole(self) -> bool:
        """Whether all its numbers are whole."""
        found = self.numbers[np.isfinite(self.numbers)]
        return bool((found == np.round(found)).all())

    @cached_property
    def counts_rows(self) -> bool:
        """Whether it only numbers the rows."""
        steps = np.diff(self.numbers)
        return len(steps) > 1 and bool((steps == 1).all())


def plain_numbers(texts: Sequence[str]) -> Floats | None:
    """All numbers at once, (N,), where every text is one with a decimal point; else None. NaN beyond `LARGEST`."""
    if not _LETTERS.issuperset("".join(texts)):
        return None
    try:
        values = np.array([*map(float, texts)])
    except ValueError:
        return None
    return np.where(np.abs(values) <= LARGEST, values, np.nan)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text is taken apart.

    Attributes:
        separator: A key of `csv_layout.SEPARATORS`.
        has_header: Whether the first row names the columns.
        style: How numbers are written.
        encoding: Of the file; empty for text.
    """

    separator: str
    has_header: bool
    style: NumberStyle
    encoding: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class DataTable:
    """Rows and columns with what is known of where they came from.

    Attributes:
        name: Of the file, or "the clipboard".
        columns: All of the same length.
        lines: The line of the file on which each row begins, (N,).
        dropped: Rows that are not in the table, in words.
        doubts: What may have been meant otherwise, in words: the person is asked.
        reading: How the text was taken apart; None where the file leaves no choice.
    """

    name: str
    columns: tuple[Column, ...]
    lines: NDArray[np.int64]
    dropped: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    reading: Reading | None = None

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def numeric(self) -> tuple[int, ...]:
        """The columns of numbers."""
        return tuple(i for i, column in enumerate(self.columns) if column.is_numeric)
