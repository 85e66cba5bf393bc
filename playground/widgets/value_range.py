"""The values that can be painted in a regression, in their units."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from playground.widgets.number_range import NumberRange

if TYPE_CHECKING:
    from playground.document.scaling import AxisScale

STEP, DIGITS, MOST_DIGITS = 0.05, 2, 6


def value_range(axis: AxisScale) -> NumberRange:
    """From the value at −1 on the plane's scale to that at 1."""
    digits = min(max(DIGITS - math.floor(math.log10(axis.scale)), 0), MOST_DIGITS)
    low, high = float(axis.to_units(-1.0)), float(axis.to_units(1.0))
    return NumberRange(minimum=low, maximum=high, step=STEP * axis.scale, digits=digits)
