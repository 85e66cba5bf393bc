"""The trained network as a few lines of plain numpy, its weights included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playground.document.model import domain_of
from playground.document.plan import resolve
from playground.interop.exports.lowered import steps_of
from playground.interop.exports.scaling_code import input_lines, unscaled_values
from playground.interop.exports.torch_module import ExportError, summary, words
from playground.operations.base import NoHandlerError
from playground.tasks import TASKS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.model import Document
    from playground.interop.exports.lowered import BoundOperation, Weights

MOST_PARAMETERS = 100_000
"""More make a text that no editor opens gladly."""
MOST_WRITTEN = 8
"""Columns of the samples to begin with that are written out."""
MATRIX_AXES = 2


def numpy_code(document: Document, weights: Weights, name: str) -> str:
    """A module with one function, from points in their units to answers.

    Args:
        document: The network.
        weights: Its numbers.
        name: Of the document, for the first line.

    Raises:
        ExportError: A layer cannot be written in numpy, or there are too many numbers for a text.
    """
    steps = refuse_numpy(document, weights)
    named = [(step, _names(step, place)) for place, step in enumerate(steps, start=1)]
    arrays = [line for step, names in named for line in _assignments(step, names)]
    body = input_lines(document, "a", "np.asarray(points, dtype=float)")
    body += [line for step, names in named for line in _statements(step, names)]
    parts = [
        f'"""{words(name)}: a trained network of {summary(document)}, made with Playground."""\n\nimport numpy as np',
        "\n".join(arrays),
        *_functions(steps),
        _FORWARD.format(
            samples=domain_of(document).samples,
            width=len(document.dataset.columns),
            returns=_returns(document),
            body="\n    ".join([*body, *_ending(document)]),
        ),
        _MAIN.format(examples=_examples(document)),
    ]
    return "\n\n\n".join(part.strip("\n") for part in parts) + "\n"


def refuse_numpy(document: Document, weights: Weights) -> list[BoundOperation]:
    """Raise ExportError, as `numpy_code` would; else the operations that it writes."""
    count = resolve(document).parameter_count
    if count > MOST_PARAMETERS:
        raise ExportError(f"{count:,} weights are too many for a text: safetensors and ONNX hold them.")
    steps = steps_of(document, weights)
    # Only an operation itself knows whether it can be said in numpy: each is asked for its lines.
    for place, step in enumerate(steps):
        _statements(step, _names(step, place))
    return steps


# ---- the network ---------------------------------------------------------------------------------------------------


def _examples(document: Document) -> str:
    """Two samples to begin with."""
    columns = len(document.dataset.columns)
    if columns > MOST_WRITTEN:
        return f"np.zeros((2, {columns}))"
    return repr([[0.0] * columns, [float(index + 1) for index in range(columns)]])


def _names(step: BoundOperation, place: int) -> tuple[str, ...]:
    return tuple(f"{letter}{place}" for letter in (*step.operation.arrays, *step.operation.statistics))


def _statements(step: BoundOperation, names: tuple[str, ...]) -> list[str]:
    """What an operation does to `a`, (N, *shape_in)."""
    try:
        return step.operation.numpy_lines(names)
    except NoHandlerError as error:
        raise ExportError(str(error)) from error


def _functions(steps: list[BoundOperation]) -> list[str]:
    used: dict[str, str] = {}
    for step in steps:
        used |= step.operation.numpy_functions()
    return list(used.values())


def _assignments(step: BoundOperation, names: tuple[str, ...]) -> list[str]:
    return [f"{name} = {_array(values)}" for name, values in zip(names, step.arrays, strict=True)]


def _array(values: NDArray[Any]) -> str:
    """An array as Python has it; of more than two axes, all behind the first stand in one line."""
    if values.ndim <= MATRIX_AXES:
        return f"np.array({_literal(values)})"
    return f"np.array({_literal(values.reshape(len(values), -1))}).reshape({values.shape})"


def _literal(values: NDArray[Any]) -> str:
    """Numbers as Python has them, each as short as its float32 allows; a matrix has a row a line."""
    if values.ndim == 1:
        return f"[{', '.join(_number(value) for value in values)}]"
    rows = [f"    {_literal(row)},\n" for row in values]
    return f"[\n{''.join(rows)}]"


def _number(value: np.floating[Any]) -> str:
    # nan and inf, as numpy writes them, are no names of Python.
    return str(np.float32(value)) if np.isfinite(value) else f"float('{value}')"


# ---- what the outputs mean -----------------------------------------------------------------------------------------

_RETURNS = {
    "value": "the value of each, (N,)",
    "values": "the {count} values of each, (N, {count})",
    "one": "the {noun} of the second class of each, (N,)",
    "many": "a {noun} for each class of each, (N, classes)",
}


def _returns(document: Document) -> str:
    noun = "probability" if resolve(document).gives_probabilities else "score"
    return _RETURNS[_kind(document)].format(noun=noun, count=resolve(document).head.units)


def _kind(document: Document) -> str:
    if not TASKS[document.task].has_classes:
        return "value" if resolve(document).head.units == 1 else "values"
    return "one" if resolve(document).head.units == 1 else "many"


def _ending(document: Document) -> list[str]:
    """From the sums to the answers, as `training.answers` has it."""
    head = resolve(document).head
    if not TASKS[document.task].has_classes:
        return [f"return {unscaled_values(document, 'a[:, 0]' if head.units == 1 else 'a')}"]
    if head.kind == "softmax":
        return [
            # Without the greatest, which the quotient does not see: exp of 710 is infinite.
            "powers = np.exp(a - a.max(axis=1, keepdims=True))",
            "return powers / powers.sum(axis=1, keepdims=True)",
        ]
    # σ(a) = 1/2 + 1/2 tanh(a / 2): 1 / (1 + exp(-a)) would warn of an overflow where a is very negative.
    chances = f"0.5 + 0.5 * np.tanh({'0.5 * a' if head.kind == 'sigmoid' else 'a'})"
    if head.units == 1:
        return [f"return ({chances})[:, 0]"]
    # All of them may be 0 to rounding: zeros then, and not nan.
    return [f"chances = {chances}", "return chances / np.maximum(chances.sum(axis=1, keepdims=True), 1e-30)"]


_FORWARD = '''
def answers(points):
    """From {samples}, (N, {width}), to {returns}."""
    {body}
'''

_MAIN = """
if __name__ == "__main__":
    print(answers({examples}))
"""
