"""What is said of the curves of all weights: numbers beside their titles, and one sentence."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from playground.document.figures import GAP
from playground.methods.optimizers import OPTIMIZERS
from playground.widgets.format import integer, percent, significant

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.training.probes.weight_curves import WeightHistory

DIGITS = 3
AT_EDGE, PAST_EDGE = 0.9, 1.15
"""Sharpness by 2 / rate: from the one on it is at the edge, beyond the other it is too sharp."""
FAR = 3.0
"""Batches smaller than the noise scale by this factor go mostly by chance, and larger ones gain little."""


class WeightCurve(NamedTuple):
    """One of the curves: its name in `WeightHistory`, its title, and its tooltip's sentence."""

    name: str
    title: str
    sentence: str


CURVES = (
    WeightCurve(
        "sharpness",
        "Sharpness",
        "The largest curvature of the training loss: the largest eigenvalue of its Hessian. Plain descent at rate r "
        "cannot rest where it is above 2 / r, the dashed line",
    ),
    WeightCurve(
        "distance",
        "Distance from the start",
        "How far all weights together have moved: the Euclidean norm of their difference from the run's first ones, "
        "and that as a multiple of the first ones' norm",
    ),
    WeightCurve(
        "noise",
        "Gradient noise",
        "The noise scale tr(Σ) / |G|², in samples: how the gradients of single samples scatter around their mean G. "
        "Batches much smaller than this go mostly by chance",
    ),
)


def value_text(history: WeightHistory, name: str, index: int) -> str:
    """A curve's number at one of the recorded states, with what it is compared with.

    Args:
        history: The curves.
        name: Of `CURVES`.
        index: Of the state.
    """
    value = float(getattr(history, name)[index])
    if not math.isfinite(value):
        return ""
    text = significant(value, DIGITS)
    if name == "sharpness" and math.isfinite(history.threshold[index]):
        return f"{text} of {significant(float(history.threshold[index]), DIGITS)}"
    if name == "distance" and math.isfinite(history.relative[index]):
        return f"{text}, {significant(float(history.relative[index]), DIGITS)} × the start"
    return f"{integer(value) if value >= 1.0 else text} samples" if name == "noise" else text


def curves_words(history: WeightHistory, document: Document, index: int) -> str:
    """One sentence about a recorded state.

    Args:
        history: The curves, with at least one state.
        document: What is trained.
        index: Of the state.
    """
    if history.why:
        return history.why + "."
    sharpness, threshold = float(history.sharpness[index]), float(history.threshold[index])
    noise, batch = float(history.noise[index]), document.training.batch_size or history.all_points
    if math.isfinite(sharpness) and math.isfinite(threshold):
        return _edge_words(sharpness / threshold)
    if not math.isfinite(noise):
        return ""
    adapts = f"{OPTIMIZERS[document.training.optimizer].title} has no 2{GAP}/{GAP}rate to keep below. "
    if batch * FAR < noise:
        return f"{adapts}A step of batch {batch:,} goes <b>mostly by chance</b>."
    if batch > noise * FAR:
        return f"{adapts}A step of batch {batch:,} goes <b>nearly straight down</b>: larger ones gain little."
    return f"{adapts}Batch {batch:,} is <b>about as large</b> as the noise asks for."


def _edge_words(part: float) -> str:
    threshold = f"2{GAP}/{GAP}rate"
    if part > PAST_EDGE:
        return f"<b>Too sharp</b>: {significant(part, 2)} times {threshold}; steps grow along the sharpest direction."
    if part >= AT_EDGE:
        return f"<b>At the edge of stability</b>: the sharpness stays near {threshold}, and the loss goes on falling."
    return f"The sharpness is <b>{percent(max(part, 0.0), 0)} of {threshold}</b>: steps are short enough for it."


def points_words(history: WeightHistory, mark: str) -> str:
    """Over how many training points the curves are, where that is not all of them."""
    if not history.points or history.points == history.all_points:
        return ""
    return f"over {history.points:,} of {history.all_points:,} {mark}"
