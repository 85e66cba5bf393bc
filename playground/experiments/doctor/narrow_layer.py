"""Too narrow a layer: no network of this shape can part these points, whatever its weights. That is a theorem."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from playground.document.edits_network import insert_layer
from playground.experiments.doctor.base import Cure, Evidence, Finding, Suspicion
from playground.experiments.doctor.cures import dense_layers
from playground.layers import Dense

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.model import Document
    from playground.experiments.doctor.observation import Observation

WIDTHS = (4, 8, 16)


class NarrowLayer(Finding):
    """Takes the verdict of `shape_limits`, which is proved for the points at hand."""

    key, title = "narrow_layer", "Too narrow a layer"
    summary = "The layers are too narrow for the shape of the data: no weights whatever can part these points."
    looks_at = "what no network of this shape can do"
    threshold = "Only where a theorem says so of these very points: Johnson 2019, or that two convex hulls meet."

    def refusal(self, document: Document) -> str:
        """The theorems are about classes in the plane."""
        if document.dataset.domain != "plane" or not document.dataset.classes:
            return "What no network can do is proved for classes in the plane alone."
        return ""

    def look(self, seen: Observation) -> Suspicion | None:
        """Say what is proved, and try wider layers."""
        if seen.limit is None:
            return None
        dense = dense_layers(seen.document)
        if dense:
            cures = [Cure(f"{width} units in each layer", _widened(width)) for width in WIDTHS]
        else:
            cures = [Cure(f"a hidden layer of {width} units", _with_layer(width)) for width in WIDTHS]
        return Suspicion(seen.limit.words, Evidence("network", dense[0].uid if dense else None), tuple(cures))


def _widened(width: int) -> Callable[[Document], Document]:
    def edit(document: Document) -> Document:
        network = tuple(
            replace(one, units=max(one.units, width), activation=_bending(one.activation))
            if isinstance(one, Dense) and not one.frozen
            else one
            for one in document.network
        )
        return document if network == document.network else replace(document, network=network)

    return edit


def _bending(activation: str) -> str:
    """The activation, and tanh where there is none: layers without a bend part nothing more for being wider."""
    return "tanh" if activation == "linear" else activation


def _with_layer(width: int) -> Callable[[Document], Document]:
    return lambda document: insert_layer(document, len(document.network), Dense(units=width))
