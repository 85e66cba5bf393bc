"""He et al. 2015, the normal one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.methods.initializations.base import Initialization, fan_in, normal

if TYPE_CHECKING:
    from numpy.typing import NDArray


class He(Initialization):
    """Normal with the variance 2 / fan in."""

    name, title = "he", "He"
    sentence = "Normal, wide enough for units of which half are off: suits ReLU"
    code = """\
def he(random, shape):
    random.random(shape)  # the playground draws uniform numbers first
    return random.standard_normal(shape) * np.sqrt(2.0 / np.prod(shape[1:]))
"""

    @staticmethod
    def draw(random: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
        """Start values of a weight."""
        return normal(random, shape) * np.sqrt(2.0 / fan_in(shape))
