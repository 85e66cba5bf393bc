"""Generated data sets: one pure function each, and the table that the gallery and the command line show."""

import difflib
import math
from dataclasses import replace

import numpy as np

from playground.domains.arc4 import Arc4, shuffled
from playground.domains.plane.generators.circle import make_circle
from playground.domains.plane.generators.gauss import make_blobs, make_gauss
from playground.domains.plane.generators.moons import make_moons
from playground.domains.plane.generators.rings import make_disc_in_ring, make_rings
from playground.domains.plane.generators.sample import Generator, GeneratorParameter, RandomSource, Sample
from playground.domains.plane.generators.spiral import make_pinwheel, make_spiral
from playground.domains.plane.generators.surfaces import make_hills, make_plane, make_ripple, make_sine
from playground.domains.plane.generators.xor import make_checkerboard, make_xor, make_xor_blobs
from playground.domains.plane.generators.yin_yang import make_yin_yang

__all__ = ["GENERATORS", "Generator", "Parameter", "RandomSource", "Sample", "generate"]

_GALLERY = (
    Generator(
        name="spiral",
        title="Spiral",
        task="classification",
        classes=2,
        make=make_spiral,
        default_count=300,
        default_noise=0.1,
        description="Two arms wound into each other: the classic that needs depth or width.",
    ),
    Generator(
        name="spirals",
        title="Pinwheel",
        task="classification",
        classes=3,
        make=make_pinwheel,
        default_count=360,
        default_noise=0.1,
        description="Several spiral arms, one for each class.",
        parameter=GeneratorParameter("Arms", default=3, minimum=2, maximum=8),
    ),
    Generator(
        name="circle",
        title="Circle",
        task="classification",
        classes=2,
        make=make_circle,
        default_count=300,
        default_noise=0.0,
        description="A disc inside a ring: no straight line can part them.",
    ),
    Generator(
        name="moons",
        title="Moons",
        task="classification",
        classes=2,
        make=make_moons,
        default_count=300,
        default_noise=0.1,
        description="Two half moons, each reaching into the other.",
    ),
    Generator(
        name="xor",
        title="XOR",
        task="classification",
        classes=2,
        make=make_xor,
        default_count=300,
        default_noise=0.0,
        description="The class is the sign of x times y: one neuron alone cannot learn it.",
    ),
    Generator(
        name="gauss",
        title="Gauss",
        task="classification",
        classes=2,
        make=make_gauss,
        default_count=300,
        default_noise=0.1,
        description="Two normal clouds that one straight line separates.",
    ),
    Generator(
        name="checkerboard",
        title="Checkerboard",
        task="classification",
        classes=2,
        make=make_checkerboard,
        default_count=480,
        default_noise=0.0,
        description="Squares of two classes in turn: many corners to carve out.",
        parameter=GeneratorParameter("Squares a side", default=4, minimum=2, maximum=6),
    ),
    Generator(
        name="rings",
        title="Rings",
        task="classification",
        classes=3,
        make=make_rings,
        default_count=360,
        default_noise=0.1,
        description="A disc and rings around it, one class each.",
        parameter=GeneratorParameter("Rings", default=3, minimum=2, maximum=6),
    ),
    Generator(
        name="disc-in-ring",
        title="Disc in ring",
        task="classification",
        classes=2,
        make=make_disc_in_ring,
        default_count=400,
        default_noise=0.0,
        description="Olah's sets: layers of two units can never separate them, one of three can.",
    ),
    Generator(
        name="xor-blobs",
        title="Four blobs",
        task="classification",
        classes=2,
        make=make_xor_blobs,
        default_count=280,
        default_noise=0.0,
        description="XOR as four clouds: opposite corners share a class.",
    ),
    Generator(
        name="blobs",
        title="Blobs",
        task="classification",
        classes=4,
        make=make_blobs,
        default_count=320,
        default_noise=0.05,
        description="Separate clouds around a circle, one for each class.",
        parameter=GeneratorParameter("Blobs", default=4, minimum=2, maximum=8),
    ),
    Generator(
        name="yin-yang",
        title="Yin-yang",
        task="classification",
        classes=3,
        make=make_yin_yang,
        default_count=540,
        default_noise=0.0,
        description="Two halves that swirl round each other, and a dot in each.",
    ),
    Generator(
        name="reg-plane",
        title="Slope",
        task="regression",
        classes=0,
        make=make_plane,
        default_count=400,
        default_noise=0.0,
        description="A tilted plane: the value grows with x + y.",
    ),
    Generator(
        name="reg-gauss",
        title="Hills",
        task="regression",
        classes=0,
        make=make_hills,
        default_count=600,
        default_noise=0.0,
        description="Three hills and three hollows on level ground.",
    ),
    Generator(
        name="sine",
        title="Sine",
        task="regression",
        classes=0,
        make=make_sine,
        default_count=400,
        default_noise=0.0,
        description="The sine of x; y does not matter, and the network has to find that out.",
    ),
    Generator(
        name="ripple",
        title="Ripple",
        task="regression",
        classes=0,
        make=make_ripple,
        default_count=800,
        default_noise=0.0,
        description="Waves that run out from the middle and fade.",
    ),
)

GENERATORS: dict[str, Generator] = {generator.name: generator for generator in _GALLERY}
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
