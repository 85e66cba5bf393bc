"""What every control of the program adds to the Qt class that it derives from: words, focus ring, colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from playground.widgets.focus import hide_focus_ring, show_focus_ring
from playground.widgets.lockable import Lockable
from playground.widgets.text import literal
from playground.widgets.theme import current, pxf

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QFocusEvent, QMouseEvent, QPaintDevice, QPaintEvent

KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ACTIVATING_KEYS = (Qt.Key.Key_Space, *ENTER_KEYS)
_OWN_KEYS = {
    *ACTIVATING_KEYS,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_F2,
}


class Control(Lockable):
    """Mixed into a class of Qt's, before it in the list of bases: roles, values, keys and the wheel are Qt's.

    Args:
        name: Accessible name, also the tooltip's first words.
        tip: The tooltip; the name alone when left out.
        parent: Qt parent.
    """

    focus_radius = 6.0
    _described = "", ""

    def __init__(self, name: str = "", tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keyboard_focus = False
        self.set_description(name, tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_description(self, name: str, tip: str = "") -> None:
        """Set the accessible name and the tooltip; the same ones again are not told to screen readers again."""
        self._described = name, tip
        tip = self._or_lock(tip or name) if self.lock_words() else tip
        shown, description = literal(tip or name), tip if tip != name else ""
        if (self.accessibleName(), self.toolTip(), self.accessibleDescription()) == (name, shown, description):
            return
        self.setAccessibleName(name)
        super().setToolTip(shown)
        self.setAccessibleDescription(description)

    def setToolTip(self, tip: str) -> None:
        """Say what it does now, or why it cannot; while its command is locked, that."""
        self._described = self._described[0], tip
        super().setToolTip(self._or_lock(tip))

    def _or_lock(self, tip: str) -> str:
        return f"{tip.splitlines()[0] if tip else ''}\n{self.lock_words()}" if self.lock_words() else tip

    def show_lock(self) -> None:
        """Say in the tooltip that the command is locked, or what the control does."""
        self.set_description(*self._described)

    def activate(self) -> None:
        """What Enter does: it presses a button."""
        if isinstance(self, QAbstractButton):
            self.click()

    def is_pressed(self) -> bool:
        """Whether the pointer holds it down."""
        return isinstance(self, QAbstractButton) and self.isDown()

    def hitButton(self, pos: QPoint) -> bool:
        """A button is pressed wherever it is hit, not on what Qt would have painted alone."""
        return self.rect().contains(pos)

    def focus_rect(self) -> QRectF:
        """What the focus ring goes around, in the widget's coordinates."""
        return QRectF(self.rect())

    def fill(self, rest: QColor | None = None) -> QColor | None:
        """Background one step up under the pointer, one down when pressed; `rest` otherwise."""
        theme = current()
        if not self.isEnabled():
            return None
        if self.is_pressed():
            return theme.control_press
        if self.underMouse():
            return theme.control if rest is None else theme.control_hover
        return rest

    def ink(self, rest: QColor) -> QColor:
        """Icon or text colour: full ink under the pointer, ink_off when disabled."""
        if not self.isEnabled():
            return current().ink_off
        return current().ink if self.underMouse() or self.is_pressed() else rest

    def paint(self, painter: QPainter) -> None:
        """Paint it, in place of what Qt would paint."""
        raise NotImplementedError

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint with a painter that ends, whatever happens."""
        with smooth_painter(self) as painter:
            self.paint(painter)

    def event(self, event: QEvent) -> bool:
        """Keep keys from the window's shortcuts while the ring says that they go here."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            event.setAccepted(self.keyboard_focus and self.uses_key(event))
            return event.isAccepted()
        return super().event(event)

    def uses_key(self, event: QKeyEvent) -> bool:
        """Whether a key pressed without Ctrl or Alt means something to the widget."""
        plain = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        return not plain.value and Qt.Key(event.key()) in _OWN_KEYS

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what Space does, also in a dialog whose own answer it would be."""
        if event.key() in ENTER_KEYS and not event.isAutoRepeat():
            self.activate()
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the ring when the keyboard brought the focus."""
        if event.reason() in KEYBOARD_REASONS:
            self.keyboard_focus = True
            show_focus_ring(self, self.focus_rect, self.focus_radius)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        self.keyboard_focus = False
        hide_focus_ring(self)
        super().focusOutEvent(event)


class PaintedControl(Control, QWidget):
    """A control of a kind that Qt has not; subclasses paint, and say what a click means in `activate`."""

    def __init__(self, name: str = "", tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, tip, parent)
        self.pressed = False

    def activate(self) -> None:
        """What a click, Space or Enter does. Nothing here."""

    def is_pressed(self) -> bool:
        """Whether the pointer holds it down."""
        return self.pressed

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show the pressed state."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.pressed = True
            self.update()
            event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Activate when the button is let go above the widget."""
        if event.button() is not Qt.MouseButton.LeftButton or not self.pressed:
            return
        self.pressed = False
        self.update()
        if self.rect().contains(event.position().toPoint()):
            self.activate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Activate with Space or Enter."""
        if event.key() in ACTIVATING_KEYS and not event.isAutoRepeat():
            self.activate()
            event.accept()
        else:
            super().keyPressEvent(event)


def smooth_painter(device: QPaintDevice) -> QPainter:
    """A painter with antialiasing on, for `with`: left to itself it would outlive an exception, and Qt dies of that."""
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    return painter


def rounded(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None = None,
    line: QColor | None = None,
    width: float = 1.0,
) -> None:
    """A rounded rectangle whose line lies inside `rect`.

    Args:
        painter: Antialiased.
        rect: Outer edge.
        radius: At scale 100 %.
        fill: None for no fill.
        line: None for no line.
        width: Of the line, at scale 100 %.
    """
    if line is None:
        painter.setPen(Qt.PenStyle.NoPen)
        inner = rect
    else:
        # A hairline stays one pixel at every scale of the interface.
        thickness = width if width == 1.0 else pxf(width)
        painter.setPen(QPen(line, thickness))
        inset = thickness / 2.0
        inner = rect.adjusted(inset, inset, -inset, -inset)
    if fill is None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setBrush(fill)
    painter.drawRoundedRect(inner, pxf(radius), pxf(radius))
