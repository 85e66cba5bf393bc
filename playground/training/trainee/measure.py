"""Loss and score over both sets, on a share of large sets while training, and not more often than they can be seen."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from playground.document.model import OUTPUT_UID
from playground.document.plan import resolve
from playground.training.engines.evaluations import LARGEST, Evaluations
from playground.training.state.losses import set_loss
from playground.training.state.targets import score
from playground.training.trainee.history import LossRecord

if TYPE_CHECKING:
    from playground.training.state.run import Run

SAMPLE = 5_000
"""Points of a set that are measured while training; all of them when paused."""
MOST_HELD = 4_000_000
"""Numbers that one forward pass holds in its widest layer."""
LEAST_GAP_S = 0.8 / 60
"""A little less than a frame, so that a clock that runs ahead does not skip every other one."""
OVERDUE_S = 3 / 60
SHARE = 0.2
"""Most of the time that goes into measuring."""


def logits_of(run: Run, inputs: NDArray[Any]) -> NDArray[Any]:
    """The network's sums at inputs (N, F), in evaluation mode: (N, O)."""
    # By the widest layer: that is the largest array there is at a time, of convolutions many times the inputs.
    rows = max(MOST_HELD // max(resolve(run.document).units), 1)
    with torch.inference_mode():
        parts = [
            run.network(torch.from_numpy(inputs[start : start + rows])).numpy()
            for start in range(0, max(len(inputs), 1), rows)
        ]
    return np.concatenate(parts) if len(parts) > 1 else parts[0]


def quick_logits(run: Run, inputs: NDArray[Any], evaluations: Evaluations) -> NDArray[Any]:
    """The same to rounding, by the compiled pass where it is there and nothing is about to overflow."""
    compiled = evaluations.of(run)
    if compiled is None or not np.isfinite(run.parameters).all():
        return logits_of(run, inputs)
    found = compiled.layers(run, inputs, (OUTPUT_UID,), LARGEST)[0].T
    # The compiled pass cuts sums off there; what was cut must not be measured, or a run that diverges would seem to
    # stand still.
    return found if np.abs(found).max(initial=0.0) < LARGEST else logits_of(run, inputs)


def measure(
    run: Run, number: int, most_points: int | None = None, evaluations: Evaluations | None = None
) -> LossRecord:
    """Measure both sets.

    Args:
        run: What to measure.
        number: Of the run, for the record.
        most_points: Of each set, a sample by class, always the same. None for all.
        evaluations: Where a compiled pass may be used, which rounds otherwise than PyTorch; None where it may not.
    """
    found = []
    sets = (run.features, run.targets), (run.test_features, run.test_targets)
    for is_test, (inputs, targets) in enumerate(sets):
        chosen: slice | NDArray[np.int64] = slice(None)
        if most_points is not None and len(inputs) > most_points:
            chosen = run.document.dataset.sample(most_points, test=bool(is_test))
        seen = inputs[chosen]
        logits = logits_of(run, seen) if evaluations is None else quick_logits(run, seen, evaluations)
        found.append((set_loss(run.document, logits, targets[chosen]), score(run.document, logits, targets[chosen])))
    (train_loss, train_score), (test_loss, test_score) = found
    return LossRecord(number, run.position, train_loss, test_loss, train_score, test_score)


class Meter:
    """Measures when the last time is a frame ago, and less often where that would take more than its share."""

    def __init__(self) -> None:
        self._next = 0.0
        self._evaluations = Evaluations()

    def seconds_until_due(self) -> float:
        """0 when it is time."""
        return max(self._next - perf_counter(), 0.0)

    @property
    def is_overdue(self) -> bool:
        """Whether some frames have passed without a measurement: nobody looks, but the history goes on."""
        return perf_counter() - self._next > OVERDUE_S

    def measure(self, run: Run, number: int, *, exact: bool) -> LossRecord:
        """Measure now: exactly as everywhere else, or as well as curves show it, of a sample of large sets."""
        start = perf_counter()
        record = measure(run, number) if exact else measure(run, number, SAMPLE, self._evaluations)
        cost = perf_counter() - start
        # From its start: counted from its end, measuring would take 1 / 6 of the time and not the fifth that was meant.
        self._next = start + max(LEAST_GAP_S, cost / SHARE)
        return record
