"""One compiled function that calls another by number, so that a table of kinds needs no switch written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numba import njit

if TYPE_CHECKING:
    from collections.abc import Sequence


_njit: Any = njit
_part = _njit(error_model="numpy", _nrt=False, forceinline=True)
"""A link of the chain: LLVM puts all of them into the caller."""


def switch(functions: Sequence[Any]) -> Any:
    """Make a compiled function `(number, *arguments)` that returns `functions[number](*arguments)`.

    A chain of comparisons rather than an array of pointers: LLVM sees through it, makes one jump of it and inlines
    what is small. All functions take and return the same types.

    Args:
        functions: Compiled ones, at least one; the last also answers for every number that is not there.
    """
    *earlier, rest = functions

    @_part
    def chosen(number: int, *arguments: Any) -> Any:
        return rest(*arguments)

    for number in reversed(range(len(earlier))):
        chosen = _either(number, earlier[number], chosen)
    return chosen


def _either(mine: int, function: Any, rest: Any) -> Any:
    @_part
    def chosen(number: int, *arguments: Any) -> Any:
        if number == mine:
            return function(*arguments)
        return rest(number, *arguments)

    return chosen
