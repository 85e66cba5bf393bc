"""Flattening by hand: nothing to reckon, the numbers stand in a row."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.training.explain.by_hand.operations.base import Array, Back, Index, Made, OperationByHand, Passage, Walk


class FlattenByHand(OperationByHand):
    """The same numbers, either way."""

    def forward(self, operation: Any, entering: Array, arrays: tuple[Array, ...], walk: Walk) -> Made:
        """The numbers of all maps in one row."""
        return entering.reshape(len(entering), -1), ()

    def backward(self, passage: Passage, error: Array, walk: Walk) -> Back:
        """In their places again."""
        return error.reshape(passage.entering.shape), (), None

    def index_in(self, passage: Passage, index: Index) -> Index:
        """The place in the maps."""
        return tuple(int(one) for one in np.unravel_index(index[0], passage.entering.shape[1:]))

    def index_out(self, passage: Passage, index: Index) -> Index:
        """The place in the row."""
        return (int(np.ravel_multi_index(index, passage.entering.shape[1:])),)
