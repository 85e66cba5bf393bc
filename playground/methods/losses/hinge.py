"""The hinge loss of support vector machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.methods.losses.base import Loss, OutputHead, OutputKind, elementwise

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor


class Hinge(Loss):
    """Mean over batch and outputs of max(0, 1 - t z), with t -1 or 1."""

    name, title = "hinge", "Hinge"
    sentence = "Counts points on the wrong side or close to the line; outputs are scores, not probabilities"
    needs_classes = True

    def output(self, units: int) -> OutputKind:
        """The output is a score, fitted to no probability."""
        return "linear"

    def build(self, head: OutputHead, settings: Any) -> Callable[[Tensor, Tensor], Tensor]:
        """The mean of what is missing to a margin of one."""
        return lambda z, t: (1.0 - t * z).clamp_min(0.0).mean()

    def code(self, head: OutputHead, settings: Any) -> str:
        """The mean of what is missing to a margin of one."""
        return "(1.0 - t * z).clamp_min(0.0).mean()"

    def fused(self) -> Any:
        """The gradient by the logits."""
        from playground.simd.vector import compiled, where_greater

        @compiled
        def slope(plan: Any, z: Any, t: Any) -> Any:
            return where_greater(t * z, 1.0, 0.0 * t, -t)

        return elementwise(slope)
