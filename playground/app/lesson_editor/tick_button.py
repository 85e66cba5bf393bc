"""A button that says which of many things are ticked, and opens the list in which they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.lengths import scaled
from playground.widgets.popover import Popover
from playground.widgets.theme import px

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WIDTH, ROW, ROWS, SEARCHED_FROM = 320, 28, 9, 12
MOST_NAMED = 2


class TickList(QWidget):
    """Rows to tick, and above a long list a line that finds some by their letters.

    Signals:
        changed(): Something was ticked, or is not any more.
    """

    changed = Signal()

    def __init__(self, name: str, titles: Mapping[str, str], ticked: Iterable[str]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.rows = QListWidget()
        self.rows.setAccessibleName(name)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find")
        self.search.setAccessibleName("Find")
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
        self.rows.itemChanged.connect(self.changed)

    def sizeHint(self) -> QSize:
        """As many rows as there are, some at most."""
        rows = min(self.rows.count(), ROWS) * ROW + 16
        return QSize(px(WIDTH), px(rows + (0 if self.search.isHidden() else 36)))

    def ticked(self) -> tuple[str, ...]:
        """The keys of what is ticked, in the order of the rows."""
        items = [self.rows.item(place) for place in range(self.rows.count())]
        return tuple(one.data(Qt.ItemDataRole.UserRole) for one in items if one.checkState() is Qt.CheckState.Checked)

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
