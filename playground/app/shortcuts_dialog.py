"""All keys on one page: F1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from playground.app.actions import ACTIONS, MENUS
from playground.app.docks import DOCKS
from playground.drawing.tools import TOOLS
from playground.widgets.fonts import font
from playground.widgets.theme import px

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from playground.widgets.fonts import FontRole

KEYS_WIDTH = 148
CANVAS_KEYS = (
    ("1 to 9", "Take a class; a digit beyond adds the next"),
    ("[ and ]", "Smaller, larger brush"),
    ("Alt or right drag", "Erase with any tool"),
    ("Shift", "Straight lines, even sides, steps of 15°"),
    ("Ctrl", "Shapes and handles from the middle; select more"),
    ("Y", "Next symmetry"),
    ("Ctrl+A, Ctrl+I, Ctrl+D", "Select all, the others; duplicate"),
    ("Arrows, Delete", "Move or remove what is selected"),
    ("Esc", "Cancel the stroke; let the selection go"),
    ("Tab, then arrows", "Draw by keyboard: Enter taps, Shift+Enter holds"),
    ("Wheel", "Zoom at the pointer"),
    ("Middle drag", "Pan"),
)
NETWORK_KEYS = (
    ("Drag an edge", "Change its weight; Shift fine, Alt coarse"),
    ("Double click an edge", "Type its weight"),
    ("Drag a bias dot", "Change the bias"),
    ("Click a neuron", "Keep it in the output map"),
    ("Ctrl+C, Ctrl+V, Ctrl+D", "Copy, paste, duplicate the layer"),
    ("Delete", "Delete the layer"),
)
COLUMNS = (
    ("File", "Edit", "Data", "Network", "Train"),
    ("View", "Help", "Panels", "Tools"),
    ("Canvas", "On the network"),
)
"""Groups of much the same height side by side."""


class ShortcutsDialog(QDialog):
    """Made from the tables of actions and tools, so that it cannot be out of date."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard and mouse")
        row = QHBoxLayout(self)
        row.setSpacing(px(40))
        row.setContentsMargins(px(28), px(24), px(28), px(28))
        for groups in _columns():
            column = QVBoxLayout()
            column.setSpacing(px(16))
            for title, lines in groups:
                column.addLayout(self._group(title, lines))
            column.addStretch(1)
            row.addLayout(column)

    def _group(self, title: str, lines: list[tuple[str, str]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(4))
        head = QLabel(title, self)
        head.setFont(font("title"))
        grid.addWidget(head, 0, 0, 1, 2)
        grid.setColumnMinimumWidth(0, px(KEYS_WIDTH))
        grid.setColumnStretch(1, 1)
        for i, (keys, text) in enumerate(lines, start=1):
            grid.addWidget(self._label(keys, "value"), i, 0)
            grid.addWidget(self._label(text, "row"), i, 1)
        return grid

    def _label(self, text: str, role: FontRole) -> QLabel:
        label = QLabel(text, self)
        label.setFont(font(role))
        return label


def _columns() -> list[list[tuple[str, list[tuple[str, str]]]]]:
    groups = {title: _menu_lines(title) for title in MENUS}
    groups["Panels"] = [(info.shortcut, f"{info.title} panel") for info in DOCKS.values()]
    groups["Tools"] = [(tool.shortcut, tool.title) for tool in TOOLS.values()]
    groups["Canvas"] = list(CANVAS_KEYS)
    groups["On the network"] = list(NETWORK_KEYS)
    return [[(title, groups[title]) for title in titles if groups[title]] for titles in COLUMNS]


def _menu_lines(menu: str) -> list[tuple[str, str]]:
    lines = []
    for info in ACTIONS.values():
        if info.menu == menu and info.keys:
            keys = ", ".join(QKeySequence(k).toString(QKeySequence.SequenceFormat.NativeText) for k in info.keys)
            lines.append((keys, info.text.strip("|…")))
    return lines
