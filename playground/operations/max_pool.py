"""Max pooling: of every window of a map the largest number is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.operations.base import Array, FusedCode, Graph, Operation, Room
from playground.operations.pooling import side_by_side
from playground.operations.windows import windows

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class MaxPoolOp(Operation):
    """The largest number of every window (Riesenhuber and Poggio 1999).

    Attributes:
        size: Side of a window, and how far apart windows lie. Rows and columns that fill none are left out.
    """

    name, words, leg = "max_pool", "max pooling", "pooling"

    size: int = 2

    def forward(self, rows: Array, arrays: Sequence[Array], saved: list[Array]) -> Array:
        """The largest of each window, (N, C, H // size, W // size)."""
        return np.asarray(windows(rows, self.size, self.size).max(axis=(4, 5)))

    def numpy_lines(self, names: Sequence[str]) -> list[str]:
        """Numpy source that cuts the maps into windows."""
        return [f"a = {side_by_side(self.shape_in, self.size)}.max(axis=(3, 5))"]

    def onnx(self, graph: Graph, value: str, arrays: tuple[str, ...], saved: list[str]) -> str:
        """MaxPool."""
        sides = (self.size, self.size)
        return graph.add("MaxPool", (value,), kernel_shape=sides, strides=sides)

    def fill(self, record: Any, room: Room) -> None:
        """The window, and gradients in the other place."""
        record["kernel"] = record["stride"] = self.size
        record["delta_out"] = room.other_delta()

    @classmethod
    def fused(cls) -> FusedCode:
        """The largest of each window, to which alone the gradient goes back."""
        from playground.operations.pooling_code import largest_of_windows, pass_to_largest
        from playground.simd.vector import compiled

        @compiled
        def forward(
            params: Any, buffers: Any, work: Any, row: Any, key: Any, first: int, count: int, pitch: int
        ) -> None:
            sides = row.channels_in, row.height_in, row.width_in, row.height_out, row.width_out
            largest_of_windows(work, row.source, row.target, sides, row.kernel, (count + 7) // 8 * 8, pitch)

        @compiled
        def backward(params: Any, work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
            if row.pass_on == 1:
                sides = row.channels_in, row.height_in, row.width_in, row.height_out, row.width_out
                pass_to_largest(work, row, sides, row.kernel, (count + 7) // 8 * 8, pitch)

        return FusedCode(forward, backward)
