"""Even between minus and plus a half: how TensorFlow Playground begins, whose name it has in menus and files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.methods.initializations.base import Initialization, even

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class HalfUniform(Initialization):
    """Even between ± 1/2 however many units there are, biases 0.1."""

    name, title = "tf-playground", "TF Playground"
    sentence = "Between minus and plus a half, biases 0.1, as on that page"
    bias = 0.1
    code = """\
def tf_playground(random, shape):
    return 0.5 * (2.0 * random.random(shape) - 1.0)
"""

    @staticmethod
    def draw(random: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
        """Start values of a weight."""
        return 0.5 * even(random, shape)
