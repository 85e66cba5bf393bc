"""Why this answer: what in the sample decides, as a layer over a picture, as an arrow and terms of a point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from playground.document.model import inputs_of
from playground.session.plain import words
from playground.session.selection import SampleStep
from playground.training.probes.explanation import WAYS, Explanation, Way
from playground.training.probes.fooling import Fooling
from playground.training.snapshots.snapshot import TrainerState
from playground.views.explain.handing import Handing
from playground.views.explain.layer_picture import MOST_SIDE, LayerPicture
from playground.views.explain.mending import Mending
from playground.views.explain.page import ExplainPage
from playground.views.explain.term_bars import Term, TermBars, bars_height
from playground.views.explain.told_column import ToldColumn
from playground.views.explain.words import answers_of, check_words, mend_words, way_words
from playground.widgets.answer_words import answer_words
from playground.widgets.choice import Choice, ChoiceButton
from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.format import significant, with_sign
from playground.widgets.label import FlowText
from playground.widgets.lengths import scaled
from playground.widgets.panel import PADDING
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.theme import px

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from playground.document.model import Document
    from playground.session.session import Session
    from playground.training.probes.explanation import SharedAnswer
    from playground.training.probes.fooling import FooledSample
    from playground.training.probes.request import Request
    from playground.training.snapshots.snapshot import Snapshot

OWN = -1
"""Stands for the class that wins."""
ARROW = 1.2
"""How long the arrow on the map is, in steps of the plane: only its way counts."""
LEAST_DECIMAL = 0.01
"""Of terms that two decimals tell."""
SEGMENTS = (
    Segment("gradient", "Gradient", tip="Gradient\nHow the answer changes with each input at this very sample"),
    Segment("times_input", "× input", tip="Gradient × input\nEach slope times its input: the terms of a linear sum"),
    Segment(
        "integrated",
        "Integrated",
        tip="Integrated gradients\nSlopes summed up on the way from nothing to the sample: they add up to the answer",
    ),
    Segment("occlusion", "Occlusion", tip="Occlusion\nWhat the answer loses where a part of the input is covered"),
)


class WhyPage(ExplainPage):
    """Shares the answer out among the inputs, live while the network trains."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.ways = Segmented("Way to share the answer out", SEGMENTS, stretch=True)
        tip = "Answer\nWhich class is explained: the one that wins, or any other (why not that one?)"
        self.answer = ChoiceButton("Answer", (Choice(OWN, "The answer"),), OWN, prefix="Explains:", tip=tip)
        self.picture, self.bars = LayerPicture(), TermBars()
        self.check, self.caption, self.mend = FlowText(), FlowText(), FlowText("", "row", "ink2")
        self.mending, self.handing = Mending(session, self.at_hand), Handing(session, self.at_hand)
        self._shown = QWidget()
        self._kinds = QStackedLayout(self._shown)
        self._kinds.addWidget(self.picture)
        self._kinds.addWidget(ColumnScroll(self.bars, beside=True))
        self._classes: tuple[str, ...] = ()
        self._found: SharedAnswer | None = None
        self._mended: FooledSample | None = None
        line = QHBoxLayout()
        line.addWidget(self.answer)
        line.addStretch(1)
        self.column.addLayout(line)
        self.column.addWidget(self.ways)
        self.column.addWidget(self._shown, 1)
        self.column.addWidget(ToldColumn(self._told()))
        self.ways.chosen.connect(self.wanted)
        self.answer.chosen.connect(self.wanted)
        self.mending.wanted.connect(self.wanted)
        self.handing.wanted.connect(self.wanted)

    def _told(self) -> QWidget:
        """All that is said below the parts; it scrolls where a picture leaves it little room."""
        inner = QWidget()
        column = QVBoxLayout(inner)
        scaled(column.setContentsMargins, 0, 0, PADDING, 0)
        scaled(column.setSpacing, 8)
        for widget in (self.check, self.caption, self.mend, self.mending, self.handing):
            column.addWidget(widget)
        column.addStretch()
        return inner

    def turn(self, *, on: bool) -> None:
        """At rest no border is drawn by it."""
        was = self.is_on
        super().turn(on=on)
        if on or was:
            self.handing.show_on_map(on=on)

    def state(self) -> dict[str, object]:
        """Which way of explaining is chosen, as a plain value for projects."""
        return {"way": self.ways.current_key()}

    def recall(self, said: dict[str, object]) -> None:
        """Take up the way of explaining as a project says it; one that is not known stays as it is."""
        for way in words([said.get("way")], WAYS):
            self.ways.set_current(way)

    def requests(self) -> tuple[Request[Any], ...]:
        """The answer to the sample at hand, shared out."""
        sample, chosen = self.at_hand.sample, self.answer.value()
        if sample is None or self.refusal():
            self.session.selection.show_steps()
            return ()
        value = self.session.selection.value if not self.session.document.dataset.classes else None
        why = Explanation(sample, cast("Way", self.ways.current_key()), value if chosen == OWN else chosen)
        label = self._missed_label()
        mends = () if label is None else (Fooling(sample, "smallest", "l2", goal=label), *self.mending.requests())
        return (why, *mends, *self.handing.requests())

    def show_document(self) -> None:
        """Classes to choose from; a layer or bars."""
        data = self.session.document.dataset
        names = tuple(one.name for one in data.classes)
        if names != self._classes:
            self._classes = names
            choices = (Choice(OWN, "The answer"), *(Choice(place, name) for place, name in enumerate(names)))
            self.answer.set_choices(choices)
            self.answer.set_value(OWN)
        self.answer.setVisible(bool(names))
        self._kinds.setCurrentIndex(int(self.at_hand.domain.has_map))
        self._fit()
        self.handing.suit(self.session.document)
        self._found = self._mended = None

    def take(self, snapshot: Snapshot) -> None:
        """Show the parts of the answer."""
        found, mended = snapshot.get(Explanation), snapshot.get(Fooling)
        data = self.session.document.dataset
        if found is None or len(found.sample) != len(data.columns) or len(found.said) != answers_of(data):
            return
        self.mending.take(snapshot)
        self.handing.take(snapshot)
        if found is self._found and mended is self._mended:
            return
        self._found, self._mended = found, mended
        label = self._missed_label()
        self.mending.suit(None if label is None else (label, int(found.said.argmax())))
        self._show_parts(found)
        self._show_arrows(found)
        if self.pace.is_due(trains=self.session.state is TrainerState.TRAINING):
            self._show_words(found)
        self.wanted.emit()  # what is answered wrongly is asked for the step that mends it

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A picture is as high as it is wide, so that words follow it at once."""
        super().resizeEvent(event)
        self._fit()

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _fit(self) -> None:
        rows = bars_height(len(self.session.document.inputs))
        side = min(self.width() - 2 * px(PADDING), px(MOST_SIDE))
        self._shown.setMaximumHeight(rows if self.at_hand.domain.has_map else max(side, 1))

    def _show_parts(self, found: SharedAnswer) -> None:
        document = self.session.document
        if self.at_hand.domain.has_map:
            known = inputs_of(document)
            inputs = [known[name] for name in document.inputs]
            if len(inputs) == len(found.terms):
                places = document.dataset.units.samples_to_units(np.array([found.sample]))[0].tolist()
                pairs = zip(inputs, found.inputs.tolist(), found.terms.tolist(), strict=True)
                terms = [
                    _term(one.label, number if one.column is None else places[one.column], term)
                    for one, number, term in pairs
                ]
                self.bars.show_terms(terms, _colours(document, found.answer))
            return
        shape = document.dataset.shape
        if found.terms.size == np.prod(shape):
            picture, layer = (np.asarray(one).reshape(shape)[0] for one in (found.sample, found.terms))
            self.picture.show_layer(picture, layer, found.scale, way_words(document, found))

    def _missed_label(self) -> int | None:
        """The class of the sample at hand where the network answers another one; None else."""
        found, row, data = self._found, self.at_hand.row, self.session.document.dataset
        if found is None or row is None or found.sample != self.at_hand.sample or not data.classes:
            return None
        label = int(data.targets[row])
        return None if int(found.said.argmax()) == label else label

    def _step_that_mends(self) -> FooledSample | None:
        """That of the sample at hand, as soon as it is known."""
        step, label = self._mended, self._missed_label()
        if step is None or label is None or step.request.goal != label or step.request.sample != self.at_hand.sample:
            return None
        return step

    def _show_arrows(self, found: SharedAnswer) -> None:
        """On the map, which way the answer grows, and the step that mends it."""
        if not self.at_hand.domain.has_map or found.sample != self.at_hand.sample:
            return
        mended, steps = self._step_that_mends(), list[SampleStep]()
        section = self.session.selection.section
        seen = [section.across, section.up]
        size = float(np.linalg.norm(found.arrow[seen]))
        if np.isfinite(size) and size > 0.0:
            end = np.array(found.sample)
            end[seen] += found.arrow[seen] * (ARROW / size)
            steps.append(SampleStep(found.sample, tuple(end.tolist())))
        if mended is not None and mended.is_done:
            steps.append(SampleStep(found.sample, tuple(mended.end.tolist()), is_far=True))
        self.session.selection.show_steps(*steps)

    def _show_words(self, found: SharedAnswer) -> None:
        document, label = self.session.document, self._missed_label()
        self.said.set_text(answer_words(document, found.said.tolist(), self.session.selection.value))
        self.check.set_text(check_words(document, found))
        self.caption.set_text(way_words(document, found))
        self.mend.setVisible(label is not None)
        if label is not None:
            self.mend.set_text(mend_words(document, label, self._step_that_mends()))


def _term(name: str, number: float, term: float) -> Term:
    """An input with its number, of a column in a person's units, and what it does to the answer."""
    text = with_sign(term) if abs(term) >= LEAST_DECIMAL else significant(term, 2)
    return Term(name, term, text, significant(number, 3))


def _colours(document: Document, answer: int) -> tuple[int | None, int | None]:
    """Of what speaks for an answer and against it: its class's, and that of the other of two; of values by sign."""
    classes = document.dataset.classes
    if not classes:
        return 1, 0
    return classes[answer].color, classes[1 - answer].color if len(classes) == 2 else None
