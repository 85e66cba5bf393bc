"""Everything that can be done to layers, each one undo step with its words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from playground.document.continuity import cost_of_move
from playground.document.edits_network import (
    change_layer,
    delete_layer,
    duplicate_layer,
    insert_layer,
    layer_to_add,
    move_layer,
    set_activations,
    set_skips,
    toggle_input,
)
from playground.document.errors import DocumentError
from playground.document.model import inputs_of
from playground.operations.activations import ACTIVATIONS
from playground.storage.codec import layer_from_dict, layer_to_dict
from playground.views.network.traits import COUNTED, counted_field, has_units, unit_range, units_of
from playground.widgets.clipboard import clipboard_data

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from playground.document.model import Document
    from playground.layers import Layer
    from playground.session.session import Session
    from playground.views.network.state import Handle

MOST_TEXT = 100_000
"""Characters of a clipboard that is read at all; a layer has some hundred."""


class LayerActions:
    """Edits of the network by name, for mouse, keyboard, menu and palette alike."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def title(self, uid: int) -> str:
        """For the words of an undo step: "layer 2"."""
        return f"layer {self.place(uid) + 1}"

    def place(self, uid: int) -> int:
        """Where the layer stands, from 0; −1 when it is gone."""
        return next((i for i, layer in enumerate(self._session.document.network) if layer.uid == uid), -1)

    def to_add(self, index: int) -> Layer:
        """What a plain (+) adds there."""
        return layer_to_add(self._session.document, index)

    def add(self, index: int, layer: Layer | None = None, text: str = "Add layer") -> None:
        """Add a layer and select it."""
        wanted = layer or self.to_add(index)
        self._edit_and_select(text, lambda document: insert_layer(document, index, wanted))

    def delete(self, uid: int) -> None:
        """Take a layer out; the one after it is selected if this one was."""
        place, session = self.place(uid), self._session
        was_selected = session.selection.layer == uid
        if session.edit(f"Delete {self.title(uid)}", lambda document: delete_layer(document, uid)) and was_selected:
            network = session.document.network
            session.selection.select_layer(network[min(place, len(network) - 1)].uid if network else None)

    def duplicate(self, uid: int) -> None:
        """Put a copy behind a layer and select it."""
        self._edit_and_select(f"Duplicate {self.title(uid)}", lambda document: duplicate_layer(document, uid))

    def move(self, uid: int, gap: int) -> None:
        """Move a layer into a gap, counted with the layer still in its place."""
        place = self.place(uid)
        if place < 0:  # it went while it was dragged
            return
        index = gap if gap <= place else gap - 1
        session = self._session
        cost = cost_of_move(session.document, uid, index) if session.has_learned else ""
        if session.edit(f"Move {self.title(uid)}", lambda document: move_layer(document, uid, index)) and cost:
            session.message_posted.emit(f"{cost} Undo brings the order back.", "info")

    def change_units(self, uid: int, by: int) -> None:
        """More or fewer neurons, within what the kind allows."""
        place = self.place(uid)
        if place < 0:
            return
        layer = self._session.document.network[place]
        if not has_units(layer):
            return
        least, most = unit_range(layer)
        field, units = counted_field(layer), min(max(units_of(layer) + by, least), most)
        text = f"{'Add' if by > 0 else 'Remove'} {COUNTED[field]}"
        self._session.edit(text, lambda document: change_layer(document, uid, **{field: units}))

    def set_units(self, uid: int, units: int) -> None:
        """Have so many neurons; those that stay keep their weights."""
        place = self.place(uid)
        if place < 0:  # it went while the number was typed
            return
        field = counted_field(self._session.document.network[place])
        text = f"Set {field} of {self.title(uid)} to {units}"
        self._session.edit(text, lambda document: change_layer(document, uid, **{field: units}))

    def set_skips(self, on: bool) -> None:
        """Let every layer see all that lies before it, or only the layer before it."""
        text = f"{'Add' if on else 'Remove'} skips"
        self._session.edit(text, lambda document: set_skips(document, on=on))

    def set_activations(self, activation: str) -> None:
        """Give all hidden layers the same activation."""
        text = f"Set all activations to {ACTIVATIONS[activation].title}"
        self._session.edit(text, lambda document: set_activations(document, activation))

    def toggle_input(self, index: int) -> None:
        """Switch an input on or off, by its place in the table of inputs; the picture, which is the only one, stays."""
        name, feature = list(inputs_of(self._session.document).items())[index]
        if feature.is_whole:
            return
        verb = "off" if name in self._session.document.inputs else "on"
        self._session.edit(
            f"Switch {verb} {feature.label}",
            lambda document: toggle_input(document, name),
        )

    def set_value(self, handle: Handle, value: float, gesture: Hashable | None = None) -> None:
        """Put a number into a weight or bias."""
        text = "Set bias" if len(handle.index) == 1 else "Set weight"
        self._session.set_parameter(text, handle.key, handle.index, value, gesture)

    def cancel(self, gesture: Hashable) -> None:
        """Take back what a gesture has set so far."""
        self._session.cancel(gesture)

    def copy(self, uid: int) -> None:
        """Put a layer on the clipboard, as text that can be pasted anywhere."""
        place = self.place(uid)
        if place < 0:
            return
        # As text: data of our own class would be deleted by Qt after Python has ended, and the process would die of it.
        QGuiApplication.clipboard().setText(json.dumps(layer_to_dict(self._session.document.network[place])))

    def can_paste(self) -> bool:
        """Whether the clipboard holds something that looks like a layer."""
        return clipboard_data().text()[:200].lstrip().startswith("{")

    def paste(self, index: int) -> None:
        """Add the layer on the clipboard at a place; text that is no layer is refused in words."""
        data = clipboard_data()
        if not data.formats():
            self._refuse("it is empty")
            return
        layer = self._read(data.text())
        if layer is not None:
            self.add(index, layer, "Paste layer")

    def _read(self, text: str) -> Layer | None:
        if len(text) > MOST_TEXT:
            self._refuse("the text is too long")
            return None
        try:
            return layer_from_dict(json.loads(text), "layer")
        except json.JSONDecodeError:
            self._refuse("it is not JSON")
        except (DocumentError, RecursionError) as error:
            self._refuse(str(error)[:200])
        return None

    def _refuse(self, reason: str) -> None:
        self._session.message_posted.emit(f"The clipboard holds no layer: {reason}.", "refused")

    def _edit_and_select(self, text: str, change: Callable[[Document], Document]) -> None:
        before = {layer.uid for layer in self._session.document.network}
        if self._session.edit(text, change):
            new = [layer.uid for layer in self._session.document.network if layer.uid not in before]
            if new:
                self._session.selection.select_layer(new[0])
