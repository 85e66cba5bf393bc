"""What an edit of the layers costs a trained network, in words that can be read before it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.edits_network import change_kind
from playground.document.plan import resolve
from playground.document.usual_network import entering, refusal

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.layers import Layer

PUT_IN = "Changes the picture: the layers behind it are fitted to it as nearly as they can."
TAKEN_OUT = "What it learned goes; the layers behind it make up for it as nearly as they can."
MOVED = "Changes the picture: the layers are fitted to their new order as nearly as they can."


def cost_of_insert(document: Document, index: int, layer: Layer) -> str:
    """What putting a layer in at a place changes of the answers; empty where they stay as they are, or all but so.

    Empty, too, where the layer cannot stand there.
    """
    place = max(0, min(index, len(document.network)))
    shape = resolve(document).layers[place].shape_in
    if refusal(layer, shape):
        return ""
    return "" if layer.can_hand_on(entering(layer, shape)) else PUT_IN


def cost_of_delete(layer: Layer) -> str:
    """What taking a layer out changes of the answers; empty where they stay as they are."""
    return "" if layer.is_absorbed else TAKEN_OUT


def cost_of_change(document: Document, uid: int, kind: str) -> str:
    """What making a layer another kind changes of the answers; empty where they stay as they are, or all but so."""
    place = next((i for i, layer in enumerate(document.network) if layer.uid == uid), None)
    if place is None or document.network[place].kind == kind:
        return ""
    changed = resolve(change_kind(document, uid, kind)).planned(uid)
    layer = document.network[place]
    if changed is None or refusal(changed.layer, changed.shape_in):
        return ""
    if layer.is_absorbed and changed.layer.can_hand_on(changed.shape_in):
        return ""
    return TAKEN_OUT if layer.has_weights else PUT_IN


def cost_of_move(document: Document, uid: int, index: int) -> str:
    """What moving a layer to a place, counted among the others, changes of the answers."""
    place = next((i for i, layer in enumerate(document.network) if layer.uid == uid), None)
    if place is None:
        return ""
    low, high = sorted((place, max(0, min(index, len(document.network) - 1))))
    passed = [layer for i, layer in enumerate(document.network[low : high + 1], low) if i != place]
    moved = document.network[place]
    if moved.is_straight_through or all(layer.is_straight_through for layer in passed):
        return ""
    return MOVED
