"""One value of several: a box that opens a list with descriptions and little pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QCursor,
    QKeyEvent,
    QPainter,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QComboBox, QFrame, QListView, QSizePolicy, QStyle, QStyledItemDelegate, QWidget

from playground.document.glossary import explain
from playground.widgets.accessible import Tells, Told
from playground.widgets.control import ACTIVATING_KEYS, Control, rounded
from playground.widgets.icons import paint_icon
from playground.widgets.popover import Popover
from playground.widgets.text import draw_text, text_width
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QIcon, QMouseEvent, QWheelEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

Index = QModelIndex | QPersistentModelIndex
_ROW = 28
_TALL_ROW = 42
_PICTURE = 28
_CHOICE = Qt.ItemDataRole.UserRole


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


class _ChoicePainter(QStyledItemDelegate):
    """A choice in two lines, with its picture and, where it stands, a check mark."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        choice: Choice = index.data(_CHOICE)
        wide = max(text_width(choice.title, "button") + px(20), text_width(choice.description, "label")) + px(24)
        pictured = choice.picture is not None
        tall = choice.description or pictured
        return QSize(wide + (px(_PICTURE + 10) if pictured else 0), px(_TALL_ROW if tall else _ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        style: Any = option  # its fields are not in the stubs
        theme, choice, area = current(), index.data(_CHOICE), QRectF(style.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if style.state & QStyle.StateFlag.State_Selected and choice.enabled:
            rounded(painter, area, 6, theme.control_hover)
        left = area.left() + pxf(10)
        if choice.picture is not None:
            side = pxf(_PICTURE)
            choice.picture.paint(painter, QRectF(left, area.center().y() - side / 2, side, side).toAlignedRect())
            left += side + pxf(10)
        title = QRectF(left, area.top(), area.right() - px(30) - left, area.height())
        if choice.description:
            title.setHeight(px(26))
            below = QRectF(left, area.top() + px(19), title.width() + px(20), px(18))
            draw_text(painter, below, choice.description, "label", theme.ink3)
        draw_text(painter, title, choice.title, "button", theme.ink if choice.enabled else theme.ink_off)
        if index.data(Qt.ItemDataRole.CheckStateRole) is not None:
            side = pxf(14)
            place = QRectF(area.right() - px(24), title.center().y() - side / 2, side, side)
            paint_icon(painter, "check", place, theme.ink)
        painter.restore()


class ChoiceList(QListView):
    """The open list; arrows move, Enter takes, letters jump.

    Signals:
        chosen(object): The value taken.
    """

    chosen = Signal(object)

    def __init__(self, name: str, choices: Sequence[Choice], value: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)  # or F2 let a choice's words be written over
        self.setItemDelegate(_ChoicePainter(self))
        model = QStandardItemModel(self)
        self.setModel(model)
        for choice in choices:
            model.appendRow(_item(choice, stands=choice.value == value))
        values = [choice.value for choice in choices]
        self.setCurrentIndex(model.index(values.index(value) if value in values else 0, 0))
        self._pointer = QCursor.pos()
        self.entered.connect(self._follow)
        self.clicked.connect(self._take)

    def sizeHint(self) -> QSize:
        """The longest row, all rows."""
        rows = [self.sizeHintForIndex(self.model().index(row, 0)) for row in range(self.model().rowCount())]
        return QSize(max((row.width() for row in rows), default=px(80)), sum(row.height() for row in rows))

    def event(self, event: QEvent) -> bool:
        """Keep letters and Space from the window's shortcuts while the list is open."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and event.text():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space take the current row; Qt moves by arrows and jumps by letters."""
        if event.key() in ACTIVATING_KEYS:
            self._take(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @Slot(QModelIndex)
    def _follow(self, index: QModelIndex) -> None:
        """Make the row under the pointer current, but only where the pointer has moved.

        Rows also come to lie under one that rests, as the list opens or a key scrolls it: there the key chooses.
        """
        at = QCursor.pos()
        if at != self._pointer:
            self._pointer = at
            self.setCurrentIndex(index)

    def _take(self, index: QModelIndex) -> None:
        choice: Choice | None = index.data(_CHOICE)
        if choice is not None and choice.enabled:
            self.chosen.emit(choice.value)


def _item(choice: Choice, *, stands: bool = False) -> QStandardItem:
    item = QStandardItem(choice.title)
    item.setEnabled(choice.enabled)
    item.setData(choice, _CHOICE)
    item.setData(choice.description, Qt.ItemDataRole.AccessibleDescriptionRole)
    if stands:
        item.setCheckState(Qt.CheckState.Checked)
    return item


class ChoiceButton(Tells, Control, QComboBox):
    """Shows the value with a chevron and opens the list.

    Qt's box makes the window of its own list as soon as it has a current row, which costs as much as ten controls, so
    it gets its rows with the first key: keys are what it is needed for.

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
        self._choices: tuple[Choice, ...] = ()
        self._value = value
        self._prefix = prefix
        self._height = height
        self._popover: Popover | None = None
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._take_row)
        self.set_choices(choices)

    def told(self) -> Told:
        """Qt's own box is called by its value under Unix."""
        act = QAccessibleActionInterface
        opens = {act.showMenuAction(): self.showPopup, act.pressAction(): self.showPopup}
        return Told(QAccessible.Role.ComboBox, self.title(), actions=opens, opens=True)

    def value(self) -> Any:
        """The value."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show a value without a signal."""
        self._value = value
        self._show_row()
        self.updateGeometry()
        self.update()

    def set_prefix(self, prefix: str) -> None:
        """Say something else, or nothing, before the value."""
        if prefix != self._prefix:
            self._prefix = prefix
            self.updateGeometry()
            self.update()

    def choices(self) -> tuple[Choice, ...]:
        """The values that it offers."""
        return self._choices

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer other values without a signal."""
        if tuple(choices) != self._choices:
            self._choices = tuple(choices)
            self.clear()
            self.set_value(self._value)

    def title(self) -> str:
        """The words of the value; the value itself when it is not among the choices."""
        return next((choice.title for choice in self._choices if choice.value == self._value), str(self._value))

    def activate(self) -> None:
        """Open the list."""
        self.showPopup()

    def showPopup(self) -> None:
        """Open the list in the window, in place of Qt's, which is a window of its own."""
        rows = ChoiceList(self.accessibleName(), self._choices, self._value)
        self._popover = Popover(rows)
        rows.chosen.connect(self._take)
        self._popover.closed.connect(self._forget_popover)
        self._popover.open_at(self)
        self.update()

    def hidePopup(self) -> None:
        """Close the list."""
        if self._popover is not None:
            self._popover.dismiss()

    def sizeHint(self) -> QSize:
        """Prefix, value, chevron."""
        prefix = text_width(self._prefix, "row") + px(6) if self._prefix else 0
        return QSize(prefix + text_width(self.title(), "button") + px(34), px(self._height))

    def minimumSizeHint(self) -> QSize:
        """A few letters and the chevron."""
        return QSize(px(48), px(self._height))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the list at once, as boxes of this kind do."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt steps, opens and searches by letters."""
        if self.count() == 0:
            model: Any = self.model()  # a QStandardItemModel
            for choice in self._choices:
                model.appendRow(_item(choice))
            self._show_row()
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Left to what scrolls: a choice is no number."""
        event.ignore()

    def paint(self, painter: QPainter) -> None:
        """Field, prefix, value, chevron."""
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

    def changeEvent(self, event: QEvent) -> None:
        """A list of what cannot be chosen now closes."""
        if not self.isEnabled():
            self.hidePopup()
        QWidget.changeEvent(self, event)  # Qt's box would make its own list now, only to dress it

    def _show_row(self) -> None:
        if self.count():
            values = [choice.value for choice in self._choices]
            self.setCurrentIndex(values.index(self._value) if self._value in values else -1)

    def _take_row(self, row: int) -> None:
        self._take(self._choices[row].value)

    def _take(self, value: Any) -> None:
        self.hidePopup()
        if value != self._value:
            self.set_value(value)
            self.chosen.emit(value)

    def _forget_popover(self) -> None:
        self._popover = None
        self.update()
