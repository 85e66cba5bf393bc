"""What this program can save and read again. Every edit keeps to it, so that no work is made that cannot be opened."""

from __future__ import annotations

import math
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from playground.document.dataset import MOST_CLASSES, MOST_VALUES
from playground.document.plan import resolve
from playground.document.problems import MOST_LAYERS, MOST_PARAMETERS
from playground.domains import DOMAINS
from playground.methods.losses import LOSSES
from playground.tasks import TASKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playground.document.dataset import Dataset
    from playground.document.model import Document

MOST_POINTS = 10_000_000
FARTHEST = 1e12
"""No picture shows what lies beyond."""


def excess(document: Document, before: Document | None = None) -> str:
    """Why a document would not open again once it is saved, as a sentence for the person; empty when it would.

    Args:
        document: What is to be kept.
        before: A document within the limits; parts that both share are not looked at again.
    """
    return next(_excesses(document, before), "")


def _excesses(document: Document, before: Document | None) -> Iterator[str]:
    if before is None or before.dataset is not document.dataset:
        yield from _of_dataset(document.dataset)
    if before is None or before.training is not document.training:
        yield from out_of_range(document.training)
        task, loss = TASKS[document.task], LOSSES.get(document.training.loss)
        if loss is not None and not task.suits(loss):
            yield f"The loss {loss.title} does not suit {task.title.lower()}."
    yield from _of_network(document, before)


def _of_dataset(data: Dataset) -> Iterator[str]:
    domain = DOMAINS[data.domain]
    if len(data) > domain.most_samples:
        yield f"{len(data):,} {domain.samples} are more than the {domain.most_samples:,} that a file may hold."
    if not data.is_finite:
        yield "A coordinate or value would be no finite number."
    elif data.farthest > FARTHEST:
        yield f"A coordinate or value would lie beyond {FARTHEST:g}, farther out than files and pictures reach."
    if data.classes and len(data) and not 0 <= data.targets.min() <= data.targets.max() < len(data.classes):
        yield "A point would be of a class that is not there any more."
    if not data.classes and data.targets.shape[1] > MOST_VALUES:
        yield f"{data.targets.shape[1]} values are more than the {MOST_VALUES} allowed."
    if len(data.classes) > MOST_CLASSES:
        yield f"{len(data.classes)} classes are more than the {MOST_CLASSES} allowed."


def _of_network(document: Document, before: Document | None) -> Iterator[str]:
    """Layers, their settings, and how many parameters they make together with inputs and output."""
    if before is None or before.network is not document.network:
        if len(document.network) > MOST_LAYERS:
            yield f"{len(document.network)} layers are more than the {MOST_LAYERS} allowed."
            return
        known = set() if before is None else {id(layer) for layer in before.network}
        for layer in document.network:
            if id(layer) not in known:
                yield from out_of_range(layer)
    yield from out_of_range(document.output)
    count = resolve(document).parameter_count
    if count > MOST_PARAMETERS and (before is None or count > resolve(before).parameter_count):
        yield f"{count:,} parameters are more than the {MOST_PARAMETERS:,} this program trains."


def out_of_range(settings: Any) -> Iterator[str]:
    """A sentence for each field of a dataclass whose value its own metadata ("min", "max", "choices") does not allow.

    Args:
        settings: A `Training` or a `Layer`.
    """
    for field in fields(settings):
        value, metadata = getattr(settings, field.name), field.metadata
        label = metadata.get("label", field.name)
        if "choices" in metadata and value not in metadata["choices"]:
            yield f"{label}: {value!r} is not one of {', '.join(map(str, metadata['choices']))}."
        elif isinstance(value, int | float) and not isinstance(value, bool):
            least, most = metadata.get("min", -math.inf), metadata.get("max", math.inf)
            if not (math.isfinite(value) and least <= value <= most):
                yield f"{label}: {value:g} is outside {least:g} to {most:g}."
