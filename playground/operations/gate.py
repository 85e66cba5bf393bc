"""The gate of a highway block: how much of each unit is made anew, and how much of it passes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.operations.activations import ACTIVATIONS
from playground.operations.base import Array, FusedCode, Graph, Operation, Room
from playground.operations.places import pitch_of

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class GateOp(Operation):
    """Remember g = sigmoid(G a + c), (units,), for the `MixOp` that follows; activations stay as they are."""

    name, words = "gate", "gate"

    @property
    def arrays(self) -> tuple[str, ...]:
        """The gate's weights G, (units, units in), and biases c, (units,)."""
        return ("w", "b")

    def forward(self, rows: Array, arrays: Sequence[Array], saved: list[Array]) -> Array:
        """The same; the gate is remembered."""
        weight, bias = arrays
        saved.append(ACTIVATIONS["sigmoid"].curve(rows @ weight.T + bias))
        return rows

    def numpy_lines(self, names: Sequence[str]) -> list[str]:
        """Numpy source that gives the gate a name of its own."""
        return [f"gate = sigmoid(a @ {names[0]}.T + {names[1]})"]

    def numpy_functions(self) -> dict[str, str]:
        """Numpy source of the sigmoid that the gate calls."""
        return {"sigmoid": f"def sigmoid(z):\n    return {ACTIVATIONS['sigmoid'].formula}"}

    def onnx(self, graph: Graph, value: str, arrays: tuple[str, ...], saved: list[str]) -> str:
        """Gemm and Sigmoid nodes; the activations themselves pass by."""
        saved.append(graph.add("Sigmoid", (graph.add("Gemm", (value, *arrays), transB=1),)))
        return value

    @property
    def writes(self) -> bool:
        """Activations stay where they are."""
        return False

    def fill(self, record: Any, room: Room) -> None:
        """Places of the gate, of the gradient by it, and of the inputs transposed."""
        record["option"] = 1
        record["turned_pitch"] = pitch_of(self.size_in)
        record["turned"] = room.take(room.tile * pitch_of(self.size_in))
        record["gate"], record["gate_delta"] = (room.take(self.size_out * room.pitch) for _ in range(2))
        room.saved.append((int(record["gate"]), int(record["gate_delta"])))

    @classmethod
    def fused(cls) -> FusedCode:
        """dz = dg g (1 - g), then as the affine map has it; the gradient by a comes on top of what is there."""
        from playground.operations.affine_code import add_gradient_by_weights, sums
        from playground.simd.elementary import sigmoid
        from playground.simd.matrix import add_product
        from playground.simd.vector import compiled, lanes, load, store

        @compiled
        def forward(
            params: Any, buffers: Any, work: Any, row: Any, key: Any, first: int, count: int, pitch: int
        ) -> None:
            length = (count + 7) // 8 * 8
            sums(params, work, row, row.gate, length, pitch)
            for unit in range(row.units):
                for k in range(row.gate + unit * pitch, row.gate + unit * pitch + length, lanes(work)):
                    store(work, k, sigmoid(load(work, k)))

        @compiled
        def backward(params: Any, work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
            inputs, units, length, delta = row.inputs, row.units, (count + 7) // 8 * 8, row.gate_delta
            for unit in range(units):
                for k in range(unit * pitch, unit * pitch + length, lanes(work)):
                    gate = load(work, row.gate + k)
                    store(work, delta + k, load(work, delta + k) * gate * (1.0 - gate))
            add_gradient_by_weights(work, row, delta, gradient, count, pitch)
            if row.pass_on == 1:
                into, weight = row.delta_in, row.parameter
                add_product(work, into, pitch, params, weight, 1, inputs, work, delta, pitch, inputs, units, length)

        return FusedCode(forward, backward)


@dataclass(frozen=True, slots=True)
class MixOp(Operation):
    """x + g (a - x), with the g of `GateOp` and the x of `SkipSaveOp`: what a gate lets in, and the rest as it was."""

    name, words, leg = "mix", "gated skip", "gate"

    def forward(self, rows: Array, arrays: Sequence[Array], saved: list[Array]) -> Array:
        """The mixture with what was remembered."""
        gate, skipped = saved.pop(), saved.pop()
        return skipped + gate * (rows - skipped)

    def numpy_lines(self, names: Sequence[str]) -> list[str]:
        """Numpy source that mixes what was made anew with the saved rows."""
        return ["a = skip + gate * (a - skip)"]

    def onnx(self, graph: Graph, value: str, arrays: tuple[str, ...], saved: list[str]) -> str:
        """Sub, Mul and Add."""
        gate, skipped = saved.pop(), saved.pop()
        return graph.add("Add", (skipped, graph.add("Mul", (gate, graph.add("Sub", (value, skipped))))))

    def fill(self, record: Any, room: Room) -> None:
        """Where both that were remembered lie, and the gradients by them."""
        record["gate"], record["gate_delta"] = room.saved.pop()
        record["saved"], record["kept"] = room.saved.pop()

    @classmethod
    def fused(cls) -> FusedCode:
        """The gradient goes three ways: d (a - x) to the gate, d (1 - g) over the skip, d g to what was made anew."""
        from playground.simd.vector import compiled, lanes, load, store

        @compiled
        def forward(
            params: Any, buffers: Any, work: Any, row: Any, key: Any, first: int, count: int, pitch: int
        ) -> None:
            for unit in range(row.units):
                for k in range(unit * pitch, unit * pitch + (count + 7) // 8 * 8, lanes(work)):
                    skipped = load(work, row.saved + k)
                    made = load(work, row.source + k) - skipped
                    store(work, row.target + k, skipped + load(work, row.gate + k) * made)

        @compiled
        def backward(params: Any, work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
            for unit in range(row.units):
                for k in range(unit * pitch, unit * pitch + (count + 7) // 8 * 8, lanes(work)):
                    delta, gate = load(work, row.delta_out + k), load(work, row.gate + k)
                    made = load(work, row.source + k) - load(work, row.saved + k)
                    store(work, row.gate_delta + k, delta * made)
                    store(work, row.kept + k, delta * (1.0 - gate))
                    store(work, row.delta_in + k, delta * gate)

        return FusedCode(forward, backward)
