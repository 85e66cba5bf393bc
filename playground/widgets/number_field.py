"""A number that is dragged sideways, turned with the wheel, stepped with arrows, or clicked and typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy

from playground.widgets.control import PaintedControl, rounded, smooth_painter
from playground.widgets.inline_edit import InlineEdit
from playground.widgets.remark import say_at
from playground.widgets.text import CENTRE, RIGHT, draw_text, text_width
from playground.widgets.theme import current, px
from playground.widgets.timers import one_shot

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from playground.widgets.fonts import FontRole
    from playground.widgets.number_range import NumberRange

_HEIGHT = 26
_START_PX = 4
_PX_A_STEP = 4
_PX_A_SERIES_STEP = 14
_NOTCH = 120
_SETTLED_MS = 400
_TYPED = "0123456789.,-"


class NumberField(PaintedControl):
    """A number in a field; with `flat` the bare number, right aligned, as at the end of a slider's row.

    Signals:
        value_changed(float): At every change by the person, while dragging too.
        edit_finished(): The gesture is over; a burst of wheel notches or arrow keys counts as one.
    """

    value_changed = Signal(float)
    edit_finished = Signal()

    def __init__(  # noqa: PLR0913 - a number is its name, range and place
        self,
        name: str,
        limits: NumberRange,
        value: float,
        *,
        tip: str = "",
        flat: bool = False,
        minimum_width: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, tip, parent)
        self._limits = limits
        self._value = limits.clamped(value)
        self._flat = flat
        self._minimum_width = minimum_width
        self._grabbed: tuple[float, float] | None = None
        self._dragging = False
        self._editor: InlineEdit | None = None
        self._editor_text = ""
        self._settle = one_shot(self, _SETTLED_MS, self.edit_finished.emit)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._describe()

    def value(self) -> float:
        """The value."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show a value without a signal. A drag under way keeps its own value."""
        if self._dragging:
            return
        held = self._limits.clamped(value)
        if held != self._value:
            self._value = held
            self._describe()
            self.update()

    def set_limits(self, limits: NumberRange) -> None:
        """Change range and unit without a signal."""
        self._limits = limits
        self._value = limits.clamped(self._value)
        self._describe()
        self.update()

    def limits(self) -> NumberRange:
        """The range."""
        return self._limits

    def text(self) -> str:
        """The value as it is shown."""
        return self._limits.text(self._value)

    def uses_key(self, event: QKeyEvent) -> bool:
        """Digits start typing."""
        return super().uses_key(event) or bool(event.text() and event.text() in _TYPED)

    def activate(self) -> None:
        """Open the field for typing."""
        self.start_typing()

    def start_typing(self) -> None:
        """Put an editor over the number, all of it selected."""
        if self._editor is not None or not self.isEnabled():
            return
        self._editor = InlineEdit(
            self, self._limits.edit_text(self._value), self._limits.parsed, self.editor_role, fault="is not a number"
        )
        self._editor.setAccessibleName(self.accessibleName())
        self._editor.committed.connect(self._take_typed)
        self._editor.closed.connect(self._close_editor)
        self._editor.textChanged.connect(self._keep_text)
        self._editor.setAlignment(self.editor_align)
        self._editor.open(self.editor_rect())

    def sizeHint(self) -> QSize:
        """Room for the value."""
        if self._flat:
            return QSize(max(px(self._minimum_width), text_width(self.text(), "button")), px(24))
        return QSize(max(px(self._minimum_width or 56), text_width(self.text(), "button") + px(16)), px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """The least width, whatever the value."""
        return QSize(px(self._minimum_width or 36), px(24 if self._flat else _HEIGHT))

    def editor_rect(self) -> QRectF:
        """Where the editor stands."""
        return QRectF(self.rect())

    @property
    def editor_role(self) -> FontRole:
        """The font role of the editor."""
        return "button"

    @property
    def editor_align(self) -> Qt.AlignmentFlag:
        """Where the editor's text stands."""
        return Qt.AlignmentFlag.AlignRight if self._flat else Qt.AlignmentFlag.AlignHCenter

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The field and its value."""
        painter = smooth_painter(self)
        self.paint_number(painter)

    def paint_number(self, painter: QPainter) -> None:
        """Paint field and value; a cell of the tool bar paints them its own way."""
        theme = current()
        area = QRectF(self.rect())
        colour = theme.ink if self.isEnabled() else theme.ink_off
        if not self._flat:
            fill = self.fill(theme.control)
            if fill is not None:
                rounded(painter, area, 6, fill)
        if self._editor is None:
            draw_text(painter, area, self.text(), "button", colour, RIGHT if self._flat else CENTRE)
        if self._flat and self.underMouse() and self.isEnabled() and self._editor is None:
            self._underline(painter, area)

    def _underline(self, painter: QPainter, area: QRectF) -> None:
        width = text_width(self.text(), "button")
        line = QRectF(area.right() - width, area.center().y() + px(8), width, 1)
        painter.fillRect(line, current().line_strong)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the number."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._grabbed = (event.position().x(), self._value)
            self.pressed = True
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag sideways; Shift is ten times finer."""
        if self._grabbed is None:
            return
        start_x, start_value = self._grabbed
        moved = event.position().x() - start_x
        if not self._dragging and abs(moved) < _START_PX:
            return
        self._dragging = True
        pitch = _PX_A_SERIES_STEP if self._limits.log or self._limits.stops else _PX_A_STEP
        fine = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        self._take(self._limits.stepped(start_value, round(moved / (pitch * (10 if fine else 1)))))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; without a drag, open the field for typing."""
        if event.button() is not Qt.MouseButton.LeftButton or self._grabbed is None:
            return
        dragged, self._dragging, self._grabbed, self.pressed = self._dragging, False, None, False
        self.update()
        if dragged:
            self.edit_finished.emit()
        elif self._is_editable_at(event.position()):
            self.start_typing()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """One notch, one step."""
        delta = event.angleDelta().y() or event.angleDelta().x()
        self.step_by(round(delta / _NOTCH) or (1 if delta > 0 else -1))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down step, Page keys step ten times; a digit starts typing."""
        moves = {
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_PageUp: 10,
            Qt.Key.Key_PageDown: -10,
        }
        step = moves.get(Qt.Key(event.key()))
        if step is not None:
            self.step_by(step)
        elif event.text() and event.text() in _TYPED:
            self.start_typing()
            if self._editor is not None:
                self._editor.setText(event.text())
        else:
            super().keyPressEvent(event)

    def step_by(self, notches: int) -> None:
        """Step as the wheel does; the gesture ends when no step follows for 400 ms."""
        self._take(self._limits.stepped(self._value, notches))
        self._settle.start()

    def _is_editable_at(self, position: QPointF) -> bool:
        return self.rect().contains(position.toPoint())

    def _take(self, value: float) -> None:
        held = self._limits.clamped(value)
        if held != self._value:
            self._value = held
            self._describe()
            self.update()
            self.value_changed.emit(held)

    def _take_typed(self, value: float) -> None:
        before = self._value
        remark = self._limits.remark(self._editor_text)
        if remark:
            say_at(self, remark)
        self._take(value)
        if self._value != before:
            self.edit_finished.emit()

    def _keep_text(self, text: str) -> None:
        self._editor_text = text

    def _close_editor(self) -> None:
        self._editor = None
        self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(self.text())
        self.updateGeometry()
