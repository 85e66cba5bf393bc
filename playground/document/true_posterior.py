"""Whether it is known what the points of a document were drawn from, and why not."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from playground.document.edits_source import generated
from playground.domains.plane.generators import GENERATORS
from playground.tasks import TASKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.dataset import Dataset, DataSource
    from playground.document.model import Document
    from playground.domains.plane.generators.truth import Floats, Truth

KNOWN = tuple(made.title for made in GENERATORS.values() if made.truth is not None)
NOT_DRAWN = "Own points have no known true border"
NO_CLASSES = "Values have no border"
CHANGED = "Points were changed: no true border"


def truth_at(source: DataSource) -> Callable[[Floats], Truth] | None:
    """What tells density and posterior at places of the plane, (N, 2), for a generator with its settings.

    None where they are not known.
    """
    made = GENERATORS.get(source.generator)
    if made is None or made.truth is None:
        return None
    usual = 0 if made.parameter is None else made.parameter.default
    parameter = usual if source.parameter is None else source.parameter
    truth, noise = made.truth, source.noise
    return lambda points: truth(points, noise, parameter)


def truth_refusal(document: Document) -> str:
    """Why the true posterior of the points is not known, a few words without a full stop; empty where it is."""
    data = document.dataset
    if not TASKS[document.task].has_classes:
        return NO_CLASSES
    made = None if data.source is None else GENERATORS.get(data.source.generator)
    if made is None:
        return NOT_DRAWN
    if made.truth is None:
        return f"No true border is known for {made.title}"
    return "" if _is_as_generated(data) else CHANGED


@lru_cache(maxsize=4)
def _is_as_generated(data: Dataset) -> bool:
    """Whether points and classes are those that their generator makes, whichever of them test."""
    if data.source is None or len(data) != data.source.count:
        return False
    made = generated(data.source)
    alike = made.samples.shape == data.samples.shape and np.array_equal(made.samples, data.samples)
    return alike and np.array_equal(made.targets, data.targets)
