"""The rows that stand for a large data set wherever not all of them can be looked at."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

_STREAM = 0x5A3E
"""Keeps these numbers apart from a generator's, and from a split's, of the same seed."""


def sampled(count: int, most: int, labels: NDArray[Any] | None = None, *, seed: int = 0) -> NDArray[np.int64]:
    """Return at most `most` of `count` rows at random, each class with its share of them.

    Every row gets a number by its place and the seed, and of each class the rows with the lowest numbers are taken:
    the same rows each time, whatever period the table has, and nearly the same when a row is added.

    Args:
        count: Rows in all.
        most: Rows that may be taken.
        labels: Class of each row, (count,), of any type; None where there are no classes.
        seed: Another one takes other rows.

    Returns:
        Indices, ascending: all of them where no more than `most`. A class has its share of `most` up to a row, and at
        least one row where `most` allows one for each.
    """
    if count <= most:
        return np.arange(count, dtype=np.int64)
    if labels is None:
        return _unlabelled(count, max(most, 0), seed)
    _, codes, counts = np.unique(labels, return_inverse=True, return_counts=True)
    numbers, chosen = _numbers(count, seed), []
    for code, share in enumerate(class_shares(counts, max(most, 0))):
        places = np.flatnonzero(codes == code)
        lowest = np.argpartition(numbers[places], share)[:share] if share < len(places) else slice(None)
        chosen.append(places[lowest])
    return np.sort(np.concatenate(chosen)).astype(np.int64)


def class_shares(counts: NDArray[np.int64], most: int) -> list[int]:
    """Divide `most` rows among classes of these sizes, which are more in all.

    Each gets its share, rounded so that the whole is `most` (the largest remainders are rounded up), and one instead
    of none while there are as many rows as classes.
    """
    exact = counts * (most / counts.sum())
    shares = np.floor(exact).astype(np.int64)
    # Largest remainders first; ties by the order of the classes, or the choice would depend on the sort.
    order = np.argsort(shares - exact, kind="stable")
    shares[order[: most - int(shares.sum())]] += 1
    if most >= len(counts):
        while not shares.all():
            shares[int(shares.argmin())] += 1
            shares[int(shares.argmax())] -= 1
    return [int(share) for share in shares]


@lru_cache(maxsize=32)
def _unlabelled(count: int, most: int, seed: int) -> NDArray[np.int64]:
    numbers = _numbers(count, seed)
    chosen = np.sort(np.argpartition(numbers, most)[:most]).astype(np.int64)
    chosen.flags.writeable = False
    return chosen


def _numbers(count: int, seed: int) -> NDArray[np.float64]:
    return np.random.default_rng([_STREAM, seed]).random(count)
