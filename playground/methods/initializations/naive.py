"""What was usual before Glorot and Bengio 2010."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.methods.initializations.base import Initialization, even, fan_in

if TYPE_CHECKING:
    from numpy.typing import NDArray


class NaiveUniform(Initialization):
    """Even between ± 1 / sqrt(fan in)."""

    name, title = "naive", "Naive uniform"
    sentence = "Even between limits from the units before alone"
    code = """\
def naive(random, shape):
    return (2.0 * random.random(shape) - 1.0) / np.sqrt(np.prod(shape[1:]))
"""

    @staticmethod
    def draw(random: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
        """Start values of a weight."""
        return even(random, shape) / np.sqrt(fan_in(shape))
