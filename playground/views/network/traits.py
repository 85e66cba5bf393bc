"""What the panel asks of a kind of layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.document.plan import PlannedLayer
    from playground.layers import Layer, Parameter

COUNTED = {"units": "neuron", "channels": "channel"}
"""Fields that say how many units a layer has, and what one of them is called."""


def dropout_of(layer: Layer) -> float:
    """The share of its units that a layer drops at each step of training; 0 where it drops none."""
    return float(getattr(layer, "dropout", 0.0))


def counted_field(layer: Layer) -> str:
    """The field in which a person chooses how many units, or channels, the layer has; empty where there is none."""
    return next((name for name in COUNTED if name in type(layer).__dataclass_fields__), "")


def has_units(layer: Layer) -> bool:
    """Whether a person chooses how many units the layer has."""
    return bool(counted_field(layer))


def units_of(layer: Layer) -> int:
    """How many units a layer has that `has_units`."""
    return int(getattr(layer, counted_field(layer)))


def unit_range(layer: Layer) -> tuple[int, int]:
    """How few and how many units a layer may have that `has_units`."""
    bounds = type(layer).__dataclass_fields__[counted_field(layer)].metadata
    return int(bounds["min"]), int(bounds["max"])


def unit_word(planned: PlannedLayer) -> str:
    """What one of the units of a layer is called: a "map" of pictures, else a "neuron"."""
    return "map" if len(planned.shape_out) > 1 else "neuron"


def weight_of(planned: PlannedLayer) -> Parameter | None:
    """The weights that lead from what enters a layer to its units: a matrix, or a kernel for each pair of channels.

    None where it has none, or several one after the other.
    """
    weights = [one for one in planned.parameters if one.role == "weight" and set(one.axes) == {"units", "inputs"}]
    kernels = [one for one in weights if len(one.shape) > 2]
    found = [one for one in weights if one.name == "linear.weight"] or (kernels if len(kernels) == 1 else [])
    return found[0] if found else None


def bias_of(planned: PlannedLayer) -> Parameter | None:
    """The bias of the units of a layer; None where it has none, or several."""
    biases = [one for one in planned.parameters if one.role == "bias"]
    found = [one for one in biases if one.name == "linear.bias"] or (biases if len(planned.shape_out) > 1 else [])
    return found[0] if len(found) == 1 else None
