"""The numbers of the kernel that a pinned edge carries, as a grid: each can be dragged up and down, and typed."""

from __future__ import annotations

from functools import partial
from math import prod
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from playground.views.network.cell_painter import paint_numbers
from playground.views.network.describe import describe
from playground.views.network.editors import NO_WEIGHT, typed_weight
from playground.views.network.gestures import DragValue
from playground.views.network.hit import Hit, Part
from playground.views.network.state import Handle
from playground.widgets.buttons import IconButton
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.format import with_sign
from playground.widgets.inline_edit import InlineEdit
from playground.widgets.text import LEFT, draw_text, text_width
from playground.widgets.theme import current, px, pxf, theme_signals

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent

    from playground.views.network.actions import LayerActions
    from playground.views.network.scene import NetworkScene
    from playground.views.network.sums import Array

CELL, PAD, HEAD = 34, 10, 22
MARGIN = 8
TIP = "Drag up or down, double-click to type (Shift: fine, Alt: coarse)"
ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
TYPES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)


class KernelCard(QWidget):
    """Over the lower rim of the scene, for as long as an edge that carries several numbers is pinned.

    Attributes:
        place: The cell under the pointer or the keyboard's cursor, (row, column).
    """

    def __init__(self, scene: NetworkScene, actions: LayerActions) -> None:
        super().__init__(scene)
        scene.cards.append(self)
        self._scene, self._actions = scene, actions
        self._gesture: DragValue | None = None
        self.place = (0, 0)
        self._close = IconButton("x", "Close", "Close (Esc)", side=20, parent=self)
        self._close.clicked.connect(self._on_close)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self.hide()
        scene.edge_pinned.connect(self.refresh)
        scene.laid_out.connect(self.refresh)
        theme_signals().changed.connect(self.refresh)

    @property
    def numbers(self) -> Array | None:
        """What the pinned edge carries, (height, width); None while none with several numbers is pinned."""
        state = self._scene.state
        edge = state.pinned_edge
        if edge is None or prod(edge.carried.shape) <= 1:
            return None
        weights = state.numbers(edge.key)
        return None if weights is None else edge.carried.numbers(weights, edge.row, edge.column)

    def cell(self, row: int, column: int) -> QRectF:
        """Where a number stands."""
        side = pxf(CELL)
        return QRectF(pxf(PAD) + column * side, pxf(PAD + HEAD) + row * side, side, side)

    @Slot()
    def refresh(self) -> None:
        """Follow the pinned edge, its numbers, and the size of the scene."""
        numbers = self.numbers
        if numbers is None:
            self.hide()
            return
        rows, columns = numbers.shape
        self.place = min(self.place[0], rows - 1), min(self.place[1], columns - 1)
        wide = max(self.cell(0, columns - 1).right() + pxf(PAD), text_width(self._title(), "row") + pxf(2 * PAD + 26))
        high = self.cell(rows - 1, 0).bottom() + pxf(PAD)
        left, top = self._scene.width() - round(wide) - px(MARGIN), self._scene.height() - round(high) - px(MARGIN)
        self.setGeometry(max(left, 0), max(top, 0), round(wide), round(high))
        close = self._close.sizeHint()
        self._close.setGeometry(self.width() - close.width() - px(4), px(6), close.width(), close.height())
        self._tell()
        self.show()
        self.raise_()
        self.update()

    # ---- painting --------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card with a title and a cell for each number."""
        numbers, theme = self.numbers, current()
        if numbers is None:
            return
        rows, columns = numbers.shape
        with smooth_painter(self) as painter:
            rounded(painter, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, theme.raised, theme.line_strong)
            head = QRectF(pxf(PAD), pxf(PAD - 2), self.width() - pxf(2 * PAD + 20), pxf(16))
            draw_text(painter, head, self._title(), "row", theme.ink2, LEFT)
            whole = self.cell(0, 0).united(self.cell(rows - 1, columns - 1))
            paint_numbers(painter, whole, numbers)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.ink, pxf(1.5)))
            if self.hasFocus() or self.underMouse():
                painter.drawRect(self.cell(*self.place).adjusted(1, 1, -1, -1))

    # ---- the mouse -------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a number."""
        handle = self._handle_at(event.position())
        if handle is not None and event.button() is Qt.MouseButton.LeftButton:
            self._gesture = DragValue(self._actions, self._scene.state, handle, event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held, up for more; else show what would be."""
        if self._gesture is None:
            self._handle_at(event.position())
            self.update()
            return
        self._gesture.move(event.position(), event.modifiers())
        self._show_change()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """The number stays."""
        self._gesture = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Type it."""
        if self._handle_at(event.position()) is not None:
            self.type_number()

    def leaveEvent(self, _event: QEvent) -> None:
        """No cell is under the pointer."""
        self.update()

    # ---- keys ------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from number to number, Enter types, Delete makes it 0, Escape takes a drag back or closes."""
        key, numbers = Qt.Key(event.key()), self.numbers
        if numbers is not None and key in ARROWS:
            by = ARROWS[key]
            row, column = (min(max(self.place[axis] + by[axis], 0), numbers.shape[axis] - 1) for axis in (0, 1))
            self.place = row, column
            self._tell()
            self.update()
        elif key in TYPES:
            self.type_number()
        elif key == Qt.Key.Key_Delete:
            self._set(0.0)
        elif key == Qt.Key.Key_Escape:
            self._escape()
        else:
            super().keyPressEvent(event)

    def type_number(self) -> None:
        """Open an editor over the cell at hand."""
        handle = self.handle()
        if handle is None:
            return
        editor = InlineEdit(self, with_sign(handle.value, 3), typed_weight, "title", fault=NO_WEIGHT)
        editor.setAccessibleName("Weight")
        editor.setAlignment(Qt.AlignmentFlag.AlignCenter)
        editor.committed.connect(partial(self._actions.set_value, handle))
        editor.open(self.cell(*self.place).adjusted(-pxf(12), pxf(4), pxf(12), -pxf(4)))

    def handle(self) -> Handle | None:
        """The number of the cell at hand; None where there is none."""
        numbers, edge = self.numbers, self._scene.state.pinned_edge
        if numbers is None or edge is None or any(at >= of for at, of in zip(self.place, numbers.shape, strict=True)):
            return None
        index = edge.carried.index(edge.row, edge.column, self.place)
        return Handle(edge.key, index, float(numbers[self.place]))

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _handle_at(self, place: QPointF) -> Handle | None:
        numbers = self.numbers
        if numbers is None:
            return None
        side, corner = pxf(CELL), self.cell(0, 0).topLeft()
        column, row = int((place.x() - corner.x()) // side), int((place.y() - corner.y()) // side)
        if not (0 <= row < numbers.shape[0] and 0 <= column < numbers.shape[1]):
            return None
        self.place = row, column
        self._tell()
        return self.handle()

    def _set(self, value: float) -> None:
        handle = self.handle()
        if handle is not None:
            self._scene.state.held[handle.key, handle.index] = value
            self._actions.set_value(handle, value)
            self._show_change()

    def _show_change(self) -> None:
        self._scene.state.join()
        self._scene.update()
        self._tell()
        self.update()

    def _escape(self) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.cancel()
            self._show_change()
        else:
            self._on_close()

    @Slot()
    def _on_close(self) -> None:
        self._scene.pin_edge(None)
        self._scene.setFocus(Qt.FocusReason.OtherFocusReason)

    def _title(self) -> str:
        """What the edge carries, from where to where."""
        state = self._scene.state
        edge = state.pinned_edge
        if edge is None:
            return ""
        return describe(state, Hit(Part.EDGE, edge.key[0], edge=edge)).split(". ")[0]

    def _tell(self) -> None:
        """The number at hand, in words, for screen readers and as a tooltip."""
        handle = self.handle()
        if handle is None:
            return
        row, column = self.place
        words = f"{self._title()}, row {row + 1}, column {column + 1}: {with_sign(handle.value, 3)}"
        self.setAccessibleName(words)
        self.setToolTip(f"{with_sign(handle.value, 3)}\n{TIP}")
