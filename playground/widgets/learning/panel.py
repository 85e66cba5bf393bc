"""A panel that shows a list, or what has been opened from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedLayout, QWidget

from playground.widgets.buttons import IconButton
from playground.widgets.panel import Panel
from playground.widgets.theme import px

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent


class LearningPanel(Panel):
    """List and page are made by subclasses when they are shown first.

    Args:
        title: While the list is shown.
        leave: What the cross does: "Leave the lesson".
        parent: Qt parent.

    Attributes:
        leave: The cross; it is there while something is open.
    """

    def __init__(self, title: str, leave: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self._list_title = title
        self.leave = IconButton("x", leave, f"{leave}\nYour own work comes back as it was")
        self.add_slot(self.leave)
        body = QWidget()
        self._stack = QStackedLayout(body)
        self.add(body, overhang=6, stretch=1)

    def sizeHint(self) -> QSize:
        """Room for some paragraphs."""
        return QSize(px(320), px(640))

    def minimumSizeHint(self) -> QSize:
        """A narrow column of words."""
        return QSize(px(280), px(200))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        super().showEvent(event)
        self.refresh()

    def has_cross(self) -> bool:
        """While something is open the cross leaves it; the panel is closed by its key or the View menu then."""
        return not self.leave.isHidden()

    def refresh(self) -> None:
        """Show what is open, or the list. Each panel of learning says how."""
        raise NotImplementedError

    def show_open(self, title: str | None) -> None:
        """Say in the header what is open.

        Args:
            title: Its own; None while the list is shown.
        """
        self.leave.setVisible(title is not None)
        self.set_title(self._list_title if title is None else title)

    def bring_up(self, page: QWidget) -> None:
        """Show the list or a page in the panel."""
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
