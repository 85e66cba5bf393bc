"""Pure edits of inputs, layers and training: document in, document out, the same object when nothing changed."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from playground.document.model import inputs_of
from playground.document.plan import resolve
from playground.document.training import LEAST_RATE
from playground.document.usual_network import takes, with_flatten
from playground.layers import LAYER_KINDS, Dense, Layer, OutputLayer
from playground.methods.tables import METHODS, SETTINGS
from playground.tasks import TASKS

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.document.training import Training


def next_uid(document: Document) -> int:
    """A uid that no layer of the document has; 0 belongs to the output."""
    return max((layer.uid for layer in document.network), default=0) + 1


def toggle_input(document: Document, name: str) -> Document:
    """Switch one input on or off."""
    chosen = set(document.inputs) ^ {name}
    return replace(document, inputs=tuple(key for key in inputs_of(document) if key in chosen))


def insert_layer(document: Document, index: int, layer: Layer) -> Document:
    """Put a layer at a place; it gets a uid of its own.

    A layer that needs numbers in a row brings its Flatten where maps enter it, as all edits of layers here do.
    """
    layer = replace(layer, uid=next_uid(document))
    index = max(0, min(index, len(document.network)))
    return with_flatten(replace(document, network=(*document.network[:index], layer, *document.network[index:])))


def layer_to_add(document: Document, index: int) -> Layer:
    """What (+) adds at a place: a copy of the nearest layer of weights that fits there, on the left, else on the right.

    Where there is none, the first kind of the table that fits.
    """
    shape = resolve(document).shape_at(index)
    near = (*reversed(document.network[:index]), *document.network[index:])
    fitting = (one for one in near if one.makes_units and one.has_weights and takes(one, shape))
    new = (made for kind in LAYER_KINDS.values() if kind.makes_units and takes(made := kind(), shape))
    return replace(next(fitting, None) or next(new), uid=0, frozen=False)


def delete_layer(document: Document, uid: int) -> Document:
    """Take a layer out."""
    network = tuple(layer for layer in document.network if layer.uid != uid)
    return document if len(network) == len(document.network) else with_flatten(replace(document, network=network))


def duplicate_layer(document: Document, uid: int) -> Document:
    """Put a copy of a layer behind it."""
    for index, layer in enumerate(document.network):
        if layer.uid == uid:
            return insert_layer(document, index + 1, layer)
    return document


def move_layer(document: Document, uid: int, index: int) -> Document:
    """Move a layer to a place, counted among the others."""
    layer = next((layer for layer in document.network if layer.uid == uid), None)
    if layer is None:
        return document
    rest = [other for other in document.network if other.uid != uid]
    rest.insert(max(0, min(index, len(rest))), layer)
    network = tuple(rest)
    same = all(a is b for a, b in zip(network, document.network, strict=True))
    return document if same else with_flatten(replace(document, network=network))


def set_layer(document: Document, layer: Layer) -> Document:
    """Put a layer, or the settings of the output, in place of the one with its uid."""
    if isinstance(layer, OutputLayer):
        return document if layer == document.output else replace(document, output=layer)
    network = tuple(layer if old.uid == layer.uid else old for old in document.network)
    return document if network == document.network else with_flatten(replace(document, network=network))


def change_layer(document: Document, uid: int, **values: Any) -> Document:
    """Change fields of one layer."""
    layer = next((layer for layer in document.network if layer.uid == uid), None)
    return document if layer is None else set_layer(document, replace(layer, **values))


def set_skips(document: Document, *, on: bool) -> Document:
    """Let what enters every dense layer go on beside its units, or not: every layer sees all before it."""
    network = tuple(replace(one, skip=on) if isinstance(one, Dense) else one for one in document.network)
    return document if network == document.network else replace(document, network=network)


def set_activations(document: Document, activation: str) -> Document:
    """Give all hidden layers that bend what they sum the same activation, a key of `ACTIVATIONS`."""
    chosen: dict[str, Any] = {"activation": activation}
    network = tuple(replace(one, **chosen) if hasattr(one, "activation") else one for one in document.network)
    return document if network == document.network else replace(document, network=network)


def change_kind(document: Document, uid: int, kind: str) -> Document:
    """Make a layer another kind; fields that both kinds have keep their values.

    Raises:
        KeyError: No such kind.
    """
    layer = next((layer for layer in document.network if layer.uid == uid), None)
    if layer is None or layer.kind == kind:
        return document
    target = LAYER_KINDS[kind]
    names = {field.name for field in fields(target)} & {field.name for field in fields(layer)}
    return set_layer(document, target(**{name: getattr(layer, name) for name in names}))


def change_training(document: Document, **values: Any) -> Document:
    """Change training settings; those that stand as a method usually has them follow a change of the method."""
    training = replace(document.training, **values)
    training = replace(training, **_usual_settings(document.training, training))
    return document if training == document.training else replace(document, training=training)


def _usual_settings(before: Training, after: Training) -> dict[str, Any]:
    """The settings that a change of methods takes from one's usual value to the other's."""
    found: dict[str, Any] = {}
    for field, table in METHODS.items():
        old, new = (table.get(getattr(training, field)) for training in (before, after))
        if old is None or new is None or old is new:
            continue  # limits refuse in words what is in no table
        for name in {**old.usual, **new.usual}:
            default = SETTINGS[name].default
            if getattr(before, name) == getattr(after, name) == old.usual.get(name, default):
                found[name] = new.usual.get(name, default)
    return found


def lower_learning_rate(document: Document) -> Document:
    """A tenth of the learning rate, and never less than settings and files may have."""
    return change_training(document, learning_rate=max(document.training.learning_rate / 10, LEAST_RATE))


def with_task_loss(document: Document) -> Document:
    """The usual loss of the task, for a dataset that has just changed it."""
    return change_training(document, loss=TASKS[document.task].usual_loss)
