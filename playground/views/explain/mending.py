"""Why is it wrong: the one weight whose smallest change mends an answer, and how many labels of its neighbours do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.document.model import INPUT_UID
from playground.experiments.retraining import Retraining, trials_relabelled
from playground.training.probes.mending_weight import MendingWeight
from playground.training.probes.nearest_samples import NearestSamples
from playground.training.snapshots.snapshot import TrainerState
from playground.views.explain.again import AgainHead
from playground.views.explain.lighting import Lighting
from playground.views.explain.mending_words import labels_words, weight_words
from playground.views.explain.own_retraining import OwnRetraining
from playground.views.explain.retraining_words import epochs_words
from playground.widgets.buttons import PushButton
from playground.widgets.label import FlowText
from playground.widgets.lengths import scaled

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent

    from playground.session.session import Session
    from playground.training.probes.mending_weight import MendedWeight
    from playground.training.probes.request import Request
    from playground.training.snapshots.snapshot import Snapshot
    from playground.views.explain.sample import SampleAtHand

MOST_LABELS = 64
"""Neighbours whose labels may be changed."""
SET_TIP = "Set this weight\nGives the weight the number that mends this answer: one undo step. The pointer lights it up"
LABELS_TIP = (
    "Try other labels\nTrains again from the same seed with the nearest training samples of the wrong class called by "
    "the right one: 1, 2, 4 ... of them until that mends the answer. The run at hand is not touched"
)
MOVES_ON = "Pause first: while the network learns, the weight moves on"


class _LightingButton(Lighting, PushButton):
    """A button that lights up what it is about."""


class Mending(QWidget):
    """Shown for a sample that is answered wrongly.

    Signals:
        wanted(): Its requests have changed.
    """

    wanted = Signal()

    def __init__(self, session: Session, at_hand: SampleAtHand, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._at_hand = session, at_hand
        self._again = OwnRetraining(session, self)
        self._missed: tuple[int, int] | None = None
        self._weight: MendedWeight | None = None
        self._asks_neighbours = False
        self._tried = 0, 0
        self.weight, self.labels = FlowText("", "row", "ink2"), FlowText("", "row", "ink2")
        self.set_it = _LightingButton("Set this weight", "sliders", SET_TIP, height=28)
        self.try_labels = PushButton("Try other labels", "rotate-ccw", LABELS_TIP, height=28)
        self.head = AgainHead()
        self._arrange()
        self.set_it.clicked.connect(self._set)
        self.set_it.lit.connect(self._light)
        self.try_labels.clicked.connect(self._ask_neighbours)
        self.head.closed.connect(self._again.close)
        self._again.changed.connect(self._show_labels)
        self.hide()

    def _arrange(self) -> None:
        line = QHBoxLayout()
        scaled(line.setSpacing, 8)
        line.addWidget(self.set_it)
        line.addWidget(self.try_labels)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 8)
        column.addWidget(self.weight)
        column.addLayout(line)
        column.addWidget(self.head)
        column.addWidget(self.labels)

    # ---- what is asked ---------------------------------------------------------------------------------------------

    def suit(self, missed: tuple[int, int] | None) -> None:
        """Speak of a sample of one class that is answered by another one, (class, answer); None for no such sample."""
        if missed != self._missed:
            self._missed, self._weight, self._asks_neighbours = missed, None, False
            if missed is None:
                self._light(is_lit=False)
        self.setVisible(missed is not None)
        self._show()

    def requests(self) -> tuple[Request[Any], ...]:
        """The weight, while nothing moves; the neighbours, once they are to be called otherwise."""
        sample, missed = self._at_hand.sample, self._missed
        if sample is None or missed is None:
            return ()
        label, wrong = missed
        found: list[Request[Any]] = [] if self._trains else [MendingWeight(sample, label)]
        if self._asks_neighbours:
            layers = self._session.document.network
            uid = layers[-1].uid if layers else INPUT_UID
            found.append(NearestSamples(sample, uid, self._at_hand.row, wrong, MOST_LABELS))
        return tuple(found)

    @property
    def _trains(self) -> bool:
        return self._session.state is TrainerState.TRAINING

    def take(self, snapshot: Snapshot) -> None:
        """Take the weight, and the neighbours where they were waited for."""
        missed, sample = self._missed, self._at_hand.sample
        if missed is None or sample is None:
            return
        found = snapshot.get(MendingWeight)
        is_ours = found is not None and found.request == MendingWeight(sample, missed[0])
        weight = found if is_ours and not self._trains else None
        if weight is not self._weight:
            self._weight = weight
            self._show()
        near = snapshot.get(NearestSamples)
        if self._asks_neighbours and near is not None and near.request in self.requests():
            self._asks_neighbours = False
            self._start(sample, near.rows.tolist())
            self.wanted.emit()

    # ---- what is done ----------------------------------------------------------------------------------------------

    @Slot()
    def _set(self) -> None:
        found = self._weight
        if found is not None and found.key is not None and not self._refusal_to_set():
            self._session.set_parameter(f"Mend {self._at_hand.words}", found.key, found.index, found.after, None)

    @Slot(bool)
    def _light(self, is_lit: bool) -> None:
        found = self._weight
        if not is_lit or found is None or found.key is None:
            self._session.selection.light_weight(None)
        else:
            self._session.selection.light_weight((found.key, found.index))

    @Slot()
    def _ask_neighbours(self) -> None:
        self._asks_neighbours = True
        self._show()
        self.wanted.emit()

    def _start(self, sample: tuple[float, ...], rows: list[int]) -> None:
        snapshot, missed, document = self._session.snapshot, self._missed, self._session.document
        if snapshot is None or missed is None or not rows:
            self.labels.set_text("No training sample of that class is there to be called otherwise.")
            self.labels.show()
            return
        label, wrong = missed
        self._tried = label, wrong
        trials = partial(trials_relabelled, document, rows, label)
        most = 2 * int(np.ceil(np.log2(len(rows)))) + 1
        self._again.start(Retraining(sample, max(snapshot.epoch, 1), trials, most), document)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is lit by what is not seen."""
        super().hideEvent(event)
        self._light(is_lit=False)

    # ---- what is shown ---------------------------------------------------------------------------------------------

    def _refusal_to_set(self) -> str:
        found, snapshot = self._weight, self._session.snapshot
        if self._trains:
            return MOVES_ON
        if found is None or found.key is None or snapshot is None or found.key not in snapshot.parameters:
            return "No weight is known that would do"
        return ""

    @Slot()
    def _show(self) -> None:
        if self._missed is None:
            return
        document, refusal = self._session.document, self._refusal_to_set()
        self.weight.set_text(weight_words(document, self._weight, trains=self._trains))
        self.set_it.setEnabled(not refusal)
        self.set_it.setToolTip(f"Set this weight\n{refusal}" if refusal else SET_TIP)
        self._show_labels()

    @Slot()
    def _show_labels(self) -> None:
        again, wish, refusal = self._again, self._again.wish, self._again.refusal
        is_shown = wish is not None and wish.sample == self._at_hand.sample
        is_at_work = is_shown and again.is_at_work
        self.try_labels.setEnabled(not refusal and not is_at_work and not self._asks_neighbours)
        self.try_labels.setToolTip(f"Try other labels\n{refusal}" if refusal else LABELS_TIP)
        self.head.setVisible(is_shown)
        self.labels.setVisible(is_shown)
        if not is_shown or wish is None or again.document is None:
            return
        self.head.show_work(f"Other labels: {epochs_words(wish.epochs)}", again.share, is_at_work=is_at_work)
        words = labels_words(again.document, *self._tried, again.answers, wish.epochs)
        tried = f"{len(again.answers)} tried" if is_at_work else words
        self.labels.set_text(again.error or tried)
