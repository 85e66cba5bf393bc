"""A drawing as what the hand did: strokes of a pen and of an eraser, and the ink that they leave."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.domains.picture.ink import covered

if TYPE_CHECKING:
    from collections.abc import Iterable

Floats = NDArray[np.float64]
USUAL_WIDTH = 0.08
"""Of the pen, in the pad's side."""


@dataclass(frozen=True, eq=False)
class PenStroke:
    """What a pen or an eraser did between pressing it down and lifting it.

    Attributes:
        points: Where it went, (P, 2) with P of at least 1: x to the right and y down, 0 to 1 on the pad.
        width: In the pad's side.
        erases: Whether it takes ink away.
    """

    points: Floats
    width: float = USUAL_WIDTH
    erases: bool = False

    def __post_init__(self) -> None:
        """Keep the points as a frozen array of this stroke's own.

        Raises:
            ValueError: They are no points, or the width is not above 0.
        """
        points = np.array(self.points, np.float64)
        if points.ndim != 2 or points.shape[1] != 2 or not len(points) or not np.isfinite(points).all():
            raise ValueError(f"a stroke needs points with an x and a y, not an array of shape {points.shape}")
        if not 0.0 < self.width <= 1.0:
            raise ValueError(f"a stroke is more than 0 and at most 1 wide, not {self.width}")
        points.flags.writeable = False
        object.__setattr__(self, "points", points)

    def mirrored(self) -> PenStroke:
        """The stroke with left and right changed."""
        return replace(self, points=self.points * (-1.0, 1.0) + (1.0, 0.0))

    @cached_property
    def length(self) -> float:
        """Of the way, in the pad's side."""
        return float(np.hypot(*np.diff(self.points, axis=0).T).sum())


@dataclass(frozen=True, eq=False)
class Drawing:
    """Strokes in the order in which they were made; undo is the drawing before."""

    strokes: tuple[PenStroke, ...] = ()

    def with_strokes(self, *strokes: PenStroke) -> Drawing:
        """The drawing with further strokes."""
        return Drawing((*self.strokes, *strokes)) if strokes else self

    def mirrored(self) -> Drawing:
        """The drawing with left and right changed."""
        return Drawing(tuple(stroke.mirrored() for stroke in self.strokes))


@dataclass(frozen=True, slots=True)
class Placing:
    """Where strokes of the pad come to lie in a picture whose side is 1.

    Attributes:
        scale: Along x and y.
        shift: Added afterwards.
        width: What the widths of strokes are multiplied by.
    """

    scale: tuple[float, float] = (1.0, 1.0)
    shift: tuple[float, float] = (0.0, 0.0)
    width: float = 1.0


AS_DRAWN = Placing()


def ink_of(drawing: Drawing, side: int, placing: Placing = AS_DRAWN) -> Floats:
    """The ink of a drawing, antialiased: (side, side) from 0 to 1.

    Args:
        drawing: What was drawn.
        side: Pixels along each side.
        placing: Where the strokes lie; what is outside of the picture is cut off.
    """
    ink = np.zeros((side, side), np.float32)
    # In the order in which they were drawn, as an eraser takes only what was there before it; neighbours of one width
    # are one picture of distances.
    for (width, erases), strokes in groupby(drawing.strokes, lambda stroke: (stroke.width, stroke.erases)):
        # Half a pixel wide at least: a thinner line would fall between pixels and break into dots.
        half_width = max(width * placing.width * side / 2.0, 0.25)
        share = covered(_distance(_spots(strokes, side, placing, half_width), side, half_width), half_width)
        ink = np.minimum(ink, 1.0 - share) if erases else np.maximum(ink, share)
    return ink.astype(np.float64)


def _spots(strokes: Iterable[PenStroke], side: int, placing: Placing, half_width: float) -> Floats:
    """Points along strokes, in pixels, so close that discs on them look like lines: (P, 2)."""
    scale, shift = np.multiply(placing.scale, side), np.multiply(placing.shift, side)
    spacing = max(0.5, half_width / 3.0)
    return np.concatenate([_spread(stroke.points * scale + shift, spacing) for stroke in strokes])


def _spread(points: Floats, spacing: float) -> Floats:
    """Points along a line, no farther from each other than `spacing`."""
    lengths = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate(([0.0], np.cumsum(lengths)))
    if along[-1] == 0.0:
        return points[:1]
    places = np.linspace(0.0, along[-1], 1 + int(np.ceil(along[-1] / spacing)))
    return np.column_stack([np.interp(places, along, points[:, axis]) for axis in (0, 1)])


def _distance(spots: Floats, side: int, half_width: float) -> NDArray[np.float32]:
    """How far pixels' centres are from the nearest spot, (side, side); far away where farther than a line's edge."""
    reach = half_width + 1.0
    window = int(np.ceil(2.0 * reach)) + 1
    frame = window + 1  # what lies over the border is drawn there, and cut off
    inside = spots[((spots > -reach) & (spots < side + reach)).all(axis=1)]
    whole = side + 2 * frame
    squared = np.full(whole * whole, np.float32(1e9))
    first = np.floor(inside - reach).astype(np.int64)
    pixels = first[:, None] + np.arange(window)[:, None]
    away = ((pixels + 0.5 - inside[:, None]) ** 2).astype(np.float32)
    pixels = pixels + frame
    places = pixels[:, :, 1, None] * whole + pixels[:, None, :, 0]
    # `minimum.at`, as several spots reach the same pixel: plain indexing would keep any one of them.
    np.minimum.at(squared, places.ravel(), (away[:, :, 1, None] + away[:, None, :, 0]).ravel())
    return np.sqrt(squared.reshape(whole, whole)[frame:-frame, frame:-frame])
