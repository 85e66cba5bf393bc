"""Round numbers along an axis, and how they are written so that no two of them look alike."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from playground.widgets.format import percent, plain, power, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

WRITTEN_OUT = 6
"""Powers of ten up to this one and its inverse are written as 0.000001; beside one beyond them all are powers."""
MOST_DIGITS = 12


def ticks(low: float, high: float, most: int, *, least_step: float = 0.0, log: bool = False) -> list[float]:
    """Round numbers along an axis, lowest first.

    Args:
        low: Where the axis begins; above 0 on a logarithmic one.
        high: Where it ends, above `low`.
        most: About how many.
        least_step: From one to the next; 1 for whole numbers alone.
        log: Whole decades where there are two at least, their parts where there are fewer.
    """
    if log:
        return _decades(low, high, most)
    rough = max((high - low) / max(most, 1), least_step)
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * magnitude for factor in (1.0, 2.0, 5.0, 10.0) if factor * magnitude >= 0.999 * rough)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [index * step for index in range(first, last + 1)]


def _decades(low: float, high: float, most: int) -> list[float]:
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    found = [10.0**exponent for exponent in range(first, last + 1)]
    if len(found) < 2:  # less than a decade: its parts
        exponents = range(first - 1, last + 2)
        parts = [factor * 10.0**exponent for exponent in exponents for factor in (1.0, 2.0, 5.0)]
        found = [part for part in parts if low <= part <= high]
    if len(found) < 2:  # a small part of a decade is nearly straight
        return ticks(low, high, most)
    return found[:: -(-len(found) // max(most, 1))]


def tick_texts(values: Sequence[float], *, share: bool = False) -> list[str]:
    """How the numbers at an axis are written: short, and no two alike.

    Args:
        values: Unlike numbers.
        share: Whether they are parts of a whole, written in per cent.
    """
    if share:
        return _unlike([[percent(value, digits) for value in values] for digits in range(MOST_DIGITS)])
    largest = max((abs(value) for value in values), default=0.0)
    powers = [round(math.log10(value)) if value > 0.0 else 0 for value in values]
    if all(math.isclose(value, 10.0**exponent) for value, exponent in zip(values, powers, strict=True)):
        if max(map(abs, powers), default=0) > WRITTEN_OUT:
            return [power(exponent) for exponent in powers]
        return [signed(f"{value:,.{max(-exponent, 0)}f}") for value, exponent in zip(values, powers, strict=True)]
    if largest >= 10.0**WRITTEN_OUT or largest < 10.0**-3:
        return _unlike([[_scientific(value, digits) for value in values] for digits in range(1, MOST_DIGITS)])
    return _unlike([[plain(value, digits + 2) for value in values] for digits in range(1, MOST_DIGITS)])


def _unlike(candidates: Sequence[list[str]]) -> list[str]:
    """The first way of writing, from the shortest on, in which no two are alike; the longest where there is none."""
    return next((texts for texts in candidates if len(set(texts)) == len(texts)), candidates[-1])


def _scientific(value: float, digits: int) -> str:
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    return signed(f"{mantissa}e{int(exponent)}") if value else "0"
