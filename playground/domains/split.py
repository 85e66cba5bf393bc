"""Which points are kept back for testing."""

import math

import numpy as np
from numpy.typing import NDArray

_STREAM = 0x5917
"""Keeps these numbers apart from a generator's of the same seed: points drawn in that order would be split by place."""


def split_mask(count: int, train_fraction: float, seed: int) -> NDArray[np.bool_]:
    """Return which of `count` points are test points, shape (N,); floor(N · train_fraction) of them train.

    Every point gets a number by its index and the seed, and the lowest numbers train. So the numbers of the
    first points do not depend on how many follow, and a data set that grows by a point keeps nearly all of
    its split.

    Raises:
        ValueError: `train_fraction` is not between 0 and 1.
    """
    trained = train_count(count, train_fraction)
    numbers = np.random.default_rng([_STREAM, seed]).random(count)
    if trained == 0:
        return np.ones(count, dtype=np.bool_)
    is_test: NDArray[np.bool_] = numbers > np.partition(numbers, trained - 1)[trained - 1]
    if count - np.count_nonzero(is_test) > trained:  # two have the same number: the first of them trains
        is_test[np.argsort(numbers, kind="stable")[trained:]] = True
    return is_test


def train_count(count: int, train_fraction: float) -> int:
    """How many of `count` points train.

    Raises:
        ValueError: `train_fraction` is not between 0 and 1.
    """
    if not 0.0 <= train_fraction <= 1.0:
        raise ValueError(f"the training share must be between 0 and 1, not {train_fraction}")
    # 0.29 * 100 is a little under 29 in floating point, and 29 points were meant.
    return math.floor(count * train_fraction + 1e-9)


USUAL_SHARE = 0.7
"""Of points that train."""
FEWEST = 10
FEWEST_OF_CLASS = 7
"""Of fewer points the usual share would keep less than two a class for testing."""


def is_few(count: int, classes: int) -> bool:
    """Whether so many points in so many classes, 0 for values, are too few to keep some of them for testing."""
    return count < max(FEWEST, FEWEST_OF_CLASS * classes)


def share_of(count: int, classes: int) -> float:
    """The share of imported points that train: the usual one; all of a few."""
    return 1.0 if is_few(count, classes) else USUAL_SHARE
