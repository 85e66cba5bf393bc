"""Glorot and Bengio 2010, the uniform one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.methods.initializations.base import Initialization, even, fan_in, fan_out

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Glorot(Initialization):
    """Even between ± sqrt(6 / (fan in + fan out))."""

    name, title = "glorot", "Glorot"
    sentence = "Even between limits from the units before and after: suits tanh and sigmoid"
    code = """\
def glorot(random, shape):
    fan_in, fan_out = np.prod(shape[1:]), shape[0] * np.prod(shape[2:])
    limit = np.sqrt(6.0 / (fan_in + fan_out))
    return limit * (2.0 * random.random(shape) - 1.0)
"""

    @staticmethod
    def draw(random: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
        """Start values of a weight."""
        return np.sqrt(6.0 / (fan_in(shape) + fan_out(shape))) * even(random, shape)
