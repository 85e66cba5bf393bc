"""Generated data sets: a pure function and what is said of it, one file each, one line here."""

import difflib
import math
from dataclasses import replace

import numpy as np

from playground.domains.arc4 import Arc4, shuffled
from playground.domains.plane.generators.circle import CIRCLE
from playground.domains.plane.generators.gauss import BLOBS, GAUSS
from playground.domains.plane.generators.moons import MOONS
from playground.domains.plane.generators.rings import DISC_IN_RING, RINGS
from playground.domains.plane.generators.sample import Generator, RandomSource, Sample, by_name
from playground.domains.plane.generators.spiral import SPIRAL, SPIRALS
from playground.domains.plane.generators.surfaces import HILLS_AND_HOLLOWS, RIPPLE, SINE, SLOPE
from playground.domains.plane.generators.xor import CHECKERBOARD, XOR, XOR_BLOBS
from playground.domains.plane.generators.yin_yang import YIN_YANG

__all__ = ["GENERATORS", "Generator", "RandomSource", "Sample", "generate"]

GENERATORS: dict[str, Generator] = by_name(
    SPIRAL,
    SPIRALS,
    CIRCLE,
    MOONS,
    XOR,
    GAUSS,
    CHECKERBOARD,
    RINGS,
    DISC_IN_RING,
    XOR_BLOBS,
    BLOBS,
    YIN_YANG,
    SLOPE,
    HILLS_AND_HOLLOWS,
    SINE,
    RIPPLE,
)
"""Every generator by name, in the order of the gallery."""
MOST_STREAMED = 20_000
"""Points of a seed text: its numbers are drawn one by one, a few thousand in a hundredth of a second."""


def generate(
    name: str, count: int, noise: float, seed: int, parameter: int | None = None, stream: str | None = None
) -> Sample:
    """Make `count` points of the generator `name`; the same arguments always give the same points.

    Args:
        name: a key of `GENERATORS`.
        count: how many points, 0 or more.
        noise: 0 for none, 0.5 for a lot; each generator says what it does.
        seed: 0 or more.
        parameter: the generator's own whole number; None takes its default.
        stream: a text that takes the place of `seed`: the points are made of the numbers of `domains.arc4`, and
            shuffled by them.

    Raises:
        ValueError: an argument is unknown or out of range, in words.
    """
    generator = _find(name)
    if count < 0:
        raise ValueError(f"the number of points must be 0 or more, not {count}")
    if not (math.isfinite(noise) and noise >= 0.0):
        raise ValueError(f"noise must be a number of 0 or more, not {noise}")
    if seed < 0:
        raise ValueError(f"the seed must be 0 or more, not {seed}")
    if stream is not None:
        return streamed(name, count, noise, stream, parameter)[0]
    return generator.make(np.random.default_rng(seed), count, noise, _parameter(generator, parameter))


def streamed(name: str, count: int, noise: float, stream: str, parameter: int | None = None) -> tuple[Sample, Arc4]:
    """What `generate` makes of a seed text, and the stream of numbers where the points left it.

    Raises:
        ValueError: an argument is unknown or out of range, in words.
    """
    generator = _find(name)
    if not 0 <= count <= MOST_STREAMED:
        raise ValueError(f"a seed text makes 0 to {MOST_STREAMED:,} points, not {count:,}")
    random = Arc4(stream)
    sample = generator.make(random, count, noise, _parameter(generator, parameter))
    order = shuffled(count, random)
    return replace(sample, points=sample.points[order], targets=sample.targets[order]), random


def _find(name: str) -> Generator:
    if name in GENERATORS:
        return GENERATORS[name]
    near = difflib.get_close_matches(name, GENERATORS, n=1)
    hint = f"did you mean '{near[0]}'?" if near else "known are " + ", ".join(GENERATORS)
    raise ValueError(f"there is no generator '{name}'; {hint}")


def _parameter(generator: Generator, given: int | None) -> int:
    spec = generator.parameter
    if spec is None:
        if given is not None:
            raise ValueError(f"the generator '{generator.name}' takes no parameter")
        return 0
    if given is None:
        return spec.default
    if not spec.minimum <= given <= spec.maximum:
        bounds = f"from {spec.minimum} to {spec.maximum}"
        raise ValueError(f"{spec.label} of '{generator.name}' must be {bounds}, not {given}")
    return given
