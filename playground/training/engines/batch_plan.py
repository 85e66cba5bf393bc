"""The next batches of a run as arrays, so that a device needs no word from the host between one batch and the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.methods.optimizers import OPTIMIZERS
from playground.methods.schedules import rate_at
from playground.operations.random_numbers import fold

if TYPE_CHECKING:
    from playground.training.state.run import Run


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """Everything about some batches that depends on counters.

    Attributes:
        sizes: Points of each batch, in order.
        picks: Which points, one batch after the other, (sum of sizes,).
        steps: What the optimizer needs of each batch, a row as `Optimizer.numbers` gives it.
        keys: Of the random modules, (batches, M): `noise.fold` as signed numbers.
    """

    sizes: tuple[int, ...]
    picks: NDArray[np.int64]
    steps: NDArray[np.float64]
    keys: NDArray[np.int64]


def plan_batches(run: Run, batches: int, points: int, random_modules: int) -> BatchPlan:
    """Plan the next batches; the run's counters and order move on past them.

    Args:
        run: With at least one training point.
        batches: The most, 1 or more.
        points: The most of all batches together; one batch is planned in any case.
        random_modules: M, as `modules.set_keys` counts them.
    """
    training, room = run.document.training, points
    optimizer = OPTIMIZERS[training.optimizer]
    chosen: list[NDArray[np.int64]] = []
    steps: list[tuple[float, ...]] = []
    keys: list[list[int]] = []
    while not chosen or (len(chosen) < batches and room >= run.batch_size):
        steps.append(optimizer.numbers(training, rate_at(training, run.position), run.steps))
        keys.append([fold((training.seed, run.steps, place)) for place in range(random_modules)])
        chosen.append(run.take_batch())
        room -= len(chosen[-1])
    signed = np.array(keys, dtype=np.uint64).reshape(len(keys), random_modules).view(np.int64)
    return BatchPlan(tuple(map(len, chosen)), np.concatenate(chosen), np.array(steps), signed)
