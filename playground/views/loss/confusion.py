"""Which class is taken for which: counted, and where the plot of it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.widgets.format import integer
from playground.widgets.plot_place import PlotPlace

if TYPE_CHECKING:
    from playground.document.dataset import DataClass
    from playground.views.loss.confusion_plot import ConfusionPlot

USUAL, LEAST = QSize(200, 200), QSize(80, 80)
MOST_DESCRIBED = 20
"""Mistakes that are told in words, the most frequent ones: of 36 classes there are up to 1,260."""
"""A square; two cells."""


def confusion(answers: NDArray[Any], targets: NDArray[Any], classes: int) -> NDArray[np.int64]:
    """How often each class is answered for each true one, (true, answered).

    Points whose answers are not finite are left out.

    Args:
        answers: Probabilities, (N, K).
        targets: Class indices, (N,).
        classes: How many rows and columns.
    """
    counts = np.zeros((classes, classes), dtype=np.int64)
    usable = np.isfinite(answers).all(axis=1) & (targets >= 0) & (targets < classes)
    said = np.minimum(answers[usable].argmax(axis=1), classes - 1) if usable.any() else np.empty(0, dtype=np.intp)
    np.add.at(counts, (targets[usable].astype(np.intp), said), 1)
    return counts


class ConfusionMatrix(PlotPlace["ConfusionPlot"]):
    """Rows are the true classes, columns the answers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Confusion matrix", (USUAL, LEAST), parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def make(self) -> ConfusionPlot:
        """The plot."""
        from playground.views.loss.confusion_plot import ConfusionPlot  # noqa: PLC0415 - it loads pyqtgraph

        return ConfusionPlot()

    def show_counts(self, counts: NDArray[np.int64], classes: tuple[DataClass, ...], notice: str = "") -> None:
        """Show a matrix; a notice in its place when it is empty."""
        self.setAccessibleDescription(_described(counts, classes))
        if notice or len(counts) == 0:
            self.show_words(notice)
            return
        self.plot.show_counts(counts, classes)
        self.show_plot()

    def counts(self) -> NDArray[np.int64]:
        """What is shown, (true, answered)."""
        return self.plot.counts()


def _described(counts: NDArray[np.int64], classes: tuple[DataClass, ...]) -> str:
    mistakes = counts - np.diag(np.diag(counts))
    rows, columns = np.nonzero(mistakes)
    kept = np.sort(np.argsort(-mistakes[rows, columns], kind="stable")[:MOST_DESCRIBED])
    wrong = [
        f"{integer(counts[row, column])} {classes[row].name} taken for {classes[column].name}"
        for row, column in zip(rows[kept], columns[kept], strict=True)
    ]
    if len(rows) > len(wrong):
        wrong.append(f"and {len(rows) - len(wrong)} more mistakes")
    return ", ".join(wrong) if wrong else "Nothing is taken for another class."
