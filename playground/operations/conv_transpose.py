"""A transposed convolution: each place that enters writes its pattern into a larger picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.operations.base import Array, FusedCode, Graph, Operation, Room
from playground.operations.convolve import WINDOWS_CODE, fill_convolution
from playground.operations.windows import windows

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class ConvTransposeOp(Operation):
    """z[o, s y + i - p, s x + j - p] = b[o] + the sum over c, i, j of w[c, o, i, j] a[c, y, x] (Zeiler et al. 2010).

    It leads back where a convolution with the same weight came from: its matrix is the transpose of that one's. W is
    (channels in, channels out, k, k), as torch stores it. Kernel, stride and padding are those of that convolution.

    Attributes:
        kernel: k, the side of a pattern.
        stride: s, how far apart patterns lie.
        padding: p, what is cut off of the first rows and columns.
        bias: Whether there is a b.
    """

    name, words, leg = "conv_transpose", "transposed convolution", "convolution"

    kernel: int = 3
    stride: int = 1
    padding: int = 0
    bias: bool = True

    @property
    def arrays(self) -> tuple[str, ...]:
        """W and b."""
        return ("w", "b") if self.bias else ("w",)

    @property
    def is_straight(self) -> bool:
        """It is an affine map, of a matrix too large to be written out."""
        return True

    @property
    def output_padding(self) -> int:
        """Rows and columns at the end that a convolution with this stride would not see."""
        return self.shape_out[1] - ((self.shape_in[1] - 1) * self.stride - 2 * self.padding + self.kernel)

    def forward(self, rows: Array, arrays: Sequence[Array], saved: list[Array]) -> Array:
        """A convolution of the picture with zeros between its places, the kernels turned over."""
        (_, height, width), rim, stride = self.shape_out, self.kernel - 1, self.stride
        wide = np.zeros((len(rows), self.shape_in[0], height + rim, width + rim), dtype=rows.dtype)
        first = rim - self.padding
        ends = (first + stride * rows.shape[2], first + stride * rows.shape[3])
        wide[:, :, first : ends[0] : stride, first : ends[1] : stride] = rows
        turned = arrays[0][:, :, ::-1, ::-1]
        sums = np.einsum("nchwij,coij->nohw", windows(wide, self.kernel, 1), turned, optimize=True)
        return np.asarray(sums + arrays[1][:, None, None] if self.bias else sums)

    def numpy_lines(self, names: Sequence[str]) -> list[str]:
        """A call of the function."""
        settings = f", stride={self.stride}" * (self.stride > 1) + f", padding={self.padding}" * (self.padding > 0)
        bias = f" + {names[1]}[:, None, None]" if self.bias else ""
        return [f"a = convolve_transposed(a, {names[0]}, {self.shape_out[1:]}{settings}){bias}"]

    def numpy_functions(self) -> dict[str, str]:
        """What makes windows, and what spreads the picture and sums over them."""
        return {"windows": WINDOWS_CODE, "convolve_transposed": _TRANSPOSED}

    def onnx(self, graph: Graph, value: str, arrays: tuple[str, ...], saved: list[str]) -> str:
        """ConvTranspose."""
        return graph.add(
            "ConvTranspose",
            (value, *arrays),
            strides=(self.stride, self.stride),
            pads=(self.padding,) * 4,
            output_padding=(self.output_padding,) * 2,
        )

    def fill(self, record: Any, room: Room) -> None:
        """How the window moves, and what room its sums need."""
        weights = self.shape_in[0] * self.shape_out[0] * self.kernel**2
        record["kernel"], record["stride"], record["padding"] = self.kernel, self.stride, self.padding
        record["option"] = self.bias
        fill_convolution(record, room, self.shape_in, self.shape_out, weights)

    @classmethod
    def fused(cls) -> FusedCode:
        """A convolution backwards, and backwards a convolution; the gradient by the weight is the same."""
        from playground.operations import convolve_code as code
        from playground.simd.vector import compiled

        @compiled
        def forward(
            params: Any, buffers: Any, work: Any, row: Any, key: Any, first: int, count: int, pitch: int
        ) -> None:
            small, large, window, depthwise, weights = code.geometry(row)
            weight, bias = row.parameter, row.parameter + weights if row.option == 1 else -1
            code.copy_maps(work, row.source, row.maps, row.maps_pitch, small, count, pitch)
            code.convolve_transposed(
                params, weight, bias, work, row.maps, row.maps_pitch, row.target, large, small, window, depthwise,
                (count + 7) // 8 * 8, pitch,
            )  # fmt: skip

        @compiled
        def backward(params: Any, work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
            small, large, window, depthwise, weights = code.geometry(row)
            length, own = (count + 7) // 8 * 8, gradient + row.parameter
            delta, apart = row.delta_maps, row.delta_maps_pitch
            code.copy_maps(work, row.delta_out, delta, apart, large, count, pitch)
            code.add_weight_gradient(
                work, own, row.sums, delta, apart, row.maps, row.maps_pitch, large, small, window, depthwise,
                length, pitch,
            )  # fmt: skip
            if row.option == 1:
                code.add_bias_gradient(work, own + weights, row.delta_out, large, count, pitch)
            if row.pass_on == 1:
                code.convolve(
                    params, row.parameter, -1, work, delta, apart, row.delta_in, large, small, window, depthwise,
                    length, pitch,
                )  # fmt: skip

        return FusedCode(forward, backward)


_TRANSPOSED = """\
def convolve_transposed(a, w, shape, stride=1, padding=0):
    rim = w.shape[2] - 1
    first = rim - padding
    wide = np.zeros((len(a), len(w), shape[0] + rim, shape[1] + rim))
    ends = first + stride * a.shape[2], first + stride * a.shape[3]
    wide[:, :, first : ends[0] : stride, first : ends[1] : stride] = a
    turned = w[:, :, ::-1, ::-1]
    return np.einsum("nchwij,coij->nohw", windows(wide, w.shape[2], 1, 0), turned, optimize=True)
"""
