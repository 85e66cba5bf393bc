"""Trials: cure and present trained side by side from many seeds, and whether that proves the cure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from playground.document.dataset import sealed
from playground.experiments.experiment import Experiment, ExperimentControl, run_experiment
from playground.experiments.outcomes import Measure, Verdict
from playground.experiments.results import ExperimentResults
from playground.experiments.statistics import difference_of, share_of
from playground.experiments.variations import KnobGrid
from playground.tasks import TASKS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.dataset import Dataset
    from playground.document.model import Document
    from playground.experiments.doctor.base import Judge
    from playground.experiments.outcomes import Outcomes
    from playground.experiments.statistics import Share
    from playground.experiments.workers import Workers

SEEDS = 16
LEAST_UPDATES, FEWEST_EPOCHS, USUAL_LEAST, MOST_EPOCHS = 1500, 10, 100, 500
"""Of a run of a trial; between them as many epochs as the run has been seen to train."""
LONGEST_RUN_S = 3.0
"""A run that takes longer is not tried 32 times beside somebody's work."""
MOST_SEED = 2**31 - 1 - SEEDS
MISSED, MISSED_IN_TESTS = 1 / 2, 2 / 3
"""A run is well if it misses so much at most of what the present runs miss in the middle; the latter of test losses."""
LEAST_CURED = 12
"""Of 16, so that a person who applies it can count on it; chance alone does not bring it there from a sure less."""


class TooSlowError(Exception):
    """Trials take too long here; the text is a sentence for a person."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a trial of a cure came to.

    Attributes:
        cured, present: How many of its runs do well, with the cure and as it is.
        goal: From where on a run does well: a score at least, or a loss at most.
        judge: What that is of.
        epochs: How long each run trained.
    """

    cured: Share
    present: Share
    goal: float
    judge: Judge
    epochs: int

    @property
    def is_proof(self) -> bool:
        """Whether the cure does better for sure: the 95 % interval of the difference leaves out 0 (Newcombe 1998)."""
        sure = difference_of(self.present, self.cured)
        return self.cured.count >= LEAST_CURED and sure.is_sure and sure.value > 0.0


