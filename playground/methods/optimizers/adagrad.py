"""Adagrad (Duchi, Hazan and Singer 2011), in torch's form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.methods.optimizers.base import Optimizer, call
from playground.methods.settings import EPSILON

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch
    from torch import Tensor, nn


class Adagrad(Optimizer):
    """s += g²; w -= r g / (sqrt(s) + epsilon)."""

    name, title = "adagrad", "Adagrad"
    sentence = "Divides each step by all gradients so far: weights that often move slow down for good"
    settings = (EPSILON,)
    rows = ("sum",)
    second_moment_row = 0

    def build(self, settings: Any, parameter: nn.Parameter) -> torch.optim.Optimizer:
        """torch.optim.Adagrad."""
        import torch

        return torch.optim.Adagrad([parameter], settings.learning_rate, eps=settings.epsilon, foreach=False)

    def numbers(self, settings: Any, rate: float, steps: int) -> tuple[float, ...]:
        """Rate and epsilon."""
        return rate, settings.epsilon

    def update(
        self,
        weights: Tensor,
        gradient: Tensor,
        state: Sequence[Tensor],
        numbers: Sequence[Tensor],
        switches: tuple[bool, ...],
    ) -> None:
        """One update of tensors."""
        squares, (rate, epsilon) = state[0], numbers
        squares.add_(gradient.square())
        weights.sub_(rate * gradient / (squares.sqrt() + epsilon))

    def code(self, settings: Any) -> str:
        """torch.optim.Adagrad."""
        return call("Adagrad", settings, {"eps": ("epsilon", 1e-10)})

    def fused(self) -> Any:
        """One update of a range."""
        from playground.simd.parts import put, take
        from playground.simd.vector import compiled, lanes, multiply_add, square_root

        @compiled
        def adagrad(
            plan: Any, rate: float, steps: int, params: Any, slots: Any, work: Any, first: int, end: int
        ) -> None:
            for i in range(first, end, lanes(work)):
                count = end - i
                g = take(work, plan.gradient + i, count)
                square = multiply_add(g, g, take(slots, i, count))
                put(slots, i, square, count)
                step = g / (square_root(square) + plan.epsilon)
                put(params, i, multiply_add(step, -rate, take(params, i, count)), count)

        return adagrad
