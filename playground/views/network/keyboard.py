"""The keyboard on the network: Tab reaches cards and (+), arrows go to neurons, Enter opens, Delete removes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence

from playground.document.model import INPUT_UID, OUTPUT_UID
from playground.views.network.describe import describe
from playground.views.network.hit import NOTHING, Hit, Part, has_bias
from playground.views.network.overlay_painter import active_edge, hit_rect, pill_hit
from playground.widgets.accessible import Piece

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.session.session import Session
    from playground.views.network.actions import LayerActions
    from playground.views.network.scene import NetworkScene

Key = Qt.Key
ARROWS: dict[int, tuple[int, int]] = {
    Key.Key_Left: (-1, 0),
    Key.Key_Right: (1, 0),
    Key.Key_Up: (0, -1),
    Key.Key_Down: (0, 1),
}
STEPS: dict[int, int] = {Key.Key_Plus: 1, Key.Key_Minus: -1}
EDITS = (
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Paste,
    QKeySequence.StandardKey.Delete,
)


class Keyboard(QObject):
    """Moves the scene's cursor and acts on what it, or the selection, is on."""

    def __init__(self, scene: NetworkScene, session: Session, actions: LayerActions) -> None:
        super().__init__(scene)
        self._scene, self._session, self._actions = scene, session, actions
        scene.installEventFilter(self)
        scene.tab = self.step
        scene.pieces = self.pieces

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Handle key and focus events of the scene; True when one ends here."""
        match event:
            case QKeyEvent() if event.type() is QEvent.Type.ShortcutOverride and self._wants(event):
                event.accept()
                return True
            case QKeyEvent() if event.type() is QEvent.Type.KeyPress:
                return self._press(event)
            case QFocusEvent():
                self._focus(event)
        return False

    def step(self, by: int) -> bool:
        """Go to the next card or (+); False past the last one."""
        stops = self._stops()
        here = self._stop_of(self._scene.state.cursor, stops)
        place = here + by if here is not None else (0 if by > 0 else len(stops) - 1)
        if not 0 <= place < len(stops):
            self._go(NOTHING)
            return False
        self._go(stops[place])
        return True

    def pieces(self) -> tuple[Piece, ...]:
        """Every card, neuron and (+), in reading order; pressing one is Enter on it."""
        state, hits = self._scene.state, list[Hit]()
        for place, column in enumerate(state.layout.columns):
            hits += [Hit(Part.TITLE, column.uid)] if column.is_layer else []
            tiles = column.cells if column.shows != "row" else ()
            hits += [self._scene.state.neuron(column.uid, cell.unit) for cell in tiles]
            hits += [Hit(Part.PLUS, index=place)] if place < len(state.layout.columns) - 1 else []
        return tuple(self._piece(hit) for hit in hits)

    def _piece(self, hit: Hit) -> Piece:
        state = self._scene.state
        rect = (hit_rect(state, hit) or QRectF()).translated(-state.offset, 0.0)
        neuron = state.address(hit)
        chosen = neuron == state.pinned_neuron if neuron else hit == Hit(Part.TITLE, state.selected or 0)
        return Piece(describe(state, hit), rect, partial(self._press_piece, hit), chosen=chosen)

    def _press_piece(self, hit: Hit) -> None:
        self._go(hit)
        self._enter()

    def return_to(self, cursor: Hit) -> None:
        """Have the focus again, and the cursor where it was before something was typed, if that is still there."""
        self._scene.setFocus(Qt.FocusReason.OtherFocusReason)
        self._go(cursor if self._scene.state.is_there(cursor) else NOTHING)

    # ---- where the cursor is ---------------------------------------------------------------------------------------

    def _stops(self) -> list[Hit]:
        """The first input, then (+) and cards in turn, then the first output."""
        result: list[Hit] = []
        columns = self._scene.state.layout.columns
        for place, column in enumerate(columns):
            result.append(Hit(Part.TITLE, column.uid) if column.is_layer else self._scene.state.neuron(column.uid, 0))
            if place < len(columns) - 1:
                result.append(Hit(Part.PLUS, index=place))
        return result

    def _stop_of(self, cursor: Hit, stops: list[Hit]) -> int | None:
        if cursor in stops:
            return stops.index(cursor)
        same = [i for i, stop in enumerate(stops) if stop.part is not Part.PLUS and stop.uid == cursor.uid]
        return same[0] if same and cursor != NOTHING else None

    def _go(self, hit: Hit) -> None:
        state = self._scene.state
        if hit == state.cursor:
            return
        state.cursor = hit
        rect = hit_rect(state, state.cursor)
        if rect is not None:
            self._scene.reveal(rect.left(), rect.right())
        self._session.selection.hover(state.address(hit))
        self._scene.setAccessibleName(describe(state, hit) or "Network")
        self._scene.update()

    def _focus(self, event: QFocusEvent) -> None:
        by_tab = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if event.gotFocus() and by_tab:
            self._go(NOTHING)
            self.step(1 if event.reason() is Qt.FocusReason.TabFocusReason else -1)
        elif event.lostFocus() and self._scene.state.cursor != NOTHING:
            self._go(NOTHING)

    def _arrow(self, across: int, down: int) -> None:
        state = self._scene.state
        if state.cursor == NOTHING:
            self.step(1)
        elif across and state.cursor.part in (Part.NEURON, Part.INPUT_OFF):
            self._neighbour(across)
        elif across:
            self.step(across)
        else:
            self._along(down)

    def _neighbour(self, across: int) -> None:
        """From a neuron to the one beside it in the next column."""
        columns = self._scene.state.layout.columns
        cursor = self._scene.state.cursor
        uids = [column.uid for column in columns]
        place = uids.index(cursor.uid) + across
        while 0 < place < len(columns) - 1 and columns[place].shows == "row":
            place += across
        if 0 <= place < len(columns):
            units = [cell.unit for cell in columns[place].cells]
            self._go(self._scene.state.neuron(uids[place], min(max(cursor.index, units[0]), units[-1])))

    def _along(self, down: int) -> None:
        state = self._scene.state
        column = state.layout.column(state.cursor.uid)
        if column is None or state.cursor.part is Part.PLUS or column.shows == "row":
            return
        units = [cell.unit for cell in column.cells]
        if state.cursor.part is Part.TITLE:
            if down > 0:
                self._go(self._scene.state.neuron(column.uid, units[0]))
            return
        unit = state.cursor.index + down
        if unit in units:
            self._go(self._scene.state.neuron(column.uid, unit))
        elif unit < units[0] and column.is_layer:
            self._go(Hit(Part.TITLE, column.uid))

    # ---- what keys do ----------------------------------------------------------------------------------------------

    def _wants(self, event: QKeyEvent) -> bool:
        if any(event.matches(edit) for edit in EDITS) or self._is_duplicate(event):
            return self._layer() is not None or event.key() == Key.Key_Delete
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        on_cursor = self._scene.state.cursor != NOTHING
        return plain and (event.key() in ARROWS or event.key() in (Key.Key_Return, Key.Key_Enter)) and on_cursor

    def _press(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Copy):
            return self._on_layer(self._actions.copy)
        if event.matches(QKeySequence.StandardKey.Paste):
            return self._paste()
        if self._is_duplicate(event):
            return self._on_layer(self._actions.duplicate)
        held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        return not held and self._plain_key(event.key())

    def _plain_key(self, key: int) -> bool:
        if key in ARROWS:
            self._arrow(*ARROWS[key])
            return True
        if key in STEPS:
            return self._on_layer(lambda uid: self._actions.change_units(uid, STEPS[key]))
        acts: dict[int, Callable[[], bool]] = {
            Key.Key_Delete: self._delete,
            Key.Key_Backspace: self._delete,
            Key.Key_Escape: self._escape,
            Key.Key_Return: self._enter,
            Key.Key_Enter: self._enter,
            Key.Key_F2: self._type,
        }
        return key in acts and acts[key]()

    def _is_duplicate(self, event: QKeyEvent) -> bool:
        return event.key() == Key.Key_D and event.modifiers() == Qt.KeyboardModifier.ControlModifier

    def _layer(self) -> int | None:
        """The layer that keys act on: the one with the cursor, else the selected one."""
        cursor = self._scene.state.cursor
        uid = cursor.uid if cursor.part is not Part.PLUS and cursor.uid > OUTPUT_UID else self._session.selection.layer
        return uid if uid is not None and uid > OUTPUT_UID else None

    def _on_layer(self, act: Callable[[int], None]) -> bool:
        uid = self._layer()
        if uid is not None:
            act(uid)
        return uid is not None

    def _paste(self) -> bool:
        uid = self._layer()
        cursor = self._scene.state.cursor
        place = self._actions.place(uid) + 1 if uid is not None else len(self._session.document.network)
        self._actions.paste(cursor.index if cursor.part is Part.PLUS else place)
        return True

    def _delete(self) -> bool:
        """The edge at hand becomes 0; else the layer goes."""
        state = self._scene.state
        handle = state.handle(pill_hit(state))
        if handle is not None:
            state.held[handle.key, handle.index] = 0.0
            self._actions.set_value(handle, 0.0)
            state.join()
            self._scene.update()
            return True
        return self._on_layer(self._actions.delete)

    def _escape(self) -> bool:
        """Close the nearest thing: a drag, a pinned number, a pinned neuron, the inspector."""
        state, selection = self._scene.state, self._session.selection
        if self._scene.cancel_gesture():
            return True
        if active_edge(state) is not None and state.pinned_edge is not None:
            self._scene.pin_edge(None)
        elif selection.pinned is not None:
            selection.pin(None)
        elif selection.layer is not None:
            selection.select_layer(None)
        else:
            return False
        return True

    def _enter(self) -> bool:
        cursor = self._scene.state.cursor
        match cursor.part:
            case Part.PLUS:
                self._scene.open_palette(cursor.index)
            case Part.TITLE:
                self._session.selection.select_layer(cursor.uid)
            case Part.NEURON | Part.INPUT_OFF if cursor.uid == INPUT_UID:
                self._actions.toggle_input(cursor.index)
                self._scene.state.cursor = self._scene.state.neuron(INPUT_UID, cursor.index)
            case Part.NEURON:
                self._session.selection.pin(self._scene.state.address(cursor))
            case _:
                return False
        return True

    def _type(self) -> bool:
        """F2 types the number at hand: units of the card or bias of the neuron at the cursor, or the pinned weight."""
        state = self._scene.state
        cursor = state.cursor
        column = state.layout.column(cursor.uid)
        if cursor.part is Part.TITLE and column is not None and column.steps:
            self._scene.editor_wanted.emit(Hit(Part.COUNT, cursor.uid))
            return True
        on_neuron = cursor.part is Part.NEURON and column is not None and has_bias(state.document, column)
        hit = Hit(Part.BIAS, cursor.uid, cursor.index) if on_neuron else pill_hit(state)
        if state.handle(hit) is None:
            return False
        self._scene.editor_wanted.emit(hit)
        return True
