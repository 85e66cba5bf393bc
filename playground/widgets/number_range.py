"""The numbers that a field or slider may hold: limits, steps, how they are written and read."""

from __future__ import annotations

import math
from dataclasses import dataclass

from playground.widgets.format import GAP, decimal, integer, parse_number, plain

_SERIES = (1.0, 2.0, 5.0)
_PERCENT = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberRange:
    """Limits and steps of a number.

    Attributes:
        minimum: The least value.
        maximum: The largest value.
        step: One notch of the wheel or arrow key; for a logarithmic range, the least value above 0.
        log: Notches go 1, 2, 5, 10 and a slider is logarithmic; a minimum of 0 is the notch below.
        integer: Whole numbers only.
        unit: Written behind the value; "%" shows a share of 0 to 1 as hundredths.
        digits: Decimals to write; as many as the value needs when None.
        stops: The only values allowed, ascending; empty for all between the limits.
        zero: What is written for 0 where that is no amount: "Off".
    """

    minimum: float = 0.0
    maximum: float = 1.0
    step: float = 0.01
    log: bool = False
    integer: bool = False
    unit: str = ""
    digits: int | None = None
    stops: tuple[float, ...] = ()
    zero: str = ""

    def clamped(self, value: float) -> float:
        """The nearest allowed value."""
        held = min(max(value, self.minimum), self.maximum)
        if self.stops:
            return min(self.stops, key=lambda stop: abs(stop - held))
        return float(round(held)) if self.integer else held

    def stepped(self, value: float, notches: int) -> float:
        """The value some notches on; it lands on the grid of steps, not beside it."""
        for _ in range(abs(notches)):
            value = self._one_step(value, up=notches > 0)
        return value

    def position(self, value: float) -> float:
        """Where a slider's handle stands for a value, 0 to 1."""
        held = min(max(value, self.minimum), self.maximum)
        if self.stops:
            return self._stop_index(held) / max(1, len(self.stops) - 1)
        if self.log:
            least = self._least()
            if held < least:
                return 0.0
            span = math.log(self.maximum / least)
            return self._zero_share() + (1.0 - self._zero_share()) * math.log(held / least) / span
        span = self.maximum - self.minimum
        return (held - self.minimum) / span if span > 0.0 else 0.0

    def value_at(self, position: float) -> float:
        """The value of a handle's position, rounded to what the field can write."""
        place = min(max(position, 0.0), 1.0)
        if self.stops:
            return self.stops[round(place * (len(self.stops) - 1))]
        if self.log:
            zero = self._zero_share()
            if place < zero:
                return 0.0
            least = self._least()
            raw = least * (self.maximum / least) ** ((place - zero) / (1.0 - zero))
            return self.clamped(float(f"{raw:.2g}"))
        raw = self.minimum + place * (self.maximum - self.minimum)
        return self.clamped(_snapped(raw, self.step))

    def text(self, value: float) -> str:
        """The value as it is shown."""
        if self.zero and value == 0.0:
            return self.zero
        if self.unit == "%":
            shown = decimal(value * _PERCENT, self.digits) if self.digits else plain(round(value * _PERCENT, 2))
            return f"{shown}{GAP}%"
        if self.integer:
            shown = integer(value)
        else:
            shown = plain(value, 4) if self.digits is None else decimal(value, self.digits)
        return f"{shown}{GAP}{self.unit}" if self.unit else shown

    def edit_text(self, value: float) -> str:
        """The value as a person would type it."""
        shown = value * _PERCENT if self.unit == "%" else value
        return f"{shown:.6g}"

    def parsed(self, typed: str) -> float | None:
        """The allowed value nearest to what was typed; None when it is no number."""
        if self.zero and typed.strip().casefold() == self.zero.casefold():
            return 0.0
        bare = typed.strip().removesuffix(self.unit) if self.unit else typed
        value = parse_number(bare)
        if value is None:
            return None
        return self.clamped(value / _PERCENT if self.unit == "%" else value)

    def remark(self, typed: str) -> str:
        """What to say when a number that was typed lies beyond a limit; empty where it is taken as it is."""
        bare = typed.strip().removesuffix(self.unit) if self.unit else typed
        value = parse_number(bare)
        if value is None:
            return ""
        value = value / _PERCENT if self.unit == "%" else value
        if value > self.maximum:
            return f"{self.text(self.maximum)} is the most"
        return f"{self.text(self.minimum)} is the least" if value < self.minimum else ""

    def _one_step(self, value: float, *, up: bool) -> float:
        if self.stops:
            index = self._stop_index(value) + (1 if up else -1)
            return self.stops[min(max(index, 0), len(self.stops) - 1)]
        if self.log:
            return self._one_series_step(value, up=up)
        moved = _snapped(value, self.step) + (self.step if up else -self.step)
        return self.clamped(_snapped(moved, self.step))

    def _one_series_step(self, value: float, *, up: bool) -> float:
        least = self._least()
        if value < least:
            return least if up else self.minimum
        decade = math.floor(math.log10(value) + 1e-9)
        series = [factor * 10.0**power for power in (decade - 1, decade, decade + 1) for factor in _SERIES]
        slack = 1e-6
        if up:
            return self.clamped(min(number for number in series if number > value * (1.0 + slack)))
        lower = max(number for number in series if number < value * (1.0 - slack))
        return self.minimum if lower < least * (1.0 - slack) else self.clamped(float(f"{lower:.6g}"))

    def _least(self) -> float:
        return self.minimum if self.minimum > 0.0 else self.step

    def _zero_share(self) -> float:
        return 0.0 if self.minimum > 0.0 else 0.06

    def _stop_index(self, value: float) -> int:
        return min(range(len(self.stops)), key=lambda index: abs(self.stops[index] - value))


def _snapped(value: float, step: float) -> float:
    return float(f"{round(value / step) * step:.10g}") if step > 0.0 else value
