"""Inverted dropout (Srivastava et al. 2014): units, or whole maps, are left out at random while training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playground.operations.base import FusedCode, Operation, Room


@dataclass(frozen=True, slots=True)
class DropoutOp(Operation):
    """Zero with probability `rate`, and scale the rest by 1 / (1 - rate), in training only; maps as a whole."""

    name, words, leg = "dropout", "dropout", "noise"
    is_random = True
    in_use = "Dropout is off here."

    rate: float = 0.0

    def fill(self, record: Any, room: Room) -> None:
        """The rate, and a place for the mask: a row for each unit, or for each map."""
        record["value"] = self.rate
        record["channels_in"] = self.shape_in[0]
        record["kept"] = room.take(self.shape_in[0] * room.pitch)
        record["place"] = room.random_place()

    @classmethod
    def fused(cls) -> FusedCode:
        """a m / (1 - rate), with m = 1 where a uniform number is below 1 - rate, else 0; m / (1 - rate) is kept.

        The m of a map is that of all of its units; where there are no maps, each unit has its own.
        """
        from playground.operations.random_code import uniform
        from playground.simd.vector import compiled, lanes, load, store

        @compiled
        def multiply(work: Any, row: Any, source: int, target: int, length: int, pitch: int) -> None:
            rows = row.units // row.channels_in * pitch
            for channel in range(row.channels_in):
                mask = row.kept + channel * pitch
                for at in range(channel * rows, (channel + 1) * rows, pitch):
                    for k in range(0, length, lanes(work)):
                        store(work, target + at + k, load(work, source + at + k) * load(work, mask + k))

        @compiled
        def forward(
            params: Any, buffers: Any, work: Any, row: Any, key: Any, first: int, count: int, pitch: int
        ) -> None:
            kept, channels = 1.0 - row.value, row.channels_in
            for channel in range(channels):
                for k in range(count):
                    passed = 1.0 / kept if uniform(key, row.place, (first + k) * channels + channel) < kept else 0.0
                    work[row.kept + channel * pitch + k] = passed
            multiply(work, row, row.source, row.target, (count + 7) // 8 * 8, pitch)

        @compiled
        def backward(params: Any, work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
            if row.pass_on == 1:
                multiply(work, row, row.delta_out, row.delta_out, (count + 7) // 8 * 8, pitch)

        return FusedCode(forward, backward)
