"""What a generator of pictures is and makes, and what all of them share: draws, classes in turn, noise."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.domains.making import GeneratorKnob, GeneratorParameter
from playground.domains.picture.reduction import Reduction
from playground.domains.picture.sizes import USUAL_SIDE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PictureSample:
    """Pictures with the class of each.

    Attributes:
        pictures: (N, 1, S, S), from 0 for paper to 1 for ink.
        targets: Indices of `class_names`, (N,).
        class_names: In the order of the indices.
    """

    pictures: Floats
    targets: Integers
    class_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PictureGenerator:
    """One entry of the gallery of pictures.

    Attributes:
        name: As code, files and the command line call it.
        title: In the gallery.
        description: One sentence about it.
        default_count: How many pictures it begins with.
        class_names: What its pictures show, in the order of their targets.
        knobs: The numbers it can be given.
        make: `make(random, count, side, knobs)` with a value for each knob. The first pictures of a larger count are
            those of a smaller one.
        reduction: How a drawing becomes a picture like these.
        usual_side: Pixels along each side at first.
    """

    name: str
    title: str
    description: str
    default_count: int
    class_names: tuple[str, ...]
    knobs: tuple[GeneratorKnob, ...]
    make: Callable[[np.random.Generator, int, int, Mapping[str, float]], PictureSample]
    reduction: Reduction = field(default_factory=Reduction)
    usual_side: int = USUAL_SIDE
    task: str = "classification"
    default_noise: float = 0.0
    """None: noise is a knob like others."""
    parameter: GeneratorParameter | None = None

    @property
    def classes(self) -> int:
        """How many classes it makes."""
        return len(self.class_names)

    def defaults(self) -> dict[str, float]:
        """The value that each knob begins with."""
        return {knob.name: knob.default for knob in self.knobs}


def position_knob(default: float) -> GeneratorKnob:
    """How far off the middle pictures may be."""
    words = "How far what is shown may lie from the middle, of the picture's side."
    return GeneratorKnob("position", "Position", "%", 0.0, 30.0, default, 1.0, words)


def turn_knob(default: float, most: float = 180.0) -> GeneratorKnob:
    """By how much pictures may be turned."""
    return GeneratorKnob("turn", "Turn", "°", 0.0, most, default, 1.0, "By how much it may be turned, to either side.")


def size_knob(default: float) -> GeneratorKnob:
    """By how much sizes may differ."""
    words = "By how much it may be larger or smaller than usual."
    return GeneratorKnob("size", "Size", "%", 0.0, 50.0, default, 1.0, words)


def noise_knob(default: float) -> GeneratorKnob:
    """How noisy pixels are."""
    words = "Standard deviation of the noise of each pixel, of the way from paper to ink."
    return GeneratorKnob("noise", "Noise", "%", 0.0, 50.0, default, 1.0, words)


def classes_in_turn(count: int, classes: int) -> Integers:
    """The class of each of `count` pictures, one after the other, so that the first few show every class."""
    return np.arange(count, dtype=np.int64) % classes


def draws(random: np.random.Generator, count: int, columns: int) -> Floats:
    """Numbers from -1 to 1, (count, columns), picture by picture: those of the first pictures hold for any count."""
    return random.random((count, columns)) * 2.0 - 1.0


def noisy(random: np.random.Generator, pictures: Floats, percent: float) -> Floats:
    """Add normal noise to each pixel, within paper and ink; the same numbers for the first pictures of any count."""
    if percent > 0.0:
        noise = random.standard_normal(pictures.shape, dtype=np.float32)
        noise *= np.float32(percent / 100.0)
        pictures = np.clip(pictures + noise, 0.0, 1.0)
    return pictures


def sample_of(pictures: Floats, targets: Integers, class_names: tuple[str, ...]) -> PictureSample:
    """A sample of pictures without their axis of channels, (N, S, S)."""
    return PictureSample(pictures[:, np.newaxis], targets, class_names)
