"""Inverted dropout (Srivastava et al. 2014): units are left out at random while training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playground.operations.base import FusedCode, Operation, Room


@dataclass(frozen=True, slots=True)
class DropoutOp(Operation):
    """Zero with probability `rate`, and scale the rest by 1 / (1 - rate), in training only."""

    name, words, leg = "dropout", "dropout", "noise"
    is_random = True
    in_use = "Dropout is off here."

    rate: float = 0.0

    def fill(self, record: Any, room: Room) -> None:
        """The rate, and a place for the mask."""
        record["value"] = self.rate
        record["kept"] = room.take(self.size_out * room.pitch)
        record["place"] = room.random_place()

    @classmethod
    def fused(cls) -> FusedCode:
        """a m / (1 - rate), with m = 1 where a uniform number is below 1 - rate, else 0; m / (1 - rate) is kept."""
        from playground.operations.random_code import uniform
        from playground.operations.rows import multiply_rows
        from playground.simd.vector import compiled

        @compiled
        def forward(
            params: Any, buffers: Any, work: Any, row: Any, key: Any, first: int, count: int, pitch: int
        ) -> None:
            units, source, target, mask = row.units, row.source, row.target, row.kept
            kept = 1.0 - row.value
            for unit in range(units):
                for k in range(count):
                    at = unit * pitch + k
                    passed = 1.0 / kept if uniform(key, row.place, (first + k) * units + unit) < kept else 0.0
                    work[mask + at] = passed
                    work[target + at] = work[source + at] * work[mask + at]

        @compiled
        def backward(params: Any, work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
            if row.pass_on == 1:
                multiply_rows(work, row.delta_out, row.kept, row.units, (count + 7) // 8 * 8, pitch)

        return FusedCode(forward, backward)
