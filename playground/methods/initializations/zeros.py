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
def zeros(random, shape):
    return np.zeros(shape)
"""

    @staticmethod
    def draw(random: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
        """Start values of a weight."""
        return np.zeros(shape)
