"""The end of a skip that adds nothing up: what was remembered comes behind what has become of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.operations.base import Array, FusedCode, Graph, Operation, Room

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class ConcatOp(Operation):
    """Put the units that `SkipSaveOp` remembered behind those at hand."""

    name, words, leg = "concat", "concatenation", "skip"
    is_carrying = appends = True

    def forward(self, rows: Array, arrays: Sequence[Array], saved: list[Array]) -> Array:
        """Both, side by side."""
        return np.concatenate((rows, saved.pop()), axis=1)

    def numpy_lines(self, names: Sequence[str]) -> list[str]:
        """Numpy source that puts the saved rows behind those at hand."""
        return ["a = np.concatenate([a, skip], axis=1)"]

    def onnx(self, graph: Graph, value: str, arrays: tuple[str, ...], saved: list[str]) -> str:
        """A Concat node along the units."""
        return graph.add("Concat", (value, saved.pop()), axis=1)

    def fill(self, record: Any, room: Room) -> None:
        """Where the remembered activations lie, and the gradient by them."""
        record["saved"], record["kept"] = room.saved.pop()

    @classmethod
    def fused(cls) -> FusedCode:
        """Copies; of the gradient the first part stays where it is, the rest goes over the skip."""
        from playground.operations.rows import copy_rows
        from playground.simd.vector import compiled

        @compiled
        def forward(
            params: Any, buffers: Any, work: Any, row: Any, key: Any, first: int, count: int, pitch: int
        ) -> None:
            own, length = row.inputs, (count + 7) // 8 * 8
            copy_rows(work, row.source, row.target, own, length, pitch)
            copy_rows(work, row.saved, row.target + own * pitch, row.units - own, length, pitch)

        @compiled
        def backward(params: Any, work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
            own, length = row.inputs, (count + 7) // 8 * 8
            copy_rows(work, row.delta_out + own * pitch, row.kept, row.units - own, length, pitch)

        return FusedCode(forward, backward)
