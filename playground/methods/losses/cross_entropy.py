"""The cross-entropy: the negative log-likelihood of the right class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.methods.losses.base import OutputHead, OutputKind, elementwise
from playground.methods.losses.binary_cross_entropy import BinaryCrossEntropy, sigmoid_slope

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor


class CrossEntropy(BinaryCrossEntropy):
    """With one output as binary cross-entropy; with several the mean over the batch of logsumexp(z) - z[class]."""

    name, title = "cross_entropy", "Cross-entropy"
    sentence = "How surprised the network is by the right class: sure and wrong costs most"

    def output(self, units: int) -> OutputKind:
        """Probabilities that add up to one."""
        return "sigmoid" if units == 1 else "softmax"

    def build(self, head: OutputHead, settings: Any) -> Callable[[Tensor, Tensor], Tensor]:
        """Torch's cross_entropy, or its binary one."""
        from torch.nn.functional import cross_entropy

        return cross_entropy if head.units > 1 else super().build(head, settings)

    def code(self, head: OutputHead, settings: Any) -> str:
        """Torch's cross_entropy, or its binary one."""
        return "nn.functional.cross_entropy(z, t)" if head.units > 1 else super().code(head, settings)

    def takes_class_numbers(self, head: OutputHead) -> bool:
        """As torch's cross_entropy does."""
        return head.units > 1

    def sklearn_factor(self, head: OutputHead) -> float:
        """scikit-learn's own."""
        return 1.0

    def fused(self) -> Any:
        """The gradient by the logits."""
        from playground.simd.vector import compiled

        one, several = elementwise(sigmoid_slope()), softmax_gradient()

        @compiled
        def gradient(plan: Any, work: Any, batch: int, length: int) -> None:
            if plan.outputs == 1:
                one(plan, work, batch, length)
            else:
                several(plan, work, batch, length)

        return gradient


def softmax_gradient() -> Any:
    """(softmax(z) - t) / batch, the softmax over the outputs of each sample, compiled."""
    from playground.simd.elementary import exp
    from playground.simd.vector import compiled, lanes, load, store, where_greater, zeros

    @compiled
    def gradient(plan: Any, work: Any, batch: int, length: int) -> None:
        share, pitch = 1.0 / batch, plan.pitch
        for k in range(0, length, lanes(work)):
            largest = load(work, plan.logits + k)
            for output in range(1, plan.outputs):
                z = load(work, plan.logits + output * pitch + k)
                largest = where_greater(largest, z, largest, z)
            summed = zeros(work)
            for output in range(plan.outputs):
                at = output * pitch + k
                e = exp(load(work, plan.logits + at) - largest)
                store(work, plan.delta + at, e)
                summed = summed + e
            for output in range(plan.outputs):
                at = output * pitch + k
                p = load(work, plan.delta + at) / summed
                store(work, plan.delta + at, share * (p - load(work, plan.wanted + at)))

    return gradient
