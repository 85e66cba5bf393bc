"""Normal clouds: two on a diagonal, and any number of blobs around a circle."""

import numpy as np

from playground.domains.making import GeneratorParameter
from playground.domains.plane.generators.sample import (
    Floats,
    Generator,
    RandomSource,
    Sample,
    class_blocks,
    normal_rows,
    polar,
    shares,
    uniform_rows,
)
from playground.domains.plane.generators.truth import Truth, log_normal, of_joint

MOST_ROUND, DISC = 8, 4.6
"""So many clouds are apart on their circle; more lie over a disc of this radius."""
GOLDEN_ANGLE = np.pi * (3.0 - np.sqrt(5.0))


def make_gauss(random: RandomSource, count: int, noise: float, _parameter: int) -> Sample:
    """One cloud around (2, 2), class 1, and one around (-2, -2), class 0; noise widens both.

    Formula and order of draws: `classifyTwoGaussData` (see `sample`).
    """
    targets = np.repeat(np.array([1, 0], dtype=np.int64), shares(count, 2))
    centres = np.where(targets == 1, 2.0, -2.0)[:, np.newaxis]
    offsets = _marsaglia_normal(random, 2 * count).reshape(count, 2)
    return Sample(centres + np.sqrt(_gauss_variance(noise)) * offsets, targets, 2)


def gauss_truth(points: Floats, noise: float, _parameter: int) -> Truth:
    """Two normal clouds of equal shares."""
    centres = np.array([[-2.0, -2.0], [2.0, 2.0]])
    return of_joint(log_normal(points, centres, _gauss_variance(noise)) - np.log(2.0))


def _gauss_variance(noise: float) -> float:
    share = noise / 0.5
    return 0.5 * (1.0 - share) + 4.0 * share


GAUSS = Generator(
    name="gauss",
    title="Gauss",
    task="classification",
    classes=2,
    make=make_gauss,
    default_count=300,
    default_noise=0.1,
    description="Two normal clouds that one straight line separates.",
    truth=gauss_truth,
)


def make_blobs(random: RandomSource, count: int, noise: float, blobs: int) -> Sample:
    """`blobs` normal clouds, one a class, evenly around a circle, many of them over a disc; noise widens them."""
    targets = class_blocks(count, blobs)
    centres, width = _places_and_width(blobs, noise)
    points = centres[targets] + normal_rows(random, count, 2) * width
    return Sample(points, targets, blobs)


def blobs_truth(points: Floats, noise: float, blobs: int) -> Truth:
    """Normal clouds of equal shares."""
    centres, width = _places_and_width(blobs, noise)
    return of_joint(log_normal(points, centres, width**2) - np.log(blobs))


def _places_and_width(blobs: int, noise: float) -> tuple[Floats, float]:
    width = 0.45 + 2.0 * noise
    if blobs > MOST_ROUND:
        return _spread(blobs), width * float(np.sqrt(MOST_ROUND / blobs))
    start = np.pi / 2 if blobs % 2 else np.pi / blobs
    return polar(np.full(blobs, 3.6), start - 2.0 * np.pi * np.arange(blobs) / blobs), width


def _spread(count: int) -> Floats:
    """Places over a disc, (count, 2), none near another: the seeds of a sunflower (H. Vogel, 1979)."""
    number = np.arange(count)
    return polar(DISC * np.sqrt((number + 0.5) / count), np.pi / 2 - number * GOLDEN_ANGLE)


BLOBS = Generator(
    name="blobs",
    title="Blobs",
    task="classification",
    classes=4,
    make=make_blobs,
    default_count=320,
    default_noise=0.05,
    description="Separate clouds, one for each class: up to eight around a circle, more over a disc.",
    parameter=GeneratorParameter("Blobs", default=4, minimum=2, maximum=36),
    truth=blobs_truth,
)


def _marsaglia_normal(random: RandomSource, count: int) -> Floats:
    """Return standard normal numbers by the polar method with the second of each pair thrown away.

    A round draws one pair for each number still missing. So it never draws a pair that a loop over single
    numbers would not have drawn, and leaves the stream where that loop leaves it.
    """
    accepted: list[Floats] = []
    missing = count
    while missing:
        pairs = 2.0 * uniform_rows(random, missing, 2) - 1.0
        square = pairs[:, 0] * pairs[:, 0] + pairs[:, 1] * pairs[:, 1]
        inside = (square <= 1.0) & (square > 0.0)
        square = square[inside]
        accepted.append(np.sqrt(-2.0 * np.log(square) / square) * pairs[inside, 0])
        missing -= len(square)
    return np.concatenate(accepted) if accepted else np.empty(0)
