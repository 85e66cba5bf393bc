"""What the panel asks of a kind of layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.layers import Layer


def dropout_of(layer: Layer) -> float:
    """The share of its units that a layer drops at each step of training; 0 where it drops none."""
    return float(getattr(layer, "dropout", 0.0))


def has_units(layer: Layer) -> bool:
    """Whether a person chooses how many units the layer has."""
    return "units" in type(layer).__dataclass_fields__


def unit_range(layer: Layer) -> tuple[int, int]:
    """How few and how many units a layer may have that `has_units`."""
    bounds = type(layer).__dataclass_fields__["units"].metadata
    return int(bounds["min"]), int(bounds["max"])
