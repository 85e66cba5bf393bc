"""A toy initialization: weights of one size and either sign, and biases that are not zero."""

import numpy as np

from playground.methods.initializations.base import Initialization


class Checkerboard(Initialization):
    name, title = "checkerboard", "Checkerboard"
    sentence = "Weights of one size, half of them negative"
    bias = 0.25
    code = """\
def checkerboard(random, shape):
    return np.where(random.random(shape) < 0.5, -1.0, 1.0) / np.sqrt(np.prod(shape[1:]))
"""

    @staticmethod
    def draw(random, shape):
        return np.where(random.random(shape) < 0.5, -1.0, 1.0) / np.sqrt(np.prod(shape[1:]))
