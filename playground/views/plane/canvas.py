"""The map as something to draw on: mouse, wheel and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QApplication

from playground.document.model import domain_of
from playground.views.plane.output_map import OutputMapWidget
from playground.views.plane.points_layer import point_radius
from playground.views.plane.scene import RADIUS
from playground.views.plane.tools.base import Touch
from playground.widgets import theme
from playground.widgets.focus import hide_focus_ring, show_focus_ring
from playground.widgets.paper import clipped

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QMouseEvent, QPaintEvent, QTabletEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from playground.session.session import Session

NOTCH = 120.0
ZOOM_PER_NOTCH = 1.2
KEY_PIXELS, FINE_PIXELS = 10.0, 1.0
LIT_REACH, LIT_WIDTH, MOST_LIT = 7.0, 1.5, 5000
"""How near the pointer must be to light up a point, the width of its ring, and among how many points it is sought."""
TAP_S = 0.1
"""How long a tool that works with time is held by one press of Enter."""

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class Canvas(OutputMapWidget):
    """Left draws, right or Alt erases, right click asks for the palette, wheel zooms, middle or Space drag pans."""

    palette_requested = Signal(QPoint)
    """A right click, in global coordinates."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._right_at, self._right_down = QPointF(), False
        self._pan_from: QPointF | None = None
        self._space, self._space_panned = False, False
        self._by_keyboard = False
        session.hand.asked.connect(self._ask)
        session.selection.lit_changed.connect(self.update)

    # ---- mouse -----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to draw, erase or pan."""
        if self.driver.busy is not None or not self.square().contains(event.position()):
            event.ignore()
            return
        self._leave_keyboard()
        button, at = event.button(), event.position()
        if button is Qt.MouseButton.MiddleButton or (button is Qt.MouseButton.LeftButton and self._space):
            self._pan_from, self._space_panned = at, self._space
            self._show_cursor()
        elif button is Qt.MouseButton.LeftButton:
            erasing = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            self.driver.press(self._touch(at), erasing=erasing)
        elif button is Qt.MouseButton.RightButton:
            self._right_at = at
            self._right_down = True

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A second click is a click."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with what was begun; show where the pointer is."""
        at = event.position()
        if self._pan_from is not None:
            self._pan_to(at)
            return
        if self._right_down and (at - self._right_at).manhattanLength() >= QApplication.startDragDistance():
            self._right_down = False
            self.driver.press(self._touch(self._right_at), erasing=True)
        self.erasing = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if self.driver.busy is not None:
            at = self._within(at)
        self._point_at(at)
        self._light(at)
        self.driver.move(self._touch(at))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End it; a right click that did not move asks for the palette."""
        if self._pan_from is not None:
            self._pan_from = None
            self._show_cursor()
        elif self._right_down and event.button() is Qt.MouseButton.RightButton:
            self._right_down = False
            self.palette_requested.emit(event.globalPosition().toPoint())
        else:
            self.driver.release(self._touch(self._within(event.position())))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        delta = event.angleDelta().y()
        if delta and self.square().contains(event.position()):
            x, y = self.frame().to_plane(event.position().x(), event.position().y())
            self.set_camera(self.camera.zoomed(ZOOM_PER_NOTCH ** (delta / NOTCH), x, y))
            self._point_at(event.position())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """No tool shows where no pointer is."""
        self._point_at(None)
        self.session.selection.light(None)
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The map, lines of a prediction, and a ring round the point that is lit up in every view."""
        super().paintEvent(event)
        if self.driver.sketch.lines():
            with QPainter(self) as painter, clipped(painter, self.square()):
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                self.driver.sketch.paint_lines(painter, self.frame())
        lit, data = self.session.selection.lit, self.session.document.dataset
        if lit is None or lit >= len(data):
            return
        frame = self.frame()
        centre = QPointF(*frame.to_screen(*self.session.selection.seen[lit].tolist()))
        if not self.square().contains(centre):
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            reach = point_radius(frame.side) + theme.pxf(3)
            for colour, width in ((theme.current().halo, LIT_WIDTH + 2), (theme.current().ink, LIT_WIDTH)):
                painter.setPen(QPen(colour, theme.pxf(width)))
                painter.drawEllipse(centre, reach, reach)

    def _light(self, at: QPointF) -> None:
        """Light up the point under the pointer, unless something is being drawn."""
        points, frame = self.session.selection.seen, self.frame()
        if self.driver.busy is not None or not 0 < len(points) <= MOST_LIT or not self.square().contains(at):
            self.session.selection.light(None)
            return
        x, y = frame.to_plane(at.x(), at.y())
        across, _ = frame.to_plane(at.x() + theme.pxf(LIT_REACH), at.y())
        distances = np.hypot(points[:, 0] - x, points[:, 1] - y)
        # nanargmin refuses what is nan throughout.
        nearest = int(np.nanargmin(distances)) if np.isfinite(distances).any() else 0
        self.session.selection.light(nearest if distances[nearest] <= across - x else None)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Take note of the pressure; the mouse event that Qt makes of an ignored pen event does the rest."""
        pressed = bool(event.buttons())
        self.session.hand.press_with(event.pressure() if pressed else 1.0)
        event.ignore()

    # ---- keys ------------------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Claim the keys that mean something here before the window's shortcuts take them."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._claims(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the tool in hand, then those of the canvas."""
        if not (self._tool_key(event) or self._view_key(event)):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space without a drag plays or pauses, as everywhere else."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat() and self._space:
            self._space = False
            self._show_cursor()
            if not self._space_panned and self.session.lessons.allows("play"):
                self.session.toggle()
            return
        super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Reached by keyboard, show a ring and a cross hair to draw with."""
        super().focusInEvent(event)
        if event.reason() in _BY_KEYBOARD:
            self._by_keyboard = True
            show_focus_ring(self, self.square, RADIUS)
            self._point_at(self.pointer or self.square().center())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take both away."""
        super().focusOutEvent(event)
        self._space = False
        if self.driver.busy is not None and self.pointer is not None:
            self.driver.release(self._touch(self.pointer))
        self._leave_keyboard()

    def _claims(self, event: QKeyEvent) -> bool:
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier):
            return False
        if event.key() == Qt.Key.Key_Space:
            return self.underMouse()
        if event.key() in _ARROWS:
            return self._by_keyboard or self.driver.selected() is not None
        return event.key() in (*_ENTER, *_DELETE, Qt.Key.Key_Escape)

    def _tool_key(self, event: QKeyEvent) -> bool:
        key, tool = Qt.Key(event.key()), self.driver.tool
        done = False
        if key in _ENTER:
            hold = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            done = (not self._by_keyboard and tool.enter()) or self._put_by_key(hold=hold)
        elif key in _DELETE:
            done = self.driver.delete()
        elif key is Qt.Key.Key_Escape:
            done = self.driver.cancel() or self._unpin()
        elif key in _ARROWS:
            done = self._arrow(event)
        if done:
            self.driver.changed.emit()
        return done

    def _view_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_F:
            self.fit()
            return True
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space, self._space_panned = True, False
                self._show_cursor()
            return True
        return False

    def _arrow(self, event: QKeyEvent) -> bool:
        step_x, step_y = _ARROWS[Qt.Key(event.key())]
        pixels = FINE_PIXELS if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else KEY_PIXELS
        pixel = 1 / self.frame().unit
        if self.driver.nudge(step_x * pixels * pixel, step_y * pixels * pixel):
            return True
        if not self._by_keyboard:
            return False
        at = self._within((self.pointer or self.square().center()) + QPointF(step_x, -step_y) * pixels)
        self._point_at(at)
        self._light(at)
        self.driver.move(self._touch(at))
        return True

    def _put_by_key(self, *, hold: bool) -> bool:
        """Tap with the tool, or hold it down so that the arrows drag; a second time lets it go."""
        if not self._by_keyboard or self.pointer is None:
            return False
        touch = self._touch(self.pointer)
        if self.driver.busy is None:
            self.driver.press(touch)
            if hold:
                return True
            self.driver.tick(TAP_S)
        self.driver.release(touch)
        return True

    @Slot(str)
    def _ask(self, what: str) -> None:
        if not domain_of(self.session.document).has_map:  # another panel stands here, and knows what is selected
            return
        self.driver.ask(what, 1 / self.frame().unit)
        self.driver.changed.emit()

    def _unpin(self) -> bool:
        experiments = self.session.experiments
        pinned, stands_in = self.session.selection.pinned, experiments.methods.shown or experiments.guest.guest
        experiments.methods.show("")
        experiments.guest.show(None)
        if pinned is not None:
            self.session.selection.pin(pinned)
        return pinned is not None or bool(stands_in)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _touch(self, at: QPointF) -> Touch:
        frame = self.frame()
        x, y = frame.to_plane(at.x(), at.y())
        held = QGuiApplication.keyboardModifiers()
        shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
        return Touch(x, y, 1 / frame.unit, shift, bool(held & Qt.KeyboardModifier.ControlModifier))

    def _within(self, at: QPointF) -> QPointF:
        """The nearest pixel of the map: nothing is drawn where it could not be seen."""
        square = self.square()
        return QPointF(min(max(at.x(), square.left()), square.right()), min(max(at.y(), square.top()), square.bottom()))

    def _point_at(self, at: QPointF | None) -> None:
        """Show the tool at a pixel, and tell the session which place that is."""
        inside = at is not None and self.square().contains(at)
        if at is not None and (inside or self.driver.busy is not None):
            self.pointer = at
            self.session.hand.point_at(self.frame().to_plane(at.x(), at.y()))
        else:
            self.pointer = None
            self.session.hand.point_at(None)
        self._show_cursor()
        self.update(self.square().toAlignedRect())

    def _pan_to(self, at: QPointF) -> None:
        if self._pan_from is not None:
            unit = self.frame().unit
            moved = at - self._pan_from
            self._pan_from = at
            self.set_camera(self.camera.moved(-moved.x() / unit, moved.y() / unit))

    def _show_cursor(self) -> None:
        """The tool's outline is the cursor, where there is one."""
        if self._pan_from is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._space:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.setCursor(Qt.CursorShape.BlankCursor if self.pointer else Qt.CursorShape.ArrowCursor)

    def _leave_keyboard(self) -> None:
        if self._by_keyboard:
            self._by_keyboard = False
            hide_focus_ring(self)
