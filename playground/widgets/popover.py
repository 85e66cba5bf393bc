"""A raised card that opens at a widget and closes by Escape or a click beside it.

It is an overlay of the window, not a window of its own: its round corners need no compositor, a picture of the
window holds it, and no platform moves it elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from playground.widgets.accessible import Tells, Told
from playground.widgets.control import Control, rounded, smooth_painter
from playground.widgets.theme import current, px

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_GAP = 4
_EDGE = 8


class Popover(Tells, QWidget):
    """Shows `content` beside an anchor until it is closed; it then deletes itself.

    Signals:
        closed(): It is closed.
    """

    closed = Signal()

    def __init__(self, content: QWidget, *, padding: int = 4, align_right: bool = False) -> None:
        super().__init__()
        self._content = content
        self.setAccessibleName(content.accessibleName())
        self._align_right = align_right
        self._anchor: QWidget | None = None
        self._at: QPoint | None = None
        self._focus_before: QWidget | None = None
        self._by_keyboard = False
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(content)
        content.setAutoFillBackground(False)  # setWidget turns it on
        column = QVBoxLayout(self)
        self._padding = px(padding)
        column.setContentsMargins(self._padding, self._padding, self._padding, self._padding)
        column.addWidget(self._scroll)
        # A press on its rim must not reach what lies below it.
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)

    def told(self) -> Told:
        """A dialog that need not be answered, by the name of what it holds."""
        return Told(QAccessible.Role.Dialog)

    def open_at(self, anchor: QWidget, at: QPoint | None = None) -> None:
        """Open below the anchor, or above where there is more room; or at a point of it, as a context menu."""
        window = anchor.window()
        self._anchor, self._at = anchor, at
        self._focus_before = QApplication.focusWidget()
        self._by_keyboard = isinstance(self._focus_before, Control) and self._focus_before.keyboard_focus
        self.setParent(window)
        self._place(window, anchor, at)
        self.show()
        self.raise_()
        self._content.setFocus(Qt.FocusReason.PopupFocusReason)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def fit(self) -> None:
        """Take the size that the content wants now."""
        if self._anchor is not None:
            self._place(self.window(), self._anchor, self._at)

    def is_open(self) -> bool:
        """Whether it is on screen."""
        return self._anchor is not None

    def dismiss(self) -> None:
        """Close and give the focus back to what had it."""
        anchor, self._anchor = self._anchor, None
        if anchor is None:
            return
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self._give_focus_back()
        self.hide()
        self.closed.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on a press beside it (which does nothing else on the anchor), on Escape, and with its window."""
        kind = event.type()
        if isinstance(event, QMouseEvent) and kind is QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            return self._pressed_on(watched)
        if isinstance(event, QKeyEvent) and kind is QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            # Before the window's shortcuts, of which Escape may be one.
            event.accept()
        if isinstance(event, QKeyEvent) and kind is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            return True
        if kind in (QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.WindowDeactivate) and watched is self.window():
            self.dismiss()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A raised card."""
        theme = current()
        with smooth_painter(self) as painter:
            rounded(painter, QRectF(self.rect()), 10, theme.raised, theme.line_strong)

    def _give_focus_back(self) -> None:
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            return
        # What was chosen here may have had it deleted.
        if self._focus_before is not None and isValid(self._focus_before):
            reasons = Qt.FocusReason
            reason = reasons.TabFocusReason if self._by_keyboard else reasons.PopupFocusReason
            self._focus_before.setFocus(reason)
        # Left inside, it would be handed on when this hides, as if by Tab: a ring would come that nobody has asked for.
        left = QApplication.focusWidget()
        if left is not None and self.isAncestorOf(left):
            left.clearFocus()

    def _pressed_on(self, watched: QWidget) -> bool:
        if watched is self or self.isAncestorOf(watched) or watched.window() is not self.window():
            return False
        on_anchor = watched is self._anchor
        self.dismiss()
        return on_anchor

    def _place(self, window: QWidget, anchor: QWidget, at: QPoint | None) -> None:
        padding = 2 * self._padding
        content = self._content
        wanted = content.sizeHint().expandedTo(content.minimumSize()).boundedTo(content.maximumSize())
        width = max(wanted.width() + padding, 0 if at else anchor.width())
        top_left = anchor.mapTo(window, at or QPoint(0, 0))
        above = top_left.y() - px(_GAP) - px(_EDGE)
        start = top_left.y() + (0 if at else anchor.height() + px(_GAP))
        below = window.height() - start - px(_EDGE)
        height = wanted.height() + padding
        upward = height > below and above > below
        height = min(height, above if upward else below)
        scrolls = height < wanted.height() + padding
        width += px(10) if scrolls else 0
        y = top_left.y() - px(_GAP) - height if upward else start
        x = top_left.x() + (anchor.width() - width if self._align_right and not at else 0)
        x = min(max(x, px(_EDGE)), max(px(_EDGE), window.width() - width - px(_EDGE)))
        self.setGeometry(x, y, width, max(height, px(40)))
