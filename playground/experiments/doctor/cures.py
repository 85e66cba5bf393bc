"""Edits that several findings try as cures, and what they ask of a network."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from playground.document.edits_network import change_training
from playground.layers import Dense

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.model import Document


def at_rate(rate: float) -> Callable[[Document], Document]:
    """The edit that sets the learning rate, to two digits, as it is told."""
    rounded = float(f"{rate:.2g}")
    return lambda document: change_training(document, learning_rate=rounded)


def with_layers(document: Document, **values: Any) -> Document:
    """The document with fields of all layers changed that have them, weights, and are not frozen."""
    changed = []
    for layer in document.network:
        known = {field.name for field in fields(layer)}
        given = {name: value for name, value in values.items() if name in known}
        changed.append(replace(layer, **given) if layer.has_weights and not layer.frozen else layer)
    network = tuple(changed)
    return document if network == document.network else replace(document, network=network)


def with_activation(document: Document, before: str, after: str) -> Document:
    """The document with one activation in place of another in all layers that have it."""
    values: dict[str, Any] = {"activation": after}
    network = tuple(
        replace(one, **values) if getattr(one, "activation", "") == before else one for one in document.network
    )
    return document if network == document.network else replace(document, network=network)


def dense_layers(document: Document) -> list[Dense]:
    """The hidden layers that are fully connected and learn."""
    return [one for one in document.network if isinstance(one, Dense) and not one.frozen]


def is_deep(document: Document, layers: int) -> bool:
    """Whether so many hidden layers have weights."""
    return sum(layer.has_weights for layer in document.network) >= layers
