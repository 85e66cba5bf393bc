"""A toy loss: the logarithm of the hyperbolic cosine of the distance."""

from playground.methods.losses.distance import Distance, distance_gradient, squashed, squashed_code


class LogCosh(Distance):
    name, title = "log_cosh", "Log-cosh"
    sentence = "Squared near the target and straight far from it, without a corner"

    def build(self, head, settings):
        return lambda z, t: (squashed(z, head) - t).cosh().log().mean()

    def code(self, head, settings):
        return f"({squashed_code(head)} - t).cosh().log().mean()"

    def fused(self):
        from playground.simd.elementary import tanh
        from playground.simd.vector import compiled

        @compiled
        def slope(plan, e):
            return tanh(e)

        return distance_gradient(slope, by_output=True)
