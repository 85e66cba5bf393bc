"""Where the windows of convolutions and poolings lie on a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from playground.operations.base import Array


class Window(NamedTuple):
    """How a window moves over a picture.

    Attributes:
        kernel: The window's side.
        stride: How far apart windows lie.
        padding: Zeros around the picture.
    """

    kernel: int
    stride: int
    padding: int

    def places(self, length: int) -> int:
        """How many windows find room along an edge; 0 or less for none.

        Dumoulin and Visin 2016, "A guide to convolution arithmetic for deep learning".
        """
        return (length + 2 * self.padding - self.kernel) // self.stride + 1


POINT = Window(1, 1, 0)
"""A window of one place."""


def padded_maps(maps: Array, padding: int) -> Array:
    """Maps (N, C, H, W) with a rim of zeros."""
    return np.pad(maps, ((0, 0), (0, 0), (padding, padding), (padding, padding))) if padding else maps


def windows(maps: Array, size: int, stride: int) -> Array:
    """All windows of maps (N, C, H, W), (N, C, H out, W out, size, size); no copy."""
    every = np.lib.stride_tricks.sliding_window_view(maps, (size, size), axis=(2, 3))
    return every[:, :, ::stride, ::stride]
