"""How numbers are written in tables: decimal marks, marks between thousands, exponents, signs and units around them."""

from __future__ import annotations

import re
from collections import Counter
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.document.limits import FARTHEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Floats = NDArray[np.float64]
Affix = tuple[str, str]
"""What stands before and behind every number of a column: a sign of money, a percent sign, a unit."""

LARGEST = FARTHEST
"""Coordinates and values beyond this are no part of a document, and are refused."""
MISSING = frozenset({"", "?", "na", "n/a", "nan", "null", "#n/a", "<na>"})
"""What stands where there is nothing, in small letters."""
NOT_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity)", re.ASCII | re.IGNORECASE)
_PLAIN = frozenset("0123456789+-.eE ")
_BLANKS = " \u00a0\u2009\u202f"
_APOSTROPHES = "'’"
_SIGN = r"[+-]?"
_POWER = r"(?:[eE][+-]?\d+|[dD][+-]?\d{2,3})?"
"""Fortran writes the exponent of a double with D, a sign and two digits."""
_MONEY = "$€£¥₽₹₩₺"
_UNIT = re.compile(r"%|‰|°[CF]?|[$€£¥₽₹₩₺]|[A-Za-zµμΩ°][A-Za-zµμΩ°/²³0-9·^-]{0,11}")
_SHORT_UNITS = (
    *("cm", "mm", "m", "km", "nm", "um", "µm", "μm", "in", "ft", "mi", "kg", "g", "mg", "lb", "oz", "s", "ms", "us"),
    *("ns", "min", "h", "hz", "khz", "mhz", "ghz", "v", "mv", "kv", "a", "ma", "w", "kw", "mw", "j", "kj", "ev", "kev"),
    *("pa", "kpa", "hpa", "bar", "mbar", "k", "l", "ml", "mol", "db", "px", "pt"),
)
"""Letters behind a number without a blank that are units, in small letters; others may be part of a name."""
_AFFIXED = re.compile(rf"([+-]?)\s*([{_MONEY}]?)\s*([+-]?[\d.,][\d.,{_BLANKS}{_APOSTROPHES}eE+-]*?)([{_BLANKS}]*)(\D*)")
SAMPLE_CELLS = 200


class NumberStyle(Enum):
    """How numbers are written: the decimal mark, and what may part the thousands. The value is an example."""

    POINT = "1.5"
    COMMA = "1,5"
    POINT_GROUPED = "1,234.5"
    COMMA_GROUPED = "1.234,5"
    POINT_SPACED = "1 234.5"
    COMMA_SPACED = "1 234,5"
    POINT_APOSTROPHE = "1'234.5"
    COMMA_APOSTROPHE = "1'234,5"

    @property
    def decimal(self) -> str:
        """The decimal mark."""
        return self.value[-2]

    @property
    def is_grouped(self) -> bool:
        """Whether thousands may be parted."""
        return len(self.value) > 3

    @property
    def pattern(self) -> re.Pattern[str]:
        """Matches a number written like this, and nothing else; one number has one kind of mark."""
        return _PATTERNS[self]

    def matches(self, text: str) -> bool:
        """Whether a stripped text is a number written like this."""
        return _PATTERNS[self].fullmatch(text.replace("−", "-")) is not None

    def number(self, text: str) -> float:
        """The number that a stripped text is; NaN where it is none, infinite where it is larger than a double."""
        plain = text.replace("−", "-")
        if not _PATTERNS[self].fullmatch(plain):
            return np.nan
        plain = plain.translate(_WITHOUT[self]).replace(",", ".").replace("d", "e").replace("D", "e")
        return float(plain)


def _groups_of(style: NumberStyle) -> str:
    mark = style.value[1] if style.is_grouped else ""
    return {" ": _BLANKS, "'": _APOSTROPHES}.get(mark, mark)


def _pattern(style: NumberStyle) -> re.Pattern[str]:
    mark = re.escape(style.decimal)
    plain = rf"{_SIGN}(?:\d+(?:{mark}\d*)?|{mark}\d+){_POWER}"
    groups = _groups_of(style)
    if not groups:
        # \d would else match the digits of all scripts.
        return re.compile(plain, re.ASCII)
    grouped = rf"{_SIGN}[1-9]\d{{0,2}}(?:[{groups}]\d{{3}})+(?:{mark}\d*)?"
    return re.compile(rf"(?:{plain}|{grouped})", re.ASCII)


