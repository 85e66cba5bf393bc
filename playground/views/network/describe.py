"""Words for what is under the pointer or the keyboard's cursor: tooltips and accessible names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.edits_network import layer_to_add
from playground.document.edits_scaling import scaling_words
from playground.document.glossary import explain
from playground.document.model import INPUT_UID, OUTPUT_UID, inputs_of
from playground.document.plan import resolve
from playground.tasks import TASKS
from playground.views.network.card_painter import unit_name
from playground.views.network.hit import Hit, Part
from playground.views.network.layout import input_unit
from playground.views.network.traits import dropout_of, has_units, unit_range
from playground.widgets.format import count, percent, plain, with_sign

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.layers import Layer
    from playground.views.network.state import SceneState


def layer_words(layer: Layer, *, units: bool = True) -> str:
    """A layer in a few words: "Dense, 8, tanh"."""
    parts = [layer.title, str(getattr(layer, "units", "")) if units and has_units(layer) else "", layer.caption()]
    return ", ".join(part for part in parts if part)


def describe(state: SceneState, hit: Hit) -> str:
    """One line: "Layer 2, neuron 5, bias −0.31"; empty where there is nothing to say."""
    words = WORDS.get(hit.part)
    return words(state, hit) if words is not None else ""


def _plus_words(state: SceneState, hit: Hit) -> str:
    return f"Add a layer here: {layer_words(layer_to_add(state.document, hit.index))}"


def _less_words(_state: SceneState, _hit: Hit) -> str:
    return "Remove a neuron: the last one goes, the others keep their weights"


def _more_words(_state: SceneState, _hit: Hit) -> str:
    return "Add a neuron: the others keep their weights"


def _count_words(state: SceneState, hit: Hit) -> str:
    layer = resolve(state.document).layer(hit.uid)
    if layer is None:
        return ""
    least, most = unit_range(layer)
    return f"Units, {least} to {most}: click to type, wheel to count. Those that stay keep their weights"


def _card_words(state: SceneState, hit: Hit) -> str:
    planned, column = resolve(state.document).planned(hit.uid), state.layout.column(hit.uid)
    if hit.uid == OUTPUT_UID and column is not None:
        kind = resolve(state.document).head.kind
        meaning = explain(kind) if kind in ("sigmoid", "softmax") else ""
        without = "" if state.document.output.bias else ", without bias"
        frozen = ", frozen" if state.document.output.frozen else ""
        title = f"{column.title}, {kind}{without}{frozen}"
        return f"{title}: {meaning}" if meaning else title
    if planned is None or column is None:
        return ""
    layer = planned.layer
    frozen = ", frozen" if layer.frozen else ""
    shown = f", {len(column.cells)} shown" if column.is_sample else ""
    dropout = dropout_of(layer)
    dropped = f", {percent(dropout)} of them dropped at random at each step of training" if dropout else ""
    units = f"{count(column.units, 'unit')}{shown}{dropped}"
    skip = ", what enters goes on beside them" if planned.own_units < planned.units else ""
    return f"{column.title}: {layer_words(layer, units=False)}, {units}{skip}{frozen}"


def _neuron_words(state: SceneState, hit: Hit) -> str:
    if hit.uid == INPUT_UID:
        feature = list(inputs_of(state.document).values())[hit.index]
        words = f"Input {feature.label}, {'off' if hit.part is Part.INPUT_OFF else 'on'}. {feature.explanation}"
        scaled = scaling_words(state.document)
        return f"{words} {scaled}" if scaled else words
    said = (_unit_words(state, hit), _bias_words(state, hit), _scale_words(state, hit))
    return ", ".join(part for part in said if part)


def _scale_words(state: SceneState, hit: Hit) -> str:
    """What full colour in the picture stands for; outputs are coloured by their probability, which needs no words."""
    if hit.uid == OUTPUT_UID and TASKS[state.document.task].has_classes:
        return ""
    scale = state.pictures.scale(hit.uid, hit.index)
    return "" if scale is None else f"full colour at ±{plain(scale, 2)}"


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
    target = hit.edge.key[0]
    before, unit = resolve(state.document).source(target, hit.edge.column)
    unit = input_unit(state.document, unit) if before == INPUT_UID else unit
    ends = (_unit_words(state, Hit(Part.NEURON, *end)) for end in ((before, unit), (target, hit.edge.row)))
    return f"Weight {with_sign(handle.value)} from {' to '.join(ends)}"


WORDS: dict[Part, Callable[[SceneState, Hit], str]] = {
    Part.PLUS: _plus_words,
    Part.TITLE: _card_words,
    Part.CARD: _card_words,
    Part.LESS: _less_words,
    Part.COUNT: _count_words,
    Part.MORE: _more_words,
    Part.NEURON: _neuron_words,
    Part.INPUT_OFF: _neuron_words,
    Part.BIAS: _neuron_words,
    Part.EDGE: _edge_words,
}
