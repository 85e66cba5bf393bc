"""What the trainer has at hand, and what commands do to it: take another document, go back, undo, begin anew."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from playground.document.problems import problems
from playground.training.engines.steppers import Engine
from playground.training.guard import Guard
from playground.training.measure import Meter
from playground.training.messages import TrainerState
from playground.training.pace import Tachometer
from playground.training.probes.snapshot_clock import SnapshotClock
from playground.training.snapshots import Status
from playground.training.state.run import Run
from playground.training.stops import StopRule
from playground.training.timeline.travel import Travel
from playground.training.timeline.undo_states import Here

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.training.history import History
    from playground.training.messages import Restore, SetParameter, Submit
    from playground.training.timeline.commands import BeginEdit, Park, PutAside, Resume, Revisit
    from playground.training.timeline.timeline import Timeline
    from playground.training.timeline.undo_states import LearnedState

GIVEN_UP = "The weights of that time are no longer kept: memory is bounded, and newer steps have taken their place."


class AtHand:
    """The document, its run, its curve and its past; `Loop` trains and shows them."""

    def __init__(self, history: History, timeline: Timeline) -> None:
        self._history = history
        self._engine, self._meter = Engine(), Meter()
        self._guard, self._stops = Guard(), StopRule()
        self._travel = Travel(timeline, history)
        self._undo = self._travel.undo
        self._tachometer, self._clock = Tachometer(), SnapshotClock()
        self._document: Document | None = None
        self._run: Run | None = None
        self._status = Status()
        self._wants_play = False
        self._steps_left = 0
        self._unmeasured = self._unseen = False

    # ---- edits -----------------------------------------------------------------------------------------------------

    def _begin_edit(self, edit: BeginEdit) -> None:
        self._undo.begin(edit.number, self._here, is_whole=edit.is_whole)

    def _submit(self, submit: Submit) -> None:
        if submit.fresh:
            self._undo.lose(self._here)
            self._forget()
        self._take(submit.document, submit.run)
        self._undo.edited()

    def _set_parameter(self, command: SetParameter) -> None:
        self._undo.lose(self._here)
        if self._run is not None and self._run.set_parameter(command.key, command.index, command.value):
            self._unmeasured = True
        self._undo.edited()

    def _take(self, document: Document, number: int, *, is_edit: bool = True) -> None:
        """Train a document from now on, with all that fits it of what was learned.

        Args:
            document: In place of that at hand.
            number: Of the run.
            is_edit: Whether it is the step at hand that asks for it, and not undo or redo.
        """
        before = self._document
        self._hear_of(document, number)
        if self._status.unbuildable:
            return
        if is_edit and self._run is not None and not self._run.keeps_all(document):
            self._undo.lose(self._here)
        if self._run is not None and self._run.fits(document):
            self._run.adopt(document)
        else:
            self._run = Run(document) if self._run is None else self._run.succeed(document)
            self._guard.begin(self._run)
            self._status.clear_trouble()
        if self._status.trouble is TrainerState.FAILED:
            self._status.clear_trouble()
        self._engine.choose(document)
        self._travel.note_change(before, document, self._run)
        if before is None or before.dataset is not document.dataset or before.training is not document.training:
            self._stops.begin(self._run.position)
        self._unmeasured = True

    def _hear_of(self, document: Document, number: int) -> None:
        self._document, self._status.number = document, number
        self._status.take_problems(problems(document))
        if self._status.trouble is None:
            self._status.message, self._status.stopped = "", False

    def _forget(self) -> None:
        """Back to the beginning: new weights, no history, paused."""
        self._run, self._meter = None, Meter()
        self._guard.clear()
        self._history.clear()
        self._travel.begin()
        self._tachometer.clear()
        self._wants_play, self._steps_left = False, 0
        self._status.begin()

    # ---- other times -----------------------------------------------------------------------------------------------

    def _park(self, park: Park | PutAside) -> None:
        self._undo.lose(self._here)
        self._travel.park(self._run, park)

    def _restore(self, restore: Restore) -> None:
        self._undo.lose(self._here)
        self._status.number = restore.run
        self._status.clear_trouble()
        if self._run is None or not self._run.restore(restore.checkpoint):
            self._status.message = "The saved weights do not fit this network."
            return
        if restore.history:
            self._history.load(restore.history)
        else:
            self._history.truncate(self._run.position)
        self._go_on(self._run)
        self._undo.edited()

    def _resume(self, resume: Resume) -> None:
        self._undo.lose(self._here)
        self._status.number = resume.run
        self._status.clear_trouble()
        self._status.message = self._travel.resume(self._run, resume)
        if self._run is not None and not self._status.message:
            self._go_on(self._run)
            self._undo.edited()

    def _revisit(self, command: Revisit) -> None:
        """Undo or redo. What was learned comes back where the step changed it; elsewhere training goes on."""
        state, is_lost = self._undo.cross(command.number, self._here, is_undo=command.is_undo)
        if state is not None and state.lines is not None:
            self._come_back(state, command)
        else:
            self._take(command.document, command.run, is_edit=False)
            if state is not None and self._run is not None:
                self._run.rewind(state.steps, state.epoch, state.cursor)
        self._undo.arrive(state)
        self._undo.settle(command.number)
        if state is not None:
            self._unmeasured = not state.is_measured
        if is_lost:
            self._status.message = GIVEN_UP

    def _come_back(self, state: LearnedState, command: Revisit) -> None:
        """Have the network of another time, with its optimizer state and its place in the pass."""
        self._status.clear_trouble()
        self._hear_of(command.document, command.run)
        self._run, self._steps_left = state.run(self._run), 0
        if self._run is None:
            self._take(command.document, command.run, is_edit=False)
            return
        if not self._status.unbuildable:
            self._engine.choose(command.document)
        self._go_on(self._run)
        self._status.batches = state.batches

    def _go_on(self, run: Run) -> None:
        """Weights, counters and curve are of another time."""
        self._guard.begin(run)
        self._status.batches = run.steps
        self._tachometer.clear()
        self._stops.begin(run.position)
        self._unmeasured = True

    def _diverge(self, run: Run) -> None:
        """Pause at the last good weights, so that pictures stay finite and the document can be saved.

        Counters and curve go back with them: whatever is shown is of one moment.
        """
        epoch = run.epoch
        checkpoint = self._guard.last()
        if checkpoint is None or not run.restore(checkpoint):
            self._run = run = Run(run.document, dtype=run.dtype)
        self._history.truncate(run.position)
        self._status.batches = run.steps
        self._undo.touch()
        self._wants_play, self._steps_left = False, 0
        self._tachometer.clear()
        self._clock.move(perf_counter())
        self._status.diverge(epoch, run.epoch)
        self._unmeasured, self._unseen = False, True

    @property
    def _here(self) -> Here:
        return Here(self._run, self._status.batches, not self._unmeasured)
