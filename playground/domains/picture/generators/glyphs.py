"""Letters and digits from the fonts of the program, moved, turned and resized."""

from __future__ import annotations

from functools import lru_cache, partial
from string import ascii_uppercase, digits
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground._resources import resource_path
from playground.domains.making import GeneratorKnob
from playground.domains.picture.generators.base import (
    Floats,
    PictureGenerator,
    PictureSample,
    classes_in_turn,
    draws,
    noise_knob,
    noisy,
    position_knob,
    sample_of,
    size_knob,
    turn_knob,
)
from playground.domains.picture.reduction import Reduction
from playground.domains.picture.warp import Motion, moved

if TYPE_CHECKING:
    from collections.abc import Mapping

FONTS = ("Inter-Regular.ttf", "JetBrainsMono-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf")
"""In the order in which they join in: two hands, then two heavier ones."""
HEIGHT = 0.7
"""Of a capital of the usual size, in the picture's side."""
_DETAIL = 64
"""Pixels along each side of what is kept of a glyph."""
_FINE = 4
"""A glyph is drawn so many times as large before it is reduced."""


def make_glyphs(
    letters: str, random: np.random.Generator, count: int, side: int, knobs: Mapping[str, float]
) -> PictureSample:
    """The glyphs of `letters` one after the other, each from one of the fonts at random."""
    placing, pixels = random.spawn(2)
    targets = classes_in_turn(count, len(letters))
    numbers = draws(placing, count, 5)
    fonts = round(knobs["fonts"])
    font = np.minimum((numbers[:, 4] + 1.0) * (fonts / 2.0), fonts - 1).astype(np.int64)
    right, down = (knobs["position"] / 100.0 * side * numbers[:, axis] for axis in (0, 1))
    motion = Motion(right, down, knobs["turn"] * numbers[:, 2], 1.0 + knobs["size"] / 100.0 * numbers[:, 3])
    pictures = moved(_glyphs(letters, side), motion, which=font * len(letters) + targets, side=side)
    return sample_of(noisy(pixels, pictures, knobs["noise"]), targets, tuple(letters))


@lru_cache(maxsize=4)
def _glyphs(letters: str, side: int) -> NDArray[np.float32]:
    """All letters of the first font, then of the next: (fonts * letters, 64, 64), each blurred over a pixel of `side`.

    So a pixel takes up the ink of its whole area, though it is sampled at its centre.
    """
    blur = _blur(_DETAIL, _DETAIL / side)
    glyphs = np.stack([_glyph(letter, font) for font in FONTS for letter in letters])
    return np.asarray(blur @ glyphs @ blur.T, np.float32)


def _glyph(letter: str, font: str) -> Floats:
    """A letter with its box in the middle, (64, 64), capitals of the font `HEIGHT` high."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - the window starts without it

    size = _DETAIL * _FINE
    measured = ImageFont.truetype(str(resource_path("fonts", font)), size)
    _, top, _, bottom = measured.getbbox("H")
    used = ImageFont.truetype(str(resource_path("fonts", font)), HEIGHT * size * size / (bottom - top))
    left, top, right, bottom = used.getbbox(letter)
    image = Image.new("L", (size, size))
    ImageDraw.Draw(image).text(((size - left - right) / 2, (size - top - bottom) / 2), letter, fill=255, font=used)
    blocks = np.asarray(image, np.float64).reshape(_DETAIL, _FINE, _DETAIL, _FINE)
    return np.asarray(blocks.mean(axis=(1, 3)) / 255.0)


def _blur(size: int, width: float) -> Floats:
    """Averages over `width` pixels, a whole number or not: (size, size)."""
    away = np.abs(np.arange(size)[:, None] - np.arange(size))
    return np.asarray(np.clip((width + 1.0) / 2.0 - away, 0.0, 1.0) / width)


_KNOBS = (
    position_knob(8.0),
    turn_knob(8.0, 45.0),
    size_knob(12.0),
    GeneratorKnob(
        "fonts", "Fonts", "", 1.0, len(FONTS), len(FONTS), 1.0, "From how many fonts, of three weights, they are."
    ),
    noise_knob(4.0),
)
_PRINTED = Reduction("box", (HEIGHT, HEIGHT), line_width=0.09)
LETTERS = PictureGenerator(
    name="letters",
    title="Letters",
    description="The 26 capitals in the fonts of this program.",
    default_count=2600,
    class_names=tuple(ascii_uppercase),
    knobs=_KNOBS,
    make=partial(make_glyphs, ascii_uppercase),
    reduction=_PRINTED,
)
FONT_DIGITS = PictureGenerator(
    name="font-digits",
    title="Printed digits",
    description="The ten digits in the fonts of this program.",
    default_count=1000,
    class_names=tuple(digits),
    knobs=_KNOBS,
    make=partial(make_glyphs, digits),
    reduction=_PRINTED,
)
