"""The two ends of a skip: what enters it is remembered, and added to what has become of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.operations.base import Array, FusedCode, Graph, Operation, Room

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class SkipSaveOp(Operation):
    """Remember the activations for the `SkipAddOp` that follows; skips do not nest."""

    name, words = "skip_save", "beginning of a skip"
    is_carrying = True

    def forward(self, rows: Array, arrays: Sequence[Array], saved: list[Array]) -> Array:
        """The same, which is remembered."""
        saved.append(rows)
        return rows

    def numpy_lines(self, names: Sequence[str]) -> list[str]:
        """Numpy source that gives the saved rows a name of their own."""
        return ["skip = a"]

    def onnx(self, graph: Graph, value: str, arrays: tuple[str, ...], saved: list[str]) -> str:
        """Nothing: values in a graph have names."""
        saved.append(value)
        return value

    @property
    def writes(self) -> bool:
        """Activations stay where they are."""
        return False

    def fill(self, record: Any, room: Room) -> None:
        """A place for the gradient that comes back over the skip."""
        record["kept"] = room.take(self.size_out * room.pitch)
        room.saved.append((int(record["source"]), int(record["kept"])))

    @classmethod
    def fused(cls) -> FusedCode:
        """Nothing to do forwards; the gradient over the skip is added."""
        from playground.operations.rows import add_rows
        from playground.simd.vector import compiled

        @compiled
        def forward(
            params: Any, buffers: Any, work: Any, row: Any, key: Any, first: int, count: int, pitch: int
        ) -> None:
            pass

        @compiled
        def backward(params: Any, work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
            if row.pass_on == 1:
                delta = row.delta_out
                add_rows(work, delta, row.kept, delta, row.units, (count + 7) // 8 * 8, pitch)

        return FusedCode(forward, backward)


@dataclass(frozen=True, slots=True)
class SkipAddOp(Operation):
    """Add what `SkipSaveOp` remembered."""

    name, words, leg = "skip_add", "end of a skip", "skip"
    is_carrying = True

    def forward(self, rows: Array, arrays: Sequence[Array], saved: list[Array]) -> Array:
        """The sum with what was remembered last."""
        return rows + saved.pop()

    def numpy_lines(self, names: Sequence[str]) -> list[str]:
        """Numpy source that adds the saved rows."""
        return ["a = skip + a"]

    def onnx(self, graph: Graph, value: str, arrays: tuple[str, ...], saved: list[str]) -> str:
        """The Add node of both paths."""
        return graph.add("Add", (saved.pop(), value))

    def fill(self, record: Any, room: Room) -> None:
        """Where the remembered activations lie, and the gradient by them."""
        record["saved"], record["kept"] = room.saved.pop()

    @classmethod
    def fused(cls) -> FusedCode:
        """The sum; the gradient goes both ways."""
        from playground.operations.rows import add_rows, copy_rows
        from playground.simd.vector import compiled

        @compiled
        def forward(
            params: Any, buffers: Any, work: Any, row: Any, key: Any, first: int, count: int, pitch: int
        ) -> None:
            add_rows(work, row.source, row.saved, row.target, row.units, (count + 7) // 8 * 8, pitch)

        @compiled
        def backward(params: Any, work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
            if row.pass_on == 1:
                copy_rows(work, row.delta_out, row.kept, row.units, (count + 7) // 8 * 8, pitch)

        return FusedCode(forward, backward)
