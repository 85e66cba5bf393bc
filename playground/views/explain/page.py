"""What every page of the panel has: the sample's name and the answer above, and one request to the trainer."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from playground.session.trouble import problem_in_words
from playground.session.turns import ReadingPace
from playground.views.explain.sample import SampleAtHand
from playground.widgets.label import FlowText, Label
from playground.widgets.lengths import scaled
from playground.widgets.panel import PADDING
from playground.widgets.text import CENTRE
from playground.widgets.theme import px, theme_signals

if TYPE_CHECKING:
    from playground.session.session import Session
    from playground.training.probes.request import Request
    from playground.training.snapshots.snapshot import Snapshot

NO_SAMPLE = "There is nothing to explain yet: no {samples}"


class ExplainPage(QWidget):
    """A question about the sample at hand.

    Signals:
        wanted(): Its requests have changed.
    """

    wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.at_hand = SampleAtHand(session, self)
        self.pace = ReadingPace()
        self.is_on = False
        self.name, self.said = Label("", "row", "ink2"), Label("", "title", "ink")
        self.blank = FlowText("", "row", "ink3")  # a reason may take more than one line
        self.blank.setAlignment(CENTRE)
        self.blank.setMargin(px(PADDING))
        self.body = QWidget()
        self.column = QVBoxLayout(self.body)
        scaled(self.column.setContentsMargins, PADDING, 0, PADDING, 0)
        scaled(self.column.setSpacing, 8)
        self.column.addWidget(self.name)
        self.column.addWidget(self.said)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.body)
        self._stack.addWidget(self.blank)
        self.at_hand.changed.connect(self._on_sample)
        session.network_changed.connect(self._on_document)
        session.dataset_changed.connect(self._on_document)
        session.state_changed.connect(self._on_document)
        theme_signals().changed.connect(self._on_document)

    def turn(self, *, on: bool) -> None:
        """Be at work, or at rest."""
        was, self.is_on = self.is_on, on
        self.at_hand.turn(on=on)
        if on:
            self._on_document()
        elif was:
            self.session.selection.show_steps()

    def state(self) -> dict[str, object]:
        """How it looks at things, as plain values, for projects."""
        return {}

    def recall(self, said: dict[str, object]) -> None:
        """Look at things as a project says."""
        del said

    def requests(self) -> tuple[Request[Any], ...]:
        """What the trainer is asked for."""
        raise NotImplementedError

    def take(self, snapshot: Snapshot) -> None:
        """Show what a snapshot brings."""
        raise NotImplementedError

    def show_document(self) -> None:
        """Suit the kind of samples, classes and theme at hand."""

    def refusal(self) -> str:
        """Why there is nothing to show, in words; "" where there is."""
        problem = problem_in_words(self.session)
        if problem:
            return problem
        domain = self.at_hand.domain
        return NO_SAMPLE.format(samples=domain.samples) if self.at_hand.sample is None else ""

    @Slot()
    def _on_sample(self) -> None:
        if self.is_on:
            self.pace.renew()
            self._show_blank()
            self.name.set_text(self.at_hand.words)
            self.wanted.emit()

    @Slot()
    def _on_document(self) -> None:
        if self.is_on:
            self.show_document()
            self._on_sample()
            if self.session.snapshot is not None:
                self.take(self.session.snapshot)

    def _show_blank(self) -> None:
        words = self.refusal()
        self.blank.set_text(escape(words))
        self._stack.setCurrentWidget(self.blank if words else self.body)
