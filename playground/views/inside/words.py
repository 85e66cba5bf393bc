"""What the numbers say, in sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from playground.document.figures import share
from playground.widgets.format import compact, integer, plain, power

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.training.probes.layer_statistics import LayerSummary, NetworkStatistics

FADES, LESS, MORE = 1e3, 10.0, 10.0
NEARLY_NONE = 0.01
"""Of the length of an axis: less than that is written as 0."""
WHOLE, LONG = 10.0, 1000.0
"""From here numbers are written without decimals, and from there in thousands."""
ALARMING_DEAD, ALARMING_FLAT = 0.5, 0.8
"""Shares that are written in the colour of a warning; many trained networks have half their tanh units flat."""


def layer_titles(document: Document) -> tuple[tuple[str, str], ...]:
    """Of every layer, the output too: its number, and its kind in short, ("1", "tanh") or ("2", "Dropout")."""
    kinds = [layer.short_title for layer in document.network]
    return (*((str(place), kind) for place, kind in enumerate(kinds, start=1)), ("Out", "output"))


def error_words(inside: NetworkStatistics) -> str:
    """How the error fares on its way back from the output to the first layer."""
    if len(inside.layers) == 1:
        return "<b>Add layers</b> to see how the error travels back through them."
    first, last = inside.layers[0].error, inside.layers[-1].error
    if not math.isfinite(first + last):
        return "The error is <b>not a number</b> any more: a lower learning rate helps."
    if last == 0.0:
        return "The output makes <b>no error</b> that could travel back: nothing is left to learn."
    if first == 0.0:
        return "<b>No error reaches layer 1</b>: nothing there can learn."
    return _ratio_words(last / first)


def _ratio_words(ratio: float) -> str:
    """How much more error the output has than layer 1."""
    if ratio >= FADES:
        size = power(-round(math.log10(ratio)))
        return f"The error <b>fades</b>: layer 1 gets {size} of the output's, and plain descent hardly moves it."
    if ratio > LESS:
        return f"Layer 1 gets <b>1/{integer(float(f'{ratio:.1g}'))}</b> of the error that the output has."
    if ratio >= 1.0 / MORE:
        return "The error <b>arrives</b>: layer 1 gets about as much of it as the output has."
    grown = power(round(-math.log10(ratio))) if ratio < 1.0 / FADES else integer(float(f"{1.0 / ratio:.1g}"))
    return f"The error <b>grows</b> on its way back: layer 1 gets {grown} times the output's."


def state_words(layer: LayerSummary) -> tuple[str, bool]:
    """Dead and saturated units in short, and whether that is alarming; empty for a layer that bends nothing."""
    if math.isnan(layer.dead):
        return "", False
    if layer.dead > 0.0 or math.isnan(layer.saturated):
        return f"{share(layer.dead)} dead", layer.dead >= ALARMING_DEAD
    return f"{share(layer.saturated)} saturated", layer.saturated >= ALARMING_FLAT


def layer_tip(title: tuple[str, str], layer: LayerSummary) -> str:
    """All that is known of a layer, for its tooltip."""
    name = "Output" if layer.uid == 0 else f"Layer {title[0]}, {title[1]}"
    lines = [name]
    if not math.isnan(layer.error):
        lines.append(f"Error that comes back {plain(layer.error, 3)}")
    if not math.isnan(layer.dead):
        lines.append(f"Dead units {share(layer.dead)}: flat at every sample, so that nothing teaches them")
    if not math.isnan(layer.saturated):
        lines.append(f"Saturated {share(layer.saturated)}: units on a flat end of their curve, over all samples")
    return "\n".join(lines)


def end_texts(low: float, high: float, *, powers: bool) -> tuple[str, str]:
    """The numbers at the upper and the lower end of an axis in a few letters; of nan, dashes.

    Args:
        low: The lower end.
        high: The upper end.
        powers: Whether they are exponents of ten.
    """
    return _end_text(high, high - low, powers=powers), _end_text(low, high - low, powers=powers)


def _end_text(value: float, span: float, *, powers: bool) -> str:
    if not math.isfinite(value):
        return plain(value)
    if powers:
        return power(round(value))
    if abs(value) < NEARLY_NONE * span:
        return "0"
    if abs(value) >= LONG:
        return compact(value)
    return integer(value) if abs(value) >= WHOLE else plain(value, 2)
