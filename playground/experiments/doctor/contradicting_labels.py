"""Labels that contradict each other: the same sample is there twice, and should be two things."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from playground.document.data_operations.base import rows_of
from playground.experiments.doctor.base import NO_CLASSES, Cure, Evidence, Finding, Suspicion

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.dataset import Dataset
    from playground.document.model import Document
    from playground.experiments.doctor.observation import Observation

SHARE = 0.05
LEAST = 4


class ContradictingLabels(Finding):
    """Looks for training samples with the same numbers and different classes."""

    key, title = "contradicting_labels", "Labels that contradict each other"
    summary = "The same sample is there with two classes: no network can answer both, and each pulls against the other."
    looks_at = "samples that are there with different labels"
    threshold = (
        f"{100 * SHARE:.0f} % of the training samples and at least {LEAST}: of every place one class is wrong "
        "whatever the network answers."
    )
    judge = "train_score"

    def refusal(self, document: Document) -> str:
        """Values may differ at one place; only classes contradict each other."""
        return "" if document.dataset.classes else NO_CLASSES

    def look(self, seen: Observation) -> Suspicion | None:
        """Group the training samples by their numbers."""
        data = seen.document.dataset
        _, involved, lost = outvoted(data)
        training = int((~data.is_test).sum())
        if len(involved) < max(LEAST, SHARE * training):
            return None
        best = 100.0 * (1.0 - lost / training)
        words = (
            f"{len(involved):,} of {training:,} training samples are there with another class as well: no network "
            f"gets more than {best:.0f} % right."
        )
        cure = Cure("the outvoted and tied samples removed", _without_outvoted)
        return Suspicion(words, Evidence("output", samples=tuple(involved.tolist())), (cure,))


def outvoted(data: Dataset) -> tuple[NDArray[np.intp], NDArray[np.intp], int]:
    """Training samples whose label is not what most with the same numbers say.

    Returns:
        Their rows, where no class has most of them all of a place; the rows of all that a contradiction involves; and
        how many of these any network must get wrong.
    """
    rows = np.flatnonzero(~data.is_test)
    if not data.classes or len(rows) == 0:
        return rows[:0], rows[:0], 0
    _, place = np.unique(data.samples[rows] + 0.0, axis=0, return_inverse=True)
    place = place.reshape(-1)
    if place.max() + 1 == len(rows):
        return rows[:0], rows[:0], 0
    votes = np.zeros((place.max() + 1, len(data.classes)), np.int64)
    np.add.at(votes, (place, data.targets[rows]), 1)
    is_torn, most = (votes > 0).sum(axis=1) > 1, votes.max(axis=1)
    is_tied = (votes == most[:, None]).sum(axis=1) > 1
    loses = is_torn[place] & (is_tied[place] | (data.targets[rows] != votes.argmax(axis=1)[place]))
    return rows[loses], rows[is_torn[place]], int((votes.sum(axis=1) - most).sum())


def _without_outvoted(document: Document) -> Document:
    data = document.dataset
    wrong, _, _ = outvoted(data)
    if not len(wrong):
        return document
    return replace(document, dataset=rows_of(data, np.delete(np.arange(len(data)), wrong)))
