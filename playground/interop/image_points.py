"""A picture becomes points: its colours as classes, or its brightness as the values that a network is to paint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from playground.document.dataset import COLOUR_NAMES, DataClass, Dataset
from playground.document.edits_data import make_dataset

Floats = NDArray[np.float64]
Pixels = NDArray[np.uint8]
Labels = NDArray[np.intp]
Way = Literal["colours", "dark", "paint"]
Channel = Literal["brightness", "red", "green", "blue"]

REACH = 5.0
"""The longer side of a picture goes from −5 to 5."""
MOST_SIDE = 512
"""Pictures are scaled down to this before anything is done: more points than pixels nobody needs."""
SAMPLE = 8_000
ROUNDS = 25
OPAQUE = 128
CHANNELS: dict[Channel, tuple[float, float, float]] = {
    "brightness": (0.299, 0.587, 0.114),
    "red": (1.0, 0.0, 0.0),
    "green": (0.0, 1.0, 0.0),
    "blue": (0.0, 0.0, 1.0),
}
"""Weights of red, green and blue; those of brightness are of ITU-R BT.601."""
_PALETTE = np.array(
    [
        (240, 140, 40),
        (50, 110, 240),
        (40, 180, 90),
        (210, 60, 170),
        (245, 215, 60),
        (130, 80, 220),
        (225, 50, 50),
        (128, 128, 128),
        (60, 205, 225),
    ],
    dtype=np.float64,
)
"""What the names of the palette's classes look like, so that a blue patch becomes the class Blue."""


@dataclass(frozen=True, slots=True)
class ImageChoices:
    """How a picture becomes points.

    Attributes:
        way: Classes by colour, dark pixels alone, or a channel as values.
        count: Points.
        colours: Classes by colour, 2 to 9, the background counted.
        keep_background: Whether the colour along the edges becomes points as well.
        channel: What is painted: a point has one value, so that a picture in colour takes a network for each.
        seed: Of sampling.
    """

    way: Way = "colours"
    count: int = 1000
    colours: int = 3
    keep_background: bool = False
    channel: Channel = "brightness"
    seed: int = 0


def points_of_image(pixels: Pixels, choices: ImageChoices) -> Dataset:
    """Sample points from a picture.

    Args:
        pixels: Shape (H, W, 4), red, green, blue and opacity; transparent pixels become no points, but values
            take them for white.
        choices: How.

    Raises:
        ValueError: There is nothing to sample from; in words.
    """
    random = np.random.default_rng(choices.seed)
    if choices.way == "paint":
        places = _draw(np.ones(pixels.shape[:2], np.bool_), choices.count, random)
        values = channel_of(pixels, choices.channel)[places] * 2.0 - 1.0
        return make_dataset(_positions(places, pixels.shape, random), values, ())
    labels, classes = _traced(pixels, choices)
    if not (labels >= 0).any():
        raise ValueError("the picture has one colour only, and that is its background")
    places = _draw(labels >= 0, choices.count, random)
    return make_dataset(_positions(places, pixels.shape, random), labels[places], classes)


def channel_of(pixels: Pixels, channel: Channel) -> Floats:
    """How bright, red, green or blue each pixel over white is, 0 to 1, (H, W)."""
    share: Floats = _over_white(pixels) @ np.array(CHANNELS[channel]) / 255.0
    return share


def _over_white(pixels: Pixels) -> Floats:
    share = pixels[..., 3:].astype(np.float64) / 255.0
    blended: Floats = pixels[..., :3] * share + 255.0 * (1.0 - share)
    return blended


def _traced(pixels: Pixels, choices: ImageChoices) -> tuple[Labels, tuple[DataClass, ...]]:
    """A class for each pixel, −1 for none, with the classes."""
    opaque = pixels[..., 3] >= OPAQUE
    if choices.way == "dark":
        luma = channel_of(pixels, "brightness")
        dark = luma < otsu_threshold(luma)
        if choices.keep_background:
            return np.where(dark, 0, 1), (DataClass("Dark", 1), DataClass("Light", 0))
        return np.where(dark, 0, -1), (DataClass("Dark", 1), DataClass("Light", 0))
    labels, centres = cluster_colours(pixels[..., :3][opaque], choices.colours, choices.seed)
    image = np.full(pixels.shape[:2], -1, np.intp)
    image[opaque] = labels
    kept = np.arange(len(centres))
    if not choices.keep_background and opaque.all():
        kept = np.delete(kept, _background(image, len(centres)))
    place = np.full(len(centres) + 1, -1, np.intp)
    place[kept] = np.arange(len(kept))
    return place[image], _classes(centres[kept])


