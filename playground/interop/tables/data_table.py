"""A table as a file or a clipboard has it: named columns of cells, before anyone has said what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, overload

import numpy as np
from numpy.typing import NDArray

from playground.interop.tables.number_style import (
    LARGEST,
    NOT_FINITE,
    NumberStyle,
    is_code,
    is_missing,
    plain_numbers,
    without_affix,
)

if TYPE_CHECKING:
    from playground.interop.tables.number_style import Affix

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

MOSTLY = 0.5
"""A column in which this share of the filled cells are numbers is one of numbers."""
MOST_EXACT = 1e15
"""Below this a whole number has all its digits in a double."""
BLANK = "without anything"
"""Rows that nobody misses."""


class NumberTexts(Sequence[str]):
    """Numbers as texts that are made when somebody reads them."""

    def __init__(self, numbers: Floats) -> None:
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> NumberTexts: ...
    def __getitem__(self, place: int | slice) -> str | NumberTexts:
        if isinstance(place, slice):
            return NumberTexts(self._numbers[place])
        return number_text(float(self._numbers[place]))


def number_text(number: float) -> str:
    """A number as a cell: 3 and not 3.0, nothing for NaN."""
    if np.isnan(number):
        return ""
    return f"{number:.0f}" if number == round(number, 0) and abs(number) < MOST_EXACT else repr(number)


@dataclass(frozen=True, eq=False)  # no slots: what is computed once is kept beside the fields
class Column:
    """One column.

    Attributes:
        name: From the header, or made up: "Column 3".
        texts: One for each row, stripped.
        style: How its numbers are written.
        role: What the file itself says: "x", "y", "target", "test", "ignore", "nominal" for labels of some kind, or ""
            for nothing.
        exact: The numbers themselves, (N,), where the file holds no texts but numbers; NaN for none.
        affix: What stands around each number and is left out of it: ("", " cm").
        is_named: Whether the file names it.
    """

    name: str
    texts: Sequence[str]
    style: NumberStyle = NumberStyle.POINT
    role: str = ""
    exact: Floats | None = None
    affix: Affix = ("", "")
    is_named: bool = True

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def numbers(self) -> Floats:
        """The numbers, (N,); NaN where a cell is no finite number."""
        if self.exact is not None:
            return np.where(np.isfinite(self.exact), self.exact, np.nan)
        fast = plain_numbers(self.texts) if self.style.decimal == "." and not any(self.affix) else None
        if fast is None:
            fast = np.array([self.style.number(text) for text in self._bare])
        return np.where(np.isfinite(fast), fast, np.nan)

    @property
    def _bare(self) -> Sequence[str]:
        return [without_affix(text, self.affix) for text in self.texts] if any(self.affix) else self.texts

    @cached_property
    def is_missing(self) -> Mask:
        """Where there is nothing, (N,)."""
        if self.exact is not None:
            return np.isnan(self.exact)
        return np.array([is_missing(text) for text in self.texts], dtype=np.bool_)

    @cached_property
    def is_numeric(self) -> bool:
        """Whether most of its filled cells are numbers, and the file does not say that they are labels."""
        if self.role == "nominal":
            return False
        found = np.isfinite(self.numbers)
        if self.exact is not None:
            return bool(found.any())
        filled = ~self.is_missing & ~np.array([bool(NOT_FINITE.fullmatch(text)) for text in self.texts], dtype=np.bool_)
        return bool(found.any()) and float(found.sum()) >= MOSTLY * float(filled.sum())

    @cached_property
    def has_codes(self) -> bool:
        """Whether some of its cells are digits that are a name: 01067."""
        return self.exact is None and any(map(is_code, self.texts))

    @cached_property
    def distinct(self) -> tuple[tuple[str, ...], NDArray[np.intp]]:
        """The different texts in the order of their first rows, and for each row the place of its text, (N,)."""
        if self.exact is not None:
            values, codes = np.unique(self.exact, return_inverse=True, equal_nan=True)
            return tuple(map(number_text, values.tolist())), codes.reshape(-1)
        place: dict[str, int] = {}
        codes = np.fromiter((place.setdefault(text, len(place)) for text in self.texts), np.intp, len(self.texts))
        return tuple(place), codes

    @cached_property
    def distinct_count(self) -> int:
        """How many different cells there are, those with nothing aside."""
        if self.exact is not None or (self.is_numeric and not self.has_codes):
            return len(np.unique(self.numbers[np.isfinite(self.numbers)]))
        return sum(not is_missing(text) for text in self.distinct[0])

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The different texts that are there, in the order of numbers, else of appearance."""
        seen = [text for text in self.distinct[0] if not is_missing(text)]
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
    def is_constant(self) -> bool:
        """Whether it says the same in every row, and there are several."""
        return len(self) > 2 and self.distinct_count == 1 and not bool(self.is_missing.any())

    @cached_property
    def counts_rows(self) -> bool:
        """Whether its numbers are those of rows, in whatever order: each once, none left out."""
        numbers = self.numbers
        if len(numbers) < 3 or not self.is_whole or not np.isfinite(numbers).all():
            return False
        low, high = float(numbers.min()), float(numbers.max())
        return low >= 0.0 and high - low == len(numbers) - 1 and len(np.unique(numbers)) == len(numbers)

    @cached_property
    def is_numbered(self) -> bool:
        """Whether its numbers are 0, 1, 2 and so on without a gap, as those of classes are."""
        different = np.unique(self.numbers[np.isfinite(self.numbers)])
        return np.array_equal(different, np.arange(len(different)))

    @cached_property
    def is_too_large(self) -> bool:
        """Whether a number of it is larger than a document can hold."""
        found = self.numbers[np.isfinite(self.numbers)]
        return bool(len(found)) and float(np.abs(found).max()) > LARGEST


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something about the text that a person has to say.

    Attributes:
        about: A field of `Reading`.
        text: What may be meant, a sentence without its full stop.
        options: The options of the command line that say it.
    """

    about: str
    text: str
    options: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text is taken apart.

    Attributes:
        separator: A key of `csv_layout.SEPARATORS`.
        has_header: Whether the first row names the columns.
        style: How numbers are written.
        encoding: Of the file; empty for text.
        skip: Lines that are left out at the top.
        settled: Names of the fields that a person has said: these are no questions any more.
    """

    separator: str
    has_header: bool
    style: NumberStyle
    encoding: str = ""
    skip: int = 0
    settled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class DataTable:
    """Rows and columns with what is known of where they came from.

    Attributes:
        name: Of the file, or "the clipboard".
        columns: All of the same length.
        lines: The line of the file on which each row begins, (N,).
        dropped: Rows that are not in the table, in words.
        doubts: What may have been meant otherwise: the person is asked.
        reading: How the text was taken apart; None where the file leaves no choice.
        notes: What was left out or added beside rows, in words.
        sheet: The sheet of a workbook.
        sheets: All of its sheets that hold something.
    """

    name: str
    columns: tuple[Column, ...]
    lines: NDArray[np.int64]
    dropped: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    reading: Reading | None = None
    notes: tuple[str, ...] = ()
    sheet: str = ""
    sheets: tuple[str, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def numeric(self) -> tuple[int, ...]:
        """The columns of numbers."""
        return tuple(i for i, column in enumerate(self.columns) if column.is_numeric)
