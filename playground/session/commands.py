"""The undo commands: one swaps two documents, one puts a number back into the network, one is about whole runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from playground.document.model import Document
    from playground.training.messages import SetParameter
    from playground.training.time_commands import BringBack, EditBranch

DOCUMENT_ID, PARAMETER_ID = 1, 2


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


class ParameterCommand(QUndoCommand):
    """A weight or bias set by hand; undo puts back what it was when the gesture began."""

    def __init__(
        self,
        text: str,
        before: SetParameter,
        after: SetParameter,
        send: Callable[[SetParameter], None],
        gesture: Hashable | None,
    ) -> None:
        super().__init__(text)
        self._before, self._after = before, after
        self._send = send
        self._is_done = False
        self.gesture = gesture

    def copy(self) -> ParameterCommand:
        """The same step for another stack, where pushing it does nothing: it is done."""
        made = ParameterCommand(self.text(), self._before, self._after, self._send, self.gesture)
        made._is_done = True
        return made

    def id(self) -> int:
        """Commands of one kind may merge."""
        return PARAMETER_ID if self.gesture is not None else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take over the later value of the same gesture."""
        if not isinstance(other, ParameterCommand) or other.gesture != self.gesture:
            return False
        self._after = other._after  # noqa: SLF001
        return True

    def redo(self) -> None:
        """Put the new value in."""
        if not self._is_done:
            self._send(self._after)
        self._is_done = False

    def undo(self) -> None:
        """Put the old value in."""
        self._send(self._before)


class RunCommand(QUndoCommand):
    """A run deleted or given another name; the trainer keeps what it deletes for as long as it has room."""

    def __init__(
        self,
        text: str,
        before: BringBack | EditBranch,
        after: EditBranch,
        send: Callable[[BringBack | EditBranch], None],
    ) -> None:
        super().__init__(text)
        self._before, self._after = before, after
        self._send = send
        self._is_done = False

    def copy(self) -> RunCommand:
        """The same step for another stack, where pushing it does nothing: it is done."""
        made = RunCommand(self.text(), self._before, self._after, self._send)
        made._is_done = True
        return made

    def redo(self) -> None:
        """Delete it, or give it the new name."""
        if not self._is_done:
            self._send(self._after)
        self._is_done = False

    def undo(self) -> None:
        """Bring it back, or give it the old name."""
        self._send(self._before)
