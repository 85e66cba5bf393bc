"""The two undo commands: one swaps two documents, the other tells the trainer something and takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from playground.document.model import Document
    from playground.training.messages import SetParameter
    from playground.training.past.commands import BringBack, EditBranch

    Told: TypeAlias = SetParameter | EditBranch | BringBack

DOCUMENT_ID, TRAINER_ID = 1, 2


class DocumentCommand(QUndoCommand):
    """Any edit of the document. Commands of one gesture merge into one step."""

    def __init__(
        self,
        text: str,
        before: Document,
        after: Document,
        show: Callable[[Document], None],
        gesture: Hashable | None,
    ) -> None:
        super().__init__(text)
        self.before, self.after = before, after
        self._show = show
        self._is_done = False
        self.gesture = gesture

    def copy(self) -> DocumentCommand:
        """The same step for another stack, where pushing it does nothing: it is done."""
        made = DocumentCommand(self.text(), self.before, self.after, self._show, self.gesture)
        made._is_done = True
        return made

    def id(self) -> int:
        """Commands of one kind may merge."""
        return DOCUMENT_ID if self.gesture is not None else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take over the later document of the same gesture."""
        if not isinstance(other, DocumentCommand) or other.gesture != self.gesture:
            return False
        self.after = other.after
        self.setText(other.text())
        return True

    def redo(self) -> None:
        """Show the document after the edit."""
        if not self._is_done:
            self._show(self.after)
        self._is_done = False

    def undo(self) -> None:
        """Show the document before the edit."""
        self._show(self.before)


class TrainerCommand(QUndoCommand):
    """A number set by hand, which undo puts back to what it was when the gesture began; a run deleted or renamed."""

    def __init__(
        self,
        text: str,
        before: Told,
        after: Told,
        send: Callable[[Any], None],
        gesture: Hashable | None = None,
    ) -> None:
        super().__init__(text)
        self._before, self._after = before, after
        self._send = send
        self._is_done = False
        self.gesture = gesture

    def copy(self) -> TrainerCommand:
        """The same step for another stack, where pushing it does nothing: it is done."""
        made = TrainerCommand(self.text(), self._before, self._after, self._send, self.gesture)
        made._is_done = True
        return made

    def id(self) -> int:
        """Commands of one kind may merge."""
        return TRAINER_ID if self.gesture is not None else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take over what was told later in the same gesture."""
        if not isinstance(other, TrainerCommand) or other.gesture != self.gesture:
            return False
        self._after = other._after  # noqa: SLF001
        return True

    def redo(self) -> None:
        """Tell it."""
        if not self._is_done:
            self._send(self._after)
        self._is_done = False

    def undo(self) -> None:
        """Tell what was before."""
        self._send(self._before)
