"""Timers with their interval. Qt objects get their properties by setters alone, never by keywords.

PySide turns `QTimer(interval=5)` into the name of a setter by the rules of the locale, and in a Turkish one a capital
`i` is no `I`: the program would not start there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject


def ticking(parent: QObject | None, milliseconds: int, tick: Callable[[], object]) -> QTimer:
    """A timer that calls `tick` again and again, once it is started."""
    timer = QTimer(parent)
    timer.setInterval(milliseconds)
    timer.timeout.connect(tick)
    return timer


def one_shot(parent: QObject | None, milliseconds: int, act: Callable[[], object]) -> QTimer:
    """A timer that calls `act` once after each start."""
    timer = ticking(parent, milliseconds, act)
    timer.setSingleShot(True)
    return timer
