"""RMSprop (Tieleman and Hinton 2012), in torch's form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.methods.base import Setting
from playground.methods.optimizers.base import Optimizer, call
from playground.methods.settings import EPSILON, MOMENTUM

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch
    from torch import Tensor, nn

RHO = Setting("rho", 0.99, "Alpha", "Memory of the squared gradient.", {"min": 0.0, "max": 0.9999})


class RMSprop(Optimizer):
    """s = a s + (1 - a) g²; q = g / (sqrt(s) + epsilon); w -= r q, or with momentum v = m v + q; w -= r v."""

    name, title = "rmsprop", "RMSprop"
    sentence = "Divides each step by the usual size of the weight's gradients, of which it forgets old ones"
    settings = (MOMENTUM, RHO, EPSILON)
    rows = ("square_avg", "momentum_buffer")
    second_moment_row = 0

    def build(self, settings: Any, parameter: nn.Parameter) -> torch.optim.Optimizer:
        """torch.optim.RMSprop."""
        import torch

        return torch.optim.RMSprop(
            [parameter],
            settings.learning_rate,
            settings.rho,
            settings.epsilon,
            momentum=settings.momentum,
            foreach=False,
        )

    def numbers(self, settings: Any, rate: float, steps: int) -> tuple[float, ...]:
        """Rate, momentum, memory and epsilon."""
        return rate, settings.momentum, settings.rho, 1.0 - settings.rho, settings.epsilon

    def switches(self, settings: Any) -> tuple[bool, ...]:
        """Whether there is momentum."""
        return (settings.momentum > 0.0,)

    def update(
        self,
        weights: Tensor,
        gradient: Tensor,
        state: Sequence[Tensor],
        numbers: Sequence[Tensor],
        switches: tuple[bool, ...],
    ) -> None:
        """One update of tensors."""
        square, velocity, *_ = state
        rate, momentum, old_square, new_square, epsilon = numbers
        square.mul_(old_square).add_(gradient.square() * new_square)
        way = gradient / (square.sqrt() + epsilon)
        weights.sub_(rate * (velocity.mul_(momentum).add_(way) if switches[0] else way))

    def code(self, settings: Any) -> str:
        """torch.optim.RMSprop."""
        return call(
            "RMSprop", settings, {"alpha": ("rho", 0.99), "eps": ("epsilon", 1e-8), "momentum": ("momentum", 0.0)}
        )

    def fused(self) -> Any:
        """One update of a range."""
        from playground.simd.parts import put, take
        from playground.simd.vector import compiled, lanes, multiply_add, square_root

        @compiled
        def rmsprop(
            plan: Any, rate: float, steps: int, params: Any, slots: Any, work: Any, first: int, end: int
        ) -> None:
            velocities = params.size
            for i in range(first, end, lanes(work)):
                count = end - i
                g = take(work, plan.gradient + i, count)
                square = multiply_add(g * g, 1.0 - plan.rho, take(slots, i, count) * plan.rho)
                put(slots, i, square, count)
                step = g / (square_root(square) + plan.epsilon)
                if plan.momentum > 0.0:
                    step = multiply_add(take(slots, velocities + i, count), plan.momentum, step)
                    put(slots, velocities + i, step, count)
                put(params, i, multiply_add(step, -rate, take(params, i, count)), count)

        return rmsprop
