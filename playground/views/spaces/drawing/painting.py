"""How a space is drawn: how large, which parts, in which colours."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from playground.render.colormap import (
    class_map,
    class_scores,
    rgb_of,
    score_table,
    signed_map,
    stack_ramps,
    value_table,
)
from playground.render.raster import Paint
from playground.widgets.sprites import (
    Look,
    class_looks,
    value_indices,
    value_looks,
    value_scale,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.dataset import Dataset
    from playground.views.spaces.drawing.framing import Floats
    from playground.widgets.theme import Theme

CLOSE = 0.04
"""What lies no farther behind the sheet than this part of the picture's half is on it."""
PICTURE_AXES = 3
"""Channels, height, width."""


@dataclass(frozen=True, slots=True)
class Detail:
    """How a size of space is drawn; lengths in logical pixels.

    Attributes:
        margin: Around the space.
        drop: How far below the middle it lies: what the margin lacks at the bottom is room for words at the top.
        lines: Squares of the grid along a side.
        grid: Width of a grid line.
        border: Width of the decision line; 0 for none.
        radius: Of a point, as a part of the side.
        halo: Rim of a point.
        hollow: Whether test points are hollow.
        solid: Whether what has depth is drawn with it.
    """

    margin: float
    drop: float
    lines: int
    grid: float
    border: float
    radius: float
    halo: float
    hollow: bool
    solid: bool


LARGE = Detail(
    margin=27.0, drop=11.0, lines=14, grid=0.8, border=1.25, radius=1.0 / 112.0, halo=1.1, hollow=True, solid=True
)
SMALL = Detail(
    margin=7.0, drop=0.0, lines=7, grid=0.5, border=0.0, radius=1.0 / 72.0, halo=0.5, hollow=False, solid=False
)


@dataclass(frozen=True, slots=True)
class Scale:
    """A picture's size.

    Attributes:
        detail: LARGE or SMALL.
        side: In logical pixels.
        ratio: Device pixels in a logical one.
    """

    detail: Detail
    side: int
    ratio: float

    @property
    def size(self) -> int:
        """The side in device pixels."""
        return max(round(self.side * self.ratio), 1)

    @property
    def margin(self) -> float:
        """Around the space, in device pixels."""
        return self.detail.margin * self.ratio

    @property
    def slack(self) -> float:
        """How far behind the sheet something still lies on it, in device pixels."""
        return CLOSE * (self.size / 2.0 - self.margin)

    def place(self, part: Floats) -> Floats:
        """A part of a framed space in device pixels."""
        return to_pixels(part, self.size, self.margin, self.detail.drop * self.ratio)


@dataclass(frozen=True, slots=True)
class ShownParts:
    """The parts that a person has switched on."""

    sheet: bool = True
    grid: bool = True
    points: bool = True
    thumbnails: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class SpaceColouring:
    """Colours of one frame: the same answers and points are drawn in every space.

    Attributes:
        corners: Of the sheet's corners, (S, 3).
        paint: Of the sheet between them, too.
        answers: There, (S, K).
        looks: One for each kind of point.
        sprites: Which look each point has, (M,).
        is_test: (M,).
        picked: Points that are selected, (M,), or None where there are none.
        pictures: What the points are pictures of, (M, height, width), 0 to 1; None where they are none.
    """

    theme: Theme
    corners: NDArray[np.uint8]
    paint: Paint
    answers: Floats
    looks: tuple[Look, ...]
    sprites: NDArray[np.int64]
    is_test: NDArray[np.bool_]
    picked: NDArray[np.bool_] | None = None
    pictures: NDArray[np.float64] | None = None


def colouring(
    answers: Floats,
    dataset: Dataset,
    chosen: NDArray[np.int64],
    theme: Theme,
    picked: NDArray[np.bool_] | None = None,
    value: int = 0,
) -> SpaceColouring:
    """Colours for a sheet with these answers at its corners, (S, K), and for these points of the dataset.

    Args:
        answers: Probabilities, or those of one value, K = 1.
        dataset: Has the points.
        chosen: Their indices, (M,).
        theme: In which colours.
        picked: Those that are selected, (M,), or None.
        value: Which value it is.
    """
    targets = dataset.target(value)[chosen]
    if not dataset.classes or answers.shape[-1] == 1:
        scale = value_scale(dataset.target(value))
        ramps = stack_ramps(theme.map0.name(), theme.maps[:2])
        corners = rgb_of(signed_map(answers, scale, *ramps))[:, 0]
        scores, table = answers / np.float32(scale), value_table(ramps[0].tobytes(), ramps[1].tobytes())
        looks, sprites = value_looks(theme), value_indices(targets, scale)
    else:
        colors = tuple(one.color for one in dataset.classes)
        # A network of a moment ago may have more outputs than there are classes now.
        places = [colors[k % len(colors)] for k in range(answers.shape[-1])]
        ramps = stack_ramps(theme.map0.name(), tuple(theme.maps[color] for color in places))
        corners = rgb_of(class_map(answers[:, None], ramps))[:, 0]
        scores, table = class_scores(answers), score_table(ramps.tobytes(), len(places))
        looks, sprites = class_looks(colors, theme), np.clip(targets, 0, len(colors) - 1).astype(np.int64)
    paint = Paint(np.asarray(scores, np.float32), table, np.ones(len(answers), np.float32))
    are_pictures = len(dataset.shape) == PICTURE_AXES
    pictures = dataset.shaped[chosen, 0] if are_pictures else None
    return SpaceColouring(theme, corners, paint, answers, looks, sprites, dataset.is_test[chosen], picked, pictures)


def to_pixels(places: Floats, side: float, margin: float, drop: float) -> Floats:
    """From the square of `Framed` to pixels of a picture, y downwards; depth, where there is any, in pixels too."""
    half = side / 2.0
    scale = np.array([1.0, -1.0, 1.0])[: places.shape[-1]] * (half - margin)
    return np.asarray(np.array([half, half + drop, 0.0])[: places.shape[-1]] + places * scale)


def fewer(colours: SpaceColouring, count: int) -> SpaceColouring:
    """The colours of the first corners alone."""
    paint = colours.paint.first(count)
    return replace(colours, corners=colours.corners[:count], paint=paint, answers=colours.answers[:count])
