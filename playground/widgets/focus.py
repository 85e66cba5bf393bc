"""The focus ring: 2 px of ink, 2 px outside the control that the keyboard has reached.

A widget cannot paint outside itself, so the ring is an overlay of the window: one for each, moved about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from playground.widgets.theme import current, pxf

if TYPE_CHECKING:
    from collections.abc import Callable

_GAP = 2.0
_WIDTH = 2.0
_MOVING = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.LayoutRequest,
    QEvent.Type.ZOrderChange,
)


class FocusRing(QWidget):
    """Overlay of a window that outlines one of its widgets."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("focus_ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._window = window
        self.target: QWidget | None = None
        self._outline: Callable[[], QRectF] | None = None
        self._radius = 0.0
        self._watched: list[QWidget] = []
        self.hide()

    def follow(self, target: QWidget, outline: Callable[[], QRectF], radius: float) -> None:
        """Go around `outline()` of a widget until `leave`, wherever it and its ancestors move."""
        self.leave()
        self.target, self._outline, self._radius = target, outline, radius
        # Every ancestor up to the window: when any of them moves, the widget moves on the screen without an event of
        # its own.
        walk: QWidget | None = target
        while walk is not None and walk is not self._window:
            walk.installEventFilter(self)
            self._watched.append(walk)
            walk = walk.parentWidget()
        self._place()

    def leave(self) -> None:
        """Follow nothing; a ring whose window is being destroyed leaves all as it is."""
        self.target = self._outline = None
        watched, self._watched = self._watched, []
        if not isValid(self) or not isValid(self._window):
            return
        for widget in watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move with the widget, and with what of it is outlined: a knob moves while the widget stays."""
        if event.type() in _MOVING:
            self._place()
        elif event.type() is QEvent.Type.Paint and watched is self.target:
            self._follow_outline()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ring alone."""
        inset = pxf(_WIDTH) / 2.0
        radius = pxf(self._radius + _GAP)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(current().ink, pxf(_WIDTH)))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)

    def _place(self) -> None:
        if self.target is None or self._outline is None or not self.target.isVisible():
            self.hide()
            return
        self._follow_outline()
        self.show()
        # Panels that were made since lie above it.
        self.raise_()

    def _follow_outline(self) -> None:
        if self.target is None or self._outline is None:
            return
        around = self._outline()
        origin = self.target.mapTo(self._window, around.topLeft())
        reach = pxf(_GAP + _WIDTH)
        self.setGeometry(QRectF(origin, around.size()).adjusted(-reach, -reach, reach, reach).toAlignedRect())


@dataclass(slots=True)
class _Shown:
    ring: FocusRing | None = None


_shown = _Shown()
"""The ring around the widget with the focus: there is one focus, so one ring is shown in the whole program."""


def show_focus_ring(widget: QWidget, outline: Callable[[], QRectF], radius: float) -> None:
    """Put the window's ring around a widget; `outline` gives the rectangle in the widget's coordinates."""
    window = widget.window()
    if window is widget:
        return
    ring = window.findChild(FocusRing, "focus_ring", Qt.FindChildOption.FindDirectChildrenOnly)
    if ring is None:
        ring = FocusRing(window)
    if _shown.ring is not None and _shown.ring is not ring:
        _shown.ring.leave()
    _shown.ring = ring
    ring.follow(widget, outline, radius)


def hide_focus_ring(widget: QWidget) -> None:
    """Take the ring away if it is around this widget.

    The widget may lose the focus because its window is being destroyed, so nothing is asked of the window or of its
    children here: part of them is gone.
    """
    ring = _shown.ring
    if ring is not None and ring.target is widget:
        _shown.ring = None
        ring.leave()
