"""Training against the attack: one press trains without and with it, and says what it costs and what it brings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.document.edits_network import change_training
from playground.document.training import MOST_ADVERSARIAL
from playground.experiments.retraining import AGAINST, ORDINARY, Retraining, trials_against
from playground.training.probes.fooling import FoolingCurve
from playground.views.explain.again import AgainHead
from playground.views.explain.fool_words import against_words
from playground.views.explain.own_retraining import OwnRetraining
from playground.views.explain.retraining_words import epochs_words
from playground.widgets.buttons import PushButton
from playground.widgets.format import plain
from playground.widgets.label import FlowText
from playground.widgets.lengths import scaled

if TYPE_CHECKING:
    from playground.session.session import Session
    from playground.training.probes.fooling import Attack, FallingAccuracy
    from playground.views.explain.attack_controls import AttackControls
    from playground.views.explain.sample import SampleAtHand

TRIALS, PGD_STEPS, CURVE_STEPS = 2, 5, 9
TIP = (
    "Train against it\nTrains as it is, and with every batch stepped by this strength first, from the same seed and as "
    "many epochs as the run at hand, which is not touched"
)
GO_ON_TIP = "Go on like this\nThe run at hand steps every batch first from now on: one undo step"
NO_STRENGTH = "Choose a strength above 0 for FGSM or PGD"


class TrainAgainst(QWidget):
    """A button, then progress, a sentence, and a button that takes the setting over.

    Signals:
        compared(): Other curves are to be shown beside that of the run at hand.
    """

    compared = Signal()

    def __init__(
        self, session: Session, at_hand: SampleAtHand, controls: AttackControls, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._at_hand, self._controls = session, at_hand, controls
        self._again = OwnRetraining(session, self)
        self._against = (0.0, 1)
        self.train = PushButton("Train against it", "rotate-ccw", TIP, height=28)
        self.go_on = PushButton("Go on like this", "check", GO_ON_TIP, height=28)
        self.head, self.words = AgainHead(), FlowText("", "row", "ink2")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 8)
        column.addWidget(self.head)
        column.addWidget(self.words)
        line = QHBoxLayout()
        scaled(line.setSpacing, 8)
        line.addWidget(self.train)
        line.addWidget(self.go_on)
        line.addStretch(1)
        column.addLayout(line)
        self.train.clicked.connect(self._start)
        self.go_on.clicked.connect(self._go_on)
        self.head.closed.connect(self._again.close)
        self._again.changed.connect(self._show)
        self._show()

    @property
    def curves(self) -> tuple[FallingAccuracy | None, FallingAccuracy | None]:
        """Of ordinary training and of that against steps, as far as they are known."""
        found = {name: one.accuracy for name, one in self._again.by_trial.items()}
        return found.get(ORDINARY), found.get(AGAINST)

    def follow_document(self) -> None:
        """What came of other samples, or of another network, is put away."""
        self._again.follow_document()
        self.show_button()

    def show_button(self) -> None:
        """Say whether it can be pressed, and with which strength."""
        refusal, strength = self._refusal(), plain(self._strength())
        self.train.setEnabled(not refusal and not self._again.is_at_work)
        self.train.setToolTip(f"{TIP.splitlines()[0]}\n{refusal}" if refusal else TIP)
        self.train.set_text("Train against it" if refusal else f"Train against {strength}")

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _strength(self) -> float:
        return min(self._controls.largest_change, MOST_ADVERSARIAL)

    def _refusal(self) -> str:
        is_step = self._controls.attack in {"fast", "projected"}
        return self._again.refusal or ("" if is_step and self._strength() > 0.0 else NO_STRENGTH)

    @Slot()
    def _start(self) -> None:
        sample, snapshot = self._at_hand.sample, self._session.snapshot
        if sample is None or snapshot is None or self._refusal():
            return
        strength, document = self._strength(), self._session.document
        attack: Attack = "fast" if self._controls.attack == "fast" else "projected"
        self._against = strength, 1 if attack == "fast" else PGD_STEPS
        # a strength twice as large lets the curves be seen beyond that which was trained against
        strengths = {*np.round(np.linspace(0.0, 2.0 * strength, CURVE_STEPS), 6).tolist(), round(strength, 6)}
        curve = FoolingCurve(attack, "linf", tuple(sorted(strengths)))
        trials = partial(trials_against, document, *self._against)
        self._again.start(Retraining(sample, snapshot.epoch, trials, TRIALS, curve=curve), document)

    @Slot()
    def _go_on(self) -> None:
        strength, steps = self._against
        change = partial(change_training, adversarial=strength, adversarial_steps=steps)
        if self._session.edit(f"Train against steps of {plain(strength)}", change):
            self._session.message_posted.emit(f"Every batch is stepped by {plain(strength)} first from now on", "info")
        self._show()

    @Slot()
    def _show(self) -> None:
        again, wish = self._again, self._again.wish
        ordinary, against = self.curves
        self.head.setVisible(wish is not None)
        if wish is not None:
            title = f"Against {plain(self._against[0])}: {epochs_words(wish.epochs)} each"
            self.head.show_work(title, again.share, is_at_work=again.is_at_work)
        said = "" if ordinary is None or against is None else against_words(ordinary, against, self._against[0])
        self.words.set_text(again.error or said)
        self.words.setVisible(bool(again.error or said))
        training = self._session.document.training
        is_new = (training.adversarial, training.adversarial_steps) != self._against
        self.go_on.setVisible(against is not None)
        self.go_on.setEnabled(is_new)
        self.show_button()
        self.compared.emit()
