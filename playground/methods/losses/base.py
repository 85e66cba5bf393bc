"""What every loss is: a function of logits and targets in torch, as text, and its gradient in fused code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from playground.methods.base import Method

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

OutputKind = Literal["sigmoid", "tanh", "linear", "softmax"]


@dataclass(frozen=True, slots=True)
class OutputHead:
    """The last layer, which follows from task, classes and loss.

    Attributes:
        units: One for two classes and for regression, else one a class.
        kind: What turns its sums (logits) into the answer.
    """

    units: int
    kind: OutputKind


class Loss(Method):
    """What training makes small.

    The contract that everything that trains keeps, with z the logits (batch, O), t the targets (batch, O): the loss is
    a mean over the batch, a last and smaller one averaged over its own size. One update, with g the gradient of the
    loss by the flat parameters w:

    1. g += l2 w + l1 sign(w) on slots of the role "weight", not on biases, scales and shifts; sign(0) = 0.
    2. g = 0 on frozen slots.
    3. Where clip > 0: g *= min(1, clip / (norm(g) + 1e-6)), the Euclidean norm over everything.
    4. The optimizer, with the rate of its schedule.
    5. Frozen slots keep the value they had, whatever momentum or decay wanted.

    The loss that is shown has no regularization in it.

    `fused` gives `(plan, work, batch, length)`: write the gradient by the logits of `length` samples, a multiple of 8,
    from `plan.delta` on; logits and targets are at `plan.logits` and `plan.wanted`, output k a `plan.pitch` after
    output k - 1; `batch` samples share the mean.

    Attributes:
        needs_classes: Whether its targets say which class, so that it cannot fit values.
        low: The target of a class that it is not; 1 is that of the one it is.
        counts_mistakes: Whether what people follow are the points that are answered wrongly, rather than the share.
    """

    needs_classes: ClassVar[bool] = False
    low: ClassVar[float] = -1.0
    counts_mistakes: ClassVar[bool] = False

    def output(self, units: int) -> OutputKind:
        """What turns the logits of so many units into what is said of classes."""
        raise NotImplementedError

    def build(self, head: OutputHead, settings: Any) -> Callable[[Tensor, Tensor], Tensor]:
        """The loss as a function of logits (batch, O) and targets (batch, O), in torch.

        Args:
            head: The output layer.
            settings: The document's `Training`.
        """
        raise NotImplementedError

    def code(self, head: OutputHead, settings: Any) -> str:
        """The same in an exported script: an expression of `z` and `t`."""
        raise NotImplementedError(f"{self.title} has no source text")

    def takes_class_numbers(self, head: OutputHead) -> bool:
        """Whether `t` of `code` is a class number each (batch,), rather than a number for each output."""
        return False

    def sklearn_factor(self, head: OutputHead) -> float | None:
        """How much longer its gradient is than that of scikit-learn's networks; None where they have no such loss."""
        return None


def elementwise(slope: Any) -> Any:
    """The gradient of a mean over batch and outputs, compiled.

    Args:
        slope: Compiled: the derivative of one output's share by its logit, `(plan, z, t)`, all lanes at once.
    """
    from playground.simd.vector import compiled, lanes, load, store

    @compiled
    def gradient(plan: Any, work: Any, batch: int, length: int) -> None:
        share = 1.0 / (batch * plan.outputs)
        for output in range(plan.outputs):
            for k in range(output * plan.pitch, output * plan.pitch + length, lanes(work)):
                z, t = load(work, plan.logits + k), load(work, plan.wanted + k)
                store(work, plan.delta + k, share * slope(plan, z, t))

    return gradient
