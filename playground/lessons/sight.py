"""What is seen of a run at one moment: all that goals and predictions of lessons are read from."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from playground.document.layout import Key
    from playground.document.model import Document


LOSSES = ("train_loss", "test_loss", "train_score", "test_score")
MAP_SIDE = 100
"""Of the map in which regions are counted, in samples."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What is seen of a run at one moment.

    Attributes:
        document: What is trained.
        epoch: Whole passes done.
        losses: `train_loss`, `test_loss`, `train_score` and `test_score`, as `LossRecord` has them; empty before
            anything was measured.
        separability: Of each hidden layer, by its place from 1: the share of samples that the best straight cut gets
            right.
        has_diverged: Whether the loss stopped being a number.
        seeds: Runs of the last training from many seeds that are done.
        solved: Share of them that reached its threshold.
        parameters: The network's arrays by their keys; None where nobody has looked.
        winners: Which class wins where on the whole plane, (h, w) of indices, row 0 at the bottom; None likewise.
        curves: Columns of the loss curve so far, (N,) each, `epoch`, `train_loss` and `test_loss` among them; None
            where there is none.
    """

    document: Document
    epoch: int = 0
    losses: Mapping[str, float] | None = None
    separability: Mapping[int, float] | None = None
    has_diverged: bool = False
    seeds: int = 0
    solved: float = nan
    parameters: Mapping[Key, NDArray[Any]] | None = None
    winners: NDArray[np.intp] | None = None
    curves: Mapping[str, NDArray[Any]] | None = None

    def loss(self, name: str) -> float:
        """A column of the newest record; nan where there is none."""
        return nan if self.losses is None else self.losses.get(name, nan)
