"""Numbers as JavaScript reads and writes them."""

from __future__ import annotations

import math
import re

DECIMAL = re.compile(r"[+-]?(Infinity|(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)", re.ASCII)
PREFIXED = re.compile(r"0([xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)", re.ASCII)
BASES = {"x": 16, "o": 8, "b": 2}
BLANKS = " \t\n\r\v\f\u00a0\ufeff\u2028\u2029"
LEAST_PLAIN, MOST_PLAIN = 1e-6, 1e21


def read_number(text: str) -> float:
    """JavaScript's `Number(text)`; nan for what is none."""
    text = text.strip(BLANKS)
    if PREFIXED.fullmatch(text):
        return _whole(text)
    if not DECIMAL.fullmatch(text):
        return 0.0 if not text else math.nan
    return float(text.replace("Infinity", "inf"))


def write_number(value: float) -> str:
    """JavaScript's `String(value)`: shortest digits, no exponent from 1e-6 up to 1e21."""
    if value == 0.0:
        return "0"
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0.0 else "-Infinity"
    mantissa, _, exponent = f"{value!r}".partition("e")
    if LEAST_PLAIN <= abs(value) < MOST_PLAIN:
        return _plain(mantissa.removesuffix(".0"), int(exponent or 0))
    sign = "-" if exponent.startswith("-") else "+"
    return f"{mantissa.removesuffix('.0')}e{sign}{exponent.lstrip('+-').lstrip('0')}"


def _plain(mantissa: str, exponent: int) -> str:
    """Digits with the point where the exponent puts it."""
    if exponent == 0:
        return mantissa
    sign = "-" if mantissa.startswith("-") else ""
    whole, _, part = mantissa.lstrip("-").partition(".")
    if exponent < 0:
        return f"{sign}0.{'0' * (-exponent - 1)}{whole}{part}"
    return f"{sign}{whole}{part.ljust(exponent, '0')}"


def _whole(text: str) -> float:
    try:
        return float(int(text[2:], BASES[text[1].lower()]))
    except OverflowError:
        return math.inf
