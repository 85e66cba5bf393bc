"""What the network predicts at every data point: misclassified marks and the confusion matrix are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.training.probes.probe import OTHER_FRAME_S, Allowance, Budget, Probe
from playground.training.probes.request import Request
from playground.training.state.answers import answers

if TYPE_CHECKING:
    from playground.training.state.run import Run

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PointPredictions(Request[Array]):
    """The predictions at all data points, test points included: probabilities (N, K), or the values (N, O)."""


class PointPredictionsProbe(Probe[PointPredictions, Array]):
    """Two passes: one over the training points, one over the test points."""

    ALLOWANCE = Allowance(share=0.1, rest_s=OTHER_FRAME_S)

    def key(self, run: Run, request: PointPredictions) -> tuple[object, ...]:
        """They depend on nothing that a view chooses."""
        del request
        return (run.document,)

    def take(self, run: Run, request: PointPredictions, budget: Budget) -> Array:
        """In the order of the dataset."""
        del request, budget
        test = run.document.dataset.is_test
        logits = np.empty((len(test), run.targets.shape[1]), dtype=run.dtype)
        logits[~test] = self._forward.logits(run, run.features)
        logits[test] = self._forward.logits(run, run.test_features)
        return answers(logits, run.document)
