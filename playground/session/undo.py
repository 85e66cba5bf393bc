"""The undo stack: no more steps than memory allows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSignalBlocker
from PySide6.QtGui import QUndoStack

from playground.session.commands import DocumentCommand, TrainerCommand

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

MOST_STEPS = 500
MOST_BYTES = 512 * 2**20
"""Of points that undo keeps: some 20 steps that change a million points, or 200 that change a hundred thousand."""
KEPT_SHARE = 0.75
"""How much of it is left when the oldest steps are dropped, so that not every step drops one."""

UndoStep = DocumentCommand | TrainerCommand


@dataclass(frozen=True, slots=True, eq=False)
class HeldSteps:
    """All steps of a stack, while those of another document stand in their place.

    Attributes:
        steps: Done and undone, in their order.
        index: How many of them are done.
        clean: How many were done when the document was saved; -1 for a file that is not on the way.
    """

    steps: tuple[UndoStep, ...]
    index: int
    clean: int


class UndoStack(QUndoStack):
    """Drops the oldest steps when the points they hold take too much memory; the newest always stays.

    Attributes:
        most_bytes: So much they may take.
    """

    def __init__(self, parent: QObject | None = None, most_bytes: int = MOST_BYTES) -> None:
        super().__init__(parent)
        self.setUndoLimit(MOST_STEPS)
        self.most_bytes = most_bytes
        self._largest = 0
        self._numbers = count(1)

    def merging(self, gesture: Hashable | None) -> DocumentCommand | None:
        """The step that an edit of this gesture will become part of; None where it will be a step of its own.

        Qt decides so, too: a saved document is not merged into.
        """
        last = self.command(self.index() - 1) if self.index() > 0 else None
        if gesture is None or not isinstance(last, DocumentCommand) or self.index() == self.cleanIndex():
            return None
        return last if last.gesture == gesture else None

    def number_for(self, gesture: Hashable | None) -> tuple[int, bool]:
        """The number of the step that an edit of this gesture becomes, and whether that is a new one."""
        merging = self.merging(gesture)
        return (next(self._numbers), True) if merging is None else (merging.number, False)

    def add(self, step: UndoStep) -> None:
        """Do a step, or merge it into the last one of its gesture."""
        self.push(step)
        self._largest = max(self._largest, bytes_held([step]))
        # Looking at hundreds of steps takes longer than this edit of a small document did.
        if self.count() * self._largest > self.most_bytes and bytes_held(self._steps()) > self.most_bytes:
            self._drop_oldest()

    def held(self) -> HeldSteps:
        """The steps as they are now, to be put back later."""
        done = self.index()
        copies = (step.copy(goes_back=place >= done) for place, step in enumerate(self._steps()))
        return HeldSteps(tuple(copies), done, self.cleanIndex())

    def put_back(self, held: HeldSteps) -> None:
        """Have the steps of before in place of those there are; nothing is done or undone by it."""
        self._largest = max((bytes_held([step]) for step in held.steps), default=0)
        with QSignalBlocker(self):
            self._place(held.steps, held.clean)
            self.setIndex(held.index)
        self.indexChanged.emit(self.index())
        self.cleanChanged.emit(self.isClean())

    def _place(self, steps: Iterable[UndoStep], clean: int) -> None:
        """Begin anew with copies that are done already."""
        self.clear()
        self.resetClean() if clean else self.setClean()  # an empty stack keeps its mark when it is cleared
        for place, step in enumerate(steps, start=1):
            self.push(step)
            if place == clean:
                self.setClean()

    def _steps(self) -> list[UndoStep]:
        commands = (self.command(index) for index in range(self.count()))
        return [command for command in commands if isinstance(command, UndoStep)]

    def _drop_oldest(self) -> None:
        """Begin anew with copies of the newest steps: Qt drops old ones by their number only.

        To all who listen it is the same stack: what can be undone next, and whether the document is saved.
        """
        steps = self._steps()
        first = len(steps) - 1
        arrays = _arrays_of(steps[first])
        while first > 0:
            arrays |= _arrays_of(steps[first - 1])
            if sum(arrays.values()) > KEPT_SHARE * self.most_bytes:
                break
            first -= 1
        self._largest = max(bytes_held([step]) for step in steps[first:])
        # Copies, for clearing the stack deletes the commands that are on it.
        kept, clean = [step.copy() for step in steps[first:]], self.cleanIndex() - first
        with QSignalBlocker(self):
            self._place(kept, clean)
        self.indexChanged.emit(self.index())


def bytes_held(steps: Iterable[UndoStep]) -> int:
    """Memory of the points that some steps keep alive, each array counted once."""
    arrays: dict[int, int] = {}
    for step in steps:
        arrays |= _arrays_of(step)
    return sum(arrays.values())


def _arrays_of(step: UndoStep) -> dict[int, int]:
    """Bytes of each array of points that a step keeps alive, by its identity."""
    if not isinstance(step, DocumentCommand):
        return {}
    datasets = (step.before.dataset, step.after.dataset)
    return {id(array): array.nbytes for data in datasets for array in (data.samples, data.targets, data.is_test)}
