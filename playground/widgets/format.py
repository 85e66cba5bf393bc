"""Settings, places and counts as the program writes them, beside the measured numbers of `document.figures`."""

from __future__ import annotations

import math
import re

from playground.document.figures import DASH, GAP, MINUS, not_finite, signed

__all__ = [
    "DASH",
    "GAP",
    "MINUS",
    "compact",
    "count",
    "decimal",
    "integer",
    "parse_number",
    "percent",
    "plain",
    "power",
    "probability",
    "signed",
    "significant",
    "unbroken",
    "with_sign",
]

_NO_BREAK = "\N{NO-BREAK SPACE}"
_COMPACT = ((1e9, "G"), (1e6, "M"), (1e3, "k"))
_MOST_SURE = 0.995
_MOST_DECIMALS, _LARGEST_WRITTEN = 6, 1e9
_TINY = 1e-4
_HUGE = 1e6
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def unbroken(text: str) -> str:
    """Words whose lines never end between a number and its percent sign.

    Qt's rich text takes the narrow gap of measured shares for a blank at which a line may end; the no-break space that
    stands in its place it knows.
    """
    return text.replace(" %", _NO_BREAK + "%").replace(GAP, _NO_BREAK)


def integer(value: float) -> str:
    """1,284; −3; "–" for what is not a number."""
    return signed(f"{round(value):,}") if math.isfinite(value) else not_finite(value)


def decimal(value: float, digits: int = 2) -> str:
    """Fixed decimals, 4.05; a zero has no sign."""
    if not math.isfinite(value):
        return not_finite(value)
    rounded = round(value, digits)
    return signed(f"{rounded or 0.0:,.{digits}f}")


def in_units(value: float, scale: float, digits: int = 2) -> str:
    """A number in units of which `scale` make one step of the plane, with `digits` decimals of such a step at least."""
    if scale == 1.0 or not math.isfinite(value):
        return decimal(value, digits)
    decimals = digits - math.floor(math.log10(scale))
    if decimals > _MOST_DECIMALS or abs(value) >= _LARGEST_WRITTEN:
        return significant(value, digits + 2)
    return decimal(value, max(decimals, 0))


def with_sign(value: float, digits: int = 2) -> str:
    """As `decimal`, with a plus before what is positive: +2.20."""
    text = decimal(value, digits)
    return f"+{text}" if math.isfinite(value) and round(value, digits) > 0.0 else text


def significant(value: float, digits: int = 3) -> str:
    """The given number of significant digits: 0.0364, 12.3, 2.1e−6."""
    if not math.isfinite(value):
        return not_finite(value)
    if value == 0.0:
        return "0"
    if abs(value) < _TINY or abs(value) >= _HUGE:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        return signed(f"{mantissa}e{int(exponent)}")
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return signed(f"{value:,.{decimals}f}")


def plain(value: float, digits: int = 6) -> str:
    """The shortest text of a setting: 0.01, 0.0003, 14, 1e−7."""
    if not math.isfinite(value):
        return not_finite(value)
    text = f"{value:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        wide = f"{value:.{digits + 6}f}".rstrip("0").rstrip(".")
        text = wide if _TINY / 10 <= abs(value) < 1 else f"{mantissa}e{int(exponent)}"
    elif abs(value) >= 1000:
        text = f"{float(text):,}".removesuffix(".0")
    return signed(text)


def power(exponent: int) -> str:
    """10 to an exponent: "10⁻⁵"."""
    return f"10{str(exponent).translate(_SUPERSCRIPTS)}"


def percent(share: float, digits: int = 0) -> str:
    """A setting of 0 to 1 as "10 %"; what has been measured is written by `figures.share`."""
    return f"{decimal(share * 100.0, digits)}{GAP}%" if math.isfinite(share) else not_finite(share)


def probability(value: float) -> str:
    """Two decimals, but never certainty: "> 0.99" and "< 0.01"."""
    if not math.isfinite(value):
        return not_finite(value)
    if value >= _MOST_SURE:
        return "> 0.99"
    return "< 0.01" if value < 1.0 - _MOST_SURE else f"{value:.2f}"


def compact(value: float) -> str:
    """1.2M, 45.3k, 999."""
    if not math.isfinite(value):
        return not_finite(value)
    for unit, letter in _COMPACT:
        if abs(value) >= unit:
            return signed(f"{value / unit:.1f}".removesuffix(".0")) + letter
    return integer(value)


def count(number: int, noun: str) -> str:
    """A number with its noun, as in 1 point, 1,284 points."""
    return f"{integer(number)} {noun}{'' if number == 1 else 's'}"


def parse_number(text: str) -> float | None:
    """The number that a person typed, or None.

    Takes a point or a comma for decimals, commas or spaces between thousands, either minus, "%" (as
    hundredths), and exponents. A single comma with three digits behind it separates thousands ("1,284").
    """
    cleaned = re.sub(r"\s", "", text.strip().replace(MINUS, "-").replace("\N{EN DASH}", "-"))
    hundredths = cleaned.endswith("%")
    cleaned = cleaned.removesuffix("%")
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", cleaned) and not cleaned.lstrip("+-").startswith("0,"):
        cleaned = cleaned.replace(",", "")
    else:
        cleaned = cleaned.replace(",", ".")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", cleaned):
        return None
    value = float(cleaned)
    if not math.isfinite(value):
        return None
    return value / 100.0 if hundredths else value
