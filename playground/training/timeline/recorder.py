"""Every run records itself: copies of its state at epochs that grow by a few per cent, and of the last seconds.

A copy is the whole state, so that training can go on from any of them to the same bits. Rows of optimizer state that
hold only zeros, which the optimizer does not use, are left out: plain descent takes a third of what Adam does.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil, expm1
from time import perf_counter, thread_time
from typing import TYPE_CHECKING

import numpy as np

from playground.document.plan import resolve
from playground.methods.optimizers.base import STATE_ROWS
from playground.training.state.checkpoint import Checkpoint
from playground.training.state.recorded_state import RecordedState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from playground.document.model import Document
    from playground.training.state.run import Run

MOST_BYTES = 64_000_000
MOST_POINT_BYTES = 16_000_000
"""Of points that documents of moments keep alive, beyond the first: a stroke makes new ones sixty times a second."""
MOST_MOMENTS = 400
SPACING = 0.03
"""Between two recorded epochs, in log(1 + epoch): three per cent."""
RECENT = 24
"""The newest are not thinned; they are half a second apart."""
RECENT_S = 0.5
SHARE = 0.02
"""Most of the time that copying takes where a copy takes long: those of huge networks are made more seldom."""
QUICK_S = 0.0005
"""Copies that take less may follow each other at once: there are some hundred of them in the first seconds."""


def checkpoint_of(moment: RecordedState) -> Checkpoint:
    """All that training needs to go on from a moment, in copies."""
    slots = np.zeros((STATE_ROWS, len(moment.parameters)), dtype=moment.parameters.dtype)
    slots[list(moment.rows)] = moment.slots
    copies = moment.parameters.copy(), moment.buffers.copy(), slots
    return Checkpoint(*copies, moment.steps, moment.epoch, moment.cursor)


class Recorder:
    """The moments of the run at hand, oldest first. One thread writes; any may read `moments` and what is in it.

    The first and the newest are always kept. When there are too many, or they take too much, the one goes whose
    neighbours lie closest together in log(1 + epoch), so that what is left is spread evenly there.

    Attributes:
        moments: A new tuple with every change.
    """

    def __init__(
        self,
        most_bytes: int = MOST_BYTES,
        clock: Callable[[], float] = perf_counter,
        work_clock: Callable[[], float] = thread_time,
    ) -> None:
        self._most_bytes = most_bytes
        self._clock, self._work_clock = clock, work_clock
        self._bytes = 0
        self._next_number = 1
        self._due = 0.0  # the epoch with its fraction
        self._recent_due = self._rests_until = 0.0
        self._told: tuple[Document, Document] | None = None
        self.moments: tuple[RecordedState, ...] = ()

    @property
    def nbytes(self) -> int:
        """What all of them hold in memory, about."""
        return self._bytes

    # ---- while it trains -------------------------------------------------------------------------------------------

    def batches_until_due(self, run: Run) -> int | None:
        """How far to train until the next copy is to be made, at least one batch; None while copies rest."""
        if self._clock() < self._rests_until:
            return None
        # Rounded up below: stopping just short of the place would make another slice of a single batch.
        passes = self._due - run.position
        return max(ceil(passes * run.batches_per_epoch), 1)

    def look(self, run: Run) -> None:
        """Make a copy where one is due by the epoch."""
        if run.position >= self._due and self._clock() >= self._rests_until:
            self.keep(run)

    def look_recent(self, run: Run) -> None:
        """Make a copy where the last one is half a second old."""
        if self._clock() >= max(self._recent_due, self._rests_until):
            self.keep(run)

    def keep(self, run: Run) -> RecordedState | None:
        """Make a copy now. None where two would not fit the memory, or a weight is not a number.

        Either way copies rest for a while where this took long.
        What was recorded of later epochs goes: the run has been put back. A copy of the same epoch is replaced.
        """
        start = self._work_clock()  # the thread's own: what others do meanwhile is not this copy's cost
        # A state with a hole in it can neither be shown nor gone on from, and it would push a good one out of the
        # memory.
        if not np.isfinite(run.parameters).all():
            return None
        moment = self._copy(run)
        # Two, as the first and the newest are always kept.
        fits = 2 * moment.nbytes <= self._most_bytes
        if fits:
            self._add(moment)
        cost, now = self._work_clock() - start, self._clock()
        self._rests_until = now + cost / SHARE if cost > QUICK_S else now
        if not fits:
            return None
        self._due = expm1(moment.place + SPACING)
        self._recent_due = now + RECENT_S
        return moment

    # ---- whole lines of moments ------------------------------------------------------------------------------------

    def clear(self) -> None:
        """Forget all: a run begins."""
        self.load(())

    def load(self, moments: Iterable[RecordedState]) -> None:
        """Go on behind moments of another line, oldest first."""
        kept = list(moments)
        # Numbers are never given twice, as pictures of moments are kept by them.
        self._next_number = max([self._next_number, *(moment.number + 1 for moment in kept)])
        self._due = expm1(kept[-1].place + SPACING) if kept else 0.0
        self._recent_due = self._rests_until = 0.0
        self._take(kept, size_of(kept))

    def limit(self, most_bytes: int) -> None:
        """Take no more memory than this from now on."""
        self._most_bytes = most_bytes
        self._take(list(self.moments), self._bytes)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _add(self, moment: RecordedState) -> None:
        moments, size = list(self.moments), self._bytes
        # Positions must rise: `nearest` and the film go by them.
        while moments and moments[-1].position >= moment.position:
            size -= moments.pop().nbytes
        self._take([*moments, moment], size + moment.nbytes)

    def _copy(self, run: Run) -> RecordedState:
        self._next_number += 1
        return copy_of(run, self._next_number - 1, self._document_of(run))

    def _document_of(self, run: Run) -> Document:
        """What is trained; with the points of the moment before where those of all moments take much memory.

        They tell nothing of the weights, and who goes back to a moment keeps the points at hand, unless classes differ.
        """
        if self._told is None or self._told[0] is not run.document:
            here, last = run.document, self.moments[-1].document if self.moments else None
            self._told = (here, here)
            if last is not None and point_bytes(self.moments) > MOST_POINT_BYTES:
                with_last = replace(here, dataset=last.dataset)
                # Samples of another size or kind would make another network, which the weights do not fit.
                fits = resolve(with_last).function == resolve(here).function
                if fits and last.dataset.classes == here.dataset.classes:
                    self._told = (here, with_last)
        return self._told[1]

    def _take(self, moments: list[RecordedState], size: int) -> None:
        self._bytes = thin(moments, size, self._most_bytes, MOST_MOMENTS)
        self.moments = tuple(moments)


def copy_of(run: Run, number: int, document: Document) -> RecordedState:
    """The state of a run in copies; rows of optimizer state that are all zero are left out."""
    rows = tuple(row for row in range(STATE_ROWS) if run.slots[row].any())
    arrays = run.parameters.copy(), run.buffers.copy(), run.slots[list(rows)]
    return RecordedState(number, document, run.position, *arrays, rows, run.steps, run.epoch, run.cursor)


def size_of(moments: Iterable[RecordedState]) -> int:
    """What they hold in memory, about."""
    return sum(moment.nbytes for moment in moments)


def point_bytes(moments: Iterable[RecordedState]) -> int:
    """What the points hold in memory that they were recorded with."""
    found = {id(moment.document.dataset): moment.document.dataset for moment in moments}
    return sum(data.samples.nbytes + data.targets.nbytes + data.is_test.nbytes for data in found.values())


def thin(moments: list[RecordedState], size: int, most_bytes: int, most_moments: int = MOST_MOMENTS) -> int:
    """Take out moments until the rest fits; first and last stay, and of the newest as many as are few beside the rest.

    Where not even first and last fit together, the first goes; where the last alone does not, it goes as well.

    Args:
        moments: Oldest first; changed in place.
        size: The bytes that they hold.
        most_bytes: That all may hold.
        most_moments: As many as there may be.

    Returns:
        The bytes that they hold.
    """
    if size <= most_bytes and len(moments) <= most_moments:
        return size
    places = [moment.place for moment in moments]
    while len(moments) > 2 and (size > most_bytes or len(moments) > most_moments):
        end = len(moments) - 1 - min(RECENT, len(moments) // 4)
        # The gap that would be left, not the one that is there: so the spacing stays even however often this is done.
        # All of them anew for each, as there are some hundred at most.
        gaps = [places[i + 1] - places[i - 1] for i in range(1, max(end, 2))]
        index = 1 + gaps.index(min(gaps))
        size -= moments.pop(index).nbytes
        del places[index]
    while moments and size > most_bytes:
        size -= moments.pop(0).nbytes
    return size


def nearest(moments: tuple[RecordedState, ...], place: float) -> RecordedState | None:
    """The moment that lies nearest to a place on the film; None without any."""
    return min(moments, key=lambda moment: abs(moment.place - place), default=None)
