"""An operation of one file: every unit times a number of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from playground.operations.base import AffineView, FusedCode, Operation


@dataclass(frozen=True, slots=True)
class ScaleOp(Operation):
    """a times g, unit by unit."""

    name, words, leg = "scale", "scale", "scale"

    @property
    def arrays(self):
        """One number a unit."""
        return ("g",)

    def forward(self, rows, arrays, saved):
        return rows * arrays[0]

    def affine(self, arrays):
        return AffineView(arrays[0], np.zeros_like(arrays[0]))

    def numpy_lines(self, names):
        return [f"a = a * {names[0]}"]

    def onnx(self, graph, value, arrays, saved):
        return graph.add("Mul", (value, *arrays))

    @classmethod
    def fused(cls):
        from playground.simd.vector import compiled, lanes, load, spread_number, store

        dot_of_rows = made_dot_of_rows()

        @compiled
        def times(params, work, row, source, target, count, pitch):
            for unit in range(row.units):
                factor = spread_number(params, row.parameter + unit)
                for k in range(unit * pitch, unit * pitch + (count + 7) // 8 * 8, lanes(work)):
                    store(work, target + k, load(work, source + k) * factor)

        @compiled
        def forward(params, buffers, work, row, key, first, count, pitch):
            times(params, work, row, row.source, row.target, count, pitch)

        @compiled
        def backward(params, work, row, gradient, count, pitch):
            for unit in range(row.units):
                delta, fed = row.delta_out + unit * pitch, row.source + unit * pitch
                work[gradient + row.parameter + unit] += dot_of_rows(work, delta, fed, count)
            if row.pass_on == 1:
                times(params, work, row, row.delta_out, row.delta_in, count, pitch)

        return FusedCode(forward, backward)


def made_dot_of_rows():
    """The sum of the products of two rows, compiled."""
    from playground.simd.vector import compiled, keep_first, lanes, load, total, zeros

    @compiled
    def dot_of_rows(work, one, other, count):
        parts = zeros(work)
        for k in range(0, count, lanes(work)):
            parts = parts + keep_first(load(work, one + k) * load(work, other + k), count - k)
        return total(parts)

    return dot_of_rows
