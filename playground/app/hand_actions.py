"""Keys for what the person holds: a letter for each tool, a digit for each class, brackets for the brush."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from playground.document.dataset import MOST_CLASSES
from playground.drawing.symmetry import KINDS
from playground.drawing.tools import TOOLS

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMainWindow

    from playground.session.session import Session

RADIUS_STEP = 0.1
MENU = "Draw"
SELECTION = (
    ("Select all points", "Ctrl+A", "all", "Then drag, nudge with the arrows, duplicate or delete them."),
    ("Invert selection", "Ctrl+I", "invert", "Select the other points."),
    ("Duplicate selected points", "Ctrl+D", "duplicate", "Copies stay selected."),
    ("Delete selected points", "", "delete", "Undo brings them back."),
)


def make_hand_actions(window: QMainWindow, session: Session) -> list[QAction]:
    """Actions owned by the window, their keys live everywhere in it but in text fields."""
    hand = session.hand
    made = [
        _action(window, tool.title, tool.shortcut, partial(hand.set_tool, name), tool.hint)
        for name, tool in TOOLS.items()
    ]
    for index in range(MOST_CLASSES):
        take = partial(_take_class, session, index)
        made.append(_action(window, f"Class {index + 1}", str(index + 1), take, "Draw with this class."))
    made.append(_action(window, "Smaller brush", "[", partial(_resize, session, -RADIUS_STEP), "Shrink the brush."))
    made.append(_action(window, "Larger brush", "]", partial(_resize, session, RADIUS_STEP), "Grow the brush."))
    made.append(_action(window, "Next symmetry", "Y", partial(_next_symmetry, session), "Mirror or turn strokes."))
    for text, keys, what, hint in SELECTION:
        made.append(_action(window, text, keys, partial(hand.asked.emit, what), hint))
    return made


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


def _take_class(session: Session, index: int) -> None:
    """Take a class that exists; other digits do nothing."""
    if index < len(session.document.dataset.classes):
        session.hand.set_class(index)


def _resize(session: Session, step: float) -> None:
    session.hand.set_radius(session.hand.radius + step)


def _next_symmetry(session: Session) -> None:
    symmetry = session.hand.symmetry
    following = KINDS[(KINDS.index(symmetry.kind) + 1) % len(KINDS)]
    session.hand.set_symmetry(replace(symmetry, kind=following))
