"""What was usual before Glorot and Bengio 2010."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.methods.initializations.base import Initialization, even

if TYPE_CHECKING:
    from numpy.typing import NDArray


class NaiveUniform(Initialization):
    """Even between ± 1 / sqrt(fan in)."""

    name, title = "naive", "Naive uniform"
    sentence = "Even between limits from the units before alone"
    code = """\
def naive(random, fan_out, fan_in):
    return (2.0 * random.random((fan_out, fan_in)) - 1.0) / np.sqrt(fan_in)
"""

    @staticmethod
    def draw(random: np.random.Generator, fan_out: int, fan_in: int) -> NDArray[np.float64]:
        """A weight matrix of start values, (fan_out, fan_in)."""
        return even(random, fan_out, fan_in) / np.sqrt(fan_in)
