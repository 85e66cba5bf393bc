"""What the doctor sees of a run: its document, its loss curve, the statistics of its layers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from playground.document.model import Document
    from playground.experiments.shape_limits import ShapeLimit
    from playground.training.probes.layer_statistics import LayerSummary, NetworkStatistics

LEAST_RECORDS = 12
"""Fewer measurements tell nothing of how a curve goes."""
LOOKS = 100
"""How often a run is measured that is trained to be looked at."""
LEAST_LATE = 3
"""Measurements of which the middle is taken at least."""
SLICE_S = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """A run as it is seen.

    Attributes:
        document: As it is trained.
        curve: Columns of `History` by name, (L,) each, since the document was last changed.
        statistics: Of the layers, the earliest first; none where they were not measured.
        diverged_epoch: At which the loss stopped being a number; None while it is one.
        limit: What no network of this shape can do, where that is proved.
    """

    document: Document
    curve: Mapping[str, NDArray[Any]]
    statistics: tuple[NetworkStatistics, ...] = ()
    diverged_epoch: int | None = None
    limit: ShapeLimit | None = None

    @property
    def epoch(self) -> float:
        """How far the run has been seen to go."""
        seen = self.curve["epoch"]
        return float(seen[-1]) if len(seen) else float(self.diverged_epoch or 0)

    @property
    def is_long(self) -> bool:
        """Whether there are enough measurements to tell how the curve goes."""
        return len(self.curve["epoch"]) >= LEAST_RECORDS

    @property
    def train_score(self) -> float:
        """The score over the training samples as it is lately; 0 where the loss is no number."""
        return 0.0 if self.diverged_epoch is not None else float(np.nan_to_num(self.lately("train_score")))

    def lately(self, name: str) -> float:
        """The middle of a column over the newest tenth of the epochs: one jump is no finding. nan of none."""
        first, count = self._first(0.9), len(self.curve["epoch"])
        if not count:
            return float("nan")
        first = max(min(first, count - LEAST_LATE), 0)
        return float(np.median(self.curve[name][first :: max((count - first) // LOOKS, 1)]))

    def later(self, name: str) -> NDArray[np.float64]:
        """The later half of a column: of the epochs, not of the measurements.

        However often the run is measured, there are `LOOKS` / 2 at most, evenly over the measurements: thresholds for
        steps mean the same for a run that the window draws and for one that is trained to be looked at.
        """
        first = self._first(0.5)
        count = len(self.curve["epoch"]) - first
        chosen = first + np.linspace(0, count - 1, min(count, LOOKS // 2)).round().astype(np.int64)
        return np.asarray(self.curve[name][chosen], dtype=np.float64)

    def _first(self, share: float) -> int:
        """The first measurement after a share of the epochs that were seen."""
        epochs = self.curve["epoch"]
        return int(np.searchsorted(epochs, epochs[0] + share * (epochs[-1] - epochs[0]))) if len(epochs) else 0

    def hidden(self, place: int) -> Iterator[tuple[int, LayerSummary]]:
        """Hidden layers that bend or learn, with their numbers from 1, as measured at a place in `statistics`."""
        if not self.statistics:
            return
        by_uid = {one.uid: one for one in self.statistics[place].layers}
        for number, layer in enumerate(self.document.network, start=1):
            if layer.uid in by_uid:
                yield number, by_uid[layer.uid]


def observed(document: Document, epochs: int, go_on: Callable[[], bool] = lambda: True) -> Observation:
    """Train a document, and see what the window would have seen of it.

    Args:
        document: Can be trained.
        epochs: How many.
        go_on: Asked some times a second; where it says no, what has been seen until then is returned.
    """
    from playground.experiments.shape_limits import limit_of, shape_of
    from playground.training.engines.emulated import EmulationStepper
    from playground.training.engines.kernels import prepare_fused
    from playground.training.engines.steppers import Engine
    from playground.training.state.run import Run
    from playground.training.trainee.trainee import Diverged, Goal, Trainee

    limit = limit_of(document) if shape_of(document) is not None else None
    if document.training.device == "auto":
        document = replace(document, training=replace(document.training, device="cpu"))
    run = Run(document)
    wants_fused = document.training.stepper != "eager" and run.emulation is None
    trainee = Trainee(run, engine := Engine(prepare_fused() if wants_fused else ""))
    if isinstance(engine.stepper, EmulationStepper):
        engine.stepper.prepare(run.dtype.name)
    records, look, diverged = [trainee.measure().record], _StatisticsLook(), None
    found = [look.take(trainee.run)]
    goal = Goal(epochs, stride=max(epochs // LOOKS, 1))
    while diverged is None and go_on():
        trained = trainee.train(goal, None, SLICE_S)
        records.append(trained.record)
        if isinstance(trained.outcome, Diverged):
            diverged = trained.outcome.epoch
        elif trained.outcome is not None:
            break
    found.append(look.take(trainee.run))
    kept = [one for one in records if one is not None]
    names = ("epoch", "train_loss", "test_loss", "train_score", "test_score")
    curve = {name: np.array([getattr(one, name) for one in kept]) for name in names}
    return Observation(document, curve, tuple(one for one in found if one is not None), diverged, limit)


class _StatisticsLook:
    """Takes the statistics of a run's layers as the trainer does."""

    def __init__(self) -> None:
        from playground.training.probes.layer_statistics import LayerStatistics
        from playground.training.probes.schedule import Calm, Scheduler
        from playground.training.timeline.recorded_runs import RecordedRuns
        from playground.training.timeline.timeline import Timeline

        self._request, self._calm = LayerStatistics, Calm
        self._scheduler = Scheduler(RecordedRuns(Timeline()))

    def take(self, run: Any) -> NetworkStatistics | None:
        taken = self._scheduler.take(run, (self._request(),), self._calm())
        return taken.get(self._request)
