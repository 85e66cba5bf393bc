"""Trains as TensorFlow Playground does: for documents whose option asks for it, with the page's own order of sums."""

from __future__ import annotations

from functools import cache
from time import perf_counter
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from playground._numba_cache import use_user_cache
from playground.document.plan import resolve
from playground.layers import Dense
from playground.operations.activations import ACTIVATIONS
from playground.training.engines.batch_budget import BatchBudget

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.training.state.run import Run


class TfPlaygroundStepper:
    """Advances a run in place; see `tf_kernel`.

    What a pass leaves over of a batch waits in `Run.slots` for the next pass, and so do the marks of dead links: a
    checkpoint goes on exactly where it was taken. Samples are taken one by one, which is several times slower than the
    fused kernel, and several times faster than the page.
    """

    name = "as TF Playground"

    def __init__(self) -> None:
        self._ration = BatchBudget()
        self._place: tuple[Any, ...] = ()

    def advance(self, run: Run, batches: int | None, budget_s: float) -> int:
        """Train until so many batches are done or the time is up; at least one batch.

        Returns:
            Batches done; the rest of a pass counts as one.
        """
        end = perf_counter() + budget_s
        kernel = prepare(run.dtype.name)
        place = run, run.document, run.stamp
        if place != self._place:
            self._place, self._ration = place, BatchBudget()
        done, called = 0, perf_counter()
        while done == 0 or (done != batches and self._ration.fits(end - called)):
            count = self._ration.batches(end - called, None if batches is None else batches - done)
            _train(kernel, run, count)
            now = perf_counter()
            self._ration.learn((now - called) / count)
            done, called = done + count, now
        return done


def load_kernel() -> Callable[..., tuple[int, int]]:
    """The loop, not compiled yet: quick, whatever else is being compiled at the moment.

    Raises:
        Exception: numba does not work here.
    """
    use_user_cache()
    from playground.training.engines.tf_kernel import train  # noqa: PLC0415 - numba takes half a second to load

    return cast("Callable[..., tuple[int, int]]", train)


@cache
def prepare(dtype: str) -> Callable[..., tuple[int, int]]:
    """The compiled loop for "float32" or "float64", from the user's cache or compiled, which takes a few seconds.

    Raises:
        Exception: numba does not work here.
    """
    train = load_kernel()
    parameters, slots = np.zeros(2, dtype), np.zeros((3, 2), dtype)
    network = np.array([1, 1]), np.array([0])
    train(network, np.zeros((1, 1), dtype), np.zeros(1, dtype), parameters, slots, (1, 0.1, 0.0, 0.0), 0, 1)
    return train


def _train(kernel: Callable[..., tuple[int, int]], run: Run, batches: int) -> None:
    document, training = run.document, run.document.training
    codes = [ACTIVATIONS[layer.activation].code for layer in document.network if isinstance(layer, Dense)]
    codes.append(ACTIVATIONS[resolve(document).head.kind].code)
    run.cursor, passes = kernel(
        (np.array(resolve(document).units, dtype=np.int64), np.array(codes, dtype=np.int64)),
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
