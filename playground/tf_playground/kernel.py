"""The page's training, sample by sample in its order of operations. Importing this loads numba.

Numbers are summed in float64 whatever the arrays hold, one link after the other as the page does it. A network is its
widths and the codes of its activations; its flat parameters are, layer by layer, the weights (units, inputs) and then
the biases (units,).
"""

import math
from typing import Any

import numpy as np

from playground._kernels import kept_njit

TANH, RELU, SIGMOID, LINEAR = 1, 2, 3, 0
"""As in `operations.activations`."""
GRADIENT, DEAD, COUNT = 0, 1, 2
"""Rows of the optimizer's state: summed gradients; 1 for a dead link; first number: samples since the last update."""


@kept_njit(error_model="numpy")
def forward(widths: Any, codes: Any, parameters: Any, features: Any, out: Any) -> None:
    """Fill `out`, the outputs of all units layer by layer, inputs first."""
    for i in range(widths[0]):
        out[i] = features[i]
    before, here, place = 0, widths[0], 0
    for layer in range(codes.size):
        inputs, units = widths[layer], widths[layer + 1]
        for unit in range(units):
            z = float(parameters[place + inputs * units + unit])
            for i in range(inputs):
                z += parameters[place + unit * inputs + i] * out[before + i]
            out[here + unit] = bend(codes[layer], z)
        before, here, place = here, here + units, place + (inputs + 1) * units


@kept_njit(error_model="numpy")
def bend(code: int, z: float) -> float:
    """An activation; a rectified NaN stays one."""
    if code == TANH:
        return math.tanh(z)
    if code == RELU:
        return 0.0 if z <= 0.0 else z  # noqa: FURB136 - max() would swallow a NaN
    if code == SIGMOID:
        return 1.0 / (1.0 + math.exp(-z))
    return z


@kept_njit(error_model="numpy")
def slope(code: int, a: float) -> float:
    """The derivative of an activation, from its value."""
    if code == TANH:
        return 1.0 - a * a
    if code == RELU:
        return 0.0 if a <= 0.0 else 1.0
    if code == SIGMOID:
        return a * (1.0 - a)
    return 1.0


@kept_njit(error_model="numpy")
def backward(widths: Any, codes: Any, parameters: Any, slots: Any, out: Any, delta: Any) -> None:
    """Add a sample's gradient; `delta` holds the output's, and gets that of all units."""
    here, place = out.size, parameters.size
    for layer in range(codes.size - 1, -1, -1):
        inputs, units = widths[layer], widths[layer + 1]
        here, place = here - units, place - (inputs + 1) * units
        for unit in range(units):
            slots[GRADIENT, place + inputs * units + unit] += delta[here + unit]
        for i in range(inputs):
            total = 0.0
            for unit in range(units):
                link = place + unit * inputs + i
                total += parameters[link] * delta[here + unit]
                if slots[DEAD, link] == 0.0:
                    slots[GRADIENT, link] += delta[here + unit] * out[here - inputs + i]
            if layer > 0:
                delta[here - inputs + i] = total * slope(codes[layer - 1], out[here - inputs + i])


@kept_njit(error_model="numpy")
def update(widths: Any, parameters: Any, slots: Any, rate: float, l1: float, l2: float) -> None:
    """Move everything by the mean gradient since the last update; a link that L1 takes through zero dies there."""
    n = float(slots[COUNT, 0])
    place = 0
    for layer in range(widths.size - 1):
        links = widths[layer] * widths[layer + 1]
        for link in range(place, place + links):
            if slots[DEAD, link] != 0.0:
                continue
            w = float(parameters[link])
            moved = w - (rate / n) * slots[GRADIENT, link]
            pull = rate * l1 * np.sign(w) if l1 > 0.0 else rate * l2 * w
            if l1 > 0.0 and moved * (moved - pull) < 0.0:
                parameters[link] = 0.0
                slots[DEAD, link] = 1.0
            else:
                parameters[link] = moved - pull
        for bias in range(place + links, place + links + widths[layer + 1]):
            parameters[bias] = parameters[bias] - (rate * slots[GRADIENT, bias]) / n
        place += links + widths[layer + 1]
    slots[GRADIENT, :] = 0.0
    slots[COUNT, 0] = 0.0


@kept_njit(error_model="numpy")
def train(  # noqa: PLR0913, PLR0917 - numba takes no objects
    network: Any, features: Any, targets: Any, parameters: Any, slots: Any, settings: Any, cursor: int, batches: int
) -> Any:
    """Train some batches; what a pass leaves over waits in `slots` for the first update of the next.

    Args:
        network: Widths (layers + 1,) and activation codes (layers,).
        features: Training points, (N, F).
        targets: (N,).
        parameters: Flat, (P,).
        slots: (3, P).
        settings: Batch size, learning rate, L1 and L2.
        cursor: Points used of the pass at hand.
        batches: How many; the rest of a pass counts as one.

    Returns:
        The cursor, and how many passes have ended.
    """
    widths, codes = network
    batch, rate, l1, l2 = settings
    out, delta = np.zeros(widths.sum()), np.zeros(widths.sum())
    passes = 0
    for _ in range(batches):
        stop = min(cursor + batch, features.shape[0])
        for i in range(cursor, stop):
            forward(widths, codes, parameters, features[i], out)
            delta[-1] = (out[-1] - targets[i]) * slope(codes[-1], out[-1])
            backward(widths, codes, parameters, slots, out, delta)
        slots[COUNT, 0] += stop - cursor
        if stop % batch == 0:
            update(widths, parameters, slots, rate, l1, l2)
        cursor = stop
        if cursor == features.shape[0]:
            cursor = 0
            passes += 1
    return cursor, passes
