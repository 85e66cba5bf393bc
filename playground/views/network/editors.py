"""Typing a number where it stands: a weight on its edge, a bias at its neuron, the units of a card."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Slot

from playground.document.plan import resolve
from playground.views.network.hit import NOTHING, Part, count_rect
from playground.views.network.overlay_painter import pill_rect
from playground.views.network.traits import counted_field, unit_range
from playground.widgets.format import parse_number, with_sign
from playground.widgets.inline_edit import InlineEdit
from playground.widgets.theme import pxf

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from playground.views.network.actions import LayerActions
    from playground.views.network.hit import Hit
    from playground.views.network.keyboard import Keyboard
    from playground.views.network.scene import NetworkScene

LARGEST_VALUE = 1e6
"""A typed weight beyond it is a slip of the finger, and would only diverge."""
NO_WEIGHT = f"is not a number from −{LARGEST_VALUE:,.0f} to {LARGEST_VALUE:,.0f}"


class Editors(QObject):
    """Opens them over the scene; the focus and the edge at hand stay where they were, so that the effect is seen."""

    def __init__(self, scene: NetworkScene, actions: LayerActions, keyboard: Keyboard) -> None:
        super().__init__(scene)
        self._scene, self._actions, self._keyboard = scene, actions, keyboard
        self._cursor: Hit = NOTHING

    @Slot(object)
    def open(self, hit: Hit) -> None:
        """Type what a hit stands for: an edge, a bias dot, or the units of a card."""
        if hit.part is Part.COUNT:
            self._type_units(hit)
        else:
            self._type_value(hit)

    def _type_value(self, hit: Hit) -> None:
        state = self._scene.state
        handle = state.handle(hit)
        if handle is None:
            return
        state.edited = hit
        place = pill_rect(state, hit)
        if place is None:
            state.edited = NOTHING
            return
        editor = self._editor(with_sign(handle.value, 3), typed_weight, NO_WEIGHT)
        editor.setAccessibleName("Bias" if len(handle.index) == 1 else "Weight")
        editor.committed.connect(partial(self._actions.set_value, handle))
        self._open(editor, place)

    def _type_units(self, hit: Hit) -> None:
        state = self._scene.state
        column, layer = state.layout.column(hit.uid), resolve(state.document).layer(hit.uid)
        if column is None or layer is None or not column.steps:
            return
        least, most = unit_range(layer)
        self._scene.reveal(column.rect.left(), column.rect.right())
        parse = partial(typed_units, least, most)
        editor = self._editor(str(column.units), parse, f"is not a whole number from {least} to {most}")
        editor.setAccessibleName(f"{counted_field(layer).capitalize()} of {column.title.lower()}")
        editor.committed.connect(partial(self._actions.set_units, hit.uid))
        self._open(editor, count_rect(column).adjusted(-pxf(6), -pxf(2), pxf(6), pxf(2)))

    def _editor(self, text: str, parse: Callable[[str], Any], fault: str) -> InlineEdit:
        # Tab as the reason would send the keyboard's cursor to the first input, and the map to its picture.
        back = Qt.FocusReason.OtherFocusReason
        editor = InlineEdit(self._scene, text, parse, "title", fault=fault, back=back)
        editor.setAlignment(Qt.AlignmentFlag.AlignCenter)
        editor.closed.connect(self._on_closed)
        return editor

    def _open(self, editor: InlineEdit, place: QRectF) -> None:
        self._cursor = self._scene.state.cursor
        editor.open(QRectF(QPointF(self._scene.from_scene(place.topLeft())), place.size()))
        self._scene.update()

    @Slot()
    def _on_closed(self) -> None:
        state = self._scene.state
        edited, state.edited = state.edited, NOTHING
        if edited.edge is not None:
            self._scene.pin_edge(edited.edge)  # Delete, F2 and the wheel go on with it
        if self._scene.hasFocus():
            self._keyboard.return_to(self._cursor)
        self._scene.update()


def typed_weight(text: str) -> float | None:
    """The number that was typed, or None when it is none or absurd."""
    value = parse_number(text)
    return value if value is not None and abs(value) <= LARGEST_VALUE else None


def typed_units(least: int, most: int, text: str) -> int | None:
    """The number of units that was typed; None when it is none, not whole, or not within the bounds."""
    value = parse_number(text)
    return int(value) if value is not None and least <= value <= most and value == int(value) else None
