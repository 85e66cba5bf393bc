"""Losses of the distance between output and target, which fit values, and classes by a tanh output of -1 to 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playground.methods.losses.base import Loss, OutputHead, OutputKind

if TYPE_CHECKING:
    from torch import Tensor


class Distance(Loss):
    """A function of e = o - t, with o = z for values and o = tanh(z) for classes."""

    def output(self, units: int) -> OutputKind:
        """Between -1 and 1."""
        return "tanh"


def squashed(z: Tensor, head: OutputHead) -> Tensor:
    """The output o of logits z."""
    return z.tanh() if head.kind == "tanh" else z


def squashed_code(head: OutputHead) -> str:
    """The same as text."""
    return "torch.tanh(z)" if head.kind == "tanh" else "z"


def distance_gradient(slope: Any, *, by_output: bool) -> Any:
    """The gradient by the logits, compiled.

    Args:
        slope: Compiled: the derivative of one output's share by its distance, `(plan, e)`, all lanes at once.
        by_output: Whether outputs share the mean, as the batch does.
    """
    from playground.simd.elementary import tanh
    from playground.simd.vector import compiled, lanes, load, store

    @compiled
    def gradient(plan: Any, work: Any, batch: int, length: int) -> None:
        share = 1.0 / (batch * plan.outputs) if by_output else 1.0 / batch
        for output in range(plan.outputs):
            for k in range(output * plan.pitch, output * plan.pitch + length, lanes(work)):
                z, t = load(work, plan.logits + k), load(work, plan.wanted + k)
                if plan.squashed == 1:
                    o = tanh(z)
                    store(work, plan.delta + k, share * (slope(plan, o - t) * (1.0 - o * o)))
                else:
                    store(work, plan.delta + k, share * slope(plan, z - t))

    return gradient
