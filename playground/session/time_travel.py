"""What views ask of the past: look at a recorded moment, go on from it, and switch between the runs that were."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from playground.document.model import widths
from playground.session.commands import TrainerCommand
from playground.training.past.commands import BringBack, EditBranch, LoadTimeline, Park, Resume, ShowMoment
from playground.training.past.recorder import nearest
from playground.training.past.timeline import MOST_BRANCHES, Timeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.model import Document
    from playground.session.undo import UndoStack
    from playground.training.moment import Moment
    from playground.training.past.timeline import Branch
    from playground.training.trainer import Trainer

FULL = f"{MOST_BRANCHES} runs are as many as are kept: delete one in the loss panel to go on from here."
NO_PLACE = f"{MOST_BRANCHES} runs are as many as are kept: delete one in the loss panel, then undo again."
GONE = "The deleted run cannot come back: newer runs have taken its memory."


class Traveller(Protocol):
    """What it needs of the session."""

    document: Document
    run: int
    line: int
    trainer: Trainer
    undo_stack: UndoStack

    def edit(self, text: str, change: Callable[[Document], Document]) -> bool:
        """Apply a pure edit as one undo step."""
        ...

    def pause(self) -> None:
        """Stop training."""
        ...


class TimeTravel(QObject):
    """`session.time`. Attributes are read, methods called, as on the session itself.

    Attributes:
        timeline: Moments, branches and marks, as the trainer records them.
        shown: The moment that all views show; None for the network as it is.
    """

    changed = Signal()
    """`shown` has changed, or a line was asked to begin, end or be renamed."""
    refused = Signal(str)
    """Why something cannot be done."""
    told = Signal(str)
    """What has been done, and how to undo it."""

    def __init__(self, session: Traveller, timeline: Timeline, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.timeline = timeline
        self.shown: Moment | None = None

    # ---- looking ---------------------------------------------------------------------------------------------------

    def show(self, moment: Moment | None) -> None:
        """Let every view show a moment, while training goes on or stands; None for the network as it is."""
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
        here = len(moments) if self.shown is None else self._index(moments)
        there = max(here + by, 0)
        self.show(moments[there] if there < len(moments) else None)

    def is_foreign(self, moment: Moment) -> bool:
        """Whether the network had other layers then, which `go_on` would bring back."""
        return not _same_network(moment.document, self._session.document)

    # ---- going on --------------------------------------------------------------------------------------------------

    def go_on(self) -> bool:
        """Train on from the moment that is shown; the run as it was stays, as a branch.

        Layers that were others then come back as one undo step; points and settings stay as they are. False when
        there is no room for another branch, which the message bar says.
        """
        moment = self.shown
        if moment is None:
            return False
        if not self._park():
            return False
        self._bring_back(f"Continue from epoch {moment.epoch:,}", moment.document, settings=False)
        self._resume(moment, None)
        return True

    def switch(self, branch: Branch) -> bool:
        """Go on with a branch, with its layers and settings, as one undo step; the run at hand becomes a branch."""
        self._session.pause()
        if not self._park(is_swap=True):
            return False
        self._bring_back(f"Switch to {branch.name}", branch.end.document, settings=True)
        self._resume(branch.end, branch.number)
        return True

    def rename(self, number: int, name: str) -> None:
        """Give a line another name, as one undo step."""
        before = self._name_of(number)
        if name != before:
            step = TrainerCommand(
                f"Rename {before}", EditBranch(number, before), EditBranch(number, name), self._change
            )
            self._session.undo_stack.add(step)

    def delete(self, number: int) -> None:
        """Delete a branch, as one undo step: undo brings it back with its moments and its curve."""
        name = self._name_of(number)
        step = TrainerCommand(f"Delete {name}", BringBack(number), EditBranch(number, None), self._change)
        self._session.undo_stack.add(step)
        self.told.emit(f"{name} is deleted. Undo brings it back.")

    def load(self, saved: LoadTimeline) -> None:
        """Take the lines of a file; an empty one forgets those at hand."""
        self._set_shown(None)
        self._tell(saved)

    def forget_shown(self) -> None:
        """The run begins anew: there is nothing but the network as it is."""
        self._set_shown(None)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _name_of(self, number: int) -> str:
        names = {branch.number: branch.name for branch in self.timeline.branches}
        return names.get(number, self.timeline.name)

    def _change(self, command: BringBack | EditBranch) -> None:
        """Do or undo a step; what can no longer be brought back is said."""
        if isinstance(command, BringBack):
            branches, deleted = (
                {b.number: b for b in some} for some in (self.timeline.branches, self.timeline.deleted)
            )
            found = (branches | deleted).get(command.number)  # as long as it is on its way it is among the branches
            if found is None:
                self.refused.emit(GONE)
            elif command.number in deleted and len(branches) >= MOST_BRANCHES:
                self.refused.emit(NO_PLACE)
            else:
                self.told.emit(f"{found.name} is back.")
        self._tell(command)

    def _set_shown(self, moment: Moment | None) -> None:
        if moment is not self.shown:
            self.shown = moment
            self.changed.emit()

    def _index(self, moments: tuple[Moment, ...]) -> int:
        """Where the moment that is shown stands, or would."""
        assert self.shown is not None  # noqa: S101  (`step` has looked)
        return sum(moment.position < self.shown.position for moment in moments)

    def _park(self, *, is_swap: bool = False) -> bool:
        if len(self.timeline.branches) >= MOST_BRANCHES and not is_swap:
            self.refused.emit(FULL)
            return False
        self._session.trainer.send(Park())
        return True

    def _bring_back(self, text: str, then: Document, *, settings: bool) -> None:
        """Edit the document so that weights of another time fit, and nothing more than that needs."""

        def change(now: Document) -> Document:
            training = then.training if settings else replace(now.training, loss=then.training.loss)
            parts: dict[str, object] = {}
            if training != now.training:
                parts["training"] = training
            if not _same_network(then, now) or then.network != now.network:
                parts |= {"network": then.network, "inputs": then.inputs}
            if then.scaling != now.scaling:
                parts["scaling"] = then.scaling
            if then.task != now.task or then.dataset.classes != now.dataset.classes:
                parts |= {"task": then.task, "dataset": then.dataset}
            return replace(now, **parts) if parts else now  # type: ignore[arg-type]

        self._session.edit(text, change)

    def _resume(self, moment: Moment, branch: int | None) -> None:
        self._session.run += 1
        if branch is not None:
            self._session.line = self._session.run
        self._tell(Resume(moment, self._session.run, branch))
        self._set_shown(None)

    def _tell(self, command: Resume | BringBack | EditBranch | LoadTimeline) -> None:
        self._session.trainer.send(command)
        self.changed.emit()


def _same_network(a: Document, b: Document) -> bool:
    """Whether weights of one have their places in the other, and answers mean the same."""
    if a.task != b.task or a.dataset.classes != b.dataset.classes or a.inputs != b.inputs:
        return False
    if widths(a) != widths(b) or a.training.loss != b.training.loss:
        return False
    return [(layer.uid, layer.kind) for layer in a.network] == [(layer.uid, layer.kind) for layer in b.network]
