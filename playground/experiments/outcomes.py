"""What a training of an experiment comes to: how it is measured, its verdict, and the numbers of many in columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from math import nan
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.training.emulations import emulation_of
from playground.training.engines.held_fused import kernel_covers
from playground.training.trainee.stops import MOST_EPOCHS, USUAL_EPOCHS, watches_losses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.document.model import Document

GROWTH = 2.0
"""A run whose training loss ends above so many times the loss before training has diverged, though it is finite."""


class Verdict(IntEnum):
    """How a run ended, by a rule that is asked in this order over the looks that `Measure` tells.

    Attributes:
        OPEN: It has not been trained yet.
        REFUSED: There can be no such network or data; the words are in `Outcomes.refusals`.
        DIVERGED: At a look the training loss or a weight was no finite number, or the loss was above 1e30; or the
            last training loss is more than `GROWTH` times the one before training.
        SOLVED: At a look the score reached the threshold.
        STUCK: None of these.
    """

    OPEN = 0
    REFUSED = 1
    DIVERGED = 2
    STUCK = 3
    SOLVED = 4


@dataclass(frozen=True, slots=True)
class Measure:
    """How runs are measured.

    Attributes:
        epochs: How long each trains; None as `train` without `--epochs`: as the stop rule says, else 300.
        looks: How many times at most a run is measured after its beginning: at epochs that grow evenly in their
            logarithm, the last one at its end.
        threshold: Of the score (accuracy, or R²) over the test samples, over the training samples where none test;
            a run that reaches it at a look is solved.
        map_side: Side of the small map of its answers over the plane; 0 for none, and for samples without a plane.
    """

    epochs: int | None = None
    looks: int = 16
    threshold: float = 0.95
    map_side: int = 0

    def by_rule(self, document: Document) -> bool:
        """Whether the document's stop rule may end a run by its losses."""
        return self.epochs is None and watches_losses(document.training)

    def end(self, document: Document) -> int:
        """The last epoch of a run."""
        usual = MOST_EPOCHS if self.by_rule(document) else USUAL_EPOCHS
        return self.epochs or document.training.stop_epochs or usual

    def look_epochs(self, document: Document) -> NDArray[np.int64]:
        """The epochs at which a run is looked at, 0 first, ascending: (looks + 1,) at most."""
        end = self.end(document)
        grown = np.geomspace(1.0, end, min(self.looks, end)).round().astype(np.int64)
        return np.unique(np.concatenate(([0], grown, [end])))


@dataclass(frozen=True, slots=True, eq=False)
class RunOutcome:
    """What one run came to.

    Attributes:
        verdict: How it ended.
        epochs: Trained.
        reached: The first epoch looked at with a score at the threshold; nan for none.
        train_loss, test_loss, train_score, test_score: At its end; nan where there is none, or nothing finite.
        seconds: Spent on it.
        curve: Training and test loss at the looks, (L, 2); nan where it had ended.
        map: Answers over the plane, (K, side, side), from the lower left; None where nobody asked. Of two classes K
            is 1 and it is the chance of the second, else a chance for each class, or a value each.
        refusal: Why there can be no such run; "" where there is one.
        path: Its weights at the looks, (looks, P); None where nobody asked.
    """

    verdict: Verdict
    epochs: int = 0
    reached: float = nan
    train_loss: float = nan
    test_loss: float = nan
    train_score: float = nan
    test_score: float = nan
    seconds: float = 0.0
    curve: NDArray[np.float32] | None = None
    map: NDArray[np.float16] | None = None
    refusal: str = ""
    path: NDArray[np.float32] | None = None


COLUMNS: dict[str, Any] = {
    "verdict": np.uint8,
    "epochs": np.int32,
    "reached": np.float32,
    "train_loss": np.float32,
    "test_loss": np.float32,
    "train_score": np.float32,
    "test_score": np.float32,
    "seconds": np.float32,
}
"""What is kept of every run, by the names of `RunOutcome`, and how."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """What the runs of a tile came to, as arrays with a row a run.

    Attributes:
        places: Which runs of the experiment they are, (M,).
        columns: By the names in `COLUMNS`, (M,) each.
        curves: Training and test loss at the looks, (M, L, 2).
        maps: Answers over the plane, (M, K, side, side); K or side is 0 where there are none.
        refusals: For places of runs that cannot be, why.
        paths: For places of runs, their weights at the looks, (looks, P); empty where nobody asked.
    """

    places: NDArray[np.int64]
    columns: dict[str, NDArray[Any]]
    curves: NDArray[np.float32]
    maps: NDArray[np.float16]
    refusals: dict[int, str]
    paths: dict[int, NDArray[np.float32]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.places)


def in_columns(places: Sequence[int], runs: Sequence[RunOutcome], looks: int) -> Outcomes:
    """Put outcomes of single runs together.

    Args:
        places: Of the runs in their experiment.
        runs: As many.
        looks: How many epochs are looked at, the beginning included.
    """
    columns = {name: np.array([getattr(run, name) for run in runs], dtype=kind) for name, kind in COLUMNS.items()}
    curves = np.full((len(runs), looks, 2), np.nan, dtype=np.float32)
    shape = max((run.map.shape for run in runs if run.map is not None), default=(0, 0, 0))
    maps = np.full((len(runs), *shape), np.nan, dtype=np.float16)
    for row, run in enumerate(runs):
        if run.curve is not None:
            curves[row, : len(run.curve)] = run.curve
        if run.map is not None:
            # A knob of the data may give each run another number of classes.
            maps[row] = widened(run.map[np.newaxis], len(maps[row]))[0]
    refusals = {place: run.refusal for place, run in zip(places, runs, strict=True) if run.refusal}
    paths = {place: run.path for place, run in zip(places, runs, strict=True) if run.path is not None}
    return Outcomes(np.array(places, dtype=np.int64), columns, curves, maps, refusals, paths)


def widened(maps: NDArray[np.float16], count: int) -> NDArray[np.float16]:
    """Maps, (M, K, side, side), as maps of more classes, (M, count, side, side): the knobs of data may change those.

    Of two classes that K = 1 tells by the chance of the second both are told; a class that a run does not have has no
    chance. Rows without a map stay NaN.
    """
    if maps.shape[1] == count:
        return maps
    told = np.concatenate((1.0 - maps, maps), axis=1) if maps.shape[1] == 1 else maps
    # Times 0 and not zeros: it leaves NaN where there is no map.
    others = np.repeat(0.0 * told[:, :1], count - told.shape[1], axis=1)
    return np.concatenate((told, others), axis=1).astype(np.float16)


def judged(train_score: float, test_score: float) -> float:
    """The score that the threshold is for: over the test samples, over the training samples where none test."""
    return train_score if np.isnan(test_score) else test_score


def is_compiled(document: Document, measure: Measure) -> bool:
    """Whether runs of a document train in the compiled kernel from beginning to end, and hold the GIL hardly ever."""
    training = document.training
    plain = training.stepper != "eager" and training.device in {"auto", "cpu"} and emulation_of(document) is None
    return plain and not measure.by_rule(document) and kernel_covers(document) is None
