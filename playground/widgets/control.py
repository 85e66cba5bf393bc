"""What every custom-painted control shares: hover, press, focus ring, another theme or scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.widgets.focus import hide_focus_ring, show_focus_ring
from playground.widgets.text import literal
from playground.widgets.theme import current, pxf

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent, QFocusEvent, QMouseEvent, QPaintDevice

_KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
ACTIVATING_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
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


class Control(QWidget):
    """A painted widget that takes the focus; subclasses paint, and say what a click means in `activate`.

    Args:
        name: Accessible name, also the tooltip's first words.
        tip: The tooltip; the name alone when left out.
        parent: Qt parent.
    """

    def __init__(self, name: str = "", tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hovered = False
        self.pressed = False
        self.keyboard_focus = False
        self.focus_radius = 6.0
        self.set_description(name, tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_description(self, name: str, tip: str = "") -> None:
        """Set the accessible name and the tooltip; the same ones again are not told to screen readers again."""
        shown, description = literal(tip or name), tip if tip != name else ""
        if (self.accessibleName(), self.toolTip(), self.accessibleDescription()) == (name, shown, description):
            return
        self.setAccessibleName(name)
        self.setToolTip(shown)
        self.setAccessibleDescription(description)

    def activate(self) -> None:
        """What a click, Space or Enter does. Nothing here."""

    def focus_rect(self) -> QRectF:
        """What the focus ring goes around, in the widget's coordinates."""
        return QRectF(self.rect())

    def fill(self, rest: QColor | None = None) -> QColor | None:
        """Background one step up under the pointer, one down when pressed; `rest` otherwise."""
        theme = current()
        if not self.isEnabled():
            return None
        if self.pressed:
            return theme.control_press
        if self.hovered:
            return theme.control if rest is None else theme.control_hover
        return rest

    def ink(self, rest: QColor) -> QColor:
        """Icon or text colour: full ink under the pointer, ink_off when disabled."""
        if not self.isEnabled():
            return current().ink_off
        return current().ink if self.hovered or self.pressed else rest

    def event(self, event: QEvent) -> bool:
        """Keep keys from the window's shortcuts while the ring says that they go here."""
        if event.type() is QEvent.Type.ShortcutOverride and self.keyboard_focus:
            event.setAccepted(isinstance(event, QKeyEvent) and self.uses_key(event))
            return event.isAccepted()
        return super().event(event)

    def uses_key(self, event: QKeyEvent) -> bool:
        """Whether a key pressed without Ctrl or Alt means something to the widget."""
        plain = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        return not plain.value and Qt.Key(event.key()) in _OWN_KEYS

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the hover state."""
        self.hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """End the hover state."""
        self.hovered = False
        self.update()
        super().leaveEvent(event)

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

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the ring when the keyboard brought the focus."""
        if event.reason() in _KEYBOARD_REASONS:
            self.keyboard_focus = True
            show_focus_ring(self, self.focus_rect, self.focus_radius)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        self.keyboard_focus = False
        hide_focus_ring(self)
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Measure and paint again when theme, scale or enabled state change."""
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.restyle()
        if event.type() is QEvent.Type.EnabledChange:
            self.hovered = self.pressed = False
        self.update()
        super().changeEvent(event)

    def restyle(self) -> None:
        """Forget sizes that depend on the scale."""
        self.updateGeometry()


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
        thickness = width if width == 1.0 else pxf(width)
        painter.setPen(QPen(line, thickness))
        inset = thickness / 2.0
        inner = rect.adjusted(inset, inset, -inset, -inset)
    if fill is None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setBrush(fill)
    painter.drawRoundedRect(inner, pxf(radius), pxf(radius))
