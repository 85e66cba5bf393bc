"""Pictures: drawn on the pad, made by generators, or read from files."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from playground.domains.base import Domain, InputFeature
from playground.domains.making import Made
from playground.domains.picture.generators import PICTURE_GENERATORS, generate_pictures
from playground.domains.picture.sizes import LEAST_SIDE, MOST_PICTURES, MOST_SIDE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from playground.domains.base import Array
    from playground.domains.making import AnyGenerator, Recipe
    from playground.operations.shape import Shape

PICTURE = "picture"
"""The input that a network has of pictures, as documents write it."""


class PictureDomain(Domain):
    """Grey pictures of 8 to 32 pixels a side, 0 where there is no ink and 1 where there is all of it."""

    name = "picture"
    title = tab = "Pictures"
    sample, samples, own = "picture", "pictures", "Own pictures"
    least_columns, most_columns = LEAST_SIDE**2, MOST_SIDE**2
    most_samples = MOST_PICTURES
    least_shape, most_shape = (1, LEAST_SIDE, LEAST_SIDE), (1, MOST_SIDE, MOST_SIDE)
    is_drawn = has_map = False
    bounds = (0.0, 1.0)
    tools = frozenset({"select"})
    hint = "Draw on the pad · the right button erases · a digit or letter puts the drawing into its class"

    def keys(self, count: int) -> tuple[str, ...]:
        """The pixels by their place, p1 first, row after row."""
        return _keys(count)

    def names(self, count: int) -> tuple[str, ...]:
        """None: code keeps the pixels together."""
        del count
        return ()

    def inputs(self, columns: tuple[str, ...]) -> Mapping[str, InputFeature]:
        """The picture as a whole."""
        del columns
        return _INPUTS

    def shape_in(self, shape: Shape, inputs: Sequence[str]) -> Shape:
        """The picture's own shape; nothing where the picture is off."""
        return shape if inputs else (0,)

    def usual_inputs(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """The picture."""
        del columns
        return (PICTURE,)

    @property
    def generators(self) -> Mapping[str, AnyGenerator]:
        """The sources of `domains.picture.generators`."""
        return PICTURE_GENERATORS

    def make(self, recipe: Recipe) -> Made:
        """Pictures of one of them, of its usual size where the recipe tells none."""
        made = PICTURE_GENERATORS[recipe.generator]
        side = recipe.side or made.usual_side
        sample = generate_pictures(recipe.generator, recipe.count, side, recipe.seed, dict(recipe.knobs))
        pictures = sample.pictures
        names = sample.class_names
        return Made(pictures.reshape(len(pictures), -1), sample.targets, len(names), names, pictures.shape[1:])

    def around(self, samples: Array, reach: float, side: int) -> Array:
        """The samples mixed with each other pixel by pixel: what has strokes like theirs, and is none of them."""
        del reach
        random = np.random.default_rng(0)
        count = min(side * side, 2 * len(samples))
        if not count:
            return samples
        rows = random.integers(len(samples), size=(2, count))
        share = random.random((count, 1))
        return np.asarray(share * samples[rows[0]] + (1.0 - share) * samples[rows[1]])


def _together(*columns: Array) -> Array:
    return np.stack(columns, axis=-1)


_INPUTS = {
    PICTURE: InputFeature("Picture", _together, "The whole picture, pixel by pixel.", "pictures", is_whole=True),
}


@lru_cache(maxsize=8)
def _keys(count: int) -> tuple[str, ...]:
    return tuple(f"p{index + 1}" for index in range(count))
