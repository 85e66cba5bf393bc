"""Random numbers as a function of a counter: the same in numpy here and in the fused kernel, on any thread.

A number is the SplitMix64 finalizer (Steele, Lea and Flood 2014) of key and position, so that no state has to be
carried, saved or kept in step between steppers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

GOLDEN = 0x9E3779B97F4A7C15
MIX_1 = 0xBF58476D1CE4E5B9
MIX_2 = 0x94D049BB133111EB
MASK = 0xFFFFFFFFFFFFFFFF
NORMAL_STREAM = 0x5851F42D4C957F2D


def mix(value: int) -> int:
    """The SplitMix64 finalizer of one 64-bit number."""
    value = (value + GOLDEN) & MASK
    value = ((value ^ (value >> 30)) * MIX_1) & MASK
    value = ((value ^ (value >> 27)) * MIX_2) & MASK
    return value ^ (value >> 31)


def fold(key: tuple[int, int, int]) -> int:
    """One 64-bit number for a key of seed, batch and place."""
    seed, batch, place = key
    return mix(mix(mix(seed & MASK) ^ (batch & MASK)) ^ (place & MASK))


def uniforms(key: tuple[int, int, int], samples: int, units: int, stream: int = 0) -> NDArray[np.float64]:
    """Numbers in [0, 1), shape (samples, units); sample s and unit u use counter s * units + u.

    Args:
        key: Seed, number of the batch, place of the random module in the network.
        samples: Size of the batch.
        units: Width of the layer.
        stream: Exclusive-ored into the key, for a second independent array.
    """
    base = np.uint64(fold(key) ^ stream)
    counter = np.arange(samples * units, dtype=np.uint64)
    with np.errstate(over="ignore"):
        value = (base ^ counter) + np.uint64(GOLDEN)
        value = (value ^ (value >> np.uint64(30))) * np.uint64(MIX_1)
        value = (value ^ (value >> np.uint64(27))) * np.uint64(MIX_2)
    value ^= value >> np.uint64(31)
    return (value >> np.uint64(11)).astype(np.float64).reshape(samples, units) * 2.0**-53


def bernoulli(key: tuple[int, int, int], samples: int, units: int, probability: float) -> NDArray[np.float64]:
    """Ones with `probability`, else zeros, shape (samples, units)."""
    return (uniforms(key, samples, units) < probability).astype(np.float64)


def normal(key: tuple[int, int, int], samples: int, units: int) -> NDArray[np.float64]:
    """Standard normal numbers by the transform of Box and Muller (1958), shape (samples, units)."""
    radius = np.sqrt(-2.0 * np.log1p(-uniforms(key, samples, units)))
    return radius * np.cos(2.0 * np.pi * uniforms(key, samples, units, NORMAL_STREAM))
