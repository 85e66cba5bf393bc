"""The history panel: every undo step in words, to jump to."""

from playground.views.history.view import HistoryView

__all__ = ["HistoryView"]
