"""An experiment and its course: results as they come, in the order that somebody wants; pause, cancel, go on."""

from __future__ import annotations

from collections import deque
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import dataclass, field
from math import ceil
from threading import Event, Lock
from typing import TYPE_CHECKING

from playground.experiments.tiles import Tile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import Future

    from playground.document.model import Document
    from playground.experiments.outcomes import Measure, Outcomes
    from playground.experiments.variations import KnobGrid
    from playground.experiments.workers import Workers

WAIT_S = 0.1
"""So often the course looks whether it was paused or cancelled."""
MOST_RUNS = 512
"""Of a tile."""
MOST_TRIES = 3
"""Of a tile whose worker dies."""
SURPLUS = 1
"""Tiles that wait beside those at work, so that no worker does."""
SHARES = 2
"""A worker is given at most this part of its share of the runs that are left, so that all end at about the same time
(guided self-scheduling, Polychronopoulos and Kuck 1987)."""
LEAST_SHARE = 0.04
"""Of the time that a tile should take: it is no shorter for the sake of ending together."""


class ExperimentError(Exception):
    """An experiment cannot go on; the text is a sentence for a person. What was done is kept."""


@dataclass(frozen=True, slots=True, eq=False)
class Experiment:
    """What is to be found out.

    Attributes:
        document: What varies; weights are no part of it.
        grid: How.
        measure: How runs are measured.
        keeps_paths: Whether runs hand out their weights at all looks.
    """

    document: Document
    grid: KnobGrid
    measure: Measure
    keeps_paths: bool = False


class ExperimentControl:
    """Pause, go on and cancel an experiment from any thread, and say which of its runs come next."""

    def __init__(self) -> None:
        self._running, self._cancelled = Event(), Event()
        self._running.set()
        self._lock = Lock()
        self._preferred: deque[int] = deque()

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody wants any more of it."""
        return self._cancelled.is_set()

    @property
    def is_paused(self) -> bool:
        """Whether it stands."""
        return not self._running.is_set() and not self.is_cancelled

    def pause(self) -> None:
        """Stand still; runs at hand stop where they are."""
        self._running.clear()

    def go_on(self) -> None:
        """Go on from there."""
        self._running.set()

    def cancel(self) -> None:
        """End; runs at hand are given up, what is done has been handed out."""
        self._cancelled.set()
        self._running.set()

    def prefer(self, places: Iterable[int]) -> None:
        """Do these runs next, in this order: somebody looks at them."""
        with self._lock:
            self._preferred = deque(places)

    def may_go_on(self) -> bool:
        """Asked by whoever trains: waits while paused; False where it was cancelled."""
        self._running.wait()
        return not self._cancelled.is_set()

    def next_preferred(self) -> int | None:
        """The next run that somebody looks at; None for none."""
        with self._lock:
            return self._preferred.popleft() if self._preferred else None


@dataclass(slots=True)
class _Queue:
    """What is still to be done, and how long a run takes."""

    experiment: Experiment
    order: deque[int]
    open: set[int]
    control: ExperimentControl
    again: deque[tuple[Tile, int]] = field(default_factory=deque)
    run_s: float = 0.0

    def next_tile(self, seconds: float, workers: int) -> tuple[Tile, int] | None:
        """The next tile of about so many seconds, and how often it was tried; None where all is under way."""
        if self.again:
            return self.again.popleft()
        places: list[int] = []
        wanted = self._runs_for(seconds, workers)
        while len(places) < wanted and (place := self._next_place()) is not None:
            places.append(place)
        if not places:
            return None
        experiment = self.experiment
        variations = tuple(map(experiment.grid.variation, places))
        tile = Tile(experiment.document, experiment.measure, tuple(places), variations, experiment.keeps_paths)
        return tile, 0

    def learn(self, outcomes: Outcomes) -> None:
        """How long a run takes: as the slowest of the last ones, forgotten by and by."""
        if len(outcomes):
            # By the slowest, since knobs make runs of one experiment differ a hundredfold and a tile that is too long
            # cannot be taken back; forgotten slowly, as the slow ones come in rows.
            self.run_s = max(float(outcomes.columns["seconds"].max()), 0.7 * self.run_s, 1e-5)

    def _runs_for(self, seconds: float, workers: int) -> int:
        """How many runs the next tile has: one while nobody knows how long they take."""
        if self.run_s == 0.0:
            return 1
        share = max(ceil(len(self.open) / (SHARES * workers)), int(LEAST_SHARE * seconds / self.run_s))
        return max(min(int(seconds / self.run_s), share, MOST_RUNS), 1)

    def _next_place(self) -> int | None:
        while (place := self.control.next_preferred()) is not None:
            if place in self.open:
                self.open.remove(place)
                return place
        while self.order:
            place = self.order.popleft()
            if place in self.open:
                self.open.remove(place)
                return place
        return None


def run_experiment(
    experiment: Experiment,
    workers: Workers,
    on_outcomes: Callable[[Outcomes], object],
    *,
    control: ExperimentControl | None = None,
    done: Iterable[int] = (),
) -> bool:
    """Run an experiment to its end, or until it is cancelled. Blocks: call it on a thread of its own beside a window.

    Args:
        experiment: What to do.
        workers: Who does it; closed by whoever made them.
        on_outcomes: Called on this thread with results as they come, one at least, in any order, each run once.
        control: To pause and cancel.
        done: Places of runs that are there already.

    Returns:
        Whether all runs are done.

    Raises:
        ExperimentError: Workers fail again and again.
    """
    control = control or ExperimentControl()
    order = deque(experiment.grid.coarse_to_fine())
    queue = _Queue(experiment, order, set(order) - set(done), control)
    flying: dict[Future[Outcomes], tuple[Tile, int]] = {}
    left = len(queue.open)
    while left and not control.is_cancelled:
        _fill(queue, workers, flying)
        # With a timeout, or an experiment that is cancelled would be heard of when the next tile ends.
        for future in wait(flying, timeout=WAIT_S, return_when=FIRST_COMPLETED).done:
            left -= _take(future, *flying.pop(future), queue, on_outcomes)
    # Runs that were done before the others of their tile were given up are results like any other.
    for future in wait(flying).done if control.is_cancelled and workers.interrupts else ():
        if future.exception() is None and len(future.result()):
            on_outcomes(future.result())
    return left == 0


def _fill(queue: _Queue, workers: Workers, flying: dict[Future[Outcomes], tuple[Tile, int]]) -> None:
    """Give every worker something to do, and one tile more."""
    while len(flying) < workers.slots + SURPLUS and not queue.control.is_paused:
        found = queue.next_tile(workers.tile_s, workers.slots)
        if found is None:
            return
        flying[workers.submit(found[0], queue.control.may_go_on)] = found


def _take(
    future: Future[Outcomes], tile: Tile, tries: int, queue: _Queue, on_outcomes: Callable[[Outcomes], object]
) -> int:
    """Hand out what a tile came to, or have it done again; how many runs that were."""
    error = future.exception()
    if error is None:
        outcomes = future.result()
        queue.learn(outcomes)
        if len(outcomes):  # none of a tile that was cancelled before its first run
            on_outcomes(outcomes)
        return len(outcomes)
    if tries + 1 >= MOST_TRIES:
        raise ExperimentError(f"Runs failed {MOST_TRIES} times: {type(error).__name__}: {error}.") from error
    queue.again.append((tile, tries + 1))
    return 0
