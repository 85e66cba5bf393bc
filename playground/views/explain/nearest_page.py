"""Who taught it this: the training samples that are nearest in a chosen layer, lit everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.document.model import INPUT_UID, OUTPUT_UID
from playground.session.plain import whole
from playground.training.probes.nearest_samples import NearestSamples
from playground.training.snapshots.snapshot import TrainerState
from playground.views.explain.neighbours import NeighbourGrid, NeighbourLook
from playground.views.explain.page import ExplainPage
from playground.views.explain.without import WithoutThem
from playground.views.explain.words import answer_name
from playground.widgets.answer_words import sample_words
from playground.widgets.choice import Choice, ChoiceButton
from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.format import count, significant
from playground.widgets.label import FlowText

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.session.session import Session
    from playground.training.probes.nearest_samples import Neighbours
    from playground.training.probes.request import Request
    from playground.training.snapshots.snapshot import Snapshot

LAST = -2
"""Stands for the last hidden layer, whichever that is."""
NO_TRAINING = "No training {samples}: nothing has taught the network yet"


class NearestPage(ExplainPage):
    """Live while the network trains: neighbours change as the layer learns what is alike."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        tip = "Layer\nIn which layer samples are compared: what it tells apart lies far apart"
        self.layer = ChoiceButton("Layer", (Choice(LAST, "Last hidden"),), LAST, prefix="In:", tip=tip)
        self.grid, self.vote = NeighbourGrid(), FlowText("", "row", "ink2")
        self._found: Neighbours | None = None
        line = QHBoxLayout()
        line.addWidget(self.layer)
        line.addStretch(1)
        self.column.addLayout(line)
        self.column.addWidget(self.vote)
        self.column.addWidget(ColumnScroll(self.grid), 1)
        self.without = WithoutThem(session, self.at_hand)
        self.column.addWidget(self.without)
        self.layer.chosen.connect(self.wanted)
        self.grid.lit.connect(self._light)
        self.grid.chosen.connect(self._hold)

    def turn(self, *, on: bool) -> None:
        """At rest nothing is lit by it."""
        if not on and self.is_on and self.session.selection.lit == self.at_hand.passed_over:
            self._light(None)
        was = self.is_on
        super().turn(on=on)
        if on or was:
            self.without.show_on_map(on=on)

    def state(self) -> dict[str, object]:
        """Which layer tells what is near, by its uid, for projects."""
        return {"layer": self.layer.value()}

    def recall(self, said: dict[str, object]) -> None:
        """The same again, where there is such a layer."""
        layer = whole(said.get("layer"))
        if layer is not None and layer in {choice.value for choice in _choices(self.session.document)}:
            self.layer.set_choices(_choices(self.session.document))
            self.layer.set_value(layer)

    def refusal(self) -> str:
        """Without training samples there are no neighbours."""
        data = self.session.document.dataset
        words = super().refusal()
        if words or not bool(data.is_test.all()):
            return words
        return NO_TRAINING.format(samples=self.at_hand.domain.samples)

    def requests(self) -> tuple[Request[Any], ...]:
        """The neighbours of the sample at hand."""
        self.session.selection.show_steps()
        sample = self.at_hand.sample
        if sample is None or self.refusal():
            return ()
        return (NearestSamples(sample, self._uid(), self.at_hand.row),)

    def show_document(self) -> None:
        """Layers to choose from."""
        choices = _choices(self.session.document)
        self.layer.set_choices(choices)
        if self.layer.value() not in {choice.value for choice in choices}:
            self.layer.set_value(LAST)
        self._found = None
        self.without.follow_document()

    def take(self, snapshot: Snapshot) -> None:
        """Show the neighbours; no faster than they can be looked at."""
        found = snapshot.get(NearestSamples)
        data = self.session.document.dataset
        if found is None or found is self._found or snapshot.document.dataset is not data:
            return
        if not self.pace.is_due(trains=self.session.state is TrainerState.TRAINING):
            return
        self._found = found
        document = self.session.document
        looks = [_look(document, row, far) for row, far in zip(found.rows.tolist(), found.distances, strict=True)]
        self.grid.show_neighbours(looks)
        self.vote.set_text(vote_words(document, found))
        self.without.suit(tuple(found.rows.tolist()))
        self.said.set_text(f"Nearest of {count(found.compared, f'training {self.at_hand.domain.sample}')}")

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _uid(self) -> int:
        chosen = int(self.layer.value())
        if chosen != LAST:
            return chosen
        layers = self.session.document.network
        return layers[-1].uid if layers else INPUT_UID

    @Slot(object)
    def _light(self, row: int | None) -> None:
        """Light a neighbour up in every view; the sample at hand stays."""
        self.at_hand.pass_over(row)
        self.session.selection.light(row)

    @Slot(int)
    def _hold(self, row: int) -> None:
        """Go on with a neighbour as the sample at hand."""
        self.at_hand.pass_over(None)
        self.session.selection.light(None)
        self.session.selection.select_points(np.arange(len(self.session.document.dataset)) == row)


def vote_words(document: Document, found: Neighbours) -> str:
    """What most of the neighbours are, or the mean of their values."""
    data, kept = document.dataset, found.rows
    if not len(kept):
        return "Nothing to compare with."
    if not data.classes:
        values = data.answers[kept, 0] if data.answers.ndim > 1 else data.answers[kept]
        return f"The mean of the {len(kept)} nearest is <b>{significant(float(values.mean()))}</b>."
    votes = np.bincount(data.targets[kept].astype(np.int64), minlength=len(data.classes))
    ranked = [index for index in np.argsort(-votes, kind="stable").tolist() if votes[index]]
    said = ", ".join(f"{votes[index]} {answer_name(document, index)}" for index in ranked[1:])
    first = f"Of the {len(kept)} nearest, <b>{votes[ranked[0]]} are {answer_name(document, ranked[0])}</b>"
    return f"{first}; {said}." if said else f"{first}."


def _look(document: Document, row: int, far: float) -> NeighbourLook:
    data = document.dataset
    label = data.classes[int(data.targets[row])] if data.classes else None
    value = "" if data.classes else significant(float(np.ravel(data.answers[row])[0]))
    picture = None if data.shape == (len(data.columns),) else data.samples[row].reshape(data.shape)[0]
    name = value if label is None else label.name
    return NeighbourLook(
        row,
        sample_words(document, row),
        name,
        -1 if label is None else label.color,
        significant(float(far), 2),
        picture,
    )


def _choices(document: Document) -> tuple[Choice, ...]:
    layers = [
        Choice(layer.uid, f"Layer {place}: {layer.title}") for place, layer in enumerate(document.network, start=1)
    ]
    return (Choice(LAST, "Last hidden layer"), Choice(INPUT_UID, "Inputs"), *layers, Choice(OUTPUT_UID, "Output"))
