"""The undo history as a list: the step at hand is selected, a click or an arrow key goes to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QFrame, QUndoView

from playground.widgets.buttons import IconButton
from playground.widgets.format import count
from playground.widgets.panel import Panel
from playground.widgets.theme import px

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from playground.session.session import Session


class UndoHistoryView(Panel):
    """All that can be undone and redone."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Undo history", parent=parent)
        self._stack = session.undo_stack
        self.undo = IconButton("undo", "Undo", "Undo (Ctrl+Z)")
        self.redo = IconButton("redo", "Redo", "Redo (Ctrl+Shift+Z)")
        self.undo.clicked.connect(self._stack.undo)
        self.redo.clicked.connect(self._stack.redo)
        for button in (self.undo, self.redo):
            self.add_slot(button, gap=0)
        self.steps = QUndoView(self._stack)
        self.steps.setObjectName("card")
        self.steps.setEmptyLabel("As it was opened")
        self.steps.setAccessibleName("Undo history")
        self.steps.setFrameShape(QFrame.Shape.NoFrame)
        self.steps.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.add(self.steps, stretch=1)
        self.undo.follow_lock(session.lessons, "undo")
        self.redo.follow_lock(session.lessons, "redo")
        self._lessons = session.lessons
        self._lessons.changed.connect(self._show)
        self._stack.indexChanged.connect(self._show)
        self._show()

    def sizeHint(self) -> QSize:
        """Wide enough for most steps' words."""
        return QSize(px(260), px(320))

    def minimumSizeHint(self) -> QSize:
        """A few steps."""
        return QSize(px(180), px(120))

    @Slot()
    def _show(self) -> None:
        self.undo.setEnabled(self._stack.canUndo())
        self.redo.setEnabled(self._stack.canRedo())
        locked = self._lessons.locks_action("undo") or self._lessons.locks_action("redo")
        self.steps.setEnabled(not locked)
        self.steps.setToolTip(locked)
        ahead = self._stack.count() - self._stack.index()
        self.set_subtitle(f"{count(ahead, 'step')} ahead" if ahead else count(self._stack.count(), "step"))
