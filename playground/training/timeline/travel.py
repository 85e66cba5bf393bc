"""Time travel on the trainer's thread: it records while training, shows moments of the past, and parks runs."""

from __future__ import annotations

from dataclasses import fields, replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

from playground.training.probes.schedule import Scheduler
from playground.training.snapshots import Shown, compose, parameters_of
from playground.training.timeline.commands import BringBack, EditBranch, LoadTimeline, PutAside, ShowMoment
from playground.training.timeline.recorded_runs import RecordedRuns
from playground.training.timeline.recorder import checkpoint_of
from playground.training.timeline.replay import Replay
from playground.training.timeline.undo_states import UndoStates

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.model import Document
    from playground.training.engines.steppers import Engine
    from playground.training.history import History
    from playground.training.messages import Snapshot
    from playground.training.probes.request import Requests
    from playground.training.probes.schedule import Calm
    from playground.training.snapshots import Status
    from playground.training.state.recorded_state import RecordedState
    from playground.training.state.run import Run
    from playground.training.timeline.commands import Park, Resume
    from playground.training.timeline.timeline import Timeline


class Travel:
    """What the loop needs of it.

    Attributes:
        commands: What is done on the word of the GUI and needs no run.
        wants_more: Whether the next snapshot would bring more, though nothing changes.
        is_rough: Whether the last snapshot's map was coarser than it is to be at rest.
        undo: What undo and redo come back to.
    """

    def __init__(self, timeline: Timeline, history: History) -> None:
        self._timeline, self._history = timeline, history
        self._recorder = timeline.recorder
        recorded = RecordedRuns(timeline)
        self._scheduler, self._replay = Scheduler(recorded), Replay(recorded)
        self._shown: RecordedState | None = None
        self._is_full = False
        self.wants_more = self.is_rough = False
        self.undo = UndoStates(timeline, history)
        self.commands: dict[type, Callable[[Any], None]] = {
            ShowMoment: self._show,
            EditBranch: self._edit,
            BringBack: self._bring_back,
            LoadTimeline: self._load,
        }

    # ---- recording -------------------------------------------------------------------------------------------------

    def advance(self, engine: Engine, run: Run, limit: int | None, budget_s: float) -> int:
        """Train for a slice, in pieces that end where a moment is to be recorded. The pieces change no bit.

        Args:
            engine: Trains.
            run: What.
            limit: Batches; None for as many as there is time for.
            budget_s: Seconds.

        Returns:
            Batches done.
        """
        if not self._recorder.moments:
            self._recorder.keep(run)
        done, end = 0, perf_counter() + budget_s
        left = budget_s
        while left > 0.0 and (limit is None or done < limit):
            pieces = (self._recorder.batches_until_due(run), None if limit is None else limit - done)
            piece = min((batches for batches in pieces if batches is not None), default=None)
            done += engine.advance(run, piece, left)
            self._recorder.look(run)
            left = end - perf_counter()
        return done

    def look(self, run: Run, *, paused: bool) -> None:
        """Record what a person sees: when it pauses, and now and then."""
        if paused:
            self._recorder.keep(run)
        else:
            self._recorder.look_recent(run)

    def note_change(self, before: Document | None, document: Document, run: Run) -> None:
        """Mark what was changed while training."""
        if before is None or run.position == 0.0:
            return
        words = change_in_words(before, document)
        if words:
            self._timeline.mark(run.position, words)

    # ---- pictures --------------------------------------------------------------------------------------------------

    def _show(self, command: ShowMoment) -> None:
        """Show a moment from now on, or the network as it is."""
        self._shown = command.moment

    def compose(self, run: Run | None, document: Document, status: Status, requests: Requests, calm: Calm) -> Snapshot:
        """A snapshot of now, or of the recorded state that is shown."""
        if run is not None and self._shown is not None and self._shown.position > run.position:
            self._shown = None  # undo has put the run back: that moment has not come yet
        if run is None:
            shown = Shown(results=self._scheduler.without_network(document, requests))
            self.is_rough = False
        elif self._shown is None:
            results = self._scheduler.take(run, requests, calm)
            shown = Shown(run.epoch, parameters_of(run), results)
            self.is_rough = self._scheduler.is_rough
        else:
            of_then, of_all_times = (tuple(r for r in requests if r.OF_ALL_TIMES is one) for one in (False, True))
            shown = self._replay.show(self._shown, document, of_then, calm)
            shown = replace(shown, results=shown.results | self._scheduler.take(run, of_all_times, calm))
            self.is_rough = self._replay.is_rough
        self.wants_more = self._scheduler.wants_more
        return compose(run, document, status, shown)

    # ---- lines -----------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """The run begins anew."""
        self._timeline.begin()
        self._shown = None

    def park(self, run: Run | None, command: Park | PutAside) -> None:
        """Keep the run at hand as a branch; where there is no room for it, nothing is resumed in its place.

        A run that is put aside, as another begins, is kept where it was trained and there is room.
        """
        if isinstance(command, PutAside):
            if run is not None and run.epoch > 0:
                self._timeline.park(run, self._history.to_arrays())
            return
        parked = run is None or self._timeline.park(run, self._history.to_arrays(), yields=not command.is_swap)
        self._is_full = not parked

    def resume(self, run: Run | None, command: Resume) -> str:
        """Bring weights, curve and film to another time.

        Returns:
            Why not, for people; empty when it is done.
        """
        is_full, self._is_full, self._shown = self._is_full, False, None
        if is_full:
            return "There is no room to keep the run as it is beside another one, so it goes on."
        if run is None or not run.restore(checkpoint_of(command.moment)):
            return "The network of that moment has other layers than this one."
        branch = None if command.branch is None else self._timeline.take(command.branch)
        if branch is not None:
            self._history.load(branch.columns)
        else:
            self._timeline.go_on_from(command.moment)
            self._history.truncate(command.moment.position)
        return ""

    def _edit(self, command: EditBranch) -> None:
        """Rename a line, or delete a branch."""
        if command.name is None:
            self._timeline.delete(command.number)
        else:
            self._timeline.rename(command.number, command.name, is_named=command.is_named)

    def _bring_back(self, command: BringBack) -> None:
        """Undo a deletion, where there is room for it."""
        self._timeline.bring_back(command.number)

    def _load(self, command: LoadTimeline) -> None:
        """Take what a file has."""
        self._shown = None
        self.undo.clear()
        self._timeline.restore(command.branches, command.number, command.name, is_named=command.is_named)
        self._recorder.load(command.moments)


def change_in_words(before: Document, after: Document) -> str:
    """What differs between two documents, "Learning rate 0.03, layers"; empty where training sees no difference."""
    found = []
    for one in fields(after.training):
        old, new = getattr(before.training, one.name), getattr(after.training, one.name)
        if old != new and "label" in one.metadata:
            found.append(f"{one.metadata['label']} {new}")
    if before.network != after.network:
        found.append("layers")
    if before.inputs != after.inputs:
        found.append("inputs")
    if before.dataset is not after.dataset:
        found.append("points")
    words = ", ".join(found)
    return words[:1].upper() + words[1:]
