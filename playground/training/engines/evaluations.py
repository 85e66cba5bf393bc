"""The compiled forward pass of the network at hand, where there is one: without PyTorch, several times as fast."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.training.engines.fused import covers
from playground.training.engines.fused.evaluation import Evaluation, evaluation_is_loaded

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.training.state.run import Run

LARGEST = 1e6
"""Values are cut off here, and are 0 where not a number: a network on its way to overflow is still shown."""


class Evaluations:
    """Keeps the pass of the network that was asked for last."""

    def __init__(self) -> None:
        self._document: Document | None = None
        self._evaluation: Evaluation | None = None

    def of(self, run: Run) -> Evaluation | None:
        """That of a run; None where the kernel is not loaded yet, or does not know the network."""
        document = run.document
        if document is not self._document or (self._evaluation is None and evaluation_is_loaded()):
            usable = evaluation_is_loaded() and run.dtype == np.float32 and covers(document) is None
            self._document, self._evaluation = document, Evaluation(document) if usable else None
        return self._evaluation
