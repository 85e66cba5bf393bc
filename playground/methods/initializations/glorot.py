"""Glorot and Bengio 2010, the uniform one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.methods.initializations.base import Initialization, even

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Glorot(Initialization):
    """Even between ± sqrt(6 / (fan in + fan out))."""

    name, title = "glorot", "Glorot"
    sentence = "Even between limits from the units before and after: suits tanh and sigmoid"
    code = """\
def glorot(random, fan_out, fan_in):
    limit = np.sqrt(6.0 / (fan_in + fan_out))
    return limit * (2.0 * random.random((fan_out, fan_in)) - 1.0)
"""

    @staticmethod
    def draw(random: np.random.Generator, fan_out: int, fan_in: int) -> NDArray[np.float64]:
        """A weight matrix of start values, (fan_out, fan_in)."""
        return np.sqrt(6.0 / (fan_in + fan_out)) * even(random, fan_out, fan_in)
