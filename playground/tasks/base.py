"""What every task is: the output layer, targets, predictions and score, and the words for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import numpy as np

from playground.methods.losses import LOSSES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.methods.losses import Loss, OutputHead


class ValueScale(Protocol):
    """The numbers of the network, of the values in their units: for each, unit = centre + scale · number."""

    def values_from_units(self, units: Any) -> Any:
        """Values, (N, O), as the network has them."""

    def values_to_units(self, values: Any) -> Any:
        """Numbers of the network, (N, O), in units."""


class Task:
    """What the network is to do with a sample. It has no state: the table holds one object of each kind.

    Attributes:
        name: In files and on the command line.
        title: On screen.
        has_classes: Whether the targets are numbers of the dataset's classes, rather than values.
        usual_loss: What a document begins with, and what trains where its loss does not suit.
        answer: What a sample is labelled with, one word.
        score_key: The score's name in tables and files.
        score_title, score_word: On screen, as a title and inside a sentence.
        score_sentence: What it is.
        score_is_share: Whether it is a share of the points, 0 to 1, rather than a number of any size below 1.
        boundary: What the picture of the output has that can be shifted: "decision line".
        linear_title, linear_word, linear_words: How well a straight cut or slope does: as a title, behind a percentage,
            and as the rest of a sentence that begins with one, with "{samples}" for what the samples are called.
        estimator: What scikit-learn calls a model of it.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    has_classes: ClassVar[bool]
    usual_loss: ClassVar[str]
    answer: ClassVar[str]
    score_key: ClassVar[str]
    score_title: ClassVar[str]
    score_word: ClassVar[str]
    score_sentence: ClassVar[str]
    score_is_share: ClassVar[bool]
    boundary: ClassVar[str]
    linear_title: ClassVar[str]
    linear_word: ClassVar[str]
    linear_words: ClassVar[str]
    estimator: ClassVar[str]

    def answers_like(self, other: Task) -> bool:
        """Whether both answer in the same kind: with classes, or with values."""
        return self.has_classes == other.has_classes

    def suits(self, loss: Loss) -> bool:
        """Whether a loss can train it."""
        return self.has_classes or not loss.needs_classes

    def losses(self) -> dict[str, Loss]:
        """The losses that suit, by name, in the order in which menus offer them."""
        return {name: loss for name, loss in LOSSES.items() if self.suits(loss)}

    def suited_loss(self, chosen: str) -> str:
        """The loss that trains: the chosen one, or the usual one where that does not suit."""
        return chosen if self.suits(LOSSES[chosen]) else self.usual_loss

    def head(self, answers: int, loss: str) -> OutputHead:
        """The output layer for so many classes, or values of a sample, and a loss."""
        raise NotImplementedError

    def gives_probabilities(self, head: OutputHead) -> bool:
        """Whether what the output says are probabilities."""
        return False

    def encode(self, targets: NDArray[Any], head: OutputHead, loss: str, scale: ValueScale) -> NDArray[np.float64]:
        """The targets as the loss compares them, (N, O).

        Args:
            targets: Of the dataset: classes, (N,), or values, (N, O).
            head: The output layer, with O units.
            loss: The one that trains.
            scale: Of the values.
        """
        raise NotImplementedError

    def predictions(self, sums: NDArray[Any], head: OutputHead, scale: ValueScale) -> NDArray[np.float32]:
        """What the network says: probabilities or values, from the output's sums (M, O), finite."""
        raise NotImplementedError

    def score(self, logits: NDArray[Any], targets: NDArray[Any]) -> float:
        """How good predictions are, at most 1; nan where that is not defined.

        Args:
            logits: (N, O), N at least 1.
            targets: As `encode` gives them, (N, O).
        """
        raise NotImplementedError

    def scores(self, logits: NDArray[Any], targets: NDArray[Any]) -> NDArray[np.float64]:
        """The scores of several answers to the same samples, (M,).

        Args:
            logits: (M, N, O), N at least 1.
            targets: As `encode` gives them, (N, O).
        """
        return np.array([self.score(one, targets) for one in logits])


def by_name(*tasks: Task) -> dict[str, Task]:
    """A table of tasks.

    Raises:
        ValueError: Two have the same name.
    """
    table = {task.name: task for task in tasks}
    if len(table) < len(tasks):
        raise ValueError(f"two tasks have the same name: {', '.join(task.name for task in tasks)}")
    return table


def steepness(head: OutputHead) -> float:
    """The log-odds for a sum of one: a tanh or hinge output reads as (1 + tanh z) / 2, the sigmoid of 2 z."""
    return 1.0 if head.kind in {"sigmoid", "softmax"} else 2.0
