"""What every schedule is: the learning rate as a pure function of the epoch, fraction included."""

from __future__ import annotations

from typing import Any

from playground.methods.base import Method


class Schedule(Method):
    """How the learning rate changes over time."""

    @staticmethod
    def rate_at(settings: Any, epoch: float) -> float:
        """The learning rate of an update.

        numba compiles the same function: it may use numbers, `math` and constants of its module.

        Args:
            settings: A `Training`, or the fused kernel's plan, which has its fields.
            epoch: Before the update, 0 or more: passes done + points used of this pass / points in a pass.
        """
        raise NotImplementedError

    def code(self, settings: Any) -> tuple[str, ...]:
        """The body of `rate_at(epoch)` in an exported script, with `LEARNING_RATE` and numpy; () for a constant."""
        raise NotImplementedError(f"{self.title} has no source text")

    def fused(self) -> Any:
        """`rate_at`, compiled."""
        from playground.simd.vector import compiled

        return compiled(self.rate_at)
