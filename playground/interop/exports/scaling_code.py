"""The scaling of a document as lines of numpy, for what is exported: it works on the person's units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.scaling import UNCHANGED
from playground.domains.plane.inputs import INPUTS

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.document.scaling import AxisScale


def scaled_places(document: Document) -> list[str]:
    """The statement that scales `x` and `y`; none where the network gets them as they are."""
    scaling = document.scaling
    if scaling.x == scaling.y == UNCHANGED:
        return []
    return [f"x, y = {_scaled('x', scaling.x)}, {_scaled('y', scaling.y)}"]


def scaled_values(document: Document, name: str) -> str:
    """An expression of the values that the network learns, from those called `name`."""
    return _scaled(name, document.scaling.value)


def unscaled_value(document: Document, name: str) -> str:
    """An expression of the value in units, from the network's output called `name`."""
    axis = document.scaling.value
    return name if axis == UNCHANGED else f"{axis.scale!r} * {name} + {axis.centre!r}"


def describe_inputs(document: Document) -> str:
    """What goes into the network, in a line."""
    scaling, listed = document.scaling, [INPUTS[name].formula.removeprefix("np.") for name in document.inputs]
    inputs = ", ".join(listed) or "nothing"
    if scaling.x == scaling.y == UNCHANGED:
        return inputs
    return f"{inputs} of {_short('x', scaling.x)} and {_short('y', scaling.y)}"


def describe_value(document: Document) -> str:
    """What the output of a regression is, in a few words."""
    axis = document.scaling.value
    return (
        "the value"
        if axis == UNCHANGED
        else f"the value, standardised: value = {axis.scale:.6g} * out + {axis.centre:.6g}"
    )


def _scaled(name: str, axis: AxisScale) -> str:
    return name if axis == UNCHANGED else f"({name} - {axis.centre!r}) / {axis.scale!r}"


def _short(name: str, axis: AxisScale) -> str:
    return name if axis == UNCHANGED else f"({name} - {axis.centre:.6g}) / {axis.scale:.6g}"