def otsu_threshold(values: Floats) -> float:
    """The value that parts two groups best: least variance within them (Otsu 1979)."""
    counts, edges = np.histogram(values, bins=256, range=(0.0, 1.0))
    middles = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts)[:-1]
    above = counts.sum() - below
    sums = np.cumsum(counts * middles)[:-1]
    total = float((counts * middles).sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (sums / below - (total - sums) / above) ** 2
    between = np.nan_to_num(between)
    best = between == between.max()
    # Between two groups that lie apart every value parts them as well: the middle of these.
    return float(edges[1:-1][best].mean())


def cluster_colours(colours: Pixels, count: int, seed: int = 0) -> tuple[Labels, Floats]:
    """Group colours by k-means, begun as k-means++ (Arthur and Vassilvitskii 2007) on a sample.

    Args:
        colours: Shape (N, 3).
        count: Groups wanted; fewer where there are fewer different colours.
        seed: Of sampling.

    Returns:
        The group of each colour, (N,), and the groups' colours, (K, 3), the largest group first.
    """
    if len(colours) == 0:
        return np.zeros(0, np.intp), np.zeros((0, 3))
    random = np.random.default_rng(seed)
    sample = colours[random.integers(0, len(colours), SAMPLE)].astype(np.float64)
    different = np.unique(sample, axis=0)
    centres = _first_centres(sample, min(count, len(different), len(COLOUR_NAMES)), random)
    for _ in range(ROUNDS):
        nearest = _nearest(sample, centres)
        moved = np.array(
            [sample[nearest == i].mean(axis=0) if (nearest == i).any() else one for i, one in enumerate(centres)]
        )
        if np.allclose(moved, centres):
            break
        centres = moved
    order = np.argsort(-np.bincount(_nearest(sample, centres), minlength=len(centres)), kind="stable")
    return _nearest(colours.astype(np.float64), centres[order]), centres[order]


def _first_centres(sample: Floats, count: int, random: np.random.Generator) -> Floats:
    centres = [sample[random.integers(len(sample))]]
    while len(centres) < count:
        far = ((sample[:, None] - np.array(centres)) ** 2).sum(axis=2).min(axis=1)
        centres.append(sample[random.choice(len(sample), p=far / far.sum())])
    return np.array(centres)


def _nearest(colours: Floats, centres: Floats) -> Labels:
    # |c − m|² without |c|², which is the same for all m: no array of (N, K, 3)
    nearest: Labels = ((centres**2).sum(axis=1) - 2.0 * colours @ centres.T).argmin(axis=1)
    return nearest


def _background(image: Labels, count: int) -> int:
    """The group that most pixels of the four edges are of."""
    edges = np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]])
    return int(np.bincount(edges, minlength=count).argmax())


def _classes(centres: Floats) -> tuple[DataClass, ...]:
    """Each group is named like the nearest colour of the palette that is still free; two classes are the least."""
    free = list(range(len(COLOUR_NAMES)))
    classes = []
    for centre in centres:
        color = min(free, key=lambda one: float(((_PALETTE[one] - centre) ** 2).sum()))
        free.remove(color)
        classes.append(DataClass(COLOUR_NAMES[color], color))
    while len(classes) < 2:
        color = free.pop(0)
        classes.append(DataClass(COLOUR_NAMES[color], color))
    return tuple(classes)


def _draw(mask: NDArray[np.bool_], count: int, random: np.random.Generator) -> tuple[Labels, Labels]:
    """Rows and columns of pixels, each drawn as seldom as can be."""
    rows, columns = mask.nonzero()
    rounds, rest = divmod(count, len(rows))
    drawn = np.concatenate([np.tile(np.arange(len(rows)), rounds), random.permutation(len(rows))[:rest]])
    return rows[drawn], columns[drawn]


def _positions(places: tuple[Labels, Labels], shape: tuple[int, ...], random: np.random.Generator) -> Floats:
    """Somewhere within each pixel, in the plane: the picture's middle is at 0, y goes up."""
    height, width = shape[:2]
    scale = 2.0 * REACH / max(height, width)
    rows, columns = places
    # In their middles, points would show the raster of the pixels.
    shift = random.random((len(rows), 2))
    return np.column_stack([(columns + shift[:, 0] - width / 2) * scale, (height / 2 - rows - shift[:, 1]) * scale])
