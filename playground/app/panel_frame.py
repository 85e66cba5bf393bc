"""What a panel's header does as the title bar of its dock: drag the panel, give it the window, close it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QHBoxLayout, QWidget

from playground.widgets.buttons import IconButton
from playground.widgets.control import smooth_painter
from playground.widgets.theme import current, px

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from playground.widgets.lockable import ActionLocks
    from playground.widgets.panel import Panel

SIDE = 26
GRIP = 1
"""Height of what Qt takes for the title bar. The header is part of the panel, so that pictures of it are whole; its
mouse events are handed to Qt as if they had hit this line."""
_DRAGGING = {
    QEvent.Type.MouseButtonPress: Qt.MouseButton.LeftButton,
    QEvent.Type.MouseMove: Qt.MouseButton.NoButton,
    QEvent.Type.MouseButtonRelease: Qt.MouseButton.LeftButton,
}


class PanelDock(QDockWidget):
    """A dock that knows when Qt is taking it out of its place, or putting it into another.

    Qt hides and shows it meanwhile, and holds on to the arrangement of before: whoever arranged panels anew then, as
    if a person had closed one, would leave Qt with what is no more, and the process would die.

    Attributes:
        is_carried: Whether a drag of it is being handled.
    """

    is_carried = False

    def event(self, event: QEvent) -> bool:
        """Let Qt handle an event of the dock."""
        outer, self.is_carried = self.is_carried, self.is_carried or event.type() in _DRAGGING
        try:
            return super().event(event)
        finally:
            self.is_carried = outer


class PanelFrame(QObject):
    """Follows the header of the panel that stands in a dock.

    Args:
        dock: Whose header it is.
        locks: Whether panels may be maximised.

    Signals:
        alone_asked(): The panel is to have the window for itself, or all are to have their places back.
        close_asked(): The panel is to be closed.
    """

    alone_asked = Signal()
    close_asked = Signal()

    def __init__(self, dock: QDockWidget, locks: ActionLocks) -> None:
        super().__init__(dock)
        self._dock, self._locks = dock, locks
        self._lift = QPoint()
        self._is_alone = False
        self._known: dict[Panel, PanelButtons] = {}
        dock.setTitleBarWidget(_Grip(dock))
        self.follow()

    def follow(self) -> None:
        """Turn to the panel that stands in the dock now."""
        self._panel = cast("Panel", self._dock.widget())
        self._header = self._panel.title_bar()
        if self._panel not in self._known:
            self._known[self._panel] = buttons = PanelButtons(self._dock.windowTitle(), self._header)
            buttons.alone.follow_lock(self._locks, "maximise")
            buttons.alone.clicked.connect(self.alone_asked)
            buttons.close_panel.clicked.connect(self.close_asked)
            self._header.installEventFilter(self)
        self.set_alone(self._is_alone)

    def set_alone(self, alone: bool) -> None:
        """Offer to give the others their places back, or to maximise."""
        self._is_alone = alone
        self._buttons.set_alone(alone)

    @property
    def _buttons(self) -> PanelButtons:
        return self._known[self._panel]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Drag by the header, double click it, show its buttons while the pointer is there."""
        kind = event.type()
        if kind is QEvent.Type.MouseButtonDblClick and _is_left(event):
            if not self._locks.locks_action("maximise"):
                self.alone_asked.emit()
            return True
        if kind in _DRAGGING:
            return self._hand_on(cast("QMouseEvent", event))
        if kind in (QEvent.Type.Enter, QEvent.Type.Leave):
            self._show_buttons(wanted=kind is QEvent.Type.Enter)
        elif kind is QEvent.Type.Resize and not self._buttons.isHidden():
            self._show_buttons(wanted=True)
        return super().eventFilter(watched, event)

    def _show_buttons(self, *, wanted: bool) -> None:
        self._buttons.show_in(self._panel.title_bar_room(), wanted=wanted, closes=not self._panel.has_cross())

    def _hand_on(self, event: QMouseEvent) -> bool:
        """Give the dock a mouse event of the header, at its grip."""
        if not event.buttons() & Qt.MouseButton.LeftButton and event.button() is not Qt.MouseButton.LeftButton:
            return False
        where = self._header.mapTo(self._dock, event.position().toPoint())
        if event.type() is QEvent.Type.MouseButtonPress:
            self._lift = QPoint(0, where.y())
        copied = QMouseEvent(
            event.type(),
            QPointF(where - self._lift),
            event.scenePosition(),
            event.globalPosition(),
            event.button(),
            event.buttons(),
            event.modifiers(),
        )
        QApplication.sendEvent(self._dock, copied)
        return True


class _Grip(QWidget):
    """What Qt takes for the title bar; it goes by the hint and not by the size."""

    def sizeHint(self) -> QSize:
        """The size that Qt gives the drag handle at the top of a panel, in pixels."""
        return QSize(GRIP, GRIP)


class PanelButtons(QWidget):
    """Two buttons over the free end of a header; where there is room for one, closing."""

    def __init__(self, title: str, header: QWidget) -> None:
        super().__init__(header)
        self._header = header
        tip = "Maximise (Ctrl+Space)\nThis panel alone, and back; a double click on the title does it, too"
        self.alone = IconButton("maximize-2", f"Maximise {title}", tip, side=SIDE)
        tip = f"Close {title}\nThe View menu opens it again; drag the title to move the panel elsewhere"
        self.close_panel = IconButton("x", f"Close {title}", tip, side=SIDE)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.alone)
        row.addWidget(self.close_panel)
        self.hide()

    def set_alone(self, alone: bool) -> None:
        """Offer to give the others their places back, or to maximise."""
        self.alone.set_icon("minimize-2" if alone else "maximize-2")

    def show_in(self, room: tuple[int, int], *, wanted: bool, closes: bool = True) -> None:
        """Stand at the right end of the room, or go.

        Args:
            room: Its left and right edge in the header, in pixels.
            wanted: Whether the buttons are to be there at all.
            closes: Whether closing is offered beside maximising.
        """
        left, right = room
        count = min((right - left) // px(SIDE), 1 + closes)
        if not wanted or count < 1:
            self.hide()
            return
        self.alone.setVisible(count > closes)
        self.close_panel.setVisible(closes)
        width = px(SIDE) * count
        self.setGeometry(right - width, (self._header.height() - px(SIDE)) // 2, width, px(SIDE))
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The card, over the end of a long subtitle."""
        with smooth_painter(self) as painter:
            painter.fillRect(self.rect(), current().card)


def _is_left(event: QEvent) -> bool:
    return isinstance(event, QMouseEvent) and event.button() is Qt.MouseButton.LeftButton
