"""The scaling of a document as lines of numpy, for what is exported: it works on the person's units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.model import domain_of, inputs_of
from playground.document.scaling import UNCHANGED

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.document.scaling import AxisScale, Scaling


def input_lines(document: Document, target: str, points: str = "points") -> list[str]:
    """Statements of numpy that make the network's inputs, (N, F), of samples in units.

    Args:
        document: Says which inputs, of which domain, and how they are scaled.
        target: The name that gets the inputs.
        points: An expression of the samples, (N, D).
    """
    data, scaling, known = document.dataset, document.scaling, inputs_of(document)
    names = domain_of(document).names(len(data.columns))
    formulas = [known[name].formula for name in document.inputs]
    if any(known[name].is_whole for name in document.inputs):
        return [f"{target} = {points}.reshape{(-1, *data.shape)}"]
    if names:
        return [
            f"{', '.join(names)} = {points}.T",
            *_scaled_names(names, scaling),
            f"{target} = np.stack([{', '.join(formulas)}], axis=1)",
        ]
    axes = [scaling.column(column) for name in document.inputs if (column := known[name].column) is not None]
    columns = [known[name].column for name in document.inputs]
    chosen = "" if columns == list(range(len(data.columns))) else f"[:, {columns}]"
    lines = [f"{target} = {points}{chosen}"]
    if any(axis != UNCHANGED for axis in axes):
        centres, scales = [axis.centre for axis in axes], [axis.scale for axis in axes]
        lines.append(f"{target} = ({target} - np.array({centres})) / np.array({scales})")
    return lines


def scaled_values(document: Document, name: str) -> str:
    """An expression of the values that the network learns, from those called `name`: (N,), or (N, O) of several."""
    if not document.scaling.values:
        return name
    centre, scale = _centre_and_scale(document)
    return f"({name} - {centre}) / {scale}"


def unscaled_values(document: Document, name: str) -> str:
    """An expression of the values in units, from the network's output called `name`, of the same shapes."""
    if not document.scaling.values:
        return name
    centre, scale = _centre_and_scale(document)
    return f"{scale} * {name} + {centre}"


def _centre_and_scale(document: Document) -> tuple[str, str]:
    """Numbers for one value, arrays (O,) for several."""
    axes = [document.scaling.value(index) for index in range(len(document.dataset.values))]
    centres, scales = [axis.centre for axis in axes], [axis.scale for axis in axes]
    if len(axes) == 1:
        return repr(centres[0]), repr(scales[0])
    return f"np.array({centres})", f"np.array({scales})"


def describe_inputs(document: Document) -> str:
    """What goes into the network, in a line."""
    known, names = inputs_of(document), domain_of(document).names(len(document.dataset.columns))
    if not names:
        labels = ", ".join(known[name].label for name in document.inputs) or "nothing"
        return f"{labels}, standardised" if document.scaling.columns else labels
    inputs = ", ".join(known[name].formula.removeprefix("np.") for name in document.inputs) or "nothing"
    if not document.scaling.columns:
        return inputs
    return f"{inputs} of {' and '.join(_short(name, document.scaling.column(i)) for i, name in enumerate(names))}"


def describe_value(document: Document) -> str:
    """What the output of a regression of one value is, in a few words."""
    axis = document.scaling.value(0)
    return (
        "the value"
        if axis == UNCHANGED
        else f"the value, standardised: value = {axis.scale:.6g} * out + {axis.centre:.6g}"
    )


def _scaled_names(names: tuple[str, ...], scaling: Scaling) -> list[str]:
    if not scaling.columns:
        return []
    scaled = ", ".join(_scaled(name, scaling.column(index)) for index, name in enumerate(names))
    return [f"{', '.join(names)} = {scaled}"]


def _scaled(name: str, axis: AxisScale) -> str:
    return name if axis == UNCHANGED else f"({name} - {axis.centre!r}) / {axis.scale!r}"


def _short(name: str, axis: AxisScale) -> str:
    return name if axis == UNCHANGED else f"({name} - {axis.centre:.6g}) / {axis.scale:.6g}"
