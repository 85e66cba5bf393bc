"""Adam (Kingma and Ba 2015), in torch's form."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar

from playground.methods.optimizers.base import Optimizer, call
from playground.methods.settings import BETA1, BETA2, EPSILON

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch
    from torch import Tensor, nn

    from playground.methods.base import Setting


class Adam(Optimizer):
    """m += (1 - b1)(g - m); s = b2 s + (1 - b2) g²; w -= r m̂ / (sqrt(ŝ) + epsilon).

    With t the number of the update, counted from 1: m̂ = m / (1 - b1^t), sqrt(ŝ) = sqrt(s) / sqrt(1 - b2^t).
    """

    name, title = "adam", "Adam"
    sentence = "Each weight has its own step length, from its gradients so far: a good first choice"
    settings: ClassVar[tuple[Setting, ...]] = (BETA1, BETA2, EPSILON)
    rows = ("exp_avg", "exp_avg_sq")
    second_moment_row = 1

    def build(self, settings: Any, parameter: nn.Parameter) -> torch.optim.Optimizer:
        """torch.optim.Adam."""
        import torch

        betas = settings.beta1, settings.beta2
        return torch.optim.Adam([parameter], settings.learning_rate, betas, settings.epsilon, foreach=False)

    def numbers(self, settings: Any, rate: float, steps: int) -> tuple[float, ...]:
        """The bias-corrected length and root, and the memories."""
        number, beta1, beta2 = steps + 1, settings.beta1, settings.beta2
        length, root = rate / (1.0 - beta1**number), math.sqrt(1.0 - beta2**number)
        return length, root, 1.0 - beta1, beta2, 1.0 - beta2, settings.epsilon

    def update(
        self,
        weights: Tensor,
        gradient: Tensor,
        state: Sequence[Tensor],
        numbers: Sequence[Tensor],
        switches: tuple[bool, ...],
    ) -> None:
        """One update of tensors."""
        mean, square, *_ = state
        length, root, new_mean, old_square, new_square, epsilon = numbers
        mean.lerp_(gradient, new_mean)
        square.mul_(old_square).add_(gradient.square() * new_square)
        weights.sub_(length * mean / (square.sqrt() / root + epsilon))

    def code(self, settings: Any) -> str:
        """torch.optim.Adam."""
        return with_betas(call("Adam", settings, {"eps": ("epsilon", 1e-8)}), settings)

    def sklearn(self, settings: Any, factor: float) -> dict[str, Any] | None:
        """The solver adam, which does not mind how long the gradient is."""
        return {
            "solver": "adam",
            "learning_rate_init": settings.learning_rate,
            "beta_1": settings.beta1,
            "beta_2": settings.beta2,
            "epsilon": settings.epsilon,
        }

    def fused(self) -> Any:
        """One update of a range, without decay."""
        return fused_adam(decays=False)


def fused_adam(*, decays: bool) -> Any:
    """Adam's update of a range, compiled; with `decays` all parameters shrink first, by AdamW's rule."""
    from playground.simd.parts import put, take
    from playground.simd.vector import compiled, lanes, multiply_add, square_root

    @compiled
    def adam(plan: Any, rate: float, steps: int, params: Any, slots: Any, work: Any, first: int, end: int) -> None:
        # 1 - b^t by expm1, in double: with a b near 1 the plain difference loses its digits in the first updates. b = 0
        # gives log 0 = -inf and expm1 -1, which is right.
        length = -rate / math.expm1((steps + 1) * math.log(plan.beta1))
        root = 1.0 / math.sqrt(-math.expm1((steps + 1) * math.log(plan.beta2)))
        kept = 1.0 - rate * plan.decoupled_decay if decays else 1.0
        squares = params.size
        for i in range(first, end, lanes(work)):
            count = end - i
            g, mean = take(work, plan.gradient + i, count), take(slots, i, count)
            # As torch's lerp has it, so that both round alike as far as they can.
            mean = multiply_add(g - mean, 1.0 - plan.beta1, mean)
            square = multiply_add(g * g, 1.0 - plan.beta2, take(slots, squares + i, count) * plan.beta2)
            put(slots, i, mean, count)
            put(slots, squares + i, square, count)
            step = mean / multiply_add(square_root(square), root, plan.epsilon)
            put(params, i, multiply_add(step, -length, take(params, i, count) * kept), count)

    return adam


def with_betas(text: str, settings: Any) -> str:
    """The text of a call with the betas behind the rate, where they are not torch's own."""
    betas = settings.beta1, settings.beta2
    return text if betas == (0.9, 0.999) else text.replace("LEARNING_RATE", f"LEARNING_RATE, betas={betas!r}")
