"""Additive normal noise while training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playground.operations.base import FusedCode, Operation, Room


@dataclass(frozen=True, slots=True)
class NoiseOp(Operation):
    """a + normal noise of standard deviation `deviation`, in training only."""

    name, words, leg = "noise", "noise", "noise"
    is_random = True
    in_use = "Noise is off here."

    deviation: float = 0.0

    def fill(self, record: Any, room: Room) -> None:
        """Put the standard deviation of the noise into the kernel's record."""
        record["value"] = self.deviation
        record["place"] = room.random_place()

    @classmethod
    def fused(cls) -> FusedCode:
        """A + deviation times a normal number; gradients pass as they are."""
        from playground.operations.random_code import normal
        from playground.simd.vector import compiled

        @compiled
        def forward(
            params: Any, buffers: Any, work: Any, row: Any, key: Any, first: int, count: int, pitch: int
        ) -> None:
            units, source, target = row.units, row.source, row.target
            for unit in range(units):
                for k in range(count):
                    at = unit * pitch + k
                    shake = row.value * normal(key, row.place, (first + k) * units + unit) if row.value > 0.0 else 0.0
                    work[target + at] = work[source + at] + shake

        @compiled
        def backward(params: Any, work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
            pass

        return FusedCode(forward, backward)
