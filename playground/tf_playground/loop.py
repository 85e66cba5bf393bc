"""Training as the page does: samples one by one, several times slower than the fused kernel, faster than the page."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

import numpy as np

from playground._numba_cache import use_user_cache
from playground.document.plan import resolve
from playground.layers import Dense
from playground.operations.activations import ACTIVATIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.emulation import Trainable


def load() -> Callable[..., tuple[int, int]]:
    """The loop, not compiled yet: quick, whatever else is being compiled at the moment.

    Raises:
        Exception: numba does not work here.
    """
    use_user_cache()
    from playground.tf_playground import kernel  # noqa: PLC0415 - numba takes half a second to load

    return cast("Callable[..., tuple[int, int]]", kernel.train)


@cache
def prepare(dtype: str) -> Callable[..., tuple[int, int]]:
    """The compiled loop for "float32" or "float64", from the user's cache or compiled, which takes a few seconds.

    Raises:
        Exception: numba does not work here.
    """
    compiled = load()
    parameters, slots = np.zeros(2, dtype), np.zeros((3, 2), dtype)
    network = np.array([1, 1]), np.array([0])
    compiled(network, np.zeros((1, 1), dtype), np.zeros(1, dtype), parameters, slots, (1, 0.1, 0.0, 0.0), 0, 1)
    return compiled


def train(run: Trainable, batches: int) -> None:
    """Advance a run in place by so many batches.

    What a pass leaves over of a batch waits in `run.slots` for the next pass, and so do the marks of dead links: a
    checkpoint goes on exactly where it was taken.
    """
    document, training, plan = run.document, run.document.training, resolve(run.document)
    codes = [ACTIVATIONS[layer.activation].code for layer in document.network if isinstance(layer, Dense)]
    codes.append(ACTIVATIONS[plan.head.kind].code)
    run.cursor, passes = prepare(run.dtype.name)(
        (np.array(plan.units, dtype=np.int64), np.array(codes, dtype=np.int64)),
        run.features,
        run.targets[:, 0],
        run.parameters,
        run.slots,
        (run.batch_size, training.learning_rate, training.l1, training.l2),
        run.cursor,
        batches,
    )
    run.steps += batches
    run.epoch += passes
