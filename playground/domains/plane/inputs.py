"""What the network is fed of points of the plane: functions of x and y, each one row of the table."""

from __future__ import annotations

import numpy as np

from playground.domains.base import InputFeature

INPUTS: dict[str, InputFeature] = {
    "x": InputFeature("x", lambda x, _: x, "The horizontal coordinate.", "x", column=0),
    "y": InputFeature("y", lambda _, y: y, "The vertical coordinate.", "y", column=1),
    "x2": InputFeature(
        "x²",
        lambda x, _: x * x,
        "Grows to the left and to the right: makes ellipses easy.",
        "x * x",
        onnx=("Mul", ("x", "x")),
    ),
    "y2": InputFeature(
        "y²", lambda _, y: y * y, "Grows upwards and downwards: makes ellipses easy.", "y * y", onnx=("Mul", ("y", "y"))
    ),
    "xy": InputFeature(
        "xy", lambda x, y: x * y, "Its sign tells the quadrant: makes XOR easy.", "x * y", onnx=("Mul", ("x", "y"))
    ),
    "sin_x": InputFeature("sin x", lambda x, _: np.sin(x), "Vertical stripes.", "np.sin(x)", onnx=("Sin", ("x",))),
    "sin_y": InputFeature("sin y", lambda _, y: np.sin(y), "Horizontal stripes.", "np.sin(y)", onnx=("Sin", ("y",))),
}
"""By the name that documents use, in the order in which networks read them."""
