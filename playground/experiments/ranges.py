"""`PATH=FROM:TO[:log][:COUNT]` and `PATH=a,b,c`: what the command line and the window's fields say of an axis."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor, isfinite
from typing import TYPE_CHECKING

import numpy as np

from playground.experiments.axis_places import value_at
from playground.experiments.data_knobs import KnobError
from playground.experiments.knobs import knob_at
from playground.experiments.variations import Axis, KnobGrid

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.experiments.knobs import Knob
    from playground.experiments.variations import Value

USUAL_COUNT = 16
MOST_COUNT = 4096
SWITCH = {"on": True, "off": False, "true": True, "false": False, "yes": True, "no": False}
SHAPE = "PATH=FROM:TO[:log][:COUNT] or PATH=a,b,c"


def parse_axis(document: Document, text: str) -> Axis:
    """An axis from text.

    Args:
        document: Whose knob it is.
        text: "learning_rate=1e-4:1:log:32", "layer1.units=1:16", "optimizer=adam,sgd".

    Raises:
        KnobError: There is no such knob, or it cannot take these values; in words that say what is there.
    """
    path, equals, said = text.partition("=")
    if not equals or not said.strip():
        raise KnobError(f"{text!r} is not {SHAPE}")
    knob = knob_at(document, path.strip())
    axis = _range(knob, said) if ":" in said else _list(knob, said)
    doubled = len(set(axis.values)) < len(axis.values)
    if doubled:
        raise KnobError(f"{knob.path}: a value stands there twice")
    return axis


def axis_between(knob: Knob, first: float, last: float, count: int, *, is_log: bool) -> Axis:
    """An axis of so many values, evenly spaced or in their logarithm; of whole numbers each once.

    Raises:
        KnobError: There is no such range.
    """
    if not (isfinite(first) and isfinite(last)) or (is_log and min(first, last) <= 0.0):
        why = "with log both ends are above 0" if is_log else "both ends are finite"
        raise KnobError(f"{knob.path}: {first:g} to {last:g} is no range; {why}")
    if not 1 <= count <= MOST_COUNT:
        raise KnobError(f"{knob.path}: {count} values are not 1 to {MOST_COUNT:,}")
    numbers = np.geomspace(first, last, count) if is_log else np.linspace(first, last, count)
    values: tuple[Value, ...] = tuple(float(f"{number:.6g}") for number in numbers.tolist())
    if knob.kind == "whole":
        values = tuple(dict.fromkeys(round(float(number)) for number in values))
    return Axis(knob.path, values, is_log)


def closer_grid(
    document: Document, grid: KnobGrid, across: tuple[float, float], up: tuple[float, float], most_seeds: int
) -> KnobGrid:
    """A part of a grid over two knobs, cut finer: as many values between the ends of what is in sight.

    Of whole numbers and choices those in sight are taken, and where that makes fewer cells, each has more seeds, so
    that there are about as many runs.

    Args:
        document: Whose knobs they are.
        grid: Of two axes, the first one up.
        across: What is in sight of the second axis, in places (`axis_places`); a cell is one wide.
        up: Likewise of the first.
        most_seeds: Of a cell.
    """
    axes = tuple(
        _closer(knob_at(document, axis.path), axis, sight) for axis, sight in zip(grid.axes, (up, across), strict=True)
    )
    cells = len(axes[0].values) * len(axes[1].values)
    seeds = min(max(grid.seeds, round(grid.seeds * grid.cells / cells)), max(most_seeds, grid.seeds))
    return KnobGrid(axes, seeds, grid.first_seed)


def _closer(knob: Knob, axis: Axis, sight: tuple[float, float]) -> Axis:
    count = len(axis.values)
    first, last = (value_at(axis, place) for place in sight)
    if first is None or last is None:
        start = min(max(floor(sight[0]), 0), count - 1)
        return Axis(axis.path, axis.values[start : min(max(ceil(sight[1]), start + 1), count)])
    if knob.kind == "whole":
        first, last = round(first), round(last)
    found = axis_between(knob, first, last, count, is_log=axis.is_log)
    return replace(found, values=tuple(dict.fromkeys(found.values)))


def _range(knob: Knob, said: str) -> Axis:
    if knob.kind not in {"number", "whole"}:
        raise KnobError(f"{knob.path} has no range, it is one of {', '.join(_names(knob))}: say {knob.path}=a,b")
    parts = [part.strip() for part in said.split(":")]
    is_log = "log" in parts[2:]
    rest = [part for part in parts[2:] if part != "log"]
    if len(rest) > 1 or (rest and not rest[0].isdecimal()):
        raise KnobError(f"{knob.path}={said} is not {SHAPE}")
    first, last = (_number(knob, part) for part in parts[:2])
    if rest:
        count = int(rest[0])
    elif knob.kind == "whole" and not is_log:
        count = min(int(abs(last - first)) + 1, 4 * USUAL_COUNT)
    else:
        count = USUAL_COUNT
    return axis_between(knob, first, last, count, is_log=is_log)


def _list(knob: Knob, said: str) -> Axis:
    return Axis(knob.path, tuple(_value(knob, part.strip()) for part in said.split(",")))


def _value(knob: Knob, text: str) -> Value:
    if knob.kind == "switch":
        if text.lower() not in SWITCH:
            raise KnobError(f"{knob.path}: {text!r} is not on or off")
        return SWITCH[text.lower()]
    if knob.kind == "choice":
        found = next((choice for choice in knob.choices if str(choice) == text), None)
        if found is None:
            raise KnobError(f"{knob.path}: {text!r} is none of {', '.join(_names(knob))}")
        return found
    return _number(knob, text)


def _number(knob: Knob, text: str) -> float | int:
    try:
        value = float(text)
    except ValueError:
        raise KnobError(f"{knob.path}: {text!r} is not a number") from None
    if knob.kind == "whole":
        if not isfinite(value) or value != round(value):
            raise KnobError(f"{knob.path}: {text!r} is not a whole number")
        return round(value)
    return value


def _names(knob: Knob) -> list[str]:
    return ["on", "off"] if knob.kind == "switch" else [str(choice) for choice in knob.choices]
