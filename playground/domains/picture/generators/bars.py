"""A bar in one of four directions: what a single kernel can tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.domains.making import GeneratorKnob
from playground.domains.picture.generators.base import (
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
from playground.domains.picture.ink import covered, in_chunks, pixel_centres, segment_distance
from playground.domains.picture.reduction import Reduction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

DIRECTIONS = {"horizontal": 0.0, "rising": -45.0, "vertical": 90.0, "falling": 45.0}
"""Degrees from the x axis, clockwise as y runs down."""
LENGTH = 0.6
"""Of a bar of the usual size, in the picture's side."""


def make_bars(random: np.random.Generator, count: int, side: int, knobs: Mapping[str, float]) -> PictureSample:
    """Bars, one direction after the other; place, turn and length are uniform within the knobs."""
    placing, pixels = random.spawn(2)
    targets = classes_in_turn(count, len(DIRECTIONS))
    numbers = draws(placing, count, 4)
    angle = np.radians(np.array(list(DIRECTIONS.values()))[targets] + knobs["turn"] * numbers[:, 2])
    half_length = LENGTH / 2.0 * side * (1.0 + knobs["size"] / 100.0 * numbers[:, 3])
    middle = side * (0.5 + knobs["position"] / 100.0 * numbers[:, :2])
    way = half_length[:, None] * np.column_stack((np.cos(angle), np.sin(angle)))
    starts, ends = ((middle + sign * way).astype(np.float32)[..., None, None] for sign in (-1.0, 1.0))
    half_width = knobs["stroke"] / 100.0 * side / 2.0
    x, y = pixel_centres(side)

    def make(rows: slice) -> NDArray[np.float32]:
        start, end = starts[rows], ends[rows]
        return covered(segment_distance(x, y, (start[:, 0], start[:, 1]), (end[:, 0], end[:, 1])), half_width)

    pictures = noisy(pixels, in_chunks(count, side, make), knobs["noise"])
    return sample_of(pictures, targets, tuple(DIRECTIONS))


BARS = PictureGenerator(
    name="bars",
    title="Bars",
    description="A bar that lies, stands, rises or falls: the smallest network sees it.",
    default_count=400,
    class_names=tuple(DIRECTIONS),
    knobs=(
        position_knob(20.0),
        turn_knob(5.0, 20.0),
        size_knob(20.0),
        GeneratorKnob("stroke", "Stroke", "%", 4.0, 30.0, 12.0, 1.0, "Width of the bar, of the picture's side."),
        noise_knob(10.0),
    ),
    make=make_bars,
    reduction=Reduction("box", (LENGTH, LENGTH), line_width=0.12),
)
