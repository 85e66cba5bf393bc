"""Windows that lie side by side, as poolings see them, in the text of an exported network."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.operations.shape import Shape


def side_by_side(shape: Shape, size: int) -> str:
    """The windows of `a`, maps (N, *shape), as a Python expression; sides of a window are its axes 3 and 5.

    Rows and columns that fill no window are left out, as torch leaves them out.
    """
    channels, height, width = shape
    down, across = height // size, width // size
    fits = (height, width) == (down * size, across * size)
    kept = "" if fits else f"[:, :, :{down * size}, :{across * size}]"
    return f"a{kept}.reshape(len(a), {channels}, {down}, {size}, {across}, {size})"
