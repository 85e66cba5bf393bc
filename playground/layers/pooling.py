"""What poolings have in common: windows that lie side by side on every map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.layers.base import Layer, setting
from playground.operations.shape import ShapeError, picture_in

if TYPE_CHECKING:
    from playground.operations.shape import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooling(Layer):
    """One number for every window of a map; no kind of its own."""

    size: int = setting(
        2,
        "Size",
        "Side of a window, and how far apart windows lie; rows and columns left over at the end are dropped.",
        min=2,
        max=4,
    )

    def shape_out(self, shape: Shape) -> Shape:
        """As many channels, and maps as many times smaller as a window is wide."""
        channels, height, width = picture_in(shape, self.title)
        if min(height, width) < self.size:
            window = f"{self.size} × {self.size}"
            raise ShapeError(f"{self.title} needs maps of at least {window}, and gets {height} × {width}.")
        return channels, height // self.size, width // self.size

    def caption(self) -> str:
        """The window."""
        return f"{self.size} × {self.size}"
