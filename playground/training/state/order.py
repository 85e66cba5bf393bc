"""The order in which a pass takes the training points: a function of seed, pass and count, never saved."""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from playground._numba_cache import use_user_cache
from playground.operations.random_numbers import GOLDEN, MIX_1, MIX_2, fold

if TYPE_CHECKING:
    from collections.abc import Callable

ORDER_STREAM = 0xD1CE
"""Takes the place of the module's place in the key, so that no random layer shares these numbers."""


COMPILED_FROM = 20_000
"""Points from which on Python takes so long that numba is worth loading: a second for a million, without a rest."""

log = logging.getLogger(__name__)


def prepare_order() -> None:
    """Load the compiled shuffle from the user's cache, or compile it; blocks."""
    _compiled()


def permutation(seed: int, epoch: int, count: int) -> NDArray[np.int64]:
    """The shuffled indices 0 to count - 1 of one pass.

    The shuffle of Fisher and Yates, driven by SplitMix64, in 64-bit unsigned arithmetic:

        base = fold((seed, epoch, ORDER_STREAM))
        order = [0, 1, ..., count - 1]
        for i from count - 1 down to 1:
            j = mix(base xor i) mod (i + 1)
            swap order[i], order[j]

    with `fold` and `mix` of `playground.operations.random_numbers`.

    Args:
        seed: Of the document's training.
        epoch: Passes done before this one.
        count: Training points.

    Returns:
        Shape (count,).
    """
    base = np.uint64(fold((seed, epoch, ORDER_STREAM)))
    shuffle = _compiled() if count >= COMPILED_FROM else None
    if shuffle is not None:
        found = np.empty(count, dtype=np.int64)
        shuffle(found, base)
        return found
    steps = np.arange(count, dtype=np.uint64)
    with np.errstate(over="ignore"):
        value = (steps ^ base) + np.uint64(GOLDEN)
        value = (value ^ (value >> np.uint64(30))) * np.uint64(MIX_1)
        value = (value ^ (value >> np.uint64(27))) * np.uint64(MIX_2)
    value ^= value >> np.uint64(31)
    # All partners at once; the swaps follow from each other and stay a loop, over Python's integers, which are faster
    # to index with than numpy's. The modulus favours low numbers by less than count / 2^64.
    partners = (value % (steps + np.uint64(1))).tolist()
    order = list(range(count))
    for i in range(count - 1, 0, -1):
        j = partners[i]
        order[i], order[j] = order[j], order[i]
    return np.array(order, dtype=np.int64)


@cache
def _compiled() -> Callable[[NDArray[np.int64], np.uint64], None] | None:
    """The shuffle as a compiled loop; None where numba does not work."""
    use_user_cache()
    try:
        from playground.training.state.order_kernel import shuffle  # noqa: PLC0415 - numba takes half a second to load
    except Exception:  # numba and LLVM fail in many ways
        log.exception("the shuffle cannot be compiled")
        return None
    return cast("Callable[[NDArray[np.int64], np.uint64], None]", shuffle)
