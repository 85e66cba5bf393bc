"""Stochastic gradient descent, with momentum or Nesterov's look ahead, as torch has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.methods.base import Setting
from playground.methods.optimizers.base import Optimizer, call
from playground.methods.settings import MOMENTUM

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch
    from torch import Tensor, nn

NESTEROV = Setting("nesterov", False, "Nesterov", "Looks ahead along the momentum.")


class SGD(Optimizer):
    """v = m v + g; w -= r v, or r (g + m v) with Nesterov's look ahead. Without momentum w -= r g, Nesterov or not."""

    name, title = "sgd", "SGD"
    sentence = "A step straight down the slope, as long as the rate says; with momentum it keeps rolling"
    settings = (MOMENTUM, NESTEROV)
    rows = ("momentum_buffer",)

    def build(self, settings: Any, parameter: nn.Parameter) -> torch.optim.Optimizer:
        """torch.optim.SGD."""
        import torch

        _, nesterov = self.switches(settings)
        return torch.optim.SGD([parameter], settings.learning_rate, settings.momentum, nesterov=nesterov, foreach=False)

    def numbers(self, settings: Any, rate: float, steps: int) -> tuple[float, ...]:
        """Rate and momentum."""
        return rate, settings.momentum

    def switches(self, settings: Any) -> tuple[bool, ...]:
        """Whether there is momentum, and whether it looks ahead."""
        return settings.momentum > 0.0, settings.momentum > 0.0 and settings.nesterov

    def update(
        self,
        weights: Tensor,
        gradient: Tensor,
        state: Sequence[Tensor],
        numbers: Sequence[Tensor],
        switches: tuple[bool, ...],
    ) -> None:
        """One update of tensors."""
        (rate, momentum), (has_momentum, nesterov) = numbers, switches
        way = state[0].mul_(momentum).add_(gradient) if has_momentum else gradient
        weights.sub_(rate * (gradient + momentum * way if nesterov else way))

    def code(self, settings: Any) -> str:
        """torch.optim.SGD."""
        arguments = {"momentum": ("momentum", 0.0)}
        if settings.momentum > 0.0:
            arguments["nesterov"] = ("nesterov", False)
        return call("SGD", settings, arguments)

    def sklearn(self, settings: Any, factor: float) -> dict[str, Any]:
        """The solver sgd."""
        return {
            "solver": "sgd",
            "learning_rate_init": settings.learning_rate * factor,
            "momentum": settings.momentum,
            "nesterovs_momentum": settings.nesterov,
        }

    def fused(self) -> Any:
        """One update of a range."""
        from playground.simd.parts import put, take
        from playground.simd.vector import compiled, lanes, multiply_add

        @compiled
        def sgd(plan: Any, rate: float, steps: int, params: Any, slots: Any, work: Any, first: int, end: int) -> None:
            for i in range(first, end, lanes(work)):
                count = end - i
                step = take(work, plan.gradient + i, count)
                if plan.momentum > 0.0:
                    velocity = multiply_add(take(slots, i, count), plan.momentum, step)
                    put(slots, i, velocity, count)
                    step = multiply_add(velocity, plan.momentum, step) if plan.nesterov == 1 else velocity
                put(params, i, multiply_add(step, -rate, take(params, i, count)), count)

        return sgd
