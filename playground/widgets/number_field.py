"""A number that is dragged sideways, turned with the wheel, stepped with arrows, or clicked and typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSizePolicy

from playground.widgets.control import ACTIVATING_KEYS, Control, rounded
from playground.widgets.inline_edit import InlineEdit
from playground.widgets.remark import say_at
from playground.widgets.text import CENTRE, RIGHT, draw_text, text_width
from playground.widgets.theme import current, px
from playground.widgets.timers import one_shot

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter
    from PySide6.QtWidgets import QWidget

    from playground.widgets.fonts import FontRole
    from playground.widgets.number_range import NumberRange

_HEIGHT = 26
_START_PX = 4
_PX_A_STEP = 4
_PX_A_SERIES_STEP = 14
_SETTLED_MS = 400
_TYPED = "0123456789.,-"
_EXACT = 20  # decimals that Qt keeps: all that a double has
_STEPPING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class NumberField(Control, QDoubleSpinBox):
    """A number in a field; with `flat` the bare number, right aligned, as at the end of a slider's row.

    Qt's spin box without its buttons. Its line editor stays hidden: a number is dragged sideways, and an editor opens
    over it while a person types.

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
        self._limits = limits
        super().__init__(name, tip, parent)
        self._flat = flat
        self._minimum_width = minimum_width
        self._grabbed: tuple[float, float] | None = None
        self._dragging = False
        self._editor: InlineEdit | None = None
        self._editor_text = ""
        self._settle = one_shot(self, _SETTLED_MS, self.edit_finished.emit)
        self.lineEdit().hide()
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # the editor that opens has one
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setDecimals(_EXACT)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.set_limits(limits)
        self.set_value(value)
        self.valueChanged.connect(self._announce)

    def set_value(self, value: float) -> None:
        """Show a value without a signal. A drag under way keeps its own value."""
        if not self._dragging:
            with QSignalBlocker(self):
                self.setValue(self._limits.clamped(value))
            self.updateGeometry()
            self.update()

    def set_limits(self, limits: NumberRange) -> None:
        """Change range and unit without a signal."""
        self._limits = limits
        with QSignalBlocker(self):
            self.setRange(limits.minimum, limits.maximum)
        self.set_value(self.value())

    def limits(self) -> NumberRange:
        """The range."""
        return self._limits

    def textFromValue(self, value: float) -> str:
        """The value as it is shown, and as a screen reader says it."""
        return self._limits.text(value)

    def stepBy(self, steps: int) -> None:
        """Step as the wheel does; the gesture ends when no step follows for 400 ms."""
        self.setValue(self._limits.stepped(self.value(), steps))
        self._settle.start()

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
            self, self._limits.edit_text(self.value()), self._limits.parsed, self.editor_role, fault="is not a number"
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

    def paint(self, painter: QPainter) -> None:
        """The field and its value; a cell of the tool bar paints them its own way."""
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
            self._grabbed = (event.position().x(), self.value())
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
        self.setValue(self._limits.stepped(start_value, round(moved / (pitch * (10 if fine else 1)))))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; without a drag, open the field for typing."""
        if event.button() is not Qt.MouseButton.LeftButton or self._grabbed is None:
            return
        dragged, self._dragging, self._grabbed = self._dragging, False, None
        self.update()
        if dragged:
            self.edit_finished.emit()
        elif self._is_editable_at(event.position()):
            self.start_typing()

    def is_pressed(self) -> bool:
        """Whether the pointer holds the number."""
        return self._grabbed is not None

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """None: Qt's is of the hidden editor."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt steps; Left and Right step too, a digit starts typing, and nothing reaches the hidden editor."""
        key, text = Qt.Key(event.key()), event.text()
        if key in _STEPPING:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepBy(1 if key is Qt.Key.Key_Right else -1)
        elif key in ACTIVATING_KEYS:
            self.start_typing()
        elif text and text in _TYPED:
            self.start_typing()
            if self._editor is not None:
                self._editor.setText(text)
        else:
            event.ignore()

    def _is_editable_at(self, position: QPointF) -> bool:
        return self.rect().contains(position.toPoint())

    def _announce(self, value: float) -> None:
        held = self._limits.clamped(value)
        if held != value:  # a screen reader may set what is no stop
            self.set_value(held)
        self.updateGeometry()
        self.update()
        self.value_changed.emit(held)
        if not self._dragging:
            self._settle.start()

    def _take_typed(self, value: float) -> None:
        before = self.value()
        remark = self._limits.remark(self._editor_text)
        if remark:
            say_at(self, remark)
        self.setValue(value)
        self._end_step(changed=self.value() != before)

    def _end_step(self, *, changed: bool) -> None:
        """What was done is a gesture of its own."""
        self._settle.stop()
        if changed:
            self.edit_finished.emit()

    def _keep_text(self, text: str) -> None:
        self._editor_text = text

    def _close_editor(self) -> None:
        self._editor = None
        self.update()
