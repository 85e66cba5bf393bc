"""The panel's menu gives all layers one activation, as one undo step; layers without any keep still."""

from PySide6.QtWidgets import QMenu

from playground.document.edits_network import insert_layer
from playground.layers import LAYER_KINDS


def entries(view):
    menu = view.menus.general(view)
    chosen = next(one for one in menu.findChildren(QMenu) if one.title() == "Activation of all layers")
    return {action.text(): action for action in chosen.actions()}


def test_all_layers_get_the_activation_in_one_step(view, session) -> None:
    session.edit("Normalize", lambda document: insert_layer(document, 1, LAYER_KINDS["batch_norm"]()))
    assert [name for name, entry in entries(view).items() if entry.isChecked()] == ["tanh"]
    entries(view)["ReLU"].trigger()
    assert [getattr(layer, "activation", "") for layer in session.document.network] == ["relu", "", "relu"]
    assert [name for name, entry in entries(view).items() if entry.isChecked()] == ["ReLU"]
    session.undo_stack.undo()
    assert [getattr(layer, "activation", "") for layer in session.document.network] == ["tanh", "", "tanh"]
