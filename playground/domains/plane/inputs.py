"""What the network is fed: functions of the plane, each one row of the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class InputFeature:
    """One input neuron.

    Attributes:
        label: As the network shows it.
        function: Its value over the plane.
        explanation: One sentence for the tooltip.
        formula: The function as numpy code.
    """

    label: str
    function: Callable[[Array, Array], Array]
    explanation: str
    formula: str


INPUTS: dict[str, InputFeature] = {
    "x": InputFeature("x", lambda x, _: x, "The horizontal coordinate.", "x"),
    "y": InputFeature("y", lambda _, y: y, "The vertical coordinate.", "y"),
    "x2": InputFeature("x²", lambda x, _: x * x, "Grows to the left and to the right: makes ellipses easy.", "x * x"),
    "y2": InputFeature("y²", lambda _, y: y * y, "Grows upwards and downwards: makes ellipses easy.", "y * y"),
    "xy": InputFeature("xy", lambda x, y: x * y, "Its sign tells the quadrant: makes XOR easy.", "x * y"),
    "sin_x": InputFeature("sin x", lambda x, _: np.sin(x), "Vertical stripes.", "np.sin(x)"),
    "sin_y": InputFeature("sin y", lambda _, y: np.sin(y), "Horizontal stripes.", "np.sin(y)"),
}
"""By the name that documents use, in the order in which networks read them."""


def features(points: Array, names: Sequence[str]) -> Array:
    """The inputs of the network at points of the plane.

    Args:
        points: Shape (N, 2).
        names: Keys of `INPUTS`.

    Returns:
        Shape (N, len(names)).

    Raises:
        KeyError: A name is not in the table.
    """
    x, y = points[:, 0], points[:, 1]
    columns = [INPUTS[name].function(x, y) for name in names]
    return np.stack(columns, axis=1) if columns else np.empty((len(points), 0))
