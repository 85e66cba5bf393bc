"""What a pressed mouse button does until it is let go: one object for each kind, so that no flags are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPointF, Qt

from playground.views.network.layout import gap_at
from playground.widgets.theme import pxf

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.views.network.actions import LayerActions
    from playground.views.network.state import Handle, SceneState

START = 4.0
"""Pixels that the pointer moves before a press becomes a drag."""
RATE, FINE_RATE, COARSE_RATE = 0.02, 0.002, 0.2
"""Weight for each pixel: plain, with Shift, with Alt."""


class Gesture(Protocol):
    """Begun by a press. `place` is in the scene, in pixels."""

    moved: bool

    def move(self, place: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """The pointer is here now."""

    def finish(self) -> None:
        """The button was let go."""

    def cancel(self) -> None:
        """Take back what the gesture has done."""


def drag_rate(modifiers: Qt.KeyboardModifier) -> float:
    """How much a weight changes for each pixel."""
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        return FINE_RATE
    return COARSE_RATE if modifiers & Qt.KeyboardModifier.AltModifier else RATE


class DragValue:
    """A weight or bias follows the pointer up and down; all of it is one undo step."""

    def __init__(self, actions: LayerActions, state: SceneState, handle: Handle, start: QPointF) -> None:
        self._actions, self._state, self._handle = actions, state, handle
        self._value = handle.value
        self._y = start.y()
        self._gesture = object()
        self.moved = False

    def move(self, place: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Up is more."""
        if not self.moved and abs(place.y() - self._y) < START:
            return
        self.moved = True
        self._value += (self._y - place.y()) / pxf(1) * drag_rate(modifiers)
        self._y = place.y()
        self._state.held[self._handle.key, self._handle.index] = self._value
        self._actions.set_value(self._handle, self._value, self._gesture)

    def finish(self) -> None:
        """The value stays."""

    def cancel(self) -> None:
        """Back to the value before."""
        self._state.held.pop((self._handle.key, self._handle.index), None)
        self._actions.cancel(self._gesture)


class DragCard:
    """A card is moved to another gap; nothing changes until it is let go."""

    def __init__(self, actions: LayerActions, state: SceneState, uid: int, start: QPointF) -> None:
        self._actions, self._state, self._uid, self._start = actions, state, uid, start
        self.moved = False

    def move(self, place: QPointF, _modifiers: Qt.KeyboardModifier) -> None:
        """Show where the card would go."""
        if not self.moved and (place - self._start).manhattanLength() < 2 * START:
            return
        self.moved = True
        self._state.dragged = (self._uid, place)
        gap = gap_at(self._state.layout, place.x()).index
        here = self._actions.place(self._uid)
        self._state.target = None if gap in (here, here + 1) else gap

    def finish(self) -> None:
        """Put it there."""
        target = self._state.target
        self.cancel()
        if target is not None:
            self._actions.move(self._uid, target)

    def cancel(self) -> None:
        """Leave it where it was."""
        self._state.dragged = self._state.target = None


class Pan:
    """The scene follows the pointer sideways."""

    def __init__(self, state: SceneState, start: QPointF, pan_to: Callable[[float], None]) -> None:
        self._state, self._pan_to = state, pan_to
        self._start_x = start.x() - state.offset
        self._start_offset = state.offset
        self.moved = False

    def move(self, place: QPointF, _modifiers: Qt.KeyboardModifier) -> None:
        """Keep what was grabbed under the pointer."""
        shift = place.x() - self._state.offset - self._start_x
        if not self.moved and abs(shift) < START:
            return
        self.moved = True
        self._pan_to(self._start_offset - shift)

    def finish(self) -> None:
        """Let go: what was dragged stays where it is."""

    def cancel(self) -> None:
        """Back to where it was."""
        self._pan_to(self._start_offset)
