"""What undo and redo need beside documents: the state of training before each step, and where it was left after it.

Two kinds of steps are told apart by what the trainer does for them. A whole one changes or loses something learned
(other layers, a weight set by hand, a new start, another run): undo and redo always come back to the state of that
time. Any other (a stroke, a learning rate) leaves weights and optimizer state alone: undoing it at once restores the
place in the pass and the curve as well, and undoing it after more training lets training go on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from playground.training.state.run import Run
from playground.training.timeline.recorder import MOST_BYTES, checkpoint_of, copy_of
from playground.training.timeline.timeline import at_its_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playground.document.model import Document
    from playground.training.state.checkpoint import Checkpoint
    from playground.training.state.recorded_state import RecordedState
    from playground.training.timeline.timeline import Branch, Mark, RunLines, Timeline
    from playground.training.trainee.history import History, LossCurve
    from playground.training.trainee.trainee import Trainee

MOST_STEPS = 500
_NEVER = -1


@dataclass(frozen=True, slots=True, eq=False)
class LearnedState:
    """Training at one side of a step.

    Attributes:
        stamp: Two states of one stamp have the same weights.
        document: What was trained; None without a run.
        steps, epoch, cursor: As in `Checkpoint`.
        batches, is_measured: As in `Trainee`.
        curve: The loss curve.
        marks: Of the line at hand.
        film: Recorded moments of the line at hand, where `lines` does not have them.
        weights: Parameters, statistics and optimizer state; None for a step that leaves them alone.
        lines: The line at hand and the branches; None likewise.
    """

    stamp: int
    document: Document | None
    steps: int
    epoch: int
    cursor: int
    batches: int
    is_measured: bool
    curve: LossCurve
    marks: tuple[Mark, ...]
    film: tuple[RecordedState, ...] = ()
    weights: RecordedState | None = None
    lines: RunLines | None = None

    def run(self, at_hand: Run | None) -> Run | None:
        """A run that stands here: the one at hand where it can, else a new one; None where there was none."""
        if self.document is None or self.weights is None:
            return None
        if at_hand is not None and at_hand.fits(self.document):
            at_hand.adopt(self.document)
        else:
            at_hand = Run(self.document)
        at_hand.restore(self._checkpoint(self.weights))
        return at_hand

    def _checkpoint(self, weights: RecordedState) -> Checkpoint:
        return replace(checkpoint_of(weights), steps=self.steps, epoch=self.epoch, cursor=self.cursor)


@dataclass(slots=True, eq=False)
class _Step:
    """One undo step.

    Attributes:
        number: As in `BeginEdit`.
        stamps: Before the step and after it, as long as nothing was trained there: the state to tell that by.
        before, after: What to come back to on the side that is not the one at hand.
        is_whole: Whether it changed what was learned.
    """

    number: int
    stamps: list[int]
    before: LearnedState | None = None
    after: LearnedState | None = None
    is_whole: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Past:
    """What another document's states stand in the place of.

    Attributes:
        here: Training as it was left.
        deleted: Branches that undo can bring back.
        done, undone, held: As in `UndoStates`.
    """

    here: LearnedState
    deleted: tuple[Branch, ...]
    done: list[_Step]
    undone: list[_Step]
    held: _Held


class UndoStates:
    """Follows the undo stack on the trainer's thread; a state too many is given up, the farthest from now first.

    While the past of one document is held, that of another may take as much memory once more.

    Attributes:
        stamp: Another number with each change of weights, counters or optimizer state.
        most_bytes: The memory that states may take.
    """

    def __init__(self, timeline: Timeline, history: History) -> None:
        self._timeline, self._history = timeline, history
        self.most_bytes = MOST_BYTES
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._newest_stamp = self.stamp = 0
        self._copy: tuple[int, RecordedState] | None = None
        self._held = _Held()
        self._past: _Past | None = None

    @property
    def nbytes(self) -> int:
        """What all states hold in memory, about, beyond what the timeline has anyway."""
        return self._held.nbytes - sum(self._held.size_of(part) for part in _live(self._timeline))

    def clear(self) -> None:
        """Another document: there is nothing to undo; a past that is held stays so."""
        self._done, self._undone, self._copy, self._held = [], [], None, _Held()

    # ---- while another document is at hand -------------------------------------------------------------------------

    def hold_past(self, here: Trainee | None) -> None:
        """Hold all there is, and begin anew: another document is about to come."""
        state = self._state(here, is_whole=True)
        self._past = _Past(state, self._timeline.deleted, self._done, self._undone, self._held)
        self.clear()

    def return_past(self) -> LearnedState | None:
        """Have again what was held; the state to come back to, None where nothing was held."""
        past, self._past = self._past, None
        if past is None:
            return None
        self._done, self._undone, self._held, self._copy = past.done, past.undone, past.held, None
        self._timeline.deleted = past.deleted
        return past.here

    def drop_past(self) -> None:
        """Hold it no more."""
        self._past = None

    # ---- as edits are made -----------------------------------------------------------------------------------------

    def begin(self, number: int, here: Trainee | None, *, is_whole: bool) -> None:
        """A new step; what was undone cannot be redone any more."""
        for step in self._undone:
            self._held.release(step.after)
        self._undone.clear()
        before = self._state(here, is_whole=False)
        self._held.hold(before)
        self._done.append(_Step(number, [self.stamp, self.stamp], before=before))
        if len(self._done) > MOST_STEPS:
            self._held.release(self._done.pop(0).before)
        if is_whole:
            self.lose(here)
        else:
            self._fit()

    def lose(self, here: Trainee | None) -> None:
        """The step at hand is about to change what was learned: keep it."""
        step = self._done[-1] if self._done else None
        if step is None or step.is_whole:
            return
        state, before = self._state(here, is_whole=True), step.before
        if before is not None and step.stamps[1] == self.stamp:  # nothing was trained since the step began
            state = replace(before, weights=state.weights, lines=state.lines, film=())
        self._held.release(before)
        self._held.hold(state)
        step.before, step.is_whole = state, True
        self._fit()

    def edited(self) -> None:
        """The step at hand has done something, which may have changed what was learned."""
        before = self.stamp
        self.touch()
        if self._done:
            stamps = self._done[-1].stamps
            stamps[1] = self.stamp if stamps[1] == before else _NEVER

    def touch(self) -> None:
        """Something was learned, or changed."""
        self._newest_stamp += 1
        self.stamp = self._newest_stamp

    # ---- undo and redo ---------------------------------------------------------------------------------------------

    def cross(self, number: int, here: Trainee | None, *, is_undo: bool) -> tuple[LearnedState | None, bool]:
        """Go to the other side of a step; what is here is kept for the way back.

        Returns:
            The state to come back to, None where training goes on; and whether there should be one, but it had to be
            given up.
        """
        source, target = (self._done, self._undone) if is_undo else (self._undone, self._done)
        if not source or source[-1].number != number:
            return None, True
        step = source.pop()
        target.append(step)
        goal = step.before if is_undo else step.after
        self._held.release(goal)
        state = self._state(here, is_whole=step.is_whole)
        self._held.hold(state)
        is_at_once = step.stamps[1 if is_undo else 0] == self.stamp
        step.stamps[1 if is_undo else 0] = self.stamp
        step.before, step.after = (None, state) if is_undo else (state, None)
        if goal is None or not (step.is_whole or is_at_once):
            return None, step.is_whole
        return goal, False

    def arrive(self, state: LearnedState | None) -> None:
        """The other side is reached: at a state, or, with None, by going on from here with another document."""
        if state is None:
            self.touch()
        else:
            self.stamp = state.stamp
            self._history.come_back(state.curve)
            if state.weights is not None:
                self._copy = state.stamp, state.weights
            if state.lines is not None:
                self._timeline.come_back(state.lines)
            elif state.film:
                self._timeline.recorder.load(state.film)
            self._timeline.mark_again(state.marks)
        self._fit()

    def settle(self, number: int) -> None:
        """Note where the side that was reached begins."""
        for steps, side in ((self._done, 1), (self._undone, 0)):
            if steps and steps[-1].number == number:
                steps[-1].stamps[side] = self.stamp

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _state(self, here: Trainee | None, *, is_whole: bool) -> LearnedState:
        run = None if here is None else here.run
        return LearnedState(
            stamp=self.stamp,
            document=None if run is None else run.document,
            steps=0 if run is None else run.steps,
            epoch=0 if run is None else run.epoch,
            cursor=0 if run is None else run.cursor,
            batches=0 if here is None else here.batches,
            is_measured=here is None or here.is_measured,
            curve=self._history.curve(),
            marks=self._timeline.marks,
            film=() if is_whole else self._timeline.moments,
            weights=self._weights(run) if is_whole else None,
            lines=self._timeline.lines() if is_whole else None,
        )

    def _weights(self, run: Run | None) -> RecordedState | None:
        """A copy, unless there is one already."""
        if run is None:
            return None
        if self._copy is None or self._copy[0] != self.stamp:
            self._copy = self.stamp, _recorded(run, self._timeline.moments) or copy_of(run, 0, run.document)
        return self._copy[1]

    def _fit(self) -> None:
        """Give up what is too much: films first, then weights; those of the next steps to undo and redo stay."""
        # The upper bound first, which costs nothing: what the timeline shares is counted only where that is too much.
        if self._held.nbytes <= self.most_bytes:
            return
        far = [step for steps in (self._done, self._undone) for step in steps[:-1]]
        near = [step for steps in (self._done, self._undone) for step in steps[-1:]]
        ways = [(self._slim, step) for step in far + near] + [(self._give_up, step) for step in far]
        for way, step in ways:
            if self.nbytes <= self.most_bytes:
                return
            way(step)

    def _slim(self, step: _Step) -> None:
        """Keep of the film the state itself, and of branches what the timeline has of them, or their ends."""
        for name in ("before", "after"):
            state = getattr(step, name)
            if state is None:
                continue
            setattr(step, name, self._slimmed(state))

    def _slimmed(self, state: LearnedState) -> LearnedState:
        slim = replace(state, film=())
        if state.lines is not None:
            living = {branch.number: branch for branch in self._timeline.branches}
            branches = tuple(living.get(one.number) or at_its_end(one) for one in state.lines.branches)
            slim = replace(slim, lines=replace(state.lines, moments=state.lines.moments[-1:], branches=branches))
        self._held.hold(slim)
        self._held.release(state)
        return slim

    def _give_up(self, step: _Step) -> None:
        if not step.is_whole:
            return
        self._held.release(step.before)
        self._held.release(step.after)
        step.before = step.after = None


class _Held:
    """Counts what states hold, each thing once."""

    def __init__(self) -> None:
        self.nbytes = 0
        self._found: dict[int, list[int]] = {}

    def size_of(self, part: tuple[int, int]) -> int:
        """Bytes of a part, 0 where no state holds it."""
        return part[1] if part[0] in self._found else 0

    def hold(self, state: LearnedState) -> None:
        """Count the arrays of a state that undo keeps from now on; those that another state shares count once."""
        for key, size in _parts(state):
            entry = self._found.setdefault(key, [0, size])
            self.nbytes += size if entry[0] == 0 else 0
            entry[0] += 1

    def release(self, state: LearnedState | None) -> None:
        """Stop counting the arrays of a state that undo drops; None, where there was no state, changes nothing."""
        if state is None:
            return
        for key, size in _parts(state):
            entry = self._found[key]
            entry[0] -= 1
            if entry[0] == 0:
                self.nbytes -= size
                del self._found[key]


def _parts(state: LearnedState) -> Iterator[tuple[int, int]]:
    """What a state keeps alive: by identity, with its bytes."""
    # One column stands for all: those of a curve are made and given up together.
    yield id(state.curve.columns["epoch"]), state.curve.nbytes
    moments = set(state.film)
    if state.weights is not None:
        moments.add(state.weights)
    if state.lines is not None:
        moments.update(state.lines.moments)
        for branch in state.lines.branches:
            moments.update(branch.moments)
            yield from _columns(branch)
    yield from ((id(moment), moment.nbytes) for moment in moments)


def _live(timeline: Timeline) -> Iterator[tuple[int, int]]:
    """What the timeline keeps alive, likewise."""
    moments = set(timeline.moments)
    for branch in (*timeline.branches, *timeline.deleted):
        moments.update(branch.moments)
    for branch in timeline.branches:
        yield from _columns(branch)
    yield from ((id(moment), moment.nbytes) for moment in moments)


def _columns(branch: Branch) -> Iterator[tuple[int, int]]:
    return ((id(column), column.nbytes) for column in branch.columns.values())


def _recorded(run: Run, moments: tuple[RecordedState, ...]) -> RecordedState | None:
    """The newest recorded moment, if it is this state, as it is when training has paused."""
    if not moments or (moments[-1].steps, moments[-1].epoch, moments[-1].cursor) != (run.steps, run.epoch, run.cursor):
        return None
    # The same counters may be other weights: a person can set them by hand.
    mine = checkpoint_of(moments[-1])
    pairs = ((mine.parameters, run.parameters), (mine.buffers, run.buffers), (mine.slots, run.slots))
    return moments[-1] if all(np.array_equal(a, b) for a, b in pairs) else None
