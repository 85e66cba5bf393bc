"""Half of the squared error, as scikit-learn has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.methods.losses.distance import Distance, distance_gradient, squashed, squashed_code

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from playground.methods.losses.base import OutputHead


class HalfSquaredError(Distance):
    """Mean over the batch of the sum over outputs of e² / 2."""

    name, title = "half_squared", "Half squared error"
    sentence = "Half of the squared error, as scikit-learn has it: the gradient is the distance"

    def build(self, head: OutputHead, settings: Any) -> Callable[[Tensor, Tensor], Tensor]:
        """The sum over outputs, halved."""
        return lambda z, t: 0.5 * (squashed(z, head) - t).square().sum(dim=1).mean()

    def code(self, head: OutputHead, settings: Any) -> str:
        """The sum over outputs, halved."""
        return f"0.5 * ({squashed_code(head)} - t).square().sum(dim=1).mean()"

    def sklearn_factor(self, head: OutputHead) -> float | None:
        """scikit-learn's own, for values."""
        return 1.0 if head.kind == "linear" else None

    def fused(self) -> Any:
        """The gradient by the logits."""
        from playground.simd.vector import compiled

        @compiled
        def slope(plan: Any, e: Any) -> Any:
            return e

        return distance_gradient(slope, by_output=False)
