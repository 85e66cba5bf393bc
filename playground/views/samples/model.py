"""The samples as a list, in the order in which they are shown, and what is said of each in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from playground.document.figures import loss as loss_words
from playground.document.figures import share
from playground.widgets.text import literal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.dataset import Dataset
    from playground.domains.base import Domain
    from playground.views.samples.readings import Readings

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_NOWHERE = QModelIndex()
NAMED = 3
"""Classes of which a tooltip tells the probability."""
LEAST_NAMED = 0.005


class SamplesModel(QAbstractListModel):
    """Entries are asked for one by one, so that ten thousand cost no more than those in sight.

    Attributes:
        dataset: The samples.
        readings: What the network says of them; None where it says nothing yet.
        order: The sample of each entry, (M,).
    """

    def __init__(self, dataset: Dataset, domain: Domain, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.dataset, self._domain = dataset, domain
        self.readings: Readings | None = None
        self.order: NDArray[np.intp] = np.arange(len(dataset))

    def show(self, dataset: Dataset, domain: Domain, readings: Readings | None, order: NDArray[np.intp]) -> bool:
        """Take samples, answers and their order; False where the same samples stand in the same places."""
        same = len(dataset) == len(self.dataset) and np.array_equal(order, self.order)
        if not same:
            self.beginResetModel()
        self.dataset, self._domain, self.readings, self.order = dataset, domain, readings, order
        if not same:
            self.endResetModel()
        return not same

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """One for each sample that is shown."""
        return 0 if parent.isValid() else len(self.order)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Words for whoever cannot see the picture, and a tooltip."""
        if not index.isValid() or index.row() >= len(self.order):
            return None
        sample = int(self.order[index.row()])
        if role == Role.DisplayRole:
            return ", ".join(
                (f"{self._domain.sample} {sample + 1:,}".capitalize(), self.kept(sample), *self._said(sample))
            )
        return literal(self.tip(sample)) if role == Role.ToolTipRole else None

    def name_of(self, sample: int) -> str:
        """The class of a sample; its value where there are none."""
        data = self.dataset
        if data.classes:
            return data.classes[int(data.targets[sample])].name
        return f"{float(data.target()[sample]):.3g}".replace("-", "−")

    def kept(self, sample: int) -> str:
        """What it is and what it is for: "7, test"."""
        return f"{self.name_of(sample)}, {'test' if self.dataset.is_test[sample] else 'training'}"

    def answer_of(self, sample: int) -> str:
        """The class for which the network takes a sample that it gets wrong; empty where it gets it right."""
        said = self.readings
        return self.dataset.classes[int(said.answers[sample])].name if said is not None and said.wrong[sample] else ""

    def tip(self, sample: int) -> str:
        """Class and set, what the network says with how much probability, and the loss."""
        lines = [f"{self.kept(sample)} · {sample + 1:,}"]
        said = self.readings
        if said is not None:
            order = np.argsort(-said.probabilities[sample], kind="stable")[:NAMED]
            named = [
                f"{self.dataset.classes[int(one)].name} with {share(float(said.probabilities[sample, one]))}"
                for place, one in enumerate(order)
                if place == 0 or said.probabilities[sample, one] >= LEAST_NAMED
            ]
            lines.append(f"The network says {', '.join(named)}")
            lines.append(f"Loss {loss_words(float(said.losses[sample]))}")
        return "\n".join(lines)

    def _said(self, sample: int) -> tuple[str, ...]:
        answer = self.answer_of(sample)
        return (f"taken for {answer}",) if answer else ()
