"""A toy optimizer, with a setting of its own: a step of one length by the sign of the gradient."""

from playground.methods.base import Setting
from playground.methods.optimizers.base import Optimizer

STEP_SHARE = Setting("step_share", 0.5, "Step share", "Which share of the rate is stepped.", {"min": 0.0, "max": 1.0})


class SignDescent(Optimizer):
    name, title = "sign_descent", "Sign descent"
    sentence = "Every weight takes a step of the same length, down its slope"
    settings = (STEP_SHARE,)

    def numbers(self, settings, rate, steps):
        return (rate * settings.step_share,)

    def update(self, weights, gradient, state, numbers, switches):
        weights.sub_(numbers[0] * gradient.sign())

    def code(self, settings):
        return f"SignDescent(learned, lr=LEARNING_RATE * {settings.step_share!r})"

    def definitions(self):
        return """\
class SignDescent(torch.optim.Optimizer):
    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for parameter in group["params"]:
                parameter.sub_(parameter.grad.sign(), alpha=group["lr"])
"""

    def fused(self):
        from playground.simd.parts import put, take
        from playground.simd.vector import compiled, lanes, where_greater

        @compiled
        def sign_descent(plan, rate, steps, params, slots, work, first, end):
            step = rate * plan.step_share
            for i in range(first, end, lanes(work)):
                g = take(work, plan.gradient + i, end - i)
                none = 0.0 * g
                move = where_greater(g, 0.0, none + step, where_greater(0.0, g, none - step, none))
                put(params, i, take(params, i, end - i) - move, end - i)

        return sign_descent
