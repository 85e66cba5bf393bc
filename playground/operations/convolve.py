"""A convolution: each channel that leaves is a sum over windows of the channels that enter, with the same weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.operations.base import Array, FusedCode, Graph, Operation, Room
from playground.operations.places import LANE_BLOCK, map_pitch_of
from playground.operations.windows import padded_maps, windows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.operations.shape import Shape


@dataclass(frozen=True, slots=True)
class ConvolveOp(Operation):
    """z[o, y, x] = b[o] + the sum over c, i, j of w[o, c, i, j] a[c, s y + i - p, s x + j - p] (LeCun et al. 1989).

    Outside the picture a is 0. As everywhere in the field the kernel is not turned over, which makes it, strictly, a
    cross-correlation. W is (channels out, channels in, k, k); where it is depthwise, every channel has a kernel of
    its own, (channels, 1, k, k).

    Attributes:
        kernel: k, the window's side.
        stride: s, how far apart windows lie.
        padding: p, zeros around the picture.
        depthwise: Whether each channel that leaves looks at one that enters.
        bias: Whether there is a b.
    """

    name, words, leg = "convolve", "convolution", "convolution"

    kernel: int = 3
    stride: int = 1
    padding: int = 0
    depthwise: bool = False
    bias: bool = True

    @property
    def arrays(self) -> tuple[str, ...]:
        """W and b."""
        return ("w", "b") if self.bias else ("w",)

    @property
    def is_straight(self) -> bool:
        """It is an affine map, of a matrix too large to be written out."""
        return True

    def forward(self, rows: Array, arrays: Sequence[Array], saved: list[Array]) -> Array:
        """A sum over all windows, (N, channels out, H out, W out)."""
        weight = arrays[0]
        seen = windows(padded_maps(rows, self.padding), self.kernel, self.stride)
        if self.depthwise:
            sums = np.einsum("nchwij,cij->nchw", seen, weight[:, 0])
        else:
            sums = np.einsum("nchwij,ocij->nohw", seen, weight, optimize=True)
        return np.asarray(sums + arrays[1][:, None, None] if self.bias else sums)

    def numpy_lines(self, names: Sequence[str]) -> list[str]:
        """A call of the function."""
        function = "convolve_each" if self.depthwise else "convolve"
        settings = f", stride={self.stride}" * (self.stride > 1) + f", padding={self.padding}" * (self.padding > 0)
        bias = f" + {names[1]}[:, None, None]" if self.bias else ""
        return [f"a = {function}(a, {names[0]}{settings}){bias}"]

    def numpy_functions(self) -> dict[str, str]:
        """What makes windows, and what sums over them."""
        name, einsum = ("convolve_each", _EACH) if self.depthwise else ("convolve", _ALL)
        return {"windows": WINDOWS_CODE, name: _CONVOLVE.format(name=name, einsum=einsum)}

    def onnx(self, graph: Graph, value: str, arrays: tuple[str, ...], saved: list[str]) -> str:
        """Conv."""
        return graph.add(
            "Conv",
            (value, *arrays),
            strides=(self.stride, self.stride),
            pads=(self.padding,) * 4,
            group=self.shape_in[0] if self.depthwise else 1,
        )

    @property
    def weights(self) -> int:
        """Numbers of W."""
        return self.shape_out[0] * (1 if self.depthwise else self.shape_in[0]) * self.kernel**2

    def fill(self, record: Any, room: Room) -> None:
        """How the window moves, and what room its sums need."""
        record["kernel"], record["stride"], record["padding"] = self.kernel, self.stride, self.padding
        record["option"], record["depthwise"] = self.bias, self.depthwise
        fill_convolution(record, room, self.shape_in, self.shape_out, self.weights)

    @classmethod
    def fused(cls) -> FusedCode:
        """z = W * a + b; dW = the sum of d a over samples and places, db that of d; da is W transposed times d."""
        from playground.operations import convolve_code as code
        from playground.simd.vector import compiled

        @compiled
        def forward(
            params: Any, buffers: Any, work: Any, row: Any, key: Any, first: int, count: int, pitch: int
        ) -> None:
            large, small, window, depthwise, weights = code.geometry(row)
            weight, bias = row.parameter, row.parameter + weights if row.option == 1 else -1
            code.copy_maps(work, row.source, row.maps, row.maps_pitch, large, count, pitch)
            code.convolve(
                params, weight, bias, work, row.maps, row.maps_pitch, row.target, large, small, window, depthwise,
                (count + 7) // 8 * 8, pitch,
            )  # fmt: skip

        @compiled
        def backward(params: Any, work: Any, row: Any, gradient: int, count: int, pitch: int) -> None:
            large, small, window, depthwise, weights = code.geometry(row)
            length, delta, apart, own = (
                (count + 7) // 8 * 8,
                row.delta_maps,
                row.delta_maps_pitch,
                gradient + row.parameter,
            )
            code.copy_maps(work, row.delta_out, delta, apart, small, count, pitch)
            code.add_weight_gradient(
                work, own, row.sums, row.maps, row.maps_pitch, delta, apart, large, small, window, depthwise,
                length, pitch,
            )  # fmt: skip
            if row.option == 1:
                code.add_bias_gradient(work, own + weights, row.delta_out, small, count, pitch)
            if row.pass_on == 1:
                code.convolve_transposed(
                    params, row.parameter, -1, work, delta, apart, row.delta_in, large, small, window, depthwise,
                    length, pitch,
                )  # fmt: skip

        return FusedCode(forward, backward)


def fill_convolution(record: Any, room: Room, shape_in: Shape, shape_out: Shape, weights: int) -> None:
    """Take copies of both pictures with maps further apart, and sums of the weight's gradient lane by lane."""
    ends = (("maps", shape_in), ("delta_maps", shape_out))
    for name, (channels, height, width) in ends[: 1 if room.is_evaluation else 2]:
        apart = map_pitch_of(height * width * room.pitch)
        record[f"{name}_pitch"], record[name] = apart, room.take(channels * apart)
    record["sums"] = 0 if room.is_evaluation else room.take(weights * LANE_BLOCK)
    record["delta_out"] = room.other_delta()


WINDOWS_CODE = """\
def windows(a, size, stride, padding):
    a = np.pad(a, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    found = np.lib.stride_tricks.sliding_window_view(a, (size, size), axis=(2, 3))
    return found[:, :, ::stride, ::stride]
"""
_CONVOLVE = """\
def {name}(a, w, stride=1, padding=0):
    return np.einsum({einsum})
"""
_ALL = '"nchwij,ocij->nohw", windows(a, w.shape[2], stride, padding), w, optimize=True'
_EACH = '"nchwij,cij->nchw", windows(a, w.shape[2], stride, padding), w[:, 0]'
