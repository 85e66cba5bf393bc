"""Fool it: the step of a sample that changes its answer, what it looks like, and how accuracy falls with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.document.edits_data import add_training_samples
from playground.session.plain import words
from playground.session.selection import SampleStep
from playground.training.probes.fooling import ATTACKS, Attack, Fooling, FoolingCurve
from playground.training.snapshots.snapshot import TrainerState
from playground.views.explain.accuracy_place import AccuracyPlace
from playground.views.explain.against import TrainAgainst
from playground.views.explain.attack_controls import ANY, AttackControls
from playground.views.explain.fool_words import accuracy_words, distance_words, verdict_words
from playground.views.explain.page import ExplainPage
from playground.views.explain.term_bars import Term, TermBars
from playground.views.explain.wells import FooledWells
from playground.widgets.answer_bars import Bars, bars_of
from playground.widgets.answer_words import answer_words
from playground.widgets.buttons import PushButton
from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.format import count, significant, with_sign
from playground.widgets.label import FlowText, Label
from playground.widgets.lengths import scaled
from playground.widgets.panel import PADDING

if TYPE_CHECKING:
    from playground.session.session import Session
    from playground.training.probes.fooling import FallingAccuracy, FooledSample
    from playground.training.probes.request import Request
    from playground.training.snapshots.snapshot import Snapshot

CURVE_STEPS, MOST_BARS, MOST_TERMS = 11, 4, 12
LEAST_DECIMAL = 0.01
"""Of a step that two decimals tell."""
NO_CLASSES = "Fooling is for classes: a value has no border that a small step could cross."
ONE_CLASS = "With one class there is no other answer to be fooled into."
PUT_TIP = "Put into the training set\nThe sample after the step, with the label that it had before: one undo step"


class FoolPage(ExplainPage):
    """Changes nothing of the data unless it is told to; all is live while the network trains."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.controls = AttackControls()
        self.verdict, self.distance = FlowText("", "row", "ink2"), FlowText()
        self.wells, self.terms, self.bars = FooledWells(), TermBars(), Bars()
        self.put = PushButton("Put into the training set", "plus", PUT_TIP, height=28)
        self.curve_title, self.curve = Label("", "label_strong", "ink3", has_facts=True), AccuracyPlace()
        self.against = TrainAgainst(session, self.at_hand, self.controls)
        self._found: FooledSample | None = None
        self._curve: FallingAccuracy | None = None
        self._arrange()
        self.controls.changed.connect(self._on_controls)
        self.put.clicked.connect(self._put)
        self.curve.picked.connect(self.controls.set_strength)
        self.against.compared.connect(self._show_compared)
        session.hand.changed.connect(self._on_controls)

    def _arrange(self) -> None:
        """All below the sample's name scrolls: it is more than low panels have room for."""
        inner = QWidget()
        column = QVBoxLayout(inner)
        scaled(column.setContentsMargins, 0, 0, PADDING, 0)
        scaled(column.setSpacing, 8)
        for widget in (self.controls, self.wells, self.terms, self.verdict, self.distance, self.bars):
            column.addWidget(widget)
        line = QHBoxLayout()
        line.addWidget(self.put)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self.curve_title)
        column.addWidget(self.curve, 1)
        column.addWidget(self.against)
        scaled(self.column.setContentsMargins, PADDING, 0, 0, 0)
        self.column.addWidget(ColumnScroll(inner), 1)

    # ---- what is asked ---------------------------------------------------------------------------------------------

    def state(self) -> dict[str, object]:
        """The attack and how it is measured."""
        return {"attack": self.controls.attack, "norm": self.controls.norm}

    def recall(self, said: dict[str, object]) -> None:
        """Take up the attack and its measure as a project says them; what cannot be stays as it is."""
        for attack in words([said.get("attack")], ATTACKS):
            self.controls.set_attack(attack)
        self.controls.set_norm(said.get("norm"))

    def refusal(self) -> str:
        """Values are not fooled, nor is a single class."""
        classes = self.session.document.dataset.classes
        if len(classes) < 2:
            return ONE_CLASS if classes else NO_CLASSES
        return super().refusal()

    def requests(self) -> tuple[Request[Any], ...]:
        """The step of the sample at hand, and the curve of the test set."""
        sample = self.at_hand.sample
        if sample is None or self.refusal():
            self.session.selection.show_steps()
            return ()
        return (self._fooling(sample), self._fooling_curve())

    def _fooling(self, sample: tuple[float, ...]) -> Fooling:
        chosen = self.controls
        goal = None if chosen.goal == ANY else chosen.goal
        if chosen.attack == "noise" and goal is None:
            goal = min(self.session.hand.class_index, len(self.session.document.dataset.classes) - 1)
        return Fooling(sample, cast("Attack", chosen.attack), chosen.norm, chosen.strength, goal, chosen.seed)

    def _fooling_curve(self) -> FoolingCurve:
        attack: Attack = "fast" if self.controls.attack == "fast" else "projected"
        strengths = self.controls.most_strength * np.linspace(0.0, 1.0, CURVE_STEPS) ** 2  # most happens at small ones
        return FoolingCurve(attack, self.controls.norm, tuple(np.round(strengths, 6).tolist()))

    # ---- what is shown ---------------------------------------------------------------------------------------------

    def show_document(self) -> None:
        """Classes to be fooled into, strengths that suit the samples."""
        data, domain = self.session.document.dataset, self.at_hand.domain
        self.controls.suit(tuple(one.name for one in data.classes), domain)
        self.wells.setVisible(not domain.has_map)
        self.terms.setVisible(domain.has_map)
        self._found = self._curve = None
        self.against.follow_document()

    def take(self, snapshot: Snapshot) -> None:
        """Show the step, and the curve as far as it is known."""
        found, curve = snapshot.get(Fooling), snapshot.get(FoolingCurve)
        data = self.session.document.dataset
        if found is not None and found is not self._found and len(found.end) == len(data.columns):
            self._found = found
            self._show_step(found)
        if curve is not None and curve is not self._curve:
            self._curve = curve
            self.curve.plot.show_accuracy(curve)
            self.curve.show_plot()
            self.curve_title.set_text(accuracy_words(self.session.document, curve))
            self._show_strength()
            self._show_compared()
        self.against.show_button()

    def _show_step(self, found: FooledSample) -> None:
        document = self.session.document
        if len(found.before) != len(document.dataset.classes):
            return
        if self.at_hand.domain.has_map:
            self._show_terms(found)
            steps = [SampleStep(tuple(found.start.tolist()), tuple(found.end.tolist()), is_far=True)]
            self.session.selection.show_steps(*(steps if found.length else []))
        else:
            self._show_pictures(found)
        if not self.pace.is_due(trains=self.session.state is TrainerState.TRAINING):
            return
        self.said.set_text(answer_words(document, found.before.tolist(), 0))
        self.verdict.set_text(verdict_words(document, found, self.at_hand.row))
        self.distance.set_text(distance_words(document, found, len(self.terms.terms)))
        bars = bars_of(document, found.after)
        self.bars.show_bars([bars[place] for place in np.argsort(-found.after, kind="stable")[:MOST_BARS]])
        is_noise = found.request.attack == "noise"
        self.name.set_text("Random pixels" if is_noise else self.at_hand.words)
        self.put.setEnabled(not is_noise and found.length > 0.0)
        self.put.setToolTip("Random pixels are of no class" if is_noise else PUT_TIP)

    def _show_pictures(self, found: FooledSample) -> None:
        document = self.session.document
        shape = document.dataset.shape
        said = [answer_words(document, one.tolist(), 0) for one in (found.before, found.after)]
        start, end = (one.reshape(shape)[0] for one in (found.start, found.end))
        self.wells.show_pictures(start, end, (said[0], f"± {significant(found.largest, 2)}", said[1]))

    def _show_terms(self, found: FooledSample) -> None:
        """The step column by column, in a person's units; of many columns those that change most."""
        data, step = self.session.document.dataset, found.end - found.start
        chosen = np.sort(np.argsort(-np.abs(step), kind="stable")[:MOST_TERMS]).tolist()
        terms = []
        for column in chosen:
            number = float(step[column]) * data.units.column(column).scale
            text = with_sign(number) if abs(number) >= LEAST_DECIMAL else significant(number, 2)
            terms.append(Term(data.columns[column], float(step[column]), text))
        self.terms.show_terms(terms, (None, None))

    def _show_strength(self) -> None:
        if self.curve.is_loaded:
            has_strength = self.controls.attack in {"fast", "projected"}
            self.curve.plot.show_strength(self.controls.strength if has_strength else None)

    @Slot()
    def _show_compared(self) -> None:
        """The curves of two trainings beside that of the run at hand, where both are of the largest change."""
        if self.curve.is_loaded and self._curve is not None:
            is_alike = self._curve.request.norm == "linf"
            self.curve.plot.show_compared(*(self.against.curves if is_alike else (None, None)))

    # ---- what is done ----------------------------------------------------------------------------------------------

    @Slot()
    def _on_controls(self) -> None:
        if self.is_on:
            self.pace.renew()
            self._show_strength()
            self.against.show_button()
            self.wanted.emit()

    @Slot()
    def _put(self) -> None:
        """Put the sample after the step into the training set, with the label that it had before."""
        found, document = self._found, self.session.document
        if found is None or found.request.attack == "noise":
            return
        row = self.at_hand.row
        is_known = row is not None and tuple(document.dataset.samples[row].tolist()) == found.request.sample
        target = int(document.dataset.targets[row]) if is_known else int(found.before.argmax())
        name, sample = document.dataset.classes[target].name, self.at_hand.domain.sample
        change = partial(add_training_samples, samples=found.end[None], target=target)
        if self.session.edit(f"Put a fooled {sample} into {name}", change):
            now = self.session.document.dataset.counts()[target]
            self.session.message_posted.emit(f"Put into {name} ({count(now, sample)})", "info")
