"""Eight shapes drawn with a line: anywhere, turned, of any size, among other strokes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

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
from playground.domains.picture.ink import covered, in_chunks, path_distance, pixel_centres, segment_distance
from playground.domains.picture.reduction import Reduction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Distance = Callable[[NDArray[np.float32], NDArray[np.float32]], NDArray[np.float32]]

RADIUS = 0.3
"""Of a shape of the usual size, in the picture's side."""
INNER = 0.45
"""Radius of a ring's inner circle, in that of the outer one."""
MOST_CLUTTER = 5


def _corners(count: int, first_degrees: float = -90.0, radius: float = 1.0) -> Floats:
    """Corners of a regular polygon, (count, 2); the first one is at the top."""
    angle = np.radians(first_degrees + np.arange(count) * 360.0 / count)
    return np.asarray(radius * np.column_stack((np.cos(angle), np.sin(angle))))


def _closed(corners: Floats) -> Floats:
    return np.concatenate((corners, corners[:1]))


def _star() -> Floats:
    corners = np.empty((10, 2))
    corners[0::2], corners[1::2] = _corners(5), _corners(5, -54.0, 0.42)
    return _closed(corners)


def _spiral() -> Floats:
    """One and three quarter turns outwards, r growing evenly with the angle."""
    along = np.linspace(0.0, 1.0, 24)
    angle = along * 3.5 * np.pi
    return np.asarray((1.1 * along)[:, None] * np.column_stack((np.cos(angle), np.sin(angle))))


def _line(*path: Floats) -> Distance:
    def distance(x: NDArray[np.float32], y: NDArray[np.float32]) -> NDArray[np.float32]:
        nearest = path_distance(x, y, path[0])
        for other in path[1:]:
            np.minimum(nearest, path_distance(x, y, other), out=nearest)
        return nearest

    return distance


def _circles(*radii: float) -> Distance:
    def distance(x: NDArray[np.float32], y: NDArray[np.float32]) -> NDArray[np.float32]:
        from_middle = np.hypot(x, y)
        nearest = np.abs(from_middle - np.float32(radii[0]))
        for radius in radii[1:]:
            np.minimum(nearest, np.abs(from_middle - np.float32(radius)), out=nearest)
        return nearest

    return distance


_ARROW = (np.array([[-1.0, 0.0], [1.0, 0.0]]), np.array([[0.4, -0.6], [1.0, 0.0], [0.4, 0.6]]))
_CROSS = (np.array([[-1.0, 0.0], [1.0, 0.0]]), np.array([[0.0, -1.0], [0.0, 1.0]]))
SHAPES: dict[str, Distance] = {
    "circle": _circles(1.0),
    "square": _line(_closed(_corners(4, -135.0, 1.15))),
    "triangle": _line(_closed(_corners(3, radius=1.1))),
    "cross": _line(*_CROSS),
    "arrow": _line(*_ARROW),
    "star": _line(_star()),
    "ring": _circles(1.0, INNER),
    "spiral": _line(_spiral()),
}
"""Distance of points from each shape's line, by name; a shape has a radius of about 1 about (0, 0)."""


def make_shapes(random: np.random.Generator, count: int, side: int, knobs: Mapping[str, float]) -> PictureSample:
    """Shapes one after the other: circle, square, triangle, cross, arrow, star, ring (two circles), spiral.

    Place, turn and size are uniform within the knobs; the line's width is the same in all of them.
    """
    placing, cluttering, pixels = random.spawn(3)
    targets = classes_in_turn(count, len(SHAPES))
    numbers = draws(placing, count, 4)
    half_width = knobs["stroke"] / 100.0 * side / 2.0
    pictures = np.empty((count, side, side))
    for target, distance in enumerate(SHAPES.values()):
        pictures[target :: len(SHAPES)] = _placed(distance, numbers[target :: len(SHAPES)], side, half_width, knobs)
    if knobs["clutter"] >= 1.0:
        strokes = draws(cluttering, count, 4 * MOST_CLUTTER).reshape(count, MOST_CLUTTER, 4)
        strokes = strokes[:, : round(knobs["clutter"])]
        np.maximum(pictures, _strokes(strokes, side, half_width), out=pictures)
    return sample_of(noisy(pixels, pictures, knobs["noise"]), targets, tuple(SHAPES))


def _placed(distance: Distance, numbers: Floats, side: int, half_width: float, knobs: Mapping[str, float]) -> Floats:
    """A shape at each place that `numbers`, (n, 4) from -1 to 1, says: right, down, turn, size."""
    right, down = (side * (0.5 + knobs["position"] / 100.0 * numbers[:, axis]) for axis in (0, 1))
    angle = np.radians(knobs["turn"] * numbers[:, 2])
    radius = RADIUS * side * (1.0 + knobs["size"] / 100.0 * numbers[:, 3])
    cosine, sine = np.cos(angle) / radius, np.sin(angle) / radius
    columns = [one.astype(np.float32)[:, None, None] for one in (right, down, cosine, sine, radius)]
    x, y = pixel_centres(side)

    def make(rows: slice) -> NDArray[np.float32]:
        right, down, cosine, sine, radius = (one[rows] for one in columns)
        across, along = x - right, y - down
        return covered(radius * distance(cosine * across + sine * along, cosine * along - sine * across), half_width)

    return in_chunks(len(numbers), side, make)


def _strokes(strokes: Floats, side: int, half_width: float) -> Floats:
    """Short straight strokes, (n, K, 4) numbers from -1 to 1 of a picture's strokes: middle, and half the way."""
    middle, way = (0.5 + 0.5 * strokes[..., :2]) * side, 0.15 * side * strokes[..., 2:]
    starts, ends = ((middle + sign * way).astype(np.float32)[..., None, None] for sign in (-1.0, 1.0))
    x, y = pixel_centres(side)

    def make(rows: slice) -> NDArray[np.float32]:
        start, end = starts[rows], ends[rows]
        nearest = np.full((len(start), side, side), np.inf, np.float32)
        for stroke in range(strokes.shape[1]):
            ends_of_it = ((one[:, stroke, 0], one[:, stroke, 1]) for one in (start, end))
            np.minimum(nearest, segment_distance(x, y, *ends_of_it), out=nearest)
        return covered(nearest, half_width)

    return in_chunks(len(strokes), side, make)


SHAPES_GENERATOR = PictureGenerator(
    name="shapes",
    title="Shapes",
    description="Circle, square, triangle, cross, arrow, star, ring and spiral, each drawn with a line.",
    default_count=1600,
    class_names=tuple(SHAPES),
    knobs=(
        position_knob(15.0),
        turn_knob(20.0),
        size_knob(15.0),
        GeneratorKnob("stroke", "Stroke", "%", 4.0, 20.0, 8.0, 1.0, "Width of the line, of the picture's side."),
        noise_knob(5.0),
        GeneratorKnob(
            "clutter", "Clutter", "", 0.0, MOST_CLUTTER, 0.0, 1.0, "How many short strokes lie about as well."
        ),
    ),
    make=make_shapes,
    reduction=Reduction("box", (2.0 * RADIUS, 2.0 * RADIUS), line_width=0.08),
)
