"""Huber's loss (1964)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.methods.base import Setting
from playground.methods.losses.distance import Distance, distance_gradient, squashed, squashed_code

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from playground.methods.losses.base import OutputHead

HUBER_DELTA = Setting(
    "huber_delta", 1.0, "Huber delta", "Where the squared error turns straight.", {"min": 0.01, "max": 10.0}
)


class Huber(Distance):
    """Mean over batch and outputs of e² / 2 where abs(e) <= d, else d (abs(e) - d / 2), with d = `huber_delta`."""

    name, title = "huber", "Huber"
    sentence = "Squared near the target and straight beyond the delta: outliers pull less"
    settings = (HUBER_DELTA,)

    def build(self, head: OutputHead, settings: Any) -> Callable[[Tensor, Tensor], Tensor]:
        """Torch's huber_loss."""
        from torch.nn.functional import huber_loss

        delta = settings.huber_delta
        return lambda z, t: huber_loss(squashed(z, head), t, delta=delta)

    def code(self, head: OutputHead, settings: Any) -> str:
        """Torch's huber_loss."""
        return f"nn.functional.huber_loss({squashed_code(head)}, t, delta={settings.huber_delta!r})"

    def fused(self) -> Any:
        """The gradient by the logits: the distance, cut off at ± delta."""
        from playground.simd.vector import compiled, where_greater

        @compiled
        def slope(plan: Any, e: Any) -> Any:
            delta = plan.huber_delta
            cut = where_greater(e, delta, delta, e)
            return where_greater(-delta, cut, -delta, cut)

        return distance_gradient(slope, by_output=True)
