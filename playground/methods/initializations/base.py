"""What every initialization is: a draw of a weight, and where biases begin."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, ClassVar

from playground.methods.base import Method

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Initialization(Method):
    """How weights are drawn before training.

    Attributes:
        bias: What biases begin with.
        code: For the exported script, which has numpy: the text of a function as `draw`, called `function`.

    A weight is (units after, units before), that of a convolution (channels after, channels before, height, width).
    Fan in is the count of what one unit sums up, units before times the window; fan out likewise, units after times
    the window.
    """

    bias: ClassVar[float] = 0.0
    code: ClassVar[str]

    @staticmethod
    def draw(random: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
        """A weight of a shape.

        Args:
            random: A fresh generator for each weight.
            shape: Two axes or more, with 1 or more units before.
        """
        raise NotImplementedError

    @property
    def function(self) -> str:
        """The name of the function in `code`."""
        return self.name.replace("-", "_")


def fan_in(shape: tuple[int, ...]) -> int:
    """How many numbers one unit sums up, for a weight of this shape."""
    return prod(shape[1:])


def fan_out(shape: tuple[int, ...]) -> int:
    """In how many sums one number stands, for a weight of this shape."""
    return shape[0] * prod(shape[2:])


def even(random: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Numbers of a shape spread evenly from -1 to 1."""
    return 2.0 * random.random(shape) - 1.0


def normal(random: np.random.Generator, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Standard normal numbers of a shape.

    An even draw comes first and is dropped: seeds of older documents are to give the weights that they gave.
    """
    random.random(shape)
    return random.standard_normal(shape)
