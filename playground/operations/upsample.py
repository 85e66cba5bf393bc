"""Up-sampling to the nearest: every place of a map becomes a square of places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.operations.base import Array, FusedCode, Graph, Operation, Room

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class UpsampleOp(Operation):
    """Every number, repeated over a square.

    Attributes:
        factor: Side of the square.
    """

    name, words, leg = "upsample", "up-sampling", "up-sampling"

    factor: int = 2

    @property
    def is_straight(self) -> bool:
        """Numbers are repeated as they are."""
        return True

    def forward(self, rows: Array, arrays: Sequence[Array], saved: list[Array]) -> Array:
        """Larger maps, (N, C, factor H, factor W)."""
        return np.asarray(rows.repeat(self.factor, axis=2).repeat(self.factor, axis=3))

    def numpy_lines(self, names: Sequence[str]) -> list[str]:
        """Numpy source that repeats rows and columns."""
        return [f"a = a.repeat({self.factor}, axis=2).repeat({self.factor}, axis=3)"]

    def onnx(self, graph: Graph, value: str, arrays: tuple[str, ...], saved: list[str]) -> str:
        """Resize to the nearest."""
        scales = graph.constant(np.array([1.0, 1.0, self.factor, self.factor], dtype=np.float32))
        return graph.add(
            "Resize",
            (value, "", scales),
            mode="nearest",
            nearest_mode="floor",
            coordinate_transformation_mode="asymmetric",
        )

    def fill(self, record: Any, room: Room) -> None:
        """The square, and gradients in the other place."""
        record["kernel"] = record["stride"] = self.factor
        record["delta_out"] = room.other_delta()

    @classmethod
    def fused(cls) -> FusedCode:
        """Each number all over its square, whose gradients are added up."""
        from playground.operations.pooling_code import add_up_windows, spread_windows
        from playground.simd.vector import compiled

        @compiled
        def forward(
            params: Any, buffers: Any, work: Any, row: Any, key: Any, first: int, count: int, pitch: int
        ) -> None:
            sides = row.channels_in, row.height_out, row.width_out, row.height_in, row.width_in
            square, length = (row.kernel, row.kernel), (count + 7) // 8 * 8
            spread_windows(work, row.target, row.source, sides, square, 1.0, length, pitch)

        @compiled
        def backward(params: Any, work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
            if row.pass_on == 1:
                sides = row.channels_in, row.height_out, row.width_out, row.height_in, row.width_in
                square, length = (row.kernel, row.kernel), (count + 7) // 8 * 8
                add_up_windows(work, row.delta_out, row.delta_in, sides, square, 1.0, length, pitch)

        return FusedCode(forward, backward)
