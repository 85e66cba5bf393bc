"""Keys for what the person holds: a letter for each tool, a digit for each class, brackets for the brush."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QKeySequence

from playground.document.dataset import MOST_CLASSES
from playground.document.model import domain_of
from playground.domains.plane.symmetry import KINDS
from playground.domains.plane.tools import TOOLS
from playground.lessons.locks import PANEL_LOCKED, tool_lock
from playground.session.class_choice import take_class
from playground.session.class_keys import KEYED, digit_of_class
from playground.session.hand import SELECT

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMainWindow, QMenu

    from playground.session.session import Session

RADIUS_STEP = 0.1
MENU = "Draw"
SELECTION = (
    ("Select all points", "Ctrl+A", "all", "Then drag, nudge with the arrows, duplicate or delete them."),
    ("Invert selection", "Ctrl+I", "invert", "Select the other points."),
    ("Duplicate selected points", "Ctrl+D", "duplicate", "Copies stay selected."),
    ("Delete selected points", "", "delete", "Undo brings them back."),
)


class HandActions(QObject):
    """The actions, owned by the window, their keys live everywhere in it but in text fields.

    Attributes:
        tools: One for each tool.
        classes: One for each class that there may be, the first with a key; they are called as in the document.
        brush: Sizes and symmetry.
        selection: What can be done with the selected points.
    """

    def __init__(self, window: QMainWindow, session: Session) -> None:
        super().__init__(window)
        hand = session.hand
        self._session = session
        self.tools = [
            _action(window, tool.title, tool.shortcut, partial(hand.set_tool, name), tool.hint)
            for name, tool in TOOLS.items()
        ]
        self.classes = [
            _action(window, "", "", partial(take_class, session, index), "") for index in range(MOST_CLASSES)
        ]
        self.brush = [
            _action(window, "Smaller brush", "[", partial(_resize, session, -RADIUS_STEP), "Shrink the brush."),
            _action(window, "Larger brush", "]", partial(_resize, session, RADIUS_STEP), "Grow the brush."),
            _action(window, "Next symmetry", "Y", partial(_next_symmetry, session), "Mirror or turn strokes."),
        ]
        self.selection = [
            _action(window, text, keys, partial(hand.asked.emit, what), hint) for text, keys, what, hint in SELECTION
        ]
        self._hints = {action: action.toolTip() for action in (*self.tools, *self.brush, *self.selection)}
        self._tool_of = dict(zip(self.tools, TOOLS, strict=True)) | dict.fromkeys(self.selection, SELECT)
        session.dataset_changed.connect(self._name_classes)
        session.lessons.changed.connect(self._name_classes)
        session.lessons.changed.connect(self._follow_lock)
        session.dataset_changed.connect(self._suit_samples)
        self._suit_samples()
        self._name_classes()

    def offered(self) -> list[QAction]:
        """All that mean something now: the classes that are there and the one that can be added."""
        of_map = [*self.tools, *self.brush, *self.selection] if domain_of(self._session.document).has_map else []
        return [*self.offered_classes(), *of_map]

    def offered_classes(self) -> list[QAction]:
        """An action for each class, and one that adds the next; in a regression one for each of several values."""
        data = self._session.document.dataset
        if data.classes:
            return self.classes[: len(data.classes) + 1]
        return self.classes[: len(data.values)] if len(data.values) > 1 else []

    def fill_classes(self, menu: QMenu) -> None:
        """Make the submenu of the classes anew."""
        menu.clear()
        menu.addActions(self.offered_classes())

    @Slot()
    def _suit_samples(self) -> None:
        """Tools, brush and selection work on a map: without one, their keys and their places in menus are free."""
        has_map = domain_of(self._session.document).has_map
        for action in (*self.tools, *self.brush, *self.selection):
            action.setVisible(has_map)

    def _panel_lock(self) -> str:
        """That the lesson at hand has locked the panel where tools and classes are chosen, in words; "" if not."""
        lesson = self._session.lessons.lesson
        return PANEL_LOCKED if lesson is not None and "data" in lesson.locked_panels else ""

    @Slot()
    def _follow_lock(self) -> None:
        """Where a lesson has locked a tool, or the panel of tools and brush, their keys are shut too."""
        for action, hint in self._hints.items():
            words = self._lock_of(action)
            action.setEnabled(not words)
            action.setToolTip(words or hint)

    def _lock_of(self, action: QAction) -> str:
        """That the lesson at hand has locked a tool, or the panel where it is chosen, in words; "" if not."""
        panel = "" if action in self.selection else self._panel_lock()
        tool = self._tool_of.get(action)
        return panel or ("" if tool is None else self._session.lessons.locks_action(tool_lock(tool)))

    @Slot()
    def _name_classes(self) -> None:
        data = self._session.document.dataset
        classes = data.classes
        if not classes:
            for index, action in enumerate(self.classes):
                action.setEnabled(True)
                action.setShortcut(str(index + 1) if index < KEYED else "")
            for name, action in zip(data.values, self.classes, strict=False):
                action.setText(f"Show the value {name.replace('&', '&&')}")
                action.setToolTip("Map, points and spaces show it, and tools paint it.")
            return
        for index, action in enumerate(self.classes):
            there = index < len(classes)
            locked = self._panel_lock() or ("" if there else self._session.lessons.locks_action("add_class"))
            action.setEnabled(not locked)
            action.setShortcut(digit_of_class(classes, index))
            action.setText(classes[index].name.replace("&", "&&") if there else f"Add class {len(classes) + 1}")
            words = "Draw with this class." if there else "Add the next class, and draw with it."
            action.setToolTip(locked or words)


def _action(window: QMainWindow, text: str, keys: str, run: Callable[[], None], hint: str) -> QAction:
    action = QAction(text, window)
    action.setShortcut(QKeySequence(keys))
    action.setToolTip(hint)
    action.triggered.connect(partial(_trigger, run))
    action.setProperty("menu", MENU)
    window.addAction(action)
    return action


def _trigger(run: Callable[[], None], _checked: bool = False) -> None:
    run()


def _resize(session: Session, step: float) -> None:
    session.hand.set_radius(session.hand.radius + step)


def _next_symmetry(session: Session) -> None:
    symmetry = session.hand.symmetry
    following = KINDS[(KINDS.index(symmetry.kind) + 1) % len(KINDS)]
    session.hand.set_symmetry(replace(symmetry, kind=following))
