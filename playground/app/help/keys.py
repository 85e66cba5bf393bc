"""All keys and mouse gestures in groups, from the tables of actions, panels and tools, so that none is out of date."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

from playground.app.actions import ACTIONS, MENUS
from playground.app.docks import DOCKS
from playground.domains.plane.tools import TOOLS

Lines = list[tuple[str, str]]

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
    ("Left, Right; Up, Down", "By hand: another stage; another unit"),
    ("PgUp, PgDn; Enter; Esc", "By hand: another sample; go on; leave"),
)
PANEL_KEYS = (
    ("Double click a title", "The panel alone, and back"),
    ("Drag a title", "Move the panel elsewhere"),
    ("Esc", "All panels come back"),
)
COLUMNS = (
    ("File", "Edit", "Data", "Network", "Train"),
    ("View", "Help", "Panels", "On the network"),
    ("Canvas", "Tools"),
)
"""Groups of much the same height side by side."""


def key_columns() -> list[list[tuple[str, Lines]]]:
    """Columns of groups: a title, and lines of keys and what they do."""
    groups: dict[str, Lines] = {title: _menu_lines(title) for title in MENUS}
    groups["Panels"] = [(info.shortcut, f"{info.title} panel") for info in DOCKS.values()] + list(PANEL_KEYS)
    groups["Tools"] = [(tool.shortcut, tool.title) for tool in TOOLS.values()]
    groups["Canvas"] = list(CANVAS_KEYS)
    groups["On the network"] = list(NETWORK_KEYS)
    return [[(title, groups[title]) for title in titles if groups[title]] for titles in COLUMNS]


def _menu_lines(menu: str) -> Lines:
    lines = []
    for info in ACTIONS.values():
        if info.menu.partition(" › ")[0] == menu and info.keys:
            keys = ", ".join(QKeySequence(k).toString(QKeySequence.SequenceFormat.NativeText) for k in info.keys)
            lines.append((keys, info.text.strip("|…")))
    return lines
