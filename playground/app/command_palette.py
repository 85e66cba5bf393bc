"""All commands behind a few letters: Ctrl+K."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QStyledItemDelegate, QVBoxLayout, QWidget

from playground.app.actions import ACTIONS
from playground.widgets.lengths import scaled
from playground.widgets.popover import Popover
from playground.widgets.text import RIGHT, draw_text
from playground.widgets.theme import current, px

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

ModelIndex = QModelIndex | QPersistentModelIndex
WIDTH, ROWS, ROW_HEIGHT, TOP = 520, 10, 30, 64


FIRST = ("play", "reset", "examples", "open", "save", "add_layer", "present", "maximise", "picture", "help")
"""What stands at the head of the list while nothing is typed, after what was run lately."""


def score(query: str, text: str) -> int | None:
    """How well letters match in order: words' beginnings and runs count more; None when they do not match.

    Every place where the first letter stands is tried, and the best counts.
    """
    letters, lower = query.lower().replace(" ", ""), text.lower()
    if not letters:
        return -len(text)
    starts = [place for place, letter in enumerate(lower) if letter == letters[0]]
    found = [points for start in starts if (points := _score_from(letters, lower, start)) is not None]
    return max(found) * 100 - len(text) if found else None


def _score_from(letters: str, lower: str, start: int) -> int | None:
    total, place, run = 0, start, -1
    for letter in letters:
        found = lower.find(letter, place)
        if found < 0:
            return None
        run = run + 1 if found == place else 0
        starts_word = found == 0 or not lower[found - 1].isalnum()
        total += 1 + 3 * starts_word + 2 * run
        place = found + 1
    return total


class CommandPalette(QWidget):
    """A line to type in and the matching commands with menu and shortcut, as many as there are.

    Attributes:
        line: Where one types.
        commands: What matches, the best first; a click on a row runs it.

    Signals:
        ran(str): The name of the command that was run.
    """

    ran = Signal(str)

    def __init__(self, window: QWidget, actions: Iterable[QAction], recent: Sequence[str] = ()) -> None:
        super().__init__()
        self.setObjectName("commandPalette")
        self._window = window
        ranks = {name: rank for rank, name in enumerate((*FIRST[::-1], *recent[::-1]))}
        self._actions = sorted(actions, key=lambda action: -ranks.get(_name(action), -1))
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("Type a command")
        self.line.setAccessibleName("Type a command")
        self.commands = QListWidget(self)
        self.commands.setAccessibleName("Commands")
        self._popover = Popover(self, padding=8)
        self.commands.setUniformItemSizes(True)
        scaled(self.commands.setMinimumHeight, ROW_HEIGHT)  # Qt's own least would make the card scroll over one row
        self.commands.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.commands.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 8)
        column.addWidget(self.line)
        column.addWidget(self.commands)
        self.commands.setItemDelegate(_RowDelegate(self.commands))
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._show_matches)
        self.line.installEventFilter(self)
        self.commands.itemClicked.connect(self._run)
        self.commands.setMouseTracking(True)
        self.commands.itemEntered.connect(self._take_in_hand)
        self._show_matches("")

    def sizeHint(self) -> QSize:
        """The line and the commands that match, ten at most."""
        return QSize(px(WIDTH), px(min(max(self.commands.count(), 1), ROWS) * ROW_HEIGHT + 40))

    def open_at_top(self) -> None:
        """Show in the upper middle of the window."""
        self._popover.open_at(self._window, QPoint((self._window.width() - px(WIDTH)) // 2, px(TOP)))

    def dismiss(self) -> None:
        """Close without running anything."""
        self._popover.dismiss()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down move in the list and Enter runs, while the line keeps the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            if event.key() in steps:
                self.commands.setCurrentRow(self._next_row(self.commands.currentRow(), steps[Qt.Key(event.key())]))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.commands.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _next_row(self, row: int, step: int) -> int:
        """The next command that can be done now, round the ends; the row itself where there is no other."""
        count = self.commands.count()
        for away in range(1, count + 1):
            there = (row + step * away) % count
            if self.commands.item(there).flags() & Qt.ItemFlag.ItemIsEnabled:
                return there
        return row

    @Slot(str)
    def _show_matches(self, query: str) -> None:
        self.commands.clear()
        ranked = [(score(query, _words(action)), action) for action in self._actions]
        matches = [(points, action) for points, action in ranked if points is not None and action.isVisible()]
        if query:
            matches.sort(key=lambda pair: -pair[0])
        for _, action in matches:
            item = QListWidgetItem(_words(action), self.commands)
            item.setData(Qt.ItemDataRole.UserRole, action)
            item.setToolTip(action.toolTip())
            if not action.isEnabled():
                item.setFlags(Qt.ItemFlag.NoItemFlags)
        if not matches:
            QListWidgetItem("No command matches", self.commands).setFlags(Qt.ItemFlag.NoItemFlags)
        self.commands.setCurrentRow(self._next_row(-1, 1))
        self._popover.fit()

    @Slot(QListWidgetItem)
    def _take_in_hand(self, item: QListWidgetItem) -> None:
        """The pointer and the arrow keys move one and the same mark."""
        if item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.commands.setCurrentItem(item)

    @Slot(QListWidgetItem)
    def _run(self, item: QListWidgetItem | None) -> None:
        action = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if action is not None and action.isEnabled():
            self.dismiss()
            self.ran.emit(_name(action))
            action.trigger()


class _RowDelegate(QStyledItemDelegate):
    """The command at the left; at the right whether it is on, and its shortcut, or why it cannot be done."""

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        """As high as a row that is easy to hit."""
        return QSize(super().sizeHint(option, index).width(), px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Draw one row."""
        super().paint(painter, option, index)
        action = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(action, QAction):
            area = QRectF(option.rect).adjusted(px(WIDTH) / 2, 0, -px(10), 0)
            draw_text(painter, area, _aside(action), "label", current().ink3, RIGHT)


def _aside(action: QAction) -> str:
    if not action.isEnabled():
        return action.toolTip()
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    state = ("on" if action.isChecked() else "off") if action.isCheckable() else ""
    return "   ".join(part for part in (state, keys) if part)


def _name(action: QAction) -> str:
    """What a command is remembered by."""
    return action.objectName() or action.text()


def _words(action: QAction) -> str:
    """Menu and command, as in "Train › Reset"."""
    info = ACTIONS.get(action.objectName())
    menu = info.menu if info is not None else action.property("menu") or "View › Panels"
    return f"{menu} › {action.text().rstrip('…')}"
