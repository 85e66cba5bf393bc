"""The page of the confusion matrix: the matrix, the choice of set, and what goes wrong most in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.document.figures import share
from playground.document.model import domain_of
from playground.domains import DOMAINS
from playground.tasks import TASKS
from playground.training.probes.point_predictions import PointPredictions
from playground.views.loss.confusion import ConfusionMatrix, confusion
from playground.widgets.format import count as counted
from playground.widgets.label import FlowText
from playground.widgets.lengths import scaled
from playground.widgets.segmented import Segment, Segmented

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.dataset import DataClass
    from playground.training.snapshots.snapshot import Snapshot


class ConfusionPage(QWidget):
    """Train and test apart: what a network gets wrong on points it has learnt from says something else."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix = ConfusionMatrix()
        sets = (
            Segment("test", "Test", tip="Test\nWhat the network has not learnt from"),
            Segment("train", "Train", tip="Train\nWhat the network learns from"),
        )
        self._sets = Segmented("Train or test", sets)
        self._sets.chosen.connect(self._on_chosen)
        self.words = FlowText("", "row", "ink3")
        self._snapshot: Snapshot | None = None
        side = QVBoxLayout()
        scaled(side.setSpacing, 10)
        side.addWidget(self._sets)
        side.addWidget(self.words)
        side.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        scaled(row.setSpacing, 16)
        row.addWidget(self.matrix, 3)
        row.addLayout(side, 2)
        self.show_snapshot(None)

    def show_snapshot(self, snapshot: Snapshot | None) -> None:
        """Count the answers of a snapshot."""
        self._snapshot = snapshot
        counts, classes = self._counts()
        total = int(counts.sum())
        which = self._sets.current_key()
        domain = domain_of(snapshot.document) if snapshot is not None else DOMAINS["plane"]
        notice = f"There are no {which} {domain.marks}." if len(counts) and not total else ""
        self.matrix.show_counts(counts, classes, notice)
        self.words.set_text(_words(counts, classes, f"{which} {domain.mark}") if total else "")

    def _counts(self) -> tuple[NDArray[np.int64], tuple[DataClass, ...]]:
        snapshot = self._snapshot
        predictions = None if snapshot is None else snapshot.get(PointPredictions)
        if snapshot is None or predictions is None or not TASKS[snapshot.document.task].has_classes:
            return np.zeros((0, 0), dtype=np.int64), ()
        data = snapshot.document.dataset
        wanted = data.is_test if self._sets.current_key() == "test" else ~data.is_test
        if len(predictions) != len(data):
            return np.zeros((0, 0), dtype=np.int64), ()
        return confusion(predictions[wanted], data.targets[wanted], len(data.classes)), data.classes

    def _on_chosen(self, _key: str) -> None:
        self.show_snapshot(self._snapshot)


def _words(counts: NDArray[np.int64], classes: tuple[DataClass, ...], which: str) -> str:
    """Which: "test point", of what is counted."""
    total, right = int(counts.sum()), int(np.trace(counts))
    start = f"<b>{share(right / total, 1)}</b> of {counted(total, which)} right."
    wrong = counts - np.diag(np.diag(counts))
    if not wrong.any():
        return f"{start} None is taken for another class."
    row, column = np.unravel_index(int(wrong.argmax()), wrong.shape)
    amount = int(wrong[row, column])
    times = "once" if amount == 1 else f"{amount:,} times"
    return f"{start} Most often {classes[row].name} is taken for {classes[column].name}: <b>{times}</b>."
