"""The perceptron criterion: what Rosenblatt's rule of 1958 descends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.methods.losses.base import Loss, OutputHead, OutputKind, elementwise

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor


class Perceptron(Loss):
    """Mean over batch and outputs of max(0, -t z), with t -1 or 1.

    Its gradient by z is -t where t z <= 0 and 0 elsewhere: with plain descent, a batch of 1 and the rate 1, each point
    on the wrong side is added to the weights or taken from them, and the others change nothing.
    """

    name, title = "perceptron", "Perceptron"
    sentence = "Rosenblatt's rule: only points on the wrong side move the weights; right ones have no say"
    needs_classes = True
    counts_mistakes = True

    def output(self, units: int) -> OutputKind:
        """The output is a score, fitted to no probability."""
        return "linear"

    def build(self, head: OutputHead, settings: Any) -> Callable[[Tensor, Tensor], Tensor]:
        """How far points lie on the wrong side; clamp's slope is 1 at zero, so that zero weights begin to move."""
        return lambda z, t: (-t * z).clamp_min(0.0).mean()

    def code(self, head: OutputHead, settings: Any) -> str:
        """How far points lie on the wrong side."""
        return "(-t * z).clamp_min(0.0).mean()"

    def fused(self) -> Any:
        """The gradient by the logits."""
        from playground.simd.vector import compiled, where_greater

        @compiled
        def slope(plan: Any, z: Any, t: Any) -> Any:
            return where_greater(t * z, 0.0, 0.0 * t, -t)

        return elementwise(slope)
