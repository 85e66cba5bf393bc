"""What the panel says of a step that is to fool the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.document.figures import share
from playground.document.model import domain_of
from playground.views.explain.words import answer_name, unit_words
from playground.widgets.format import count, plain, significant

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.training.probes.fooling import FallingAccuracy, FooledSample


def verdict_words(document: Document, found: FooledSample, row: int | None) -> str:
    """What has become of the answer, and what the label is where the network is wrong already."""
    before, after = (answer_name(document, int(one.argmax())) for one in (found.before, found.after))
    request = found.request
    if request.attack == "noise":
        return f"Pixels at random are <b>{after}</b> now." if found.is_done else f"Still <b>{after}</b>."
    words = _result(found, before, after)
    if row is not None and tuple(document.dataset.samples[row].tolist()) == request.sample:
        label = int(document.dataset.targets[row])
        if label != int(found.before.argmax()):
            name = answer_name(document, label)
            mends = request.attack == "smallest" and request.goal == label and found.is_done
            how = "this step mends it." if mends else f"Smallest into {name} is the step that mends it."
            words = f"Wrong: it is <b>{name}</b>; {how} {words}"
    return words


def _result(found: FooledSample, before: str, after: str) -> str:
    if found.is_done:
        if found.length == 0.0:
            return f"It is <b>{after}</b> already."
        return f"<b>{before}</b> becomes <b>{after}</b>."
    if found.request.attack == "smallest":
        return f"No step within reach was found: still <b>{after}</b>."
    return f"Still <b>{after}</b>: a longer step may do it."


def distance_words(document: Document, found: FooledSample, shown: int) -> str:
    """How long the step is, both ways.

    Args:
        document: Says what is measured.
        found: The step.
        shown: How many columns of a table have bars.
    """
    unit = unit_words(document)
    words = (
        f"Largest change of {unit} <b>{significant(found.largest)}</b> (L∞), length <b>{significant(found.length)}</b> "
        "(L2)."
    )
    if found.request.attack == "smallest":
        words = f"The smallest found: {words[0].lower()}{words[1:]}"
    if domain_of(document).has_map and shown < len(found.end):
        words += f" The bars are those of {shown} columns that change most."
    return words


def against_words(ordinary: FallingAccuracy, against: FallingAccuracy, strength: float) -> str:
    """What training against steps costs and brings: accuracies of ordinary training, then of that.

    Args:
        ordinary: Of a network trained as it is.
        against: Of one trained against steps, under the same attack on the same samples.
        strength: Of those steps.
    """
    places = (0.0, strength)
    parts = [[float(np.interp(place, one.strengths, one.accuracy)) for one in (ordinary, against)] for place in places]
    clean, fooled = (f"{share(before, 1)} → <b>{share(after, 1)}</b>" for before, after in parts)
    what = "test" if ordinary.is_of_test else "training"
    return (
        f"Clean {clean}, at {plain(strength)}: {fooled}, of {ordinary.count} {what} samples. "
        "Blue: trained against it; dotted: as it is."
    )


def accuracy_words(document: Document, found: FallingAccuracy) -> str:
    """What the curve is of, and where it begins."""
    what = "Test" if found.is_of_test else "Training"
    samples = count(found.count, domain_of(document).sample)
    clean = share(float(found.accuracy[0]), 1) if len(found.accuracy) else ""
    return f"{what} accuracy · clean {clean} · {samples}"
