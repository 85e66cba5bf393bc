"""What a generator is and makes, and the random draws that all generators share.

The only randomness a generator may use is `RandomSource.random()`. A numpy generator is one; so is the stream of a
seed text. Circle, XOR, Gauss, spiral, plane and hills are the data sets of github.com/tensorflow/playground
(Apache-2.0): each names its function in `dataset.ts` there, whose formula and order of draws it keeps to the last bit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from playground.domains.making import GeneratorKnob, GeneratorParameter
from playground.domains.plane.generators.truth import TruthAt

Floats = NDArray[np.float64]


class RandomSource(Protocol):
    """Anything that hands out uniform numbers one by one."""

    def random(self) -> float:
        """Return the next number in [0, 1)."""
        ...


@dataclass(frozen=True, slots=True)
class Sample:
    """Points in the plane with what is to be learnt at each of them."""

    points: Floats
    """(N, 2) float64, x and y in plane units; the view starts at -6 to 6."""
    targets: NDArray[np.int64] | Floats
    """(N,) int64 class indices for classification, float64 values for regression."""
    class_count: int
    """How many classes the targets index into; 0 for regression."""


@dataclass(frozen=True, slots=True)
class Generator:
    """One entry of the gallery."""

    name: str
    title: str
    task: str
    classes: int
    """Classes at the parameter's default; 0 for regression."""
    make: Callable[[RandomSource, int, float, int], Sample]
    """`make(random, count, noise, parameter)`; parameter is 0 where there is none."""
    default_count: int
    default_noise: float
    description: str
    parameter: GeneratorParameter | None = None
    knobs: tuple[GeneratorKnob, ...] = ()
    """None: noise and parameter are all that points need."""
    truth: TruthAt | None = None
    """What the points are drawn from, where a formula says it."""


def by_name(*generators: Generator) -> dict[str, Generator]:
    """A table of generators.

    Raises:
        ValueError: Two have the same name.
    """
    table = {generator.name: generator for generator in generators}
    if len(table) < len(generators):
        raise ValueError(f"two generators have the same name: {', '.join(one.name for one in generators)}")
    return table


def uniform(random: RandomSource, count: int) -> Floats:
    """Return the next `count` numbers in [0, 1), in the order in which single draws would give them."""
    if isinstance(random, np.random.Generator):
        return random.random(count)
    return np.fromiter((random.random() for _ in range(count)), np.float64, count)


def uniform_rows(random: RandomSource, rows: int, columns: int) -> Floats:
    """Return (rows, columns) numbers in [0, 1), drawn row by row: one row holds all draws of one point."""
    return uniform(random, rows * columns).reshape(rows, columns)


def between(unit: Floats, low: float, high: float) -> Floats:
    """Stretch numbers in [0, 1) to [low, high); last bits depend on this order of operations."""
    return unit * (high - low) + low


def normal_rows(random: RandomSource, rows: int, columns: int) -> Floats:
    """Return (rows, columns) standard normal numbers by the Box-Muller transform."""
    unit = uniform_rows(random, rows, 2 * columns)
    radius = np.sqrt(-2.0 * np.log1p(-unit[:, :columns]))
    return radius * np.cos(2.0 * np.pi * unit[:, columns:])


def polar(radius: Floats, angle: Floats) -> Floats:
    """Return the points (radius cos angle, radius sin angle), shape (N, 2)."""
    return np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))


def shares(count: int, parts: int) -> list[int]:
    """Divide `count` points among `parts` as evenly as possible, the first ones taking what is left over."""
    quotient, remainder = divmod(count, parts)
    return [quotient + (part < remainder) for part in range(parts)]


def class_blocks(count: int, classes: int) -> NDArray[np.int64]:
    """Return the class of each of `count` points when the classes follow one another in `shares`."""
    return np.repeat(np.arange(classes, dtype=np.int64), shares(count, classes))
