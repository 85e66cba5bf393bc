"""The mean squared error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.methods.losses.distance import Distance, distance_gradient, squashed, squashed_code

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from playground.methods.losses.base import OutputHead


class MeanSquaredError(Distance):
    """Mean over batch and outputs of e²."""

    name, title = "mse", "Mean squared error"
    sentence = "Square of the distance between output and target: far misses count most"

    def build(self, head: OutputHead, settings: Any) -> Callable[[Tensor, Tensor], Tensor]:
        """Torch's mse_loss."""
        from torch.nn.functional import mse_loss

        return lambda z, t: mse_loss(squashed(z, head), t)

    def code(self, head: OutputHead, settings: Any) -> str:
        """Torch's mse_loss."""
        return f"nn.functional.mse_loss({squashed_code(head)}, t)"

    def sklearn_factor(self, head: OutputHead) -> float | None:
        """scikit-learn halves it, and adds up its gradient over outputs."""
        return 2.0 / head.units if head.kind == "linear" else None

    def fused(self) -> Any:
        """The gradient by the logits."""
        from playground.simd.vector import compiled

        @compiled
        def slope(plan: Any, e: Any) -> Any:
            return 2.0 * e

        return distance_gradient(slope, by_output=True)
