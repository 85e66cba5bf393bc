"""Panels that the lesson at hand closes or locks, seen under a veil; drawing tools that it takes out of the hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Slot
from PySide6.QtWidgets import QWidget

from playground.app.docks import part_for
from playground.domains.plane.tools import TOOLS
from playground.lessons.locks import PANEL_CLOSED, PANEL_LOCKED, tool_lock
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.icons import paint_icon
from playground.widgets.text import draw_text, text_width
from playground.widgets.theme import current, pxf, with_alpha

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QDockWidget

    from playground.app.layout import PanelLayout
    from playground.session.session import Session

WORDS = "Locked by the lesson"
VEIL = 0.2
"""How much of the panel the veil takes away: greyed, and still to be read."""


class LessonLocks(QObject):
    """Follows the lesson at hand with panels and tools of the window; commands follow it by the table of actions.

    Args:
        session: Whose lesson it is.
        panels: Of the window.
    """

    def __init__(self, session: Session, panels: PanelLayout) -> None:
        super().__init__(panels)
        self._session, self._panels = session, panels
        self._covers: dict[str, PanelCover] = {}
        for changed in (session.lessons.changed, panels.changed, session.dataset_changed):
            changed.connect(self.follow)

    @Slot()
    def follow(self) -> None:
        """Close, lock and free the panels as the lesson at hand says, whatever has opened or changed them."""
        lesson, lessons = self._session.lessons.lesson, self._session.lessons
        hidden, locked = ((), ()) if lesson is None else (lesson.hidden, lesson.locked_panels)
        self._session.hand.lock(frozenset(name for name in TOOLS if lessons.locks_action(tool_lock(name))))
        for key, dock in self._panels.docks.items():
            words = PANEL_CLOSED if key in hidden else PANEL_LOCKED if key in locked else ""
            said = words or part_for(key, self._session.document.dataset.domain).summary
            switch = dock.toggleViewAction()
            if (switch.isEnabled(), switch.toolTip()) != (not words, said):
                switch.setEnabled(not words)
                switch.setToolTip(said)
            if key in hidden and not dock.isHidden():
                dock.hide()
            self._cover(key, dock, is_locked=key in locked)

    def _cover(self, key: str, dock: QDockWidget, *, is_locked: bool) -> None:
        if is_locked:
            if key not in self._covers:
                self._covers[key] = PanelCover(dock)
            self._covers[key].raise_()
        elif key in self._covers:
            self._covers.pop(key).lift()
        if dock.isEnabled() == is_locked:
            dock.setEnabled(not is_locked)


class PanelCover(QWidget):
    """Lies over a locked panel: a veil, and words that say who has locked it."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self.setToolTip(PANEL_LOCKED)
        self.setAccessibleName(WORDS)
        dock.installEventFilter(self)
        self.setGeometry(dock.rect())
        self.show()

    def lift(self) -> None:
        """Be there no more."""
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Be as large as the dock."""
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The veil, and a pill with a lock and the words over the buttons of the header."""
        theme, area = current(), QRectF(self.rect())
        with smooth_painter(self) as painter:
            rounded(painter, area, 10, with_alpha(theme.window, VEIL))
            icon, height = pxf(14), pxf(26)
            width = text_width(WORDS, "label_strong") + icon + pxf(30)
            pill = QRectF(area.right() - width - pxf(8), pxf(8), width, height)
            rounded(painter, pill, 13, theme.raised, theme.line_strong)
            paint_icon(
                painter, "lock", QRectF(pill.left() + pxf(10), pill.center().y() - icon / 2, icon, icon), theme.ink2
            )
            left = pill.left() + pxf(10) + icon + pxf(8)
            draw_text(painter, QRectF(left, pill.top(), width, height), WORDS, "label_strong", theme.ink)
