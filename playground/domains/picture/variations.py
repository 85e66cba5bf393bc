"""A drawing several times over: as it is, and shifted, turned, resized, with other strokes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.domains.picture.augmentation import Augmentation, augmented

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

TURN, SCALE, STROKE = 10.0, 10.0, 0.5
"""Degrees, per cent, and pixels at a side of 16, to either side."""
SHIFT_SHARE = 1 / 16
"""Of the side, to either side."""


def with_variations(picture: ArrayLike, count: int, seed: int) -> NDArray[np.float64]:
    """A picture, and so many variations of it: (1 + count, 1, S, S).

    Args:
        picture: (1, S, S), from 0 for paper to 1 for ink.
        count: How many variations.
        seed: 0 or more; the same gives the same ones.
    """
    first = np.asarray(picture, np.float64)[np.newaxis]
    side = first.shape[-1]
    change = Augmentation(shift=SHIFT_SHARE * side, turn=TURN, scale=SCALE, stroke=STROKE * side / 16)
    varied = augmented(np.repeat(first, count, axis=0), change, seed, 0)
    return np.concatenate([first, varied])