class Trials:
    """Trials of one document, one after the other; what its runs come to as it is is found out once."""

    def __init__(self, document: Document, epoch: float, workers: Workers, control: ExperimentControl) -> None:
        """Begin.

        Args:
            document: The present.
            epoch: How far its run has been seen to go.
            workers: Who trains; closed by whoever made them.
            control: To pause and cancel.
        """
        self.epochs = int(min(max(epoch, _least_epochs(document)), MOST_EPOCHS))
        self._document, self._workers, self._control = document, workers, control
        self._present: dict[bool, list[ExperimentResults]] = {}

    def of(self, cure: Document, judge: Judge) -> Trial | None:
        """Train a cure beside the present; None where that was cancelled or the cure cannot be trained.

        The present is trained once. A cure that can no longer be proved after half of the seeds is given up.

        Raises:
            TooSlowError: A run takes longer than `LONGEST_RUN_S`.
            ExperimentError: Workers fail again and again.
        """
        tests = _tests(self._document.dataset, judge)
        is_balanced = judge == "balanced_score"
        if is_balanced not in self._present:
            self._present[is_balanced] = self._trained(_with_tests(self._document, tests), 0, SEEDS)
        present = _judged(self._present[is_balanced], judge)
        if len(present) < SEEDS:
            return None
        goal, halves, cured = _goal(present, judge, self._document), [], np.empty(0, np.bool_)
        # In two halves: most cures are none, and a cure that has failed too often after eight runs can no longer be
        # proved.
        for first in (0, SEEDS // 2):
            half = self._trained(_with_tests(cure, tests), first, SEEDS // 2)
            if not half:
                return None
            halves += half
            cured = _is_well(_judged(halves, judge), goal, judge)
            if cured.sum() + SEEDS - len(cured) < LEAST_CURED:
                break
        shares = [share_of(int(well.sum()), len(well)) for well in (cured, _is_well(present, goal, judge))]
        return Trial(shares[0], shares[1], goal, judge, self.epochs)

    def _trained(self, document: Document, first: int, seeds: int) -> list[ExperimentResults]:
        """So many runs from a seed on, beyond the document's own; none where it is cancelled or refused."""
        first += min(document.training.seed, MOST_SEED)
        experiment = Experiment(document, KnobGrid((), seeds, first), Measure(self.epochs, looks=1))
        results = ExperimentResults(experiment)
        slowest = 0.0

        def take(outcomes: Outcomes) -> None:
            nonlocal slowest
            results.put(outcomes)
            # The quickest of a tile: a first run also loads and compiles. A cancelled tile may have none.
            slowest = max(slowest, float(outcomes.columns["seconds"].min()) if len(outcomes) else 0.0)
            if slowest > LONGEST_RUN_S:
                stop.cancel()

        stop = _Both(self._control)
        is_done = run_experiment(experiment, self._workers, take, control=stop)
        if slowest > LONGEST_RUN_S:
            raise TooSlowError(
                f"{SEEDS} runs each way would take too long: one takes {slowest:.0f} s for {self.epochs} epochs."
            )
        return [results] if is_done and not results.refusals else []


class _Both(ExperimentControl):
    """Ends where the examination is ended, or these runs alone."""

    def __init__(self, outer: ExperimentControl) -> None:
        super().__init__()
        self._outer = outer

    @property
    def is_cancelled(self) -> bool:
        """Whether either was cancelled."""
        return self._outer.is_cancelled or super().is_cancelled

    @property
    def is_paused(self) -> bool:
        """Whether the examination stands."""
        return self._outer.is_paused

    def may_go_on(self) -> bool:
        """Waits while the examination is paused."""
        return self._outer.may_go_on() and not self.is_cancelled


def _judged(runs: list[ExperimentResults], judge: Judge) -> NDArray[np.float64]:
    """What the judge says of each run, (runs,); nan where it has diverged."""
    column = {"score": "test_score", "balanced_score": "test_score"}.get(judge, str(judge))
    found = [np.empty(0)]
    for one in runs:
        values = np.asarray(one.columns[column], np.float64)
        values = np.where(np.isnan(values), one.columns[column.replace("test", "train")], values)
        diverged = one.columns["verdict"] == Verdict.DIVERGED
        found.append(np.where(diverged | ~np.isfinite(values), np.nan, values))
    return np.concatenate(found)


def _least_epochs(document: Document) -> int:
    """Epochs in which a run makes enough updates to show something."""
    data, batch = document.dataset, document.training.batch_size
    training = max(len(data) - data.test_count, 1)
    updates = -(-training // batch) if batch else 1
    return min(max(-(-LEAST_UPDATES // updates), FEWEST_EPOCHS), USUAL_LEAST)


def _is_well(values: NDArray[np.float64], goal: float, judge: Judge) -> NDArray[np.bool_]:
    return np.asarray(values >= goal if judge.endswith("score") else values <= goal, np.bool_)


def _goal(present: NDArray[np.float64], judge: Judge, document: Document) -> float:
    """From where on a run does well, said by the present runs alone: cures do not move it."""
    if judge.endswith("score"):
        floor = _floor(document) if judge != "balanced_score" else 1.0 / max(len(document.dataset.classes), 1)
        middle = float(np.median(np.nan_to_num(present, nan=floor)))
        return 1.0 - MISSED * (1.0 - max(middle, floor))
    finite = present[np.isfinite(present)]
    share = MISSED_IN_TESTS if judge == "test_loss" else MISSED
    return share * float(np.median(finite)) if len(finite) else np.inf


def _floor(document: Document) -> float:
    """What the simplest answer scores: always the largest class, or the mean."""
    if not TASKS[document.task].has_classes:
        return 0.0
    counts = document.dataset.counts()
    return max(counts) / max(sum(counts), 1)


def _tests(data: Dataset, judge: Judge) -> Dataset | None:
    """The samples that all runs of a trial are tested on; None where they are trained samples alone.

    For the balanced score test samples of smaller classes are repeated until all classes weigh alike.
    """
    rows = np.flatnonzero(data.is_test)
    if judge == "balanced_score" and len(rows):
        groups = [rows[data.targets[rows] == index] for index in range(len(data.classes))]
        groups = [group for group in groups if len(group)]
        most = max(map(len, groups))
        rows = np.concatenate([np.resize(group, most) for group in groups])
    return _picked(data, rows, is_test=True) if len(rows) else None


def _with_tests(document: Document, tests: Dataset | None) -> Document:
    """The document tested on these samples in place of its own."""
    if tests is None:
        return document
    data = document.dataset
    training = _picked(data, np.flatnonzero(~data.is_test), is_test=False)
    both = training, tests
    joined = replace(
        data,
        samples=sealed(np.concatenate([one.samples for one in both])),
        targets=sealed(np.concatenate([one.targets for one in both])),
        is_test=sealed(np.concatenate([one.is_test for one in both])),
    )
    return replace(document, dataset=joined)


def _picked(data: Dataset, rows: NDArray[np.intp], *, is_test: bool) -> Dataset:
    return replace(
        data,
        samples=sealed(data.samples[rows]),
        targets=sealed(data.targets[rows]),
        is_test=sealed(np.full(len(rows), is_test)),
    )


def goal_in_words(trial: Trial, document: Document) -> str:
    """What a run that does well reaches: "reach 97 % accuracy on the test points"."""
    task = TASKS[document.task]
    has_tests = bool(document.dataset.test_count)
    where = "training" if trial.judge.startswith("train") or not has_tests else "test"
    if not trial.judge.endswith("score"):
        bound = f"{trial.goal:.2g}" if isfinite(trial.goal) else "any number"
        return f"bring the {where} loss to {bound}"
    balanced = ", each class counted alike" if trial.judge == "balanced_score" else ""
    score = f"{100 * trial.goal:.0f} %" if task.has_classes else f"{trial.goal:.2f}"
    return f"reach {score} {where} {task.score_word}{balanced}"
