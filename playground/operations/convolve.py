"""A convolution: each channel that leaves is a sum over windows of the channels that enter, with the same weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.operations.base import Array, Graph, Operation
from playground.operations.windows import padded_maps, windows

if TYPE_CHECKING:
    from collections.abc import Sequence


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
        return {"windows": _WINDOWS, name: _CONVOLVE.format(name=name, einsum=einsum)}

    def onnx(self, graph: Graph, value: str, arrays: tuple[str, ...], saved: list[str]) -> str:
        """Conv."""
        return graph.add(
            "Conv",
            (value, *arrays),
            strides=(self.stride, self.stride),
            pads=(self.padding,) * 4,
            group=self.shape_in[0] if self.depthwise else 1,
        )


_WINDOWS = """\
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
