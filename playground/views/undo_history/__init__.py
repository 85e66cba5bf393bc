"""The undo history: every undo step in words, to jump to."""

from playground.views.undo_history.view import UndoHistoryView

__all__ = ["UndoHistoryView"]
