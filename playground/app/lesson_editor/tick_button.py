"""A button that says which of many things are ticked, and opens the list in which they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.control import rounded
from playground.widgets.icons import paint_icon
from playground.widgets.lengths import scaled
from playground.widgets.popover import Popover
from playground.widgets.text import draw_text
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex
    from PySide6.QtWidgets import QStyleOptionViewItem

WIDTH, ROW, ROWS, SEARCHED_FROM = 320, 28, 9, 12
MOST_NAMED = 2
TICKING = (Qt.Key.Key_Space, Qt.Key.Key_Select)


class TickPainter(QStyledItemDelegate):
    """A box with its words; a click anywhere in the row ticks it, as Space does."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as any row."""
        return QSize(px(WIDTH) // 2, px(ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The box, filled where it is ticked, then the words."""
        style: Any = option  # its fields are not in the stubs
        theme, area, side = current(), QRectF(style.rect), pxf(16)
        is_on = index.data(Qt.ItemDataRole.CheckStateRole) in (Qt.CheckState.Checked, Qt.CheckState.Checked.value)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if style.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected):
            rounded(painter, area, 6, theme.control_hover)
        box = QRectF(area.left() + pxf(10), area.center().y() - side / 2, side, side)
        rounded(painter, box, 4, theme.ink if is_on else theme.card, theme.ink if is_on else theme.line_strong)
        if is_on:
            paint_icon(painter, "check", box.adjusted(pxf(2), pxf(2), -pxf(2), -pxf(2)), theme.card)
        words = area.adjusted(pxf(36), 0, -pxf(8), 0)
        draw_text(painter, words, index.data(Qt.ItemDataRole.DisplayRole), "button", theme.ink)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        _option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Tick the row, or take its tick away."""
        is_click = event.type() is QEvent.Type.MouseButtonRelease
        is_key = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in TICKING
        if not (is_click or is_key):
            return False
        is_on = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked
        after = Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked
        return model.setData(index, after, Qt.ItemDataRole.CheckStateRole)


class TickRows(QListWidget):
    """Rows that keep letters and Space from the window's shortcuts."""

    def event(self, event: QEvent) -> bool:
        """Take keys that are text."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and event.text():
            event.accept()
            return True
        return super().event(event)


class TickList(QWidget):
    """Rows to tick, and above a long list a line that finds some by their letters.

    Signals:
        changed(): Something was ticked, or is not any more.
    """

    changed = Signal()

    def __init__(self, name: str, titles: Mapping[str, str], ticked: Iterable[str]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.rows = TickRows()
        self.rows.setAccessibleName(name)
        self.rows.setItemDelegate(TickPainter(self.rows))
        self.rows.setMouseTracking(True)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find")
        self.search.setAccessibleName("Find")
        self.search.setToolTip("Find\nEnter ticks the first that is found, Down goes to the list, where Space ticks")
        self.search.setVisible(len(titles) >= SEARCHED_FROM)
        on = set(ticked)
        for key, title in titles.items():
            item = QListWidgetItem(title, self.rows)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setCheckState(Qt.CheckState.Checked if key in on else Qt.CheckState.Unchecked)
        column = QVBoxLayout(self)
        scaled(column.setContentsMargins, 4, 4, 4, 4)
        scaled(column.setSpacing, 6)
        column.addWidget(self.search)
        column.addWidget(self.rows)
        self.setFocusProxy(self.search if len(titles) >= SEARCHED_FROM else self.rows)
        self.search.textChanged.connect(self._show_found)
        self.search.returnPressed.connect(self._tick_first)
        self.search.installEventFilter(self)
        self.rows.itemChanged.connect(self.changed)

    def sizeHint(self) -> QSize:
        """As many rows as there are, some at most."""
        rows = min(self.rows.count(), ROWS) * ROW + 16
        return QSize(px(WIDTH), px(rows + (0 if self.search.isHidden() else 36)))

    def ticked(self) -> tuple[str, ...]:
        """The keys of what is ticked, in the order of the rows."""
        items = [self.rows.item(place) for place in range(self.rows.count())]
        return tuple(one.data(Qt.ItemDataRole.UserRole) for one in items if one.checkState() is Qt.CheckState.Checked)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Down goes from the line to the first row that is found."""
        is_down = (
            isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down
        )
        if is_down and (first := self._first()) is not None:
            self.rows.setCurrentItem(first)
            self.rows.setFocus()
        return is_down

    def _first(self) -> QListWidgetItem | None:
        """The first row that is shown; None for none."""
        items = (self.rows.item(place) for place in range(self.rows.count()))
        return next((one for one in items if not one.isHidden()), None)

    @Slot()
    def _tick_first(self) -> None:
        if (first := self._first()) is not None:
            is_on = first.checkState() is Qt.CheckState.Checked
            first.setCheckState(Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked)

    @Slot(str)
    def _show_found(self, text: str) -> None:
        for place in range(self.rows.count()):
            item = self.rows.item(place)
            item.setHidden(text.strip().lower() not in item.text().lower())


class TickButton(PushButton):
    """Says which are ticked, by their titles or how many.

    Args:
        name: What is ticked: "Commands".
        titles: What can be ticked, by keys.
        tip: The tooltip.
        icon: Before the words.

    Signals:
        changed(): Something else is ticked.
    """

    changed = Signal()

    def __init__(self, name: str, titles: Mapping[str, str], tip: str, icon: str = "") -> None:
        super().__init__(name, icon, tip, height=SMALL)
        self._name, self._titles, self._tip = name, titles, tip
        self._ticked: tuple[str, ...] = ()
        self.clicked.connect(self._open)
        self.set_ticked(())

    def ticked(self) -> tuple[str, ...]:
        """The keys of what is ticked, those among them that the list does not have as well."""
        return self._ticked

    def set_ticked(self, keys: Iterable[str]) -> None:
        """Tick these, and no others, without a signal; keys that there are not are kept."""
        self._ticked = tuple(keys)
        named = [self._titles.get(key, key) for key in self._ticked]
        said = ", ".join(named) if len(named) <= MOST_NAMED else f"{len(named)}"
        self.set_text(f"{self._name}: {said or 'none'}", tip="\n".join((self._tip, *named)))

    @Slot()
    def _open(self) -> None:
        self.list = TickList(self._name, self._titles, self._ticked)
        self.list.changed.connect(self._take)
        Popover(self.list).open_at(self)

    @Slot()
    def _take(self) -> None:
        unknown = [key for key in self._ticked if key not in self._titles]
        self.set_ticked((*self.list.ticked(), *unknown))
        self.changed.emit()
