"""One update worked out by hand: every number of a small batch, there and back, and the step of every weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.training.probes.probe import Allowance, Budget, Probe
from playground.training.probes.request import Request

if TYPE_CHECKING:
    from playground.training.explain.by_hand.update import HandUpdate
    from playground.training.state.run import Run

MOST_SAMPLES = 8
"""Of one batch that is worked out."""
MOST_PARAMETERS = 2_000_000
"""Of a network whose update is worked out: of a larger one it would be hundreds of megabytes."""


@dataclass(frozen=True, slots=True)
class OneUpdate(Request["HandUpdate"]):
    """The update that a batch would make; at most `MOST_SAMPLES` of it.

    Attributes:
        rows: The samples, by their rows in the dataset; empty for the next training samples of the pass.
        count: How many of those.
        skip: How many of the pass to leave out first.
    """

    OF_LAYERS = True

    rows: tuple[int, ...] = ()
    count: int = 1
    skip: int = 0


class OneUpdateProbe(Probe[OneUpdate, "HandUpdate"]):
    """The run's own numbers in float64; of an emulated program's loop, or a batch that is stepped first, none."""

    ALLOWANCE = Allowance(share=0.1)
    IS_READ = True

    def can_take(self, run: Run, request: OneUpdate) -> bool:
        """Where there are such samples, and a network of a size to be written out."""
        fits = all(row < len(run.document.dataset.samples) for row in request.rows)
        is_small = len(run.parameters) <= MOST_PARAMETERS
        is_usual = run.emulation is None and run.document.training.adversarial == 0.0
        return fits and is_small and is_usual and (bool(request.rows) or len(run.features) > 0)

    def take(self, run: Run, request: OneUpdate, budget: Budget) -> HandUpdate:
        """All of it at once."""
        del budget
        from playground.training.explain.by_hand.update import update_by_hand

        return update_by_hand(run, request.rows[:MOST_SAMPLES] or next_rows(run, request.count, request.skip))

    def key(self, run: Run, request: OneUpdate) -> tuple[object, ...]:
        """The pass as well, of which the next samples are taken."""
        return run.document, request, run.steps, run.epoch, run.cursor


def next_rows(run: Run, count: int, skip: int = 0) -> tuple[int, ...]:
    """Rows in the dataset of the next training samples of the pass, at most `MOST_SAMPLES`, after some left out."""
    training = np.flatnonzero(~run.document.dataset.is_test)
    places = (run.cursor + skip + np.arange(min(count, MOST_SAMPLES, len(training)))) % len(training)
    return tuple(int(row) for row in training[run.order[places]])