_PATTERNS = {style: _pattern(style) for style in NumberStyle}
_WITHOUT = {style: {ord(mark): None for mark in _groups_of(style)} for style in NumberStyle}


def plain_numbers(texts: Sequence[str]) -> Floats | None:
    """All numbers at once, (N,), where every text is one with a decimal point; else None."""
    # float() takes 1_000, nan and the digits of other scripts as well.
    if not _PLAIN.issuperset("".join(texts)):
        return None
    try:
        return np.array([*map(float, texts)])
    except ValueError:
        return None


def is_missing(text: str) -> bool:
    """Whether a stripped text says that there is nothing."""
    return text.casefold() in MISSING


def is_code(text: str) -> bool:
    """Whether digits are a name rather than a number: 01067 is no 1067."""
    return len(text) > 1 and text[0] == "0" and text.isdecimal() and text.isascii()


# ---- signs and units ------------------------------------------------------------------------------------------------


def affix_of(texts: Iterable[str]) -> Affix:
    """What stands before and behind every number of a column, as ("$", "") or ("", " cm"); ("", "") for nothing."""
    filled = islice((text for text in texts if text and not is_missing(text)), SAMPLE_CELLS)
    found = Counter(_affix(text) for text in filled)
    if len(found) != 1:
        return "", ""
    return next(iter(found))


def affix_below(texts: Sequence[str]) -> Affix:
    """What stands around the numbers of a column that may begin with its name."""
    return affix_of(texts[max(len(texts) // 4, int(len(texts) > 1)) :])


def _affix(text: str) -> Affix:
    match = _AFFIXED.fullmatch(text.replace("−", "-"))
    if match is None or not any(letter.isdigit() for letter in match[3]):
        return "", ""
    _, money, _, blank, unit = match.groups()
    is_unit = bool(_UNIT.fullmatch(unit)) and (bool(blank) or not unit[0].isalpha() or unit.casefold() in _SHORT_UNITS)
    return money, unit if is_unit else ""


def without_affix(text: str, affix: Affix) -> str:
    """A cell without what stands around its number; "" where it lacks these signs."""
    before, behind = affix
    plain = text.replace("−", "-")
    sign = plain[0] if plain and plain[0] in "+-" else ""
    plain = plain[len(sign) :].strip()
    if not plain.startswith(before) or not plain.endswith(behind):
        return ""
    return sign + plain[len(before) : len(plain) - len(behind) if behind else None].strip()


# ---- which way ------------------------------------------------------------------------------------------------------


def find_style(columns: Iterable[Sequence[str]]) -> tuple[NumberStyle, float, tuple[NumberStyle, ...]]:
    """The way in which most cells are numbers.

    Args:
        columns: Their cells, stripped.

    Returns:
        The plainest of the ways that fit most cells; the share of filled cells that it fits; and those of the others
        that fit as many and make other numbers of them.
    """
    cells: list[str] = []
    for texts in columns:
        affix = affix_below(texts)
        cells += [without_affix(text, affix) for text in texts] if any(affix) else texts
    filled = [cell for cell in cells if not is_missing(cell)]
    counted = {style: sum(map(style.matches, filled)) for style in NumberStyle}
    best = max(counted.values())
    if not best:
        return NumberStyle.POINT, 0.0, ()
    tied = [style for style in NumberStyle if counted[style] == best]
    first = tied[0]
    others = tuple(style for style in tied[1:] if _differ(filled, first, style))
    return first, best / len(filled), _without_repeats(filled, others)


def _differ(cells: Sequence[str], one: NumberStyle, other: NumberStyle) -> bool:
    return any(not _same(one.number(cell), other.number(cell)) for cell in cells if cell and not cell.isdigit())


def _same(one: float, other: float) -> bool:
    return one == other or (one != one and other != other)  # noqa: PLR0124 - NaN is not itself


def _without_repeats(cells: Sequence[str], styles: tuple[NumberStyle, ...]) -> tuple[NumberStyle, ...]:
    kept: list[NumberStyle] = []
    for style in styles:
        if all(_differ(cells, style, one) for one in kept):
            kept.append(style)
    return tuple(kept)


def first_that_differs(cells: Iterable[str], one: NumberStyle, other: NumberStyle) -> str:
    """The first cell of which two ways make two numbers; "" if there is none."""
    return next((cell for cell in cells if not _same(one.number(cell), other.number(cell))), "")
