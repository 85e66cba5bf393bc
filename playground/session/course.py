"""The course of an experiment: what has come of it so far, how far it is, how long the rest takes."""

from __future__ import annotations

from enum import Enum
from time import perf_counter
from typing import TYPE_CHECKING

from playground.experiments.results import ExperimentResults

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.experiments.experiment import Experiment
    from playground.experiments.outcomes import Outcomes


class CourseStage(Enum):
    """How far an experiment is."""

    LOADING = "loading"
    WORKING = "working"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    STOPPED = "stopped"
    """Kept without all of its runs: cancelled, or cut off by the end of the program, which a file does not tell."""
    FAILED = "failed"


TOLD_SHARE, TOLD_S, SURE_S = 0.02, 2.0, 20.0
"""The time left is told when so much of the runs has come within so many seconds, or after so many seconds at all."""

AT_WORK = frozenset({CourseStage.LOADING, CourseStage.WORKING, CourseStage.PAUSED})


class Course:
    """An experiment and what has come of it so far.

    Attributes:
        experiment: What is to be found out.
        results: What is done; grows on the GUI thread.
        stage: How far it is.
        error: Why it has failed, a sentence; "" where it has not.
    """

    def __init__(
        self,
        experiment: Experiment,
        clock: Callable[[], float] = perf_counter,
        *,
        results: ExperimentResults | None = None,
        worked_s: float = 0.0,
    ) -> None:
        """Begin one, or take up one that was kept.

        Args:
            experiment: What is to be found out.
            clock: Tells seconds.
            results: What is done already, and not at work; None to begin.
            worked_s: How long that took.
        """
        self.experiment = experiment
        self.results = ExperimentResults(experiment) if results is None else results
        self.stage, self.error = CourseStage.LOADING, ""
        self._clock = clock
        self._worked_s = worked_s
        self._since: float | None = None
        self._done = len(self.results.done)
        self._first: tuple[int, float] | None = None
        if results is not None:
            self.stage = CourseStage.DONE if results.is_complete else CourseStage.STOPPED

    @property
    def is_at_work(self) -> bool:
        """Whether more is to come."""
        return self.stage in AT_WORK

    @property
    def can_resume(self) -> bool:
        """Whether it stands with runs that are not done, and can go on."""
        return not self.is_at_work and self._done < len(self.experiment.grid)

    @property
    def done(self) -> int:
        """How many runs are done."""
        return self._done

    @property
    def share(self) -> float:
        """How far it has come, 0 to 1."""
        return self._done / len(self.experiment.grid)

    @property
    def worked_s(self) -> float:
        """Seconds at work, pauses and loading left out."""
        return self._worked_s + (0.0 if self._since is None else self._clock() - self._since)

    @property
    def seconds_left(self) -> float | None:
        """About how long the rest takes; None before that is known and when nothing more comes.

        Told by the runs that follow the first ones: before those processes start and libraries load. One or two of a
        thousand tell nothing, since runs arrive in tiles; see `TOLD_SHARE`.
        """
        if self._first is None or self._done <= self._first[0] or not self.is_at_work:
            return None
        runs, done, worked_s = len(self.experiment.grid), self._done - self._first[0], self.worked_s - self._first[1]
        is_known = worked_s >= SURE_S or (worked_s >= TOLD_S and done >= TOLD_SHARE * runs)
        return worked_s / done * (runs - self._done) if is_known else None

    def take(self, outcomes: Outcomes) -> None:
        """Take runs in that are done."""
        self.results.put(outcomes)
        self._done = len(self.results.done)
        self._first = self._first or (self._done, self.worked_s)

    def resume(self) -> None:
        """Be about to go on with what is not done."""
        self._first = None
        self.error = ""
        self.enter(CourseStage.LOADING)

    def enter(self, stage: CourseStage) -> None:
        """Go to another stage; the clock runs at work only."""
        self._worked_s = self.worked_s
        self._since = self._clock() if stage is CourseStage.WORKING else None
        self.stage = stage
