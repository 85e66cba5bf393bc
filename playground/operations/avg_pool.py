"""Average pooling: of every window of a map, or of the whole map, the mean is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.operations.base import Array, FusedCode, Graph, Operation, Room
from playground.operations.pooling import side_by_side
from playground.operations.windows import windows

if TYPE_CHECKING:
    from collections.abc import Sequence

WHOLE = 0
"""The size of a window that is the map itself."""


@dataclass(frozen=True, slots=True)
class AveragePoolOp(Operation):
    """The mean of every window.

    Attributes:
        size: Side of a window, and how far apart windows lie; `WHOLE` for one as large as the map. Rows and columns
            that fill none are left out.
    """

    name, words, leg = "avg_pool", "average pooling", "pooling"

    size: int = 2

    @property
    def title(self) -> str:
        """What it is the mean of."""
        return "global average" if self.size == WHOLE else self.words

    @property
    def is_straight(self) -> bool:
        """A mean is a weighted sum."""
        return True

    def forward(self, rows: Array, arrays: Sequence[Array], saved: list[Array]) -> Array:
        """The mean of each window, (N, C, H // size, W // size), or of each map, (N, C, 1, 1)."""
        if self.size == WHOLE:
            return np.asarray(rows.mean(axis=(2, 3), keepdims=True))
        return np.asarray(windows(rows, self.size, self.size).mean(axis=(4, 5)))

    def numpy_lines(self, names: Sequence[str]) -> list[str]:
        """Numpy source of the mean."""
        if self.size == WHOLE:
            return ["a = a.mean(axis=(2, 3), keepdims=True)"]
        return [f"a = {side_by_side(self.shape_in, self.size)}.mean(axis=(3, 5))"]

    def onnx(self, graph: Graph, value: str, arrays: tuple[str, ...], saved: list[str]) -> str:
        """AveragePool, or GlobalAveragePool."""
        if self.size == WHOLE:
            return graph.add("GlobalAveragePool", (value,))
        sides = (self.size, self.size)
        return graph.add("AveragePool", (value,), kernel_shape=sides, strides=sides)

    def fill(self, record: Any, room: Room) -> None:
        """Height and width of the window, which lie as far apart, and gradients in the other place."""
        height, width = self.shape_in[1:] if self.size == WHOLE else (self.size, self.size)
        record["kernel"], record["stride"] = height, width
        record["delta_out"] = room.other_delta()

    @classmethod
    def fused(cls) -> FusedCode:
        """The mean of each window, over which the gradient is spread evenly."""
        from playground.operations.pooling_code import add_up_windows, spread_windows
        from playground.simd.vector import compiled

        @compiled
        def forward(
            params: Any, buffers: Any, work: Any, row: Any, key: Any, first: int, count: int, pitch: int
        ) -> None:
            sides = row.channels_in, row.height_in, row.width_in, row.height_out, row.width_out
            window, factor = (row.kernel, row.stride), 1.0 / (row.kernel * row.stride)
            add_up_windows(work, row.source, row.target, sides, window, factor, (count + 7) // 8 * 8, pitch)

        @compiled
        def backward(params: Any, work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
            if row.pass_on == 1:
                sides = row.channels_in, row.height_in, row.width_in, row.height_out, row.width_out
                window, factor = (row.kernel, row.stride), 1.0 / (row.kernel * row.stride)
                length = (count + 7) // 8 * 8
                spread_windows(work, row.delta_in, row.delta_out, sides, window, factor, length, pitch)

        return FusedCode(forward, backward)
