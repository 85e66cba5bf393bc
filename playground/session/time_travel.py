"""What views ask of the past: look at a recorded moment, go on from it, and switch between the runs that were."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from playground.document.model import answers_alike
from playground.document.plan import resolve
from playground.document.run_words import RunFacts, data_mark, run_names
from playground.session.commands import TrainerCommand
from playground.training.timeline.commands import BringBack, EditBranch, LoadTimeline, Park, Resume, ShowMoment
from playground.training.timeline.recorder import nearest
from playground.training.timeline.timeline import MOST_BRANCHES, Timeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import SignalInstance

    from playground.document.dataset import Dataset
    from playground.document.model import Document
    from playground.document.run_words import DataMark
    from playground.session.run_numbers import RunNumbers
    from playground.session.undo import UndoStack
    from playground.training.loop.trainer import Trainer
    from playground.training.snapshots.snapshot import Snapshot
    from playground.training.state.recorded_state import RecordedState
    from playground.training.timeline.timeline import Branch

FULL = f"{MOST_BRANCHES} runs are as many as are kept: delete one in the loss panel to go on from here."
NO_PLACE = f"{MOST_BRANCHES} runs are as many as are kept: delete one in the loss panel, then undo again."
GONE = "The deleted run cannot come back: newer runs have taken its memory."


class Traveller(Protocol):
    """What it needs of the session."""

    document: Document
    numbers: RunNumbers
    trainer: Trainer
    undo_stack: UndoStack

    @property
    def snapshot_arrived(self) -> SignalInstance:
        """Emitted with each `Snapshot` of the run at hand."""
        ...

    def do(self, text: str, after: Document, act: Callable[[Document], None]) -> None:
        """Do something as one undo step."""
        ...

    def show(self, document: Document) -> None:
        """Take a document, without an undo step."""
        ...

    def pause(self) -> None:
        """Stop training."""
        ...


class ListedRun(NamedTuple):
    """A run beside the others.

    Attributes:
        branch: None for the run at hand.
        name: What it is called beside the others.
    """

    number: int
    branch: Branch | None
    facts: RunFacts
    name: str


class TimeTravel(QObject):
    """`session.time`. Attributes are read, methods called, as on the session itself.

    Attributes:
        timeline: Moments, branches and marks, as the trainer records them.
        shown: The moment that all views show; None for the network as it is.
    """

    changed = Signal()
    """`shown` has changed, or a line was asked to begin, end or be renamed."""
    told = Signal(str, str)
    """What has been done and how to undo it, or why it cannot be done; and the role, as of `Session.message_posted`."""
    withdrawn = Signal(str)
    """What was told of a step that is undone, or that others followed."""

    _told_of_step = ""  # of the class: the undo stack empties itself as it ends, when this may have lost its attributes

    def __init__(self, session: Traveller, timeline: Timeline, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.timeline = timeline
        self.shown: RecordedState | None = None
        self._marked: tuple[Dataset, DataMark] | None = None
        self._leaving: tuple[int, str] | None = None  # number and name of a run that is being put aside
        session.undo_stack.indexChanged.connect(self._withdraw)
        session.snapshot_arrived.connect(self._follow)

    # ---- looking ---------------------------------------------------------------------------------------------------

    def show(self, moment: RecordedState | None) -> None:
        """Let every view show a moment, while training goes on or stands; None for the network as it is."""
        # By identity: a moment shown again, as the film sends them while it is dragged, is not asked for again.
        if moment is not self.shown:
            self._session.trainer.send(ShowMoment(moment))
            self._set_shown(moment)

    def show_epoch(self, place: float) -> None:
        """Show the moment nearest to a place on the film, log(1 + epoch)."""
        self.show(nearest(self.timeline.moments, place))

    def live(self) -> None:
        """Show the network as it is."""
        self.show(None)

    def step(self, by: int) -> None:
        """Show the moment so many records later, earlier where negative; past the last is live."""
        moments = self.timeline.moments
        if not moments:
            return
        # Live stands behind the last moment: one step back from it is the newest record.
        here = len(moments) if self.shown is None else self._index(moments)
        there = max(here + by, 0)
        self.show(moments[there] if there < len(moments) else None)

    def is_foreign(self, moment: RecordedState) -> bool:
        """Whether the network had other layers then, which `go_on` would bring back."""
        return resolve(moment.document).structure != resolve(self._session.document).structure

    # ---- runs beside each other ------------------------------------------------------------------------------------

    def runs(self) -> tuple[ListedRun, ...]:
        """All runs in the order of their numbers, each called as a person named it, else by what differs."""
        document, line = self._session.document, self.timeline.lines()
        at_hand = RunFacts(line.name, line.is_named, document, self._mark(document.dataset))
        found: list[tuple[int, Branch | None, RunFacts]] = [(line.number, None, at_hand)]
        for one in line.branches:
            facts = RunFacts(one.name, one.is_named, one.end.document, one.data)
            found.append((one.number, one, facts))
        found.sort(key=lambda run: run[0])
        names = run_names([facts for _, _, facts in found])
        return tuple(ListedRun(*run, name) for run, name in zip(found, names, strict=True))

    def name(self, number: int) -> str:
        """What a run is called."""
        return next((run.name for run in self.runs() if run.number == number), f"Run {number}")

    def _mark(self, dataset: Dataset) -> DataMark:
        """Of the points at hand; made once for each version of them."""
        if self._marked is None or self._marked[0] is not dataset:
            self._marked = dataset, data_mark(dataset)
        return self._marked[1]

    # ---- going on --------------------------------------------------------------------------------------------------

    def go_on(self) -> bool:
        """Train on from the moment that is shown; the run as it was stays, as a branch. One undo step.

        Layers that were others then come back; points and settings stay as they are. False when there is no room for
        another branch, which the message bar says.
        """
        moment = self.shown
        if moment is None:
            return False
        if self._is_full():
            self.told.emit(FULL, "warn")
            return False
        after = _brought_back(moment.document, self._session.document, settings=False)
        self._session.do(f"Continue from epoch {moment.epoch:,}", after, lambda d: self._resume(d, moment, None))
        return True

    def switch(self, branch: Branch) -> None:
        """Go on with a branch, with its layers and settings, as one undo step; the run at hand becomes a branch."""
        self._session.pause()
        after = _brought_back(branch.end.document, self._session.document, settings=True)
        self._session.do(
            f"Switch to {self.name(branch.number)}",
            after,
            lambda d: self._resume(d, branch.end, branch.number),
        )

    def rename(self, number: int, name: str) -> None:
        """Give a line another name, as one undo step."""
        before, is_named = self._name_of(number)
        if name != before:
            undo, do = EditBranch(number, before, is_named), EditBranch(number, name)
            text = f"Rename {self.name(number)}"
            self._session.undo_stack.add(TrainerCommand(text, undo, do, self._change))

    def delete(self, number: int) -> None:
        """Delete a branch, as one undo step: undo brings it back with its moments and its curve."""
        name = self.name(number)
        step = TrainerCommand(f"Delete {name}", BringBack(number), EditBranch(number, None), self._change)
        self._session.undo_stack.add(step)
        self.told.emit(f"{name} is deleted. Undo brings it back.", "info")

    def load(self, saved: LoadTimeline) -> None:
        """Take the lines of a file; an empty one forgets those at hand."""
        self._set_shown(None)
        self._tell(saved)

    def forget_shown(self) -> None:
        """The run begins anew: there is nothing but the network as it is."""
        self._set_shown(None)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def tell_of_step(self, words: str) -> None:
        """Say what the newest step has done, as long as it is the newest; nothing where there are no words."""
        self._told_of_step = words
        if words:
            self.told.emit(words, "info")

    def at_hand(self) -> tuple[int, str]:
        """Number and name of the run at hand."""
        return self.timeline.number, self.name(self.timeline.number)

    def tell_of_leaving(self, number: int, name: str) -> None:
        """Say what becomes of a run as another begins: with the trainer's next word, when it has been put aside."""
        self._leaving = number, name

    @Slot(object)
    def _follow(self, snapshot: Snapshot) -> None:
        """Tell of the run that was put aside; leave a moment that undo has put out of reach."""
        leaving, self._leaving = self._leaving, None
        if leaving is not None:
            self.tell_of_step(self._put_aside_in_words(*leaving))
        if self.shown is not None and self.shown.epoch > snapshot.live_epoch:
            self.live()

    @Slot()
    def _withdraw(self) -> None:
        self._leaving = None
        if self._told_of_step:
            self.withdrawn.emit(self._told_of_step)
            self._told_of_step = ""

    def _put_aside_in_words(self, number: int, name: str) -> str:
        """What has become of a run as another began."""
        kept = next((branch for branch in self.timeline.branches if branch.number == number), None)
        if kept is None:
            return f"{name} is not kept beside {MOST_BRANCHES} runs that all have names; undo brings it back."
        trained = f"{kept.end.epoch:,} epoch" + ("" if kept.end.epoch == 1 else "s")
        return f"{name} ({trained}) is put aside in the loss panel. Undo brings it back as it was."

    def _name_of(self, number: int) -> tuple[str, bool]:
        """A line's name, and whether a person chose it."""
        names = {branch.number: (branch.name, branch.is_named) for branch in self.timeline.branches}
        return names.get(number, (self.timeline.name, self.timeline.is_named))

    def _change(self, command: BringBack | EditBranch) -> None:
        """Do or undo a step; what can no longer be brought back is said."""
        if isinstance(command, BringBack):
            branches, deleted = (
                {b.number: b for b in some} for some in (self.timeline.branches, self.timeline.deleted)
            )
            found = (branches | deleted).get(command.number)  # as long as it is on its way it is among the branches
            if found is None:
                self.told.emit(GONE, "warn")
            elif command.number in deleted and len(branches) >= MOST_BRANCHES:
                self.told.emit(NO_PLACE, "warn")
            else:
                self.told.emit(f"{found.name} is back.", "info")
        self._tell(command)

    def _set_shown(self, moment: RecordedState | None) -> None:
        if moment is not self.shown:
            self.shown = moment
            self.changed.emit()

    def _index(self, moments: tuple[RecordedState, ...]) -> int:
        """Where the moment that is shown stands, or would."""
        assert self.shown is not None  # noqa: S101  (`step` has looked)
        return sum(moment.position < self.shown.position for moment in moments)

    def _is_full(self) -> bool:
        """Whether there are as many branches as are kept, and a person has named them all."""
        branches = self.timeline.branches
        return len(branches) >= MOST_BRANCHES and all(branch.is_named for branch in branches)

    def _resume(self, document: Document, moment: RecordedState, branch: int | None) -> None:
        session = self._session
        # Before anything else: the trainer keeps the run as it is now, and then goes to the other one.
        session.trainer.send(Park(is_swap=branch is not None))
        if document is not session.document:
            session.show(document)
        self._tell(Resume(moment, session.numbers.advance(is_line=branch is not None), branch))
        self._set_shown(None)

    def _tell(self, command: Resume | BringBack | EditBranch | LoadTimeline) -> None:
        self._session.trainer.send(command)
        self.changed.emit()


def _brought_back(then: Document, now: Document, *, settings: bool) -> Document:
    """The document at hand with what weights of another time need, and nothing more than that."""
    training = then.training if settings else replace(now.training, loss=then.training.loss)
    parts: dict[str, object] = {}
    if training != now.training:
        parts["training"] = training
    if resolve(then).structure != resolve(now).structure or then.network != now.network:
        parts |= {"network": then.network, "inputs": then.inputs}
    if then.scaling != now.scaling:
        parts["scaling"] = then.scaling
    if not answers_alike(then, now):
        parts |= {"task": then.task, "dataset": then.dataset}
    return replace(now, **parts) if parts else now  # type: ignore[arg-type]
