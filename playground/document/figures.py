"""Measured numbers as the program writes them: in the window, in reports, on the command line."""

from __future__ import annotations

import math

MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"
GAP = "\N{NARROW NO-BREAK SPACE}"

NO_LESS = 1e-9
"""A share that lies no farther than this from all or nothing is that: one point of a thousand million."""
LEAST_LOSS, MOST_WRITTEN_OUT = 1e-4, 1e5
LEAST_R2 = -100.0


def share(value: float, digits: int = 0, *, gap: str = GAP) -> str:
    """A measured share of 0 to 1 as percent, which is 100 % only of all and 0 % only of none.

    Between them it is rounded, and what would be rounded to all or nothing is written as the number next to it:
    9,999 of 10,000 points are 99.9 %, and one of them is 0.1 %.

    Args:
        value: The share; nan is a dash.
        digits: Decimals of the percent.
        gap: What stands before the sign.
    """
    if not math.isfinite(value):
        return not_finite(value)
    least = 10.0**-digits
    hundredths = round(100.0 * value, digits)
    if NO_LESS < value < 1.0 - NO_LESS:
        hundredths = min(max(hundredths, least), 100.0 - least)
    return f"{signed(f'{hundredths or 0.0:,.{digits}f}')}{gap}%"


def loss(value: float) -> str:
    """A loss to three digits: 0.0364, 12.3, < 0.0001, 1.28e12."""
    if not math.isfinite(value):
        return not_finite(value)
    if 0.0 < abs(value) < LEAST_LOSS:
        return f"< {LEAST_LOSS}"
    return _exponential(value) if abs(value) >= MOST_WRITTEN_OUT else _three_digits(value)


def losses(values: list[float]) -> list[str]:
    """Losses that stand beside each other: where one has to be written with an exponent, all are that are not small."""
    large = any(math.isfinite(value) and abs(value) >= MOST_WRITTEN_OUT for value in values)
    return [_exponential(value) if large and abs(value) >= 1000.0 else loss(value) for value in values]  # noqa: PLR2004


def mistakes(accuracy: float, points: int) -> str:
    """How many of some points are answered wrongly.

    Args:
        accuracy: The share that is right; nan is a dash.
        points: How many there are.
    """
    if not math.isfinite(accuracy):
        return not_finite(accuracy)
    return f"{round((1.0 - accuracy) * points):,}"


def r_squared(value: float) -> str:
    """An R² to three decimals, 1.000 only where nothing is missed: 0.953, −0.210, −5.4e12."""
    if not math.isfinite(value):
        return not_finite(value)
    if value < LEAST_R2:
        return _exponential(value, 1)
    rounded = round(value, 3)
    if rounded >= 1.0 > value + NO_LESS:
        rounded = 0.999
    return signed(f"{rounded or 0.0:.3f}")


def epoch(position: float) -> str:
    """The epoch that a place in training belongs to: the whole passes done, 1,712."""
    return f"{math.floor(position + NO_LESS):,}"


def signed(text: str) -> str:
    """A number's text with a real minus."""
    return text.replace("-", MINUS)


def not_finite(value: float) -> str:
    """A dash for what is not a number, and infinity."""
    return DASH if math.isnan(value) else ("∞" if value > 0 else f"{MINUS}∞")


def _three_digits(value: float) -> str:
    if value == 0.0:
        return "0"
    decimals = max(0, 2 - math.floor(math.log10(abs(value))))
    return signed(f"{value:,.{decimals}f}")


def _exponential(value: float, decimals: int = 2) -> str:
    if not math.isfinite(value):
        return not_finite(value)
    mantissa, exponent = f"{value:.{decimals}e}".split("e")
    return signed(f"{mantissa}e{int(exponent)}")
