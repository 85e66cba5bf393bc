"""One compiled function that calls another by number, so that a table of kinds needs no switch written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numba import njit

if TYPE_CHECKING:
    from collections.abc import Sequence

ARMS = 6
"""Kinds, or groups of kinds, that one function tells apart."""
_njit: Any = njit
_part = _njit(error_model="numpy", _nrt=False, forceinline=True)
"""A part of the switch: LLVM puts all of them into the caller."""


def switch(functions: Sequence[Any]) -> Any:
    """Make a compiled function `(number, *arguments)` that returns `functions[number](*arguments)`.

    Comparisons rather than an array of pointers: LLVM sees through them and inlines what is small. Every function on
    the way is optimized once more with all that it holds, so that a chain would take longer to compile with every
    kind that is added; groups of kinds, and groups of groups, are few on the way. All functions take and return the
    same types.

    Args:
        functions: Compiled ones, at least one; the last also answers for every number that is not there.
    """
    parts = [_one_of(functions[at : at + ARMS], at) for at in range(0, len(functions), ARMS)]
    size = ARMS
    while len(parts) > 1:
        parts = [_group_of(parts[at : at + ARMS], at * size, size) for at in range(0, len(parts), ARMS)]
        size *= ARMS
    return parts[0]


def _filled(functions: Sequence[Any]) -> list[Any]:
    """As many as there are arms, the last in place of those that lack."""
    return [*functions, *[functions[-1]] * (ARMS - len(functions))]


def _one_of(functions: Sequence[Any], first: int) -> Any:
    """The switch over functions with the numbers from `first` on."""
    a, b, c, d, e, rest = _filled(functions)

    @_part
    def chosen(number: int, *arguments: Any) -> Any:
        if number == first:
            return a(*arguments)
        if number == first + 1:
            return b(*arguments)
        if number == first + 2:
            return c(*arguments)
        if number == first + 3:
            return d(*arguments)
        if number == first + 4:
            return e(*arguments)
        return rest(*arguments)

    return chosen


def _group_of(parts: Sequence[Any], first: int, size: int) -> Any:
    """The switch over switches of `size` numbers each, from `first` on."""
    a, b, c, d, e, rest = _filled(parts)

    @_part
    def chosen(number: int, *arguments: Any) -> Any:
        if number < first + size:
            return a(number, *arguments)
        if number < first + 2 * size:
            return b(number, *arguments)
        if number < first + 3 * size:
            return c(number, *arguments)
        if number < first + 4 * size:
            return d(number, *arguments)
        if number < first + 5 * size:
            return e(number, *arguments)
        return rest(number, *arguments)

    return chosen
