"""Unbalanced classes: one is so rare that the network does as well as it can by never answering it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from playground.document.data_operations.base import rows_of
from playground.experiments.doctor.base import NO_CLASSES, Cure, Evidence, Finding, Suspicion

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.experiments.doctor.observation import Observation

RATIO = 8.0
MOST_SAMPLES = 20_000


class UnbalancedClasses(Finding):
    """Looks at how many training samples each class has."""

    key, title = "unbalanced_classes", "Unbalanced classes"
    summary = "One class has so few samples that the network loses little by never answering it."
    looks_at = "how many samples each class has"
    threshold = (
        f"The largest class has {RATIO:.0f} times as many training samples as the smallest: who never answers the "
        f"smallest is still right {100 * RATIO / (RATIO + 1):.0f} % of the time."
    )
    judge = "balanced_score"

    def refusal(self, document: Document) -> str:
        """There must be classes to be compared, and samples that test whether each is found."""
        if len(document.dataset.classes) < 2:
            return NO_CLASSES
        return "" if document.dataset.test_count else "No samples test whether rare classes are found."

    def look(self, seen: Observation) -> Suspicion | None:
        """Compare how many training samples the classes have."""
        data = seen.document.dataset
        counts = np.bincount(data.targets[~data.is_test], minlength=len(data.classes))
        tested = np.bincount(data.targets[data.is_test], minlength=len(data.classes))
        few, many = int(np.where(counts > 0, counts, counts.max()).argmin()), int(counts.argmax())
        if counts[many] < RATIO * counts[few] or not tested[few] or counts[many] * len(counts) > MOST_SAMPLES:
            return None
        words = (
            f"{data.classes[few].name} has {counts[few]:,} training samples, {data.classes[many].name} "
            f"{counts[many]:,}."
        )
        rows = tuple(np.flatnonzero((data.targets == few) & ~data.is_test).tolist())
        cure = Cure("the smaller classes repeated", _repeated)
        return Suspicion(words, Evidence("data", samples=rows), (cure,))


def _repeated(document: Document) -> Document:
    """The document with training samples of smaller classes repeated, each as often as another; test samples stay."""
    data = document.dataset
    groups = [np.flatnonzero((data.targets == index) & ~data.is_test) for index in range(len(data.classes))]
    most = max(map(len, groups))
    added = [np.resize(group, most)[len(group) :] for group in groups if len(group)]
    rows = np.concatenate([np.arange(len(data)), *added])
    return document if len(rows) == len(data) else replace(document, dataset=rows_of(data, rows))
