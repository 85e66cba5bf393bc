"""The cross-entropy of each output by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.methods.losses.base import Loss, OutputHead, OutputKind, elementwise

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor


class BinaryCrossEntropy(Loss):
    """Mean over batch and outputs of softplus(z) - t z, with t 0 or 1."""

    name, title = "binary_cross_entropy", "Binary cross-entropy"
    sentence = "Cross-entropy of each class by itself, yes or no; with two classes the same"
    needs_classes = True
    low = 0.0

    def output(self, units: int) -> OutputKind:
        """Each output is a probability of its own."""
        return "sigmoid"

    def build(self, head: OutputHead, settings: Any) -> Callable[[Tensor, Tensor], Tensor]:
        """Torch's binary_cross_entropy_with_logits."""
        from torch.nn.functional import binary_cross_entropy_with_logits

        return binary_cross_entropy_with_logits

    def code(self, head: OutputHead, settings: Any) -> str:
        """Torch's binary_cross_entropy_with_logits."""
        return "nn.functional.binary_cross_entropy_with_logits(z, t)"

    def sklearn_factor(self, head: OutputHead) -> float | None:
        """scikit-learn's own for two classes."""
        return 1.0 if head.units == 1 else None

    def fused(self) -> Any:
        """The gradient by the logits."""
        return elementwise(sigmoid_slope())


def sigmoid_slope() -> Any:
    """sigmoid(z) - t, compiled."""
    from playground.simd.elementary import sigmoid
    from playground.simd.vector import compiled

    @compiled
    def slope(plan: Any, z: Any, t: Any) -> Any:
        return sigmoid(z) - t

    return slope
