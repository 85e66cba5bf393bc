"""Random numbers as a function of a counter: `playground.operations.random_numbers`, number by number, compiled."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from playground.operations import random_numbers as noise
from playground.simd.vector import compiled

GOLDEN, MIX_1, MIX_2 = np.uint64(noise.GOLDEN), np.uint64(noise.MIX_1), np.uint64(noise.MIX_2)
NORMAL_STREAM = np.uint64(noise.NORMAL_STREAM)
S11, S27, S30, S31 = np.uint64(11), np.uint64(27), np.uint64(30), np.uint64(31)


@compiled
def mix(value: Any) -> Any:
    """The SplitMix64 finalizer of a uint64."""
    value = value + GOLDEN
    value = (value ^ (value >> S30)) * MIX_1
    value = (value ^ (value >> S27)) * MIX_2
    return value ^ (value >> S31)


@compiled
def fold2(seed: int, batch: int) -> Any:
    """The part of `noise.fold` that all random operations of an update share."""
    return mix(mix(np.uint64(seed)) ^ np.uint64(batch))


@compiled
def uniform_of(base: Any, counter: int) -> float:
    """A number in [0, 1) of a folded key."""
    return float(mix(base ^ np.uint64(counter)) >> S11) * 2.0**-53


@compiled
def uniform(key: Any, place: int, counter: int) -> float:
    """A number in [0, 1): `noise.uniforms` at a counter, with `key` of `fold2`."""
    return uniform_of(mix(key ^ np.uint64(place)), counter)


@compiled
def normal(key: Any, place: int, counter: int) -> float:
    """A standard normal number: `noise.normal` at a counter."""
    base = mix(key ^ np.uint64(place))
    # Of 1 - u, which is never 0, while u may be.
    radius = math.sqrt(-2.0 * math.log1p(-uniform_of(base, counter)))
    return radius * math.cos(2.0 * math.pi * uniform_of(base ^ NORMAL_STREAM, counter))
