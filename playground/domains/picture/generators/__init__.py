"""Generated pictures: a pure function and what is said of it, one line here."""

from __future__ import annotations

import difflib
import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.domains.picture.generators.bars import BARS
from playground.domains.picture.generators.base import PictureGenerator, PictureSample
from playground.domains.picture.generators.glyphs import FONT_DIGITS, LETTERS
from playground.domains.picture.generators.handwritten import DIGITS, MARKED_SEVENS
from playground.domains.picture.generators.shapes import SHAPES_GENERATOR
from playground.domains.picture.sizes import LEAST_SIDE, MOST_PICTURES, MOST_SIDE

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["PICTURE_GENERATORS", "PictureGenerator", "PictureSample", "generate_pictures", "thumbnails"]

PICTURE_GENERATORS: dict[str, PictureGenerator] = {
    generator.name: generator for generator in (DIGITS, SHAPES_GENERATOR, LETTERS, FONT_DIGITS, BARS, MARKED_SEVENS)
}
"""Every generator by name, in the order of the gallery."""
_LOOKED_THROUGH = 120
"""Among so many pictures in any order there is one of each class."""


def generate_pictures(
    name: str, count: int, side: int, seed: int, knobs: Mapping[str, float] | None = None
) -> PictureSample:
    """Make `count` pictures of the generator `name`; the same arguments always give the same pictures.

    A larger count begins with the pictures of a smaller one.

    Args:
        name: A key of `PICTURE_GENERATORS`.
        count: How many pictures, 0 to `MOST_PICTURES`.
        side: Pixels along each side, 8 to 32.
        seed: 0 or more.
        knobs: Values of the generator's knobs by name; what is left out has its default.

    Raises:
        ValueError: An argument is unknown or out of range, or the data are not there, in words.
    """
    generator = _find(name)
    if not 0 <= count <= MOST_PICTURES:
        raise ValueError(f"the number of pictures must be from 0 to {MOST_PICTURES:,}, not {count:,}")
    if not LEAST_SIDE <= side <= MOST_SIDE:
        raise ValueError(f"a picture must be from {LEAST_SIDE} to {MOST_SIDE} pixels wide and high, not {side}")
    if seed < 0:
        raise ValueError(f"the seed must be 0 or more, not {seed}")
    return generator.make(np.random.default_rng(seed), count, side, _values(generator, knobs or {}))


@lru_cache(maxsize=64)
def thumbnails(name: str, side: int) -> NDArray[np.float64]:
    """A picture of each class as the generator makes them at first, (classes, 1, side, side), for the gallery.

    Raises:
        ValueError: As `generate_pictures`.
    """
    sample = generate_pictures(name, _LOOKED_THROUGH, side, 0)
    shown = sample.pictures[[int(np.argmax(sample.targets == target)) for target in range(len(sample.class_names))]]
    shown.flags.writeable = False
    return shown


def _find(name: str) -> PictureGenerator:
    if name in PICTURE_GENERATORS:
        return PICTURE_GENERATORS[name]
    near = difflib.get_close_matches(name, PICTURE_GENERATORS, n=1)
    hint = f"did you mean '{near[0]}'?" if near else "known are " + ", ".join(PICTURE_GENERATORS)
    raise ValueError(f"there is no generator of pictures '{name}'; {hint}")


def _values(generator: PictureGenerator, given: Mapping[str, float]) -> dict[str, float]:
    """What each knob is set to.

    Raises:
        ValueError: A name is unknown or a value out of range.
    """
    known = {knob.name: knob for knob in generator.knobs}
    for name, value in given.items():
        if name not in known:
            raise ValueError(f"the generator '{generator.name}' has no knob '{name}'; it has {', '.join(known)}")
        knob = known[name]
        if not (math.isfinite(value) and knob.minimum <= value <= knob.maximum):
            bounds = f"from {knob.minimum:g} to {knob.maximum:g}"
            raise ValueError(f"{knob.label} of '{generator.name}' must be {bounds}, not {value:g}")
    return generator.defaults() | dict(given)
