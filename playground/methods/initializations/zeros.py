"""No draw at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.methods.initializations.base import Initialization

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Zeros(Initialization):
    """Zero everywhere."""

    name, title = "zeros", "Zeros"
    sentence = "All weights 0: all units of a layer stay alike, which shows why others begin at random"
    code = """\
def zeros(random, fan_out, fan_in):
    return np.zeros((fan_out, fan_in))
"""

    @staticmethod
    def draw(random: np.random.Generator, fan_out: int, fan_in: int) -> NDArray[np.float64]:
        """A weight matrix of start values, (fan_out, fan_in)."""
        return np.zeros((fan_out, fan_in))
