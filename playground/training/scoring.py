"""How good a network is at points that it was not trained on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.document.dataset import CLASS_NAMES, frozen
from playground.tasks import TASKS
from playground.training.headless import TrainError, restored
from playground.training.trainee.measure import measure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from playground.document.dataset import Dataset
    from playground.document.model import Document
    from playground.training.state.checkpoint import Checkpoint


@dataclass(frozen=True, slots=True)
class Scores:
    """What a network makes of labelled points.

    Attributes:
        points: How many count.
        loss: Their mean loss, the document's.
        accuracy: Share that is answered right, 0 to 1; None for regression.
        r2: Share of the variance that is explained; None for classification, nan where all values are equal.
        unknown: Labels that are no class of the network; their points do not count.
    """

    points: int
    loss: float
    accuracy: float | None
    r2: float | None
    unknown: tuple[str, ...] = ()


def scores(
    document: Document, weights: Checkpoint | Mapping[str, NDArray[Any]] | None, labelled: Dataset
) -> Scores | None:
    """Compare a network's answers with labels or values, in float64.

    Args:
        document: The network.
        weights: As for `headless.evaluate`.
        labelled: Points in the units of a file; classes are told by their names.

    Returns:
        None where nothing can be compared: values where the network answers classes, another number of them, or no
            class that it knows.

    Raises:
        TrainError: There can be no such network, or the weights belong to another.
    """
    is_regression = not TASKS[document.task].has_classes
    if is_regression == bool(labelled.classes):
        return None
    if is_regression and len(labelled.values) != len(document.dataset.values):
        return None
    units = document.dataset.units
    unknown: tuple[str, ...] = ()
    if is_regression:
        targets = units.values_from_units(labelled.answers)
        known = np.ones(len(labelled), dtype=np.bool_)
    else:
        targets, unknown = _places_of(document, labelled)
        known = targets >= 0
    if not known.any():
        return None
    asked = replace(
        document.dataset,
        samples=frozen(units.samples_from_units(labelled.places)[known], np.float64),
        targets=frozen(targets[known], document.dataset.targets.dtype),
        is_test=frozen(np.zeros(int(known.sum())), np.bool_),
        source=None,
    )
    record = measure(restored(replace(document, dataset=asked), weights), 1)
    accuracy, r2 = (None, record.train_score) if is_regression else (record.train_score, None)
    if not np.isfinite(record.train_loss):
        raise TrainError("the loss at these points is not a number")
    return Scores(int(known.sum()), record.train_loss, accuracy, r2, unknown)


def _places_of(document: Document, labelled: Dataset) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Which class of the network each label is, −1 for none, (N,); and the names of classes that it does not know."""
    known_as = {_number_of(one.name): place for place, one in enumerate(document.dataset.classes)}
    places = np.array([known_as.get(_number_of(one.name), -1) for one in labelled.classes])
    unknown = tuple(one.name for one, place in zip(labelled.classes, places, strict=True) if place < 0)
    return places[labelled.targets], unknown


def _number_of(name: str) -> str:
    """A name of the palette as the label of a table that is called so: 0 is Orange, where a table has 0 and 1."""
    return str(CLASS_NAMES.index(name)) if name in CLASS_NAMES else name
