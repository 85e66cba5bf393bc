"""The trained network as an ONNX model: from samples to logits and answers.

Written straight in the format (https://onnx.ai/onnx/repo-docs/IR.html, field numbers of onnx.proto), so that nothing
has to be installed for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.document.model import domain_of, inputs_of
from playground.document.plan import resolve
from playground.document.scaling import UNCHANGED
from playground.interop.exports import protobuf
from playground.interop.exports.lowered import steps_of
from playground.interop.exports.torch_module import ExportError, describe_output, summary, words
from playground.operations.base import NoHandlerError
from playground.tasks import TASKS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.model import Document
    from playground.interop.exports.lowered import BoundOperation, Weights

IR_VERSION, OPSET = 9, 20
"""Of 2023; Gelu came last of what is used here."""
FLOAT, INT64 = 1, 7
ATTRIBUTE_FLOAT, ATTRIBUTE_INT, ATTRIBUTE_STRING, ATTRIBUTE_INTS = 1, 2, 3, 7
POINTS, LOGITS, PROBABILITIES, SCORES, VALUE = "points", "logits", "probabilities", "scores", "value"

Attribute = float | int | str | tuple[int, ...]


def onnx_model(document: Document, weights: Weights, name: str) -> bytes:
    """The bytes of a model with the input `points` (N, D), float32, in their units.

    Its outputs are `logits` (N, O) and `probabilities` (N, 1 or classes), which are called `scores` where the loss is
    not fitted to probabilities, or `value` (N, O) for regression, O values.

    Raises:
        ExportError: The network has something that these operators cannot say.
    """
    graph = _Graph()
    outputs = _end(graph, document, _logits(graph, document, weights))
    about = f"{words(name)}: {summary(document)}. Out: {describe_output(document)}."
    return b"".join(
        (
            protobuf.whole(1, IR_VERSION),
            protobuf.text(2, "Playground"),
            protobuf.text(6, about),
            protobuf.message(7, graph.encode({POINTS: len(document.dataset.columns)}, outputs)),
            protobuf.message(8, protobuf.text(1, ""), protobuf.whole(2, OPSET)),
        )
    )


def refuse_onnx(document: Document, weights: Weights) -> None:
    """Raise ExportError, as `onnx_model` would."""
    _logits(_Graph(), document, weights)


def _logits(graph: _Graph, document: Document, weights: Weights) -> str:
    value = _features(graph, document)
    saved: list[str] = []
    for step in steps_of(document, weights):
        value = _apply(graph, step, value, saved)
    return value


@dataclass(slots=True)
class _Graph:
    """Nodes and constants, each with a name of its own.

    Attributes:
        nodes: Encoded, in order.
        constants: Encoded arrays.
    """

    nodes: list[bytes] = field(default_factory=list)
    constants: list[bytes] = field(default_factory=list)

    def add(self, operator: str, inputs: tuple[str, ...], name: str = "", **attributes: Attribute) -> str:
        """Call an operator; the name of its output."""
        output = name or f"{operator.lower()}_{len(self.nodes) + 1}"
        parts = [protobuf.text(1, one) for one in inputs]
        parts += [protobuf.text(2, output), protobuf.text(3, output), protobuf.text(4, operator)]
        parts += [protobuf.message(5, _attribute(key, value)) for key, value in attributes.items()]
        self.nodes.append(b"".join(parts))
        return output

    def constant(self, values: NDArray[Any]) -> str:
        """Keep an array, float32 or int64; its name."""
        name = f"constant_{len(self.constants) + 1}"
        kind = INT64 if values.dtype.kind == "i" else FLOAT
        # raw_data is little-endian by the format, whatever the machine.
        raw = values.astype("<i8" if kind == INT64 else "<f4").tobytes()
        parts = [protobuf.whole(1, length) for length in values.shape]
        parts += [protobuf.whole(2, kind), protobuf.text(8, name), protobuf.message(9, raw)]
        self.constants.append(b"".join(parts))
        return name

    def encode(self, inputs: dict[str, int], outputs: dict[str, int]) -> bytes:
        """The graph; inputs and outputs by name with their width."""
        return b"".join(
            (
                *(protobuf.message(1, node) for node in self.nodes),
                protobuf.text(2, "network"),
                *(protobuf.message(5, constant) for constant in self.constants),
                *(protobuf.message(11, _described(name, width)) for name, width in inputs.items()),
                *(protobuf.message(12, _described(name, width)) for name, width in outputs.items()),
            )
        )


def _attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, str):
        content = protobuf.message(4, value.encode()) + protobuf.whole(20, ATTRIBUTE_STRING)
    elif isinstance(value, tuple):
        content = b"".join(protobuf.whole(8, one) for one in value) + protobuf.whole(20, ATTRIBUTE_INTS)
    elif isinstance(value, int):
        content = protobuf.whole(3, value) + protobuf.whole(20, ATTRIBUTE_INT)
    else:
        content = protobuf.single(2, value) + protobuf.whole(20, ATTRIBUTE_FLOAT)
    return protobuf.text(1, name) + content


def _described(name: str, width: int) -> bytes:
    """A float tensor (N, width)."""
    shape = protobuf.message(1, protobuf.text(2, "N")) + protobuf.message(1, protobuf.whole(1, width))
    tensor = protobuf.whole(1, FLOAT) + protobuf.message(2, shape)
    return protobuf.text(1, name) + protobuf.message(2, protobuf.message(1, tensor))


# ---- parts of the network ------------------------------------------------------------------------------------------


def _features(graph: _Graph, document: Document) -> str:
    """The inputs of the network from samples in units: columns, scaled where they are, and functions of them."""
    known = inputs_of(document)
    if any(known[name].is_whole for name in document.inputs):
        return graph.add("Reshape", (POINTS, graph.constant(np.array([-1, *document.dataset.shape]))))
    keys = domain_of(document).keys(len(document.dataset.columns))
    for index, key in enumerate(keys):
        axis = document.scaling.column(index)
        raw = key if axis == UNCHANGED else f"{key}_in_units"
        # An index in an array keeps the axis, so that columns can be put together again.
        graph.add("Gather", (POINTS, graph.constant(np.array([index]))), raw, axis=1)
        if raw != key:
            moved = graph.add("Sub", (raw, graph.constant(np.array([axis.centre], dtype=np.float32))))
            graph.add("Div", (moved, graph.constant(np.array([axis.scale], dtype=np.float32))), key)
    columns = []
    for name in document.inputs:
        feature = known[name]
        if feature.onnx is None and feature.column is None:
            raise ExportError(f"The input {feature.label} has no form in ONNX.")
        columns.append(name if feature.onnx is None else graph.add(*feature.onnx, name))
    return graph.add("Concat", tuple(columns), axis=1)


def _apply(graph: _Graph, step: BoundOperation, value: str, saved: list[str]) -> str:
    arrays = tuple(graph.constant(values) for values in step.arrays)
    try:
        return step.operation.onnx(graph, value, arrays, saved)
    except NoHandlerError as error:
        raise ExportError(str(error)) from error


def _end(graph: _Graph, document: Document, value: str) -> dict[str, int]:
    """Answers as `training.answers` has them; the outputs with their widths."""
    head, width = resolve(document).head, resolve(document).units[-1]
    if not TASKS[document.task].has_classes:
        axes = [document.scaling.value(index) for index in range(width)]
        if document.scaling.values:
            value = graph.add("Mul", (value, graph.constant(np.array([axis.scale for axis in axes], dtype=np.float32))))
            value = graph.add(
                "Add", (value, graph.constant(np.array([axis.centre for axis in axes], dtype=np.float32)))
            )
        graph.add("Identity", (value,), VALUE)
        return {VALUE: width}
    # Outputs are told by their names, and the last operator has given its own already.
    graph.add("Identity", (value,), LOGITS)
    said = PROBABILITIES if resolve(document).gives_probabilities else SCORES
    if head.kind == "softmax":
        graph.add("Softmax", (value,), said, axis=1)
    else:
        # 1/2 + 1/2 tanh(z) = σ(2 z).
        steep = value if head.kind == "sigmoid" else graph.add("Add", (value, value))
        chances = graph.add("Sigmoid", (steep,), said if head.units == 1 else "")
        if head.units > 1:
            total = graph.add("ReduceSum", (chances, graph.constant(np.array([1]))), keepdims=1)
            # All of them may be 0 to rounding; this is still a normal float32.
            least = graph.constant(np.array([1e-30], dtype=np.float32))
            graph.add("Div", (chances, graph.add("Max", (total, least))), said)
    return {LOGITS: width, said: width}
