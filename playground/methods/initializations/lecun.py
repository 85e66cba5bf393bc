"""LeCun et al. 1998, the normal one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.methods.initializations.base import Initialization, normal

if TYPE_CHECKING:
    from numpy.typing import NDArray


class LeCun(Initialization):
    """Normal with the variance 1 / fan in."""

    name, title = "lecun", "LeCun"
    sentence = "Normal, by the units before: suits SELU and linear layers"
    code = """\
def lecun(random, fan_out, fan_in):
    random.random((fan_out, fan_in))  # the playground draws uniform numbers first
    return random.standard_normal((fan_out, fan_in)) * np.sqrt(1.0 / fan_in)
"""

    @staticmethod
    def draw(random: np.random.Generator, fan_out: int, fan_in: int) -> NDArray[np.float64]:
        """A weight matrix of start values, (fan_out, fan_in)."""
        return normal(random, fan_out, fan_in) * np.sqrt(1.0 / fan_in)
