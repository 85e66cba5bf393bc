"""One value of several: a button that opens a list with descriptions and little pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy

from playground.document.glossary import explain
from playground.widgets.control import ACTIVATING_KEYS, PaintedControl, rounded, smooth_painter
from playground.widgets.icons import paint_icon
from playground.widgets.popover import Popover
from playground.widgets.text import draw_text, text_width
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QIcon, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

_ROW = 28
_TALL_ROW = 42
_PICTURE = 28


@dataclass(frozen=True, slots=True)
class Choice:
    """A value, its title, and what helps to choose it.

    Attributes:
        value: What the program gets.
        title: What the person reads.
        description: One sentence below the title.
        picture: Drawn 28 px wide before the title.
        enabled: Whether it can be chosen; a disabled one should say why in its description.
    """

    value: Any
    title: str
    description: str = ""
    picture: QIcon | None = None
    enabled: bool = True


def choices_of(titles: Mapping[Any, str]) -> tuple[Choice, ...]:
    """Choices from a table of value to title, each with its sentence of the glossary."""
    return tuple(Choice(value, title, explain(title)) for value, title in titles.items())


class ChoiceList(PaintedControl):
    """The open list; arrows move, Enter takes, a letter jumps.

    Signals:
        chosen(object): The value taken.
    """

    chosen = Signal(object)

    def __init__(self, name: str, choices: Sequence[Choice], value: Any, parent: QWidget | None = None) -> None:
        super().__init__(name, "", parent)
        self.setToolTip("")
        self._choices = tuple(choices)
        self._value = value
        self._cursor = next((i for i, choice in enumerate(choices) if choice.value == value), 0)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The longest row, all rows."""
        width = max((self._row_width(choice) for choice in self._choices), default=px(80))
        return QSize(width, sum(self._row_height(choice) for choice in self._choices))

    def row_rect(self, index: int) -> QRectF:
        """Where a row is."""
        top = sum(self._row_height(choice) for choice in self._choices[:index])
        return QRectF(0, top, self.width(), self._row_height(self._choices[index]))

    def activate(self) -> None:
        """Take the row at the cursor."""
        choice = self._choices[self._cursor]
        if choice.enabled:
            self.chosen.emit(choice.value)

    def focusInEvent(self, event: Any) -> None:
        """No ring: the row at the cursor shows the focus."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The cursor follows the pointer."""
        for index in range(len(self._choices)):
            if self.row_rect(index).contains(event.position()):
                self._cursor = index
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The pressed row is the cursor's."""
        self.mouseMoveEvent(event)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home, End, letters."""
        last = len(self._choices) - 1
        moves = {
            Qt.Key.Key_Up: max(self._cursor - 1, 0),
            Qt.Key.Key_Down: min(self._cursor + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in moves:
            self._cursor = moves[key]
        elif key not in ACTIVATING_KEYS and event.text().strip():
            self._jump_to(event.text().casefold())
        else:
            super().keyPressEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """All rows."""
        painter = smooth_painter(self)
        for index, choice in enumerate(self._choices):
            self._paint_row(painter, index, choice)

    def _paint_row(self, painter: QPainter, index: int, choice: Choice) -> None:
        theme = current()
        area = self.row_rect(index)
        if index == self._cursor and choice.enabled:
            rounded(painter, area, 6, theme.control_hover)
        left = area.left() + pxf(10)
        if choice.picture is not None:
            side = pxf(_PICTURE)
            place = QRectF(left, area.center().y() - side / 2, side, side)
            choice.picture.paint(painter, place.toAlignedRect())
            left += side + pxf(10)
        right = area.right() - px(30)
        title = QRectF(left, area.top(), right - left, area.height())
        if choice.description:
            title.setHeight(px(26))
            below = QRectF(left, area.top() + px(19), right - left + px(20), px(18))
            draw_text(painter, below, choice.description, "label", theme.ink3)
        draw_text(painter, title, choice.title, "button", theme.ink if choice.enabled else theme.ink_off)
        if choice.value == self._value:
            side = pxf(14)
            place = QRectF(area.right() - px(24), title.center().y() - side / 2, side, side)
            paint_icon(painter, "check", place, theme.ink)

    def _jump_to(self, letter: str) -> None:
        count = len(self._choices)
        for offset in range(1, count + 1):
            index = (self._cursor + offset) % count
            if self._choices[index].title.casefold().startswith(letter):
                self._cursor = index
                return

    def _row_height(self, choice: Choice) -> int:
        return px(_TALL_ROW if choice.description or choice.picture is not None else _ROW)

    def _row_width(self, choice: Choice) -> int:
        text = max(text_width(choice.title, "button") + px(20), text_width(choice.description, "label"))
        return text + px(24) + (px(_PICTURE + 10) if choice.picture is not None else 0)


class ChoiceButton(PaintedControl):
    """Shows the value with a chevron and opens the list.

    Signals:
        chosen(object): The value that the person chose; not emitted for the value that already stands.
    """

    chosen = Signal(object)

    def __init__(  # noqa: PLR0913 - a choice is its name, its values and how it is shown
        self,
        name: str,
        choices: Sequence[Choice],
        value: Any,
        *,
        prefix: str = "",
        tip: str = "",
        height: int = 26,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, tip, parent)
        self._choices = tuple(choices)
        self._value = value
        self._prefix = prefix
        self._height = height
        self._popover: Popover | None = None
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._describe()

    def value(self) -> Any:
        """The value."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show a value without a signal."""
        if value != self._value:
            self._value = value
            self._describe()

    def set_prefix(self, prefix: str) -> None:
        """Say something else, or nothing, before the value."""
        if prefix != self._prefix:
            self._prefix = prefix
            self.updateGeometry()
            self.update()

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer other values without a signal."""
        if tuple(choices) != self._choices:
            self._choices = tuple(choices)
            self._describe()

    def title(self) -> str:
        """The words of the value; the value itself when it is not among the choices."""
        return next((choice.title for choice in self._choices if choice.value == self._value), str(self._value))

    def activate(self) -> None:
        """Open the list."""
        rows = ChoiceList(self.accessibleName(), self._choices, self._value)
        self._popover = Popover(rows)
        rows.chosen.connect(self._take)
        self._popover.closed.connect(self._forget_popover)
        self._popover.open_at(self)
        self.update()

    def sizeHint(self) -> QSize:
        """Prefix, value, chevron."""
        prefix = text_width(self._prefix, "row") + px(6) if self._prefix else 0
        return QSize(prefix + text_width(self.title(), "button") + px(34), px(self._height))

    def minimumSizeHint(self) -> QSize:
        """A few letters and the chevron."""
        return QSize(px(48), px(self._height))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down step through the values without opening the list."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._step(step)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Left to what scrolls: a choice is no number."""
        event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Field, prefix, value, chevron."""
        painter = smooth_painter(self)
        theme = current()
        area = QRectF(self.rect())
        fill = theme.control_hover if self._popover is not None else self.fill(theme.control)
        if fill is not None:
            rounded(painter, area, 6, fill)
        left = area.left() + pxf(8)
        if self._prefix:
            draw_text(painter, area.adjusted(pxf(8), 0, 0, 0), self._prefix, "row", theme.ink3)
            left += text_width(self._prefix, "row") + px(6)
        value = QRectF(left, area.top(), area.right() - px(24) - left, area.height())
        draw_text(painter, value, self.title(), "button", theme.ink if self.isEnabled() else theme.ink_off)
        self.paint_chevron(painter, area.right() - pxf(13.5), area.center().y())

    def paint_chevron(self, painter: QPainter, x: float, y: float) -> None:
        """The mark of something that opens, around a point."""
        side = pxf(12)
        paint_icon(painter, "chevron-down", QRectF(x - side / 2, y - side / 2, side, side), self.ink(current().ink3))

    def _step(self, step: int) -> None:
        offered = [choice.value for choice in self._choices if choice.enabled]
        if self._value in offered:
            index = offered.index(self._value) + step
            if 0 <= index < len(offered):
                self._take(offered[index])

    def _take(self, value: Any) -> None:
        if self._popover is not None:
            self._popover.dismiss()
        if value != self._value:
            self.set_value(value)
            self.chosen.emit(value)

    def _forget_popover(self) -> None:
        self._popover = None
        self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(self.title())
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """A list open over another theme would be stale."""
        if self._popover is not None and not self.isEnabled():
            self._popover.dismiss()
        super().changeEvent(event)
