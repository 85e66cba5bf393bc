"""The last vector of a range, which may be shorter than the others."""

from __future__ import annotations

from typing import Any

from playground.simd.vector import compiled, lanes, load, load_part, store, store_part


@compiled
def take(array: Any, at: int, count: int) -> Any:
    """The vector at `at`, or only its first `count` numbers where there are no more."""
    return load(array, at) if count >= lanes(array) else load_part(array, at, count)


@compiled
def put(array: Any, at: int, value: Any, count: int) -> None:
    """Write the first `count` numbers of a vector."""
    if count >= lanes(array):
        store(array, at, value)
    else:
        store_part(array, at, value, count)
