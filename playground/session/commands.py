"""The two undo commands: an edit with the documents at both sides of it, and a run that is renamed or deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from playground.document.model import Document
    from playground.training.timeline.commands import BringBack, EditBranch

    Told: TypeAlias = EditBranch | BringBack

MERGING_ID = 1


class Revisits(Protocol):
    """Takes the document at one side of a step, and has the trainer come back to that side."""

    def __call__(self, document: Document, number: int, *, is_undo: bool) -> None:
        """Undo or redo the step of a number."""
        ...


class DocumentCommand(QUndoCommand):
    """Any edit of the document or of the network's weights. Commands of one gesture merge into one step.

    Attributes:
        before, after: The documents; the same where only weights change.
        gesture: Edits that name the same one merge.
        number: Of the step, for the trainer, which keeps what was learned at both sides.
    """

    def __init__(  # noqa: PLR0913  (a command is all of these)
        self,
        text: str,
        before: Document,
        after: Document,
        do: Callable[[Document], None],
        revisit: Revisits,
        *,
        gesture: Hashable | None = None,
        number: int = 0,
    ) -> None:
        super().__init__(text)
        self.before, self.after = before, after
        self.gesture, self.number = gesture, number
        self._do, self._revisit = do, revisit
        self._is_pushed = self._was_done = False
        self._goes_back = False

    def copy(self, *, goes_back: bool = False) -> DocumentCommand:
        """The same step for another stack, where pushing it does nothing: it is done.

        Args:
            goes_back: Whether it was undone, so that the undo that follows the pushing does nothing either.
        """
        made = DocumentCommand(self.text(), self.before, self.after, self._do, self._revisit, gesture=self.gesture)
        made.number = self.number
        made._is_pushed = made._was_done = True
        made._goes_back = goes_back
        return made

    def id(self) -> int:
        """Commands of one kind may merge."""
        return MERGING_ID if self.gesture is not None else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take over the later document of the same gesture."""
        if not isinstance(other, DocumentCommand) or other.gesture != self.gesture:
            return False
        # The step keeps its first `before`: undo goes back to where the gesture began.
        self.after = other.after
        self.setText(other.text())
        return True

    def redo(self) -> None:
        """Do the edit; later, come back to how things were left after it."""
        # A copy that takes its place on another stack: pushing calls redo, and all of it is done already.
        if self._is_pushed:
            self._is_pushed = False
        elif self._was_done:
            self._revisit(self.after, self.number, is_undo=False)
        else:
            self._was_done = True
            self._do(self.after)

    def undo(self) -> None:
        """Come back to how things were before the edit."""
        if self._goes_back:
            self._goes_back = False
        else:
            self._revisit(self.before, self.number, is_undo=True)


class TrainerCommand(QUndoCommand):
    """A run deleted or renamed: the trainer is told one thing, and for undo another."""

    def __init__(self, text: str, before: Told, after: Told, send: Callable[[Any], None]) -> None:
        super().__init__(text)
        self._before, self._after = before, after
        self._send = send
        self._is_done = self._goes_back = False

    def copy(self, *, goes_back: bool = False) -> TrainerCommand:
        """The same step for another stack, as `DocumentCommand.copy`."""
        made = TrainerCommand(self.text(), self._before, self._after, self._send)
        made._is_done = True
        made._goes_back = goes_back
        return made

    def redo(self) -> None:
        """Tell it."""
        if not self._is_done:
            self._send(self._after)
        self._is_done = False

    def undo(self) -> None:
        """Tell what was before."""
        if self._goes_back:
            self._goes_back = False
        else:
            self._send(self._before)
