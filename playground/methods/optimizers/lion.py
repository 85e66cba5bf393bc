"""Lion (Chen et al. 2023, "Symbolic Discovery of Optimization Algorithms", Algorithm 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from playground.methods.optimizers.base import Optimizer
from playground.methods.settings import BETA1, BETA2, DECOUPLED_DECAY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from torch import Tensor


class Lion(Optimizer):
    """w -= r (sign(b1 m + (1 - b1) g) + decay w); then m = b2 m + (1 - b2) g. sign(0) = 0.

    The authors use b1 = 0.9, b2 = 0.99 and a rate three to ten times smaller than AdamW's.
    """

    name, title = "lion", "Lion"
    sentence = "Every weight takes a step of the same length, by the sign of its mean gradient: use a small rate"
    settings = (BETA1, BETA2, DECOUPLED_DECAY)
    usual: ClassVar[Mapping[str, float]] = {"beta2": 0.99}
    rows = ("exp_avg",)

    def numbers(self, settings: Any, rate: float, steps: int) -> tuple[float, ...]:
        """The rate, the share of the weights that is kept, and what is new of both mixtures."""
        return rate, 1.0 - rate * settings.decoupled_decay, 1.0 - settings.beta1, 1.0 - settings.beta2

    def update(
        self,
        weights: Tensor,
        gradient: Tensor,
        state: Sequence[Tensor],
        numbers: Sequence[Tensor],
        switches: tuple[bool, ...],
    ) -> None:
        """One update of tensors."""
        mean, (rate, kept, new_way, new_mean) = state[0], numbers
        weights.mul_(kept).sub_(rate * mean.lerp(gradient, new_way).sign())
        mean.lerp_(gradient, new_mean)

    def code(self, settings: Any) -> str:
        """The class of `definitions`."""
        betas = f"({settings.beta1!r}, {settings.beta2!r})"
        return f"Lion(learned, lr=LEARNING_RATE, betas={betas}, weight_decay={settings.decoupled_decay!r})"

    def definitions(self) -> str:
        """An optimizer of torch's kind."""
        return _CODE

    def fused(self) -> Any:
        """One update of a range."""
        from playground.simd.parts import put, take
        from playground.simd.vector import compiled, lanes, multiply_add, where_greater

        @compiled
        def lion(plan: Any, rate: float, steps: int, params: Any, slots: Any, work: Any, first: int, end: int) -> None:
            kept = 1.0 - rate * plan.decoupled_decay
            for i in range(first, end, lanes(work)):
                count = end - i
                g, mean = take(work, plan.gradient + i, count), take(slots, i, count)
                way = multiply_add(g - mean, 1.0 - plan.beta1, mean)
                step = where_greater(way, 0.0, 0.0 * way + rate, where_greater(0.0, way, 0.0 * way - rate, 0.0 * way))
                put(params, i, take(params, i, count) * kept - step, count)
                put(slots, i, multiply_add(g - mean, 1.0 - plan.beta2, mean), count)

        return lion


_CODE = '''\
class Lion(torch.optim.Optimizer):
    """Chen et al. 2023: the sign of a mixture of gradient and mean, and a decay apart from it."""

    def __init__(self, params, lr, betas, weight_decay):
        super().__init__(params, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for parameter in group["params"]:
                mean = self.state[parameter].setdefault("exp_avg", torch.zeros_like(parameter))
                way = mean.lerp(parameter.grad, 1.0 - beta1).sign()
                parameter.mul_(1.0 - group["lr"] * group["weight_decay"]).sub_(way, alpha=group["lr"])
                mean.lerp_(parameter.grad, 1.0 - beta2)
'''
