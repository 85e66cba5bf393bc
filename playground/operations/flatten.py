"""From maps to numbers in a row: channel after channel, each row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.operations.base import Array, FusedCode, Graph, Operation

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class FlattenOp(Operation):
    """The same numbers in another shape."""

    name, words, leg = "flatten", "flattening", "flattening"

    @property
    def is_straight(self) -> bool:
        """Every number stays what it is."""
        return True

    def forward(self, rows: Array, arrays: Sequence[Array], saved: list[Array]) -> Array:
        """Numbers in a row, (N, units)."""
        return rows.reshape(len(rows), -1)

    def numpy_lines(self, names: Sequence[str]) -> list[str]:
        """Numpy source of the other shape."""
        return ["a = a.reshape(len(a), -1)"]

    def onnx(self, graph: Graph, value: str, arrays: tuple[str, ...], saved: list[str]) -> str:
        """Flatten."""
        return graph.add("Flatten", (value,), axis=1)

    @property
    def writes(self) -> bool:
        """Activations stay where they are: in the workspace both shapes lie alike."""
        return False

    @classmethod
    def fused(cls) -> FusedCode:
        """Nothing to do, either way."""
        from playground.simd.vector import compiled

        @compiled
        def forward(
            params: Any, buffers: Any, work: Any, row: Any, key: Any, first: int, count: int, pitch: int
        ) -> None:
            pass

        @compiled
        def backward(params: Any, work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
            pass

        return FusedCode(forward, backward)
