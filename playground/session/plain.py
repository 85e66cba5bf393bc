"""Plain values that a file or the settings say, read without trust: what is of another kind is passed over."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


def members(value: object) -> dict[str, object]:
    """An object's members; none of what is no object."""
    return value if isinstance(value, dict) else {}


def number(value: object) -> float | None:
    """A finite number; None for anything else, true and false included."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def numbers(value: object, count: int) -> tuple[float, ...] | None:
    """So many finite numbers; None for anything else."""
    if not isinstance(value, list | tuple) or len(value) != count:
        return None
    found = tuple(number(one) for one in value)
    return None if None in found else found  # type: ignore[return-value]  # none of them is None


def whole(value: object) -> int | None:
    """A whole number; None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def words(value: object, known: Collection[str]) -> list[str]:
    """Those of a list that are known; none of what is no list."""
    return [one for one in value if isinstance(one, str) and one in known] if isinstance(value, list | tuple) else []


def switch(value: object, *, otherwise: bool) -> bool:
    """True or false; what it is otherwise for anything else."""
    return value if isinstance(value, bool) else otherwise
