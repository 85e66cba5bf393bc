"""Hand a sample to another class: the least change of weights with which the network answers that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.document.model import INPUT_UID
from playground.session.moved_weights import move_weights
from playground.session.selection import SampleBorder
from playground.training.probes.least_change import LeastChange
from playground.training.snapshots.snapshot import TrainerState
from playground.views.explain.mending_words import change_words
from playground.widgets.buttons import PushButton
from playground.widgets.choice import Choice, ChoiceButton
from playground.widgets.label import FlowText
from playground.widgets.lengths import scaled

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.session.session import Session
    from playground.training.probes.least_change import ChangedWeights
    from playground.training.probes.request import Request
    from playground.training.snapshots.snapshot import Snapshot
    from playground.views.explain.sample import SampleAtHand

NOBODY, LAST = -1, -2
"""No class, and the last layer that has weights."""
CLASS_TIP = (
    "Hand it to\nThe class that is to be answered: the least change of weights that does it is found, and the border "
    "with it drawn on the map in dashes"
)
LAYERS_TIP = "Change\nWhich layers' weights may change: those of the last one alone, or of more of them"
CHANGE_TIP = "Change the weights\nOne undo step. What the optimizer remembers stays"
MOVES_ON = "Pause to see with which change of weights it does that."


class Handing(QWidget):
    """A choice of the class; with one, which layers may change, what that costs, and a button that does it.

    Signals:
        wanted(): Its requests have changed.
    """

    wanted = Signal()

    def __init__(self, session: Session, at_hand: SampleAtHand, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._at_hand = session, at_hand
        self._found: ChangedWeights | None = None
        self.label = ChoiceButton("Hand it to", _classes(()), NOBODY, prefix="Hand it to:", tip=CLASS_TIP)
        self.layers = ChoiceButton("Change", (Choice(LAST, "Output"),), LAST, prefix="Change:", tip=LAYERS_TIP)
        self.words = FlowText("", "row", "ink2")
        self.change = PushButton("Change the weights", "sliders", CHANGE_TIP, height=28)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 8)
        for widget in (self.label, self.layers):
            column.addLayout(_alone(widget))
        column.addWidget(self.words)
        column.addLayout(_alone(self.change))
        self.label.chosen.connect(self._on_chosen)
        self.layers.chosen.connect(self._on_chosen)
        self.change.clicked.connect(self._change)

    # ---- what is asked ---------------------------------------------------------------------------------------------

    def suit(self, document: Document) -> None:
        """Offer the classes and layers of a document; nothing of values."""
        names = tuple(one.name for one in document.dataset.classes)
        self.label.set_choices(_classes(names))
        if not NOBODY <= self.label.value() < len(names):
            self.label.set_value(NOBODY)
        choices = _layers(document)
        self.layers.set_choices(choices)
        if self.layers.value() not in {choice.value for choice in choices}:
            self.layers.set_value(LAST)
        self.setVisible(len(names) > 1)
        self._found = None
        self._show()

    def requests(self) -> tuple[Request[Any], ...]:
        """The change, while a class is chosen and nothing moves."""
        request = self._request()
        return () if request is None else (request,)

    def _request(self) -> LeastChange | None:
        sample, label, document = self._at_hand.sample, self.label.value(), self._session.document
        if sample is None or label == NOBODY or self._trains or len(document.dataset.classes) < 2:
            return None
        after = None if self.layers.value() == LAST else self.layers.value()
        section = self._session.selection.section if self._at_hand.domain.has_map else None
        return LeastChange(sample, label, after=after, section=section)

    @property
    def _trains(self) -> bool:
        return self._session.state is TrainerState.TRAINING

    def take(self, snapshot: Snapshot) -> None:
        """Take the change, of what is asked now."""
        found, request = snapshot.get(LeastChange), self._request()
        fitting = found if found is not None and request is not None and found.request == request else None
        if fitting is not self._found:
            self._found = fitting
            self._show()

    # ---- what is done ----------------------------------------------------------------------------------------------

    @Slot()
    def _on_chosen(self) -> None:
        self._found = None
        self._show()
        self.wanted.emit()

    @Slot()
    def _change(self) -> None:
        found = self._found
        if found is None or found.weights is None or found.request.label is None or self._trains:
            return
        name = self._session.document.dataset.classes[found.request.label].name
        if move_weights(self._session, f"Hand {self._at_hand.words} to {name}", found.weights, None):
            self.label.set_value(NOBODY)
            self._on_chosen()

    # ---- what is shown ---------------------------------------------------------------------------------------------

    def show_on_map(self, *, on: bool) -> None:
        """Have the map show the border with the change, or not any more."""
        found = self._found
        has_border = on and found is not None and found.border is not None and found.request.section is not None
        if has_border and found is not None and found.border is not None and found.request.section is not None:
            self._session.selection.show_borders(SampleBorder(found.border, found.request.section, is_dashed=True))
        else:
            self._session.selection.show_borders()

    def _show(self) -> None:
        found, is_chosen = self._found, self.label.value() != NOBODY
        self.layers.setVisible(is_chosen)
        self.words.setVisible(is_chosen)
        self.change.setVisible(is_chosen)
        self.change.setEnabled(found is not None and found.weights is not None and found.squares > 0.0)
        if is_chosen:
            self.words.set_text(MOVES_ON if self._trains else change_words(self._session.document, found))
        if self.isVisible():
            self.show_on_map(on=is_chosen)


def _alone(widget: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.addWidget(widget)
    line.addStretch(1)
    return line


def _classes(names: tuple[str, ...]) -> tuple[Choice, ...]:
    return (Choice(NOBODY, "nobody else"), *(Choice(place, name) for place, name in enumerate(names)))


def _layers(document: Document) -> tuple[Choice, ...]:
    """From the output alone to all layers."""
    titles = [f"Layer {place}: {layer.title}" for place, layer in enumerate(document.network, start=1)]
    after = [
        Choice(layer.uid, f"All after layer {place}", title)
        for place, (layer, title) in enumerate(zip(document.network, titles, strict=True), start=1)
    ]
    return (Choice(LAST, "Output layer"), *after[-2::-1], Choice(INPUT_UID, "All layers"))
