"""What every initialization is: a draw of a weight matrix, and where biases begin."""

from __future__ import annotations

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
    """

    bias: ClassVar[float] = 0.0
    code: ClassVar[str]

    @staticmethod
    def draw(random: np.random.Generator, fan_out: int, fan_in: int) -> NDArray[np.float64]:
        """A weight matrix, (fan_out, fan_in).

        Args:
            random: A fresh generator for each matrix.
            fan_out: Units after.
            fan_in: Units before, 1 or more.
        """
        raise NotImplementedError

    @property
    def function(self) -> str:
        """The name of the function in `code`."""
        return self.name.replace("-", "_")


def even(random: np.random.Generator, fan_out: int, fan_in: int) -> NDArray[np.float64]:
    """Numbers spread evenly from -1 to 1, (fan_out, fan_in)."""
    return 2.0 * random.random((fan_out, fan_in)) - 1.0


def normal(random: np.random.Generator, fan_out: int, fan_in: int) -> NDArray[np.float64]:
    """Standard normal numbers, (fan_out, fan_in).

    An even draw comes first and is dropped: seeds of older documents are to give the weights that they gave.
    """
    random.random((fan_out, fan_in))
    return random.standard_normal((fan_out, fan_in))
