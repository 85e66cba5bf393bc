"""Words for what is under the pointer or the keyboard's cursor: tooltips and accessible names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.edits_network import layer_to_add
from playground.document.model import OUTPUT_UID, layer_by_uid
from playground.layers.inputs import INPUTS
from playground.training.messages import INPUT_UID
from playground.views.network.card_painter import unit_name
from playground.views.network.hit import Hit, Part
from playground.views.network.layout import has_units
from playground.widgets.format import count, with_sign

if TYPE_CHECKING:
    from playground.layers import Layer
    from playground.views.network.state import SceneState


def layer_words(layer: Layer, *, units: bool = True) -> str:
    """ "Dense, 8, tanh"."""
    parts = [layer.title, str(getattr(layer, "units", "")) if units and has_units(layer) else "", layer.caption()]
    return ", ".join(part for part in parts if part)


def describe(state: SceneState, hit: Hit) -> str:
    """One line: "Layer 2, neuron 5, bias −0.31"; empty where there is nothing to say."""
    match hit.part:
        case Part.PLUS:
            return f"Add a layer here: {layer_words(layer_to_add(state.document, hit.index))}"
        case Part.TITLE | Part.CARD:
            return _card_words(state, hit)
        case Part.LESS:
            return "Remove a neuron: the last one goes, the others keep their weights"
        case Part.MORE:
            return "Add a neuron: the others keep their weights"
        case Part.NEURON | Part.INPUT_OFF:
            return _neuron_words(state, hit)
        case Part.BIAS:
            return f"{_unit_words(state, hit)}, {_bias_words(state, hit)}"
        case Part.EDGE:
            return _edge_words(state, hit)
        case _:
            return ""


def _card_words(state: SceneState, hit: Hit) -> str:
    layer, column = layer_by_uid(state.document, hit.uid), state.layout.column(hit.uid)
    if layer is None or column is None:
        return ""
    frozen = ", frozen" if layer.frozen else ""
    shown = f", {len(column.cells)} shown" if column.is_sample else ""
    return f"{column.title}: {layer_words(layer, units=False)}, {count(column.units, 'unit')}{shown}{frozen}"


def _neuron_words(state: SceneState, hit: Hit) -> str:
    if hit.uid == INPUT_UID:
        feature = list(INPUTS.values())[hit.index]
        return f"Input {feature.label}, {'off' if hit.part is Part.INPUT_OFF else 'on'}. {feature.explanation}"
    bias = _bias_words(state, hit)
    return ", ".join(part for part in (_unit_words(state, hit), bias) if part)


def _unit_words(state: SceneState, hit: Hit) -> str:
    column = state.layout.column(hit.uid)
    title = column.title if column is not None else ""
    if hit.uid in (OUTPUT_UID, INPUT_UID):
        return f"{title} {unit_name(state.document, hit.uid, hit.index)}"
    return f"{title}, neuron {hit.index + 1}"


def _bias_words(state: SceneState, hit: Hit) -> str:
    bias = state.bias(hit.uid, hit.index)
    return "" if bias is None else f"bias {with_sign(bias)}"


def _edge_words(state: SceneState, hit: Hit) -> str:
    handle = state.handle(hit)
    if hit.edge is None or handle is None:
        return ""
    target = _unit_words(state, Hit(Part.NEURON, hit.edge.key[0], hit.edge.row))
    return f"Weight {with_sign(handle.value)} from unit {hit.edge.column + 1} to {target}"
