"""Words for what is under the pointer or the keyboard's cursor: tooltips and accessible names."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from playground.document.edits_network import layer_to_add
from playground.document.edits_scaling import scaling_words
from playground.document.glossary import explain
from playground.document.model import INPUT_UID, OUTPUT_UID, inputs_of
from playground.document.plan import resolve
from playground.document.shape_words import shape_in_words
from playground.tasks import TASKS
from playground.views.network.bars_painter import share_of
from playground.views.network.card_painter import unit_name
from playground.views.network.hit import Hit, Part
from playground.views.network.layout import input_unit
from playground.views.network.row_painter import cell_in_row
from playground.views.network.shown import shows_pictures
from playground.views.network.traits import (
    COUNTED,
    counted_field,
    dropout_of,
    has_units,
    unit_range,
    unit_word,
    units_of,
)
from playground.widgets.format import count, percent, plain, with_sign

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.plan import PlannedLayer
    from playground.layers import Layer
    from playground.views.network.columns import LayerColumn
    from playground.views.network.edges import EdgeAddress
    from playground.views.network.state import SceneState


PICTURE_WORDS = "The picture at hand: drawn on the pad, or chosen among the samples. The network sees nothing else:"


def layer_words(layer: Layer, *, units: bool = True) -> str:
    """A layer in a few words: "Dense, 8, tanh"."""
    parts = [layer.title, str(units_of(layer)) if units and has_units(layer) else "", layer.caption()]
    return ", ".join(part for part in parts if part)


def describe(state: SceneState, hit: Hit) -> str:
    """One line: "Layer 2, neuron 5, bias −0.31"; empty where there is nothing to say."""
    words = WORDS.get(hit.part)
    return words(state, hit) if words is not None else ""


def _plus_words(state: SceneState, hit: Hit) -> str:
    return f"Add a layer here: {layer_words(layer_to_add(state.document, hit.index))}"


def _less_words(state: SceneState, hit: Hit) -> str:
    return f"Remove a {_counted(state, hit)}: the last one goes, the others keep their weights"


def _more_words(state: SceneState, hit: Hit) -> str:
    return f"Add a {_counted(state, hit)}: the others keep their weights"


def _counted(state: SceneState, hit: Hit) -> str:
    layer = resolve(state.document).layer(hit.uid)
    return COUNTED["units" if layer is None else counted_field(layer)]


def _count_words(state: SceneState, hit: Hit) -> str:
    layer = resolve(state.document).layer(hit.uid)
    if layer is None:
        return ""
    least, most = unit_range(layer)
    what = counted_field(layer).capitalize()
    return f"{what}, {least} to {most}: click to type, wheel to count. Those that stay keep their weights"


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
    units = f"{_units_words(state, planned, column)}{shown}{dropped}"
    skip = ", what enters goes on beside them" if planned.own_units < planned.units else ""
    return f"{column.title}: {layer_words(layer, units=False)}, {units}{skip}{frozen}"


def _units_words(state: SceneState, planned: PlannedLayer, column: LayerColumn) -> str:
    """How many units; of pictures also their shape, and what the layer has to learn and to compute."""
    if not shows_pictures(state.document):
        return count(column.units, "unit")
    parameters = sum(prod(one.shape) for one in planned.parameters)
    work = planned.layer.multiply_adds(planned.shape_in)
    learned = f", {count(parameters, 'parameter')}" if parameters else ""
    computed = f", {count(work, 'multiply-add')} for each picture" if work else ""
    return f"{shape_in_words(planned.shape_out)}{learned}{computed}"


def _neuron_words(state: SceneState, hit: Hit) -> str:
    if hit.uid == INPUT_UID and shows_pictures(state.document):
        return f"{PICTURE_WORDS} {shape_in_words(resolve(state.document).shape_in)}"
    if hit.uid == INPUT_UID:
        feature = list(inputs_of(state.document).values())[hit.index]
        words = f"Input {feature.label}, {'off' if hit.part is Part.INPUT_OFF else 'on'}. {feature.explanation}"
        scaled = scaling_words(state.document)
        return f"{words} {scaled}" if scaled else words
    said = (_unit_words(state, hit), _answer_words(state, hit), _bias_words(state, hit), _scale_words(state, hit))
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
    if hit.uid == INPUT_UID and shows_pictures(state.document):
        return "the picture"
    if hit.uid in (OUTPUT_UID, INPUT_UID):
        return f"{title} {unit_name(state.document, hit.uid, hit.index)}"
    planned = resolve(state.document).planned(hit.uid)
    return f"{title}, {'neuron' if planned is None else unit_word(planned)} {hit.index + 1}"


def _answer_words(state: SceneState, hit: Hit) -> str:
    """What a dense unit, or a class, says of the picture at hand; a map is seen."""
    if hit.uid == OUTPUT_UID:
        share = share_of(state, hit.index)
        return "" if share is None else f"{percent(share)} for the picture at hand"
    sample = state.pictures.sample
    values = None if sample is None else sample.layers.get(hit.uid)
    if values is None or values.ndim != 1 or hit.index >= len(values):
        return ""
    return f"{with_sign(float(values[hit.index]))} for the picture at hand"


def _number_words(state: SceneState, hit: Hit) -> str:
    """A number of a row: which map and place it comes from, and what it is for the picture at hand."""
    planned, cell = resolve(state.document).planned(hit.uid), cell_in_row(state, hit)
    if planned is None:
        return ""
    of = "" if cell is None else f": map {cell.unit + 1}, row {cell.row + 1}, column {cell.column + 1}"
    answer = _answer_words(state, hit)
    return f"Number {hit.index + 1:,} of {planned.units:,}{of}" + (f", {answer}" if answer else "")


def _bias_words(state: SceneState, hit: Hit) -> str:
    bias = state.bias(hit.uid, hit.index)
    return "" if bias is None else f"bias {with_sign(bias)}"


def _edge_words(state: SceneState, hit: Hit) -> str:
    handle = state.handle(hit)
    if hit.edge is None or (handle is None and not hit.edge.carried.shape):
        return ""
    target = hit.edge.key[0]
    if hit.edge.carried.shape:
        return _carried_words(state, hit.edge)
    assert handle is not None  # noqa: S101 - a plain edge without one has been sent away
    before, unit = resolve(state.document).source(target, hit.edge.column)
    unit = input_unit(state.document, unit) if before == INPUT_UID else unit
    ends = (_unit_words(state, Hit(Part.NEURON, *end)) for end in ((before, unit), (target, hit.edge.row)))
    return f"Weight {with_sign(handle.value)} from {' to '.join(ends)}"


def _carried_words(state: SceneState, edge: EdgeAddress) -> str:
    """Of an edge that stands for several weights: which, and what its colour and its width say."""
    target, size = edge.key[0], " × ".join(map(str, edge.carried.shape))
    ends = next((one for one in state.edges if one.right == target and one.key == edge.key), None)
    if ends is None:
        return ""
    channel = (edge.column - ends.first) // edge.carried.group
    source = _unit_words(state, Hit(Part.NEURON, ends.left, channel))
    end = _unit_words(state, Hit(Part.NEURON, target, edge.row))
    of = f"Kernel {size}" if edge.carried.is_kernel else f"{edge.carried.group} weights over the map, {size},"
    return f"{of} from {source} to {end}. Width: root of the sum of squares; colour: sign of the sum"


WORDS: dict[Part, Callable[[SceneState, Hit], str]] = {
    Part.PLUS: _plus_words,
    Part.TITLE: _card_words,
    Part.CARD: _card_words,
    Part.LESS: _less_words,
    Part.COUNT: _count_words,
    Part.MORE: _more_words,
    Part.NEURON: _neuron_words,
    Part.NUMBER: _number_words,
    Part.INPUT_OFF: _neuron_words,
    Part.BIAS: _neuron_words,
    Part.EDGE: _edge_words,
}
