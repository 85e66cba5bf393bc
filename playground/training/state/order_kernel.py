"""The compiled shuffle. Importing this loads numba; `order.permutation` does so for many points."""

from typing import Any

import numpy as np

from playground._kernels import kept_njit
from playground.operations import random_numbers as noise

GOLDEN, MIX_1, MIX_2 = np.uint64(noise.GOLDEN), np.uint64(noise.MIX_1), np.uint64(noise.MIX_2)
S27, S30, S31 = np.uint64(27), np.uint64(30), np.uint64(31)


@kept_njit("void(int64[::1], uint64)")
def shuffle(order: Any, base: Any) -> None:
    """Fill an array with the pass whose key is `base`; see `order.permutation`."""
    for i in range(order.size):
        order[i] = i
    for i in range(order.size - 1, 0, -1):
        # Constants are uint64 already: an int64 among them would make numba compute in float64.
        value = (np.uint64(i) ^ base) + GOLDEN
        value = (value ^ (value >> S30)) * MIX_1
        value = (value ^ (value >> S27)) * MIX_2
        value ^= value >> S31
        j = np.int64(value % np.uint64(i + 1))
        order[i], order[j] = order[j], order[i]
