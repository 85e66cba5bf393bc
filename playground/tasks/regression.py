"""A value for each sample, or up to 16."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playground.methods.losses import OutputHead
from playground.tasks.base import Task, ValueScale

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Regression(Task):
    """One linear output for each value of a sample."""

    name, title = "regression", "Regression"
    has_classes = False
    usual_loss = "mse"
    answer = "value"
    score_key, score_title, score_word = "r2", "R²", "R²"
    score_sentence = "share of the variance that the network explains, the mean over the values"
    score_is_share = False
    boundary = "lines of equal value"
    linear_title, linear_word = "Explained by a straight slope", "explained"
    linear_words = "of the variance of the values"
    estimator = "Regressor"

    def head(self, answers: int, loss: str) -> OutputHead:
        """A linear unit for each value."""
        return OutputHead(answers, "linear")

    def encode(self, targets: NDArray[Any], head: OutputHead, loss: str, scale: ValueScale) -> NDArray[np.float64]:
        """The values, scaled, (N, O)."""
        return np.asarray(scale.values_from_units(targets))

    def predictions(self, sums: NDArray[Any], head: OutputHead, scale: ValueScale) -> NDArray[np.float32]:
        """The values as `Dataset.targets` has them, (M, O)."""
        return np.asarray(scale.values_to_units(sums)).astype(np.float32)

    def score(self, logits: NDArray[Any], targets: NDArray[Any]) -> float:
        """R² of each value, then their mean, as scikit-learn has it; nan where all samples have the same of one."""
        spread = ((targets - targets.mean(axis=0)) ** 2).sum(axis=0)
        with np.errstate(over="ignore"):  # on the way to divergence, which the caller looks for
            missed = ((targets - logits).astype(np.float64) ** 2).sum(axis=0)
        return float((1.0 - missed / spread).mean()) if (spread > 0.0).all() else float("nan")
