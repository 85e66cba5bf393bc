"""Rows of a table: more columns of numbers than a plane can show at once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from playground.domains.base import Domain, InputFeature

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playground.domains.base import Array


class TableDomain(Domain):
    """Three to 64 columns, each an input. A map shows two of them, with the others held."""

    name = "table"
    title, tab = "Table of several columns", "Table"
    sample, samples, own = "row", "rows", "Own table"
    least_columns, most_columns = 3, 64
    is_drawn = False
    tools = frozenset({"select", "eraser", "recolour", "eyedropper"})

    def keys(self, count: int) -> tuple[str, ...]:
        """By their place, since names in tables may be empty or alike: c1, c2 and so on."""
        return tuple(f"c{index + 1}" for index in range(count))

    def names(self, count: int) -> tuple[str, ...]:
        """None: code keeps the columns together."""
        del count
        return ()

    def inputs(self, columns: tuple[str, ...]) -> Mapping[str, InputFeature]:
        """Every column as it is."""
        return _inputs(columns)

    def around(self, samples: Array, reach: float, side: int) -> Array:
        """Samples at random from the box of the data; a grid over many columns would have too many places."""
        random = np.random.default_rng(0)
        width = samples.shape[1]
        low, high = (samples.min(axis=0), samples.max(axis=0)) if len(samples) else np.array([[-reach], [reach]])
        return np.asarray(low + (high - low) * random.random((side * side, width)))


@lru_cache(maxsize=64)
def _inputs(columns: tuple[str, ...]) -> dict[str, InputFeature]:
    return {
        key: InputFeature(name, _column(index), f"Column {index + 1}: {name}.", f"points[:, {index}]", column=index)
        for index, (key, name) in enumerate(zip(TableDomain().keys(len(columns)), columns, strict=True))
    }


def _column(index: int) -> Callable[..., Array]:
    return lambda *columns: columns[index]
