"""AdamW (Loshchilov and Hutter 2019), in torch's form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.methods.optimizers.adam import Adam, fused_adam, with_betas
from playground.methods.optimizers.base import call
from playground.methods.settings import BETA1, BETA2, DECOUPLED_DECAY, EPSILON

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch
    from torch import Tensor, nn


class AdamW(Adam):
    """First w -= r decay w, on every parameter that is not frozen; then Adam."""

    name, title = "adamw", "AdamW"
    sentence = "Adam, with a decay that shrinks the weights apart from the gradient"
    settings = (BETA1, BETA2, EPSILON, DECOUPLED_DECAY)

    def build(self, settings: Any, parameter: nn.Parameter) -> torch.optim.Optimizer:
        """torch.optim.AdamW."""
        import torch

        betas, decay = (settings.beta1, settings.beta2), settings.decoupled_decay
        return torch.optim.AdamW(
            [parameter], settings.learning_rate, betas, settings.epsilon, weight_decay=decay, foreach=False
        )

    def numbers(self, settings: Any, rate: float, steps: int) -> tuple[float, ...]:
        """Adam's, and the share of the weights that is kept."""
        return (*super().numbers(settings, rate, steps), 1.0 - rate * settings.decoupled_decay)

    def update(
        self,
        weights: Tensor,
        gradient: Tensor,
        state: Sequence[Tensor],
        numbers: Sequence[Tensor],
        switches: tuple[bool, ...],
    ) -> None:
        """One update of tensors."""
        *of_adam, kept = numbers
        weights.mul_(kept)
        super().update(weights, gradient, state, of_adam, switches)

    def code(self, settings: Any) -> str:
        """torch.optim.AdamW."""
        arguments = {"eps": ("epsilon", 1e-8), "weight_decay": ("decoupled_decay", 0.01)}
        return with_betas(call("AdamW", settings, arguments), settings)

    def sklearn(self, settings: Any, factor: float) -> None:
        """scikit-learn has none."""

    def fused(self) -> Any:
        """One update of a range."""
        return fused_adam(decays=True)
