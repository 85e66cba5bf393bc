"""What the trainer has at hand, and what commands do to it: take another document, go back, undo, begin anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.problems import problems
from playground.training.engines.eager import update_on
from playground.training.explain.by_hand.update import batch_of
from playground.training.probes.one_update import next_rows
from playground.training.snapshots.snapshot import TrainerState
from playground.training.snapshots.status import Status
from playground.training.state.run import Run
from playground.training.timeline.commands import PutAside
from playground.training.timeline.recorder import checkpoint_of
from playground.training.timeline.timeline import BY_HAND, change_in_words
from playground.training.timeline.undo_states import UndoStates
from playground.training.trainee.trainee import Trainee

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.training.engines.steppers import Engine
    from playground.training.loop.commands import Restore, SetParameter, SetParameters, Submit, TakeUpdate
    from playground.training.state.checkpoint import Checkpoint
    from playground.training.timeline.commands import (
        BeginEdit,
        BringBack,
        EditBranch,
        LoadTimeline,
        Park,
        Resume,
        ReturnPast,
        Revisit,
    )
    from playground.training.timeline.timeline import Timeline
    from playground.training.timeline.undo_states import LearnedState
    from playground.training.trainee.history import History
    from playground.training.trainee.trainee import Diverged

GIVEN_UP = "The weights of that time are no longer kept: memory is bounded, and newer steps have taken their place."
NO_ROOM = "There is no room to keep the run as it is beside another one, so it goes on."
OTHER_LAYERS = "The network of that moment has other layers than this one."


class AtHand:
    """The document, its trainee, its loss curve and its past. On the trainer's thread; `last_finite` on any.

    Attributes:
        document: As submitted last; None before.
        trainee: What is trained; None before a document had a network. It keeps what was learned while one has none.
        status: What the trainer says of itself.
        undo: What undo and redo come back to.
    """

    def __init__(self, engine: Engine, history: History, timeline: Timeline) -> None:
        self._engine, self._history, self._timeline = engine, history, timeline
        self.undo = UndoStates(timeline, history)
        self.document: Document | None = None
        self.trainee: Trainee | None = None
        self.status = Status()
        self._is_full = False

    @property
    def run(self) -> Run | None:
        """The network that can be shown; None where the document has none."""
        return None if self.trainee is None or self.status.unbuildable else self.trainee.run

    def checkpoint(self) -> Checkpoint | None:
        """A copy of the state; None where the document has no network, or an error has kept its run from being made."""
        return None if self.run is None else self.run.checkpoint()

    def last_finite(self) -> Checkpoint | None:
        """The state to go back to after divergence."""
        trainee = self.trainee
        return None if trainee is None else trainee.guard.last()

    # ---- edits -----------------------------------------------------------------------------------------------------

    def begin_edit(self, edit: BeginEdit) -> None:
        """What follows is one undo step."""
        self.undo.begin(edit.number, self.trainee, is_whole=edit.is_whole)

    def submit(self, submit: Submit) -> None:
        """Train another document, with what was learned or from the beginning."""
        if submit.fresh:
            self.undo.lose(self.trainee)
            self.trainee = None
            self._history.clear()
            self._timeline.begin()
            self.status.clear_trouble()
        self._take(submit.document, submit.run)
        self.undo.edited()

    def set_parameter(self, command: SetParameter) -> None:
        """Put a number into the network."""
        self.undo.lose(self.trainee)
        if self.trainee is not None and self.trainee.run.set_parameter(command.key, command.index, command.value):
            self._set_by_hand(self.trainee)
        self.undo.edited()

    def set_parameters(self, command: SetParameters) -> None:
        """Put numbers into all of the network."""
        self.undo.lose(self.trainee)
        if self.trainee is not None and self.trainee.run.set_parameters(command.values):
            self._set_by_hand(self.trainee)
        self.undo.edited()

    def take_update(self, command: TakeUpdate) -> None:
        """Train for one update on chosen samples; the pass goes on where they are its next batch."""
        run = None if self.trainee is None else self.trainee.run
        # The command was sent for the points of then; some may have been erased on the way.
        fits = max(command.rows) < len(run.document.dataset.samples) if run is not None else False
        if run is None or self.trainee is None or not fits or run.emulation is not None:
            return
        self.undo.lose(self.trainee)
        is_next = command.rows == next_rows(run, run.batch_size) and run.batch_size == len(command.rows)
        update_on(run, *batch_of(run, command.rows))
        if is_next:
            run.steps -= 1  # counted by the pass
            run.take_batch()
        self.trainee.batches += 1
        self.trainee.is_measured = False
        self.undo.edited()

    def diverge(self, outcome: Diverged) -> None:
        """Counters and curve go back with the weights: whatever is shown is of one moment."""
        if self.trainee is not None:
            self._history.truncate(self.trainee.run.position)
        self.undo.touch()
        self.status.diverge(outcome)

    def _set_by_hand(self, trainee: Trainee) -> None:
        trainee.is_measured = False
        self._timeline.mark(trainee.run.position, BY_HAND)

    def _take(self, document: Document, number: int, *, is_edit: bool = True) -> None:
        """Train a document from now on, with all that fits it of what was learned.

        Args:
            document: In place of that at hand.
            number: Of the run.
            is_edit: Whether it is the step at hand that asks for it, and not undo or redo.
        """
        self._hear_of(document, number)
        trainee = self.trainee
        if self.status.unbuildable:
            return
        if trainee is None:
            self.trainee = Trainee(Run(document), self._engine, self._timeline.recorder, number=number)
            self.status.clear_trouble()
            return
        before = trainee.run.document
        # Kept before it is lost: after `take` there is another network.
        if is_edit and not trainee.run.keeps_all(document):
            self.undo.lose(trainee)
        try:
            fits = trainee.take(document)
        except Exception as error:
            # The run is still that of the document before: shown with this one, answers and samples would not be of
            # one another, and saved with it, the file could not be opened.
            self.status.unbuildable, self.status.problem = True, f"Its network could not be made: {error}"
            raise
        if not fits or self.status.trouble is TrainerState.FAILED:
            self.status.clear_trouble()
        words = change_in_words(before, document) if trainee.run.position else ""
        if words:
            self._timeline.mark(trainee.run.position, words)

    def _hear_of(self, document: Document, number: int) -> None:
        self.document = document
        self._renumber(number)
        self.status.take_problems(problems(document))
        if self.status.trouble is None:
            self.status.message, self.status.stopped = "", False

    def _renumber(self, number: int) -> None:
        self.status.number = number
        if self.trainee is not None:
            self.trainee.number = number

    # ---- other times -----------------------------------------------------------------------------------------------

    def park(self, command: Park | PutAside) -> None:
        """Keep the run at hand as a branch; where there is no room for it, nothing is resumed in its place.

        A run that is put aside, as another begins, is kept where it was trained and there is room.
        """
        self.undo.lose(self.trainee)
        run = None if self.trainee is None else self.trainee.run
        if isinstance(command, PutAside):
            if run is not None and run.epoch > 0:
                self._timeline.park(run, self._history.to_arrays())
            return
        is_kept = run is None or self._timeline.park(run, self._history.to_arrays(), yields=not command.is_swap)
        self._is_full = not is_kept

    def restore(self, restore: Restore) -> None:
        """Have the weights of a checkpoint, and its curve."""
        self.undo.lose(self.trainee)
        self._renumber(restore.run)
        self.status.clear_trouble()
        trainee = self.trainee
        if trainee is None or not trainee.run.restore(restore.checkpoint):
            self.status.message = "The saved weights do not fit this network."
            return
        if restore.history:
            self._history.load(restore.history)
        else:
            self._history.truncate(trainee.run.position)
        trainee.stand_at(trainee.run)
        self.undo.edited()

    def resume(self, command: Resume) -> None:
        """Bring weights, curve and recorded states to another time."""
        self.undo.lose(self.trainee)
        self._renumber(command.run)
        self.status.clear_trouble()
        # Told by the `Park` before it: both are sent together, and what is resumed must not take the place of a run
        # that could not be kept.
        is_full, self._is_full = self._is_full, False
        trainee, moment = self.trainee, command.moment
        if is_full or trainee is None or not trainee.run.restore(checkpoint_of(moment)):
            self.status.message = NO_ROOM if is_full else OTHER_LAYERS
            return
        branch = None if command.branch is None else self._timeline.take(command.branch)
        if branch is not None:
            self._history.load(branch.columns)
        else:
            self._timeline.go_on_from(moment)
            self._history.truncate(moment.position)
        trainee.stand_at(trainee.run)
        self.undo.edited()

    def revisit(self, command: Revisit) -> bool:
        """Undo or redo. What was learned comes back where the step changed it; elsewhere training goes on.

        Returns:
            Whether it came back.
        """
        state, is_lost = self.undo.cross(command.number, self.trainee, is_undo=command.is_undo)
        comes_back = state is not None and state.lines is not None
        if state is not None and comes_back:
            self._come_back(state, command)
        else:
            self._take(command.document, command.run, is_edit=False)
            if state is not None and self.trainee is not None:
                self.trainee.run.rewind(state.steps, state.epoch, state.cursor)
        self.undo.arrive(state)
        self.undo.settle(command.number)
        if state is not None and self.trainee is not None:
            self.trainee.is_measured = state.is_measured
        if is_lost:
            self.status.message = GIVEN_UP
        return comes_back

    def edit_branch(self, command: EditBranch) -> None:
        """Rename a line, or delete a branch."""
        if command.name is None:
            self._timeline.delete(command.number)
        else:
            self._timeline.rename(command.number, command.name, is_named=command.is_named)

    def bring_back(self, command: BringBack) -> None:
        """Undo a deletion, where there is room for it."""
        self._timeline.bring_back(command.number)

    def load_timeline(self, command: LoadTimeline) -> None:
        """Take what a file has."""
        self.undo.clear()
        self._timeline.restore(command.branches, command.number, command.name, is_named=command.is_named)
        self._timeline.recorder.load(command.moments)

    def hold_past(self) -> None:
        """Hold the run, its lines and what undo keeps: another document is about to come."""
        self.undo.hold_past(self.trainee)

    def return_past(self, command: ReturnPast) -> None:
        """Go on with the run that is held, as if nothing had been in its place."""
        state = self.undo.return_past()
        if state is None:
            return
        self._come_back(state, command)
        self.undo.arrive(state)
        if self.trainee is not None:
            self.trainee.is_measured = state.is_measured

    def _come_back(self, state: LearnedState, command: Revisit | ReturnPast) -> None:
        """Have the network of another time, with its optimizer state and its place in the pass."""
        self.status.clear_trouble()
        run = state.run(None if self.trainee is None else self.trainee.run)
        if run is None:
            self.trainee = None
            self._take(command.document, command.run, is_edit=False)
            return
        if self.trainee is None:
            self.trainee = Trainee(run, self._engine, self._timeline.recorder)
        else:
            self.trainee.stand_at(run)
        self.trainee.batches = state.batches
        self._hear_of(command.document, command.run)
