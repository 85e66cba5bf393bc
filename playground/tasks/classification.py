"""Which of the dataset's classes a sample belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playground.methods.losses import LOSSES, OutputHead
from playground.tasks.base import Task, ValueScale, steepness

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Classification(Task):
    """One output for two classes, else one for each class."""

    name, title = "classification", "Classification"
    has_classes = True
    usual_loss = "cross_entropy"
    answer = "class"
    score_key, score_title, score_word = "accuracy", "Accuracy", "accuracy"
    score_sentence = "share of the points answered rightly"
    score_is_share = True
    boundary = "decision line"
    linear_title, linear_word = "Right by a straight cut", "right"
    linear_words = "of the {samples} right"
    estimator = "Classifier"

    def head(self, answers: int, loss: str) -> OutputHead:
        """As many units as classes, and one for two of them; what turns their sums into answers is the loss's."""
        units = 1 if answers <= 2 else answers
        return OutputHead(units, LOSSES[loss].output(units))

    def gives_probabilities(self, head: OutputHead) -> bool:
        """The cross-entropies alone are fitted to probabilities.

        What hinge, squared errors and Huber train are scores: their order and sign tell the class, their size is no
        chance.
        """
        return head.kind in {"sigmoid", "softmax"}

    def encode(self, targets: NDArray[Any], head: OutputHead, loss: str, scale: ValueScale) -> NDArray[np.float64]:
        """1 for the sample's class (with one unit, for the second class), else the loss's `low`: (N, O)."""
        hot = targets[:, None] == (np.arange(head.units) if head.units > 1 else np.array([1]))
        return np.where(hot, 1.0, LOSSES[loss].low)

    def predictions(self, sums: NDArray[Any], head: OutputHead, scale: ValueScale) -> NDArray[np.float32]:
        """Probabilities, (M, K), K = 2 for one unit.

        A tanh or hinge output reads as the probability (1 + tanh z) / 2, which is the sigmoid of 2 z; several outputs
        that are not a softmax are divided by their sum.
        """
        if head.kind == "softmax":
            powers = np.exp(sums - sums.max(axis=1, keepdims=True))
            return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)
        chances = 0.5 + 0.5 * np.tanh(0.5 * steepness(head) * sums)
        if head.units == 1:
            return np.concatenate((1.0 - chances, chances), axis=1).astype(np.float32)
        total = chances.sum(axis=1, keepdims=True)
        return np.asarray(chances / np.maximum(total, 1e-30), dtype=np.float32)

    def score(self, logits: NDArray[Any], targets: NDArray[Any]) -> float:
        """Accuracy. A class is told by the greatest logit; with one unit, by its sign, 0 being the first class."""
        if logits.shape[1] == 1:
            return float(((logits > 0.0) == (targets > 0.5)).mean())  # noqa: PLR2004
        return float((logits.argmax(axis=1) == targets.argmax(axis=1)).mean())

    def scores(self, logits: NDArray[Any], targets: NDArray[Any]) -> NDArray[np.float64]:
        """Accuracies, (M,), in one stroke."""
        if logits.shape[2] == 1:
            right = (logits > 0.0) == (targets > 0.5)  # noqa: PLR2004
            return np.asarray(right.mean(axis=(1, 2)))
        return np.asarray((logits.argmax(axis=2) == targets.argmax(axis=1)).mean(axis=1))
