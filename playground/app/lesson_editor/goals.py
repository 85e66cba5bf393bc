"""The goals of a step: a row for each, with a quantity, a relation and a number."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.app.lesson_editor.fields import tab_from
from playground.app.lesson_editor.quantity_field import QuantityField
from playground.experiments.knobs import knobs_of
from playground.lessons.goal import RELATIONS, StepGoal
from playground.lessons.quantities import MAP, QUANTITIES, WEIGHTS, quantity_named
from playground.widgets.buttons import SMALL, IconButton, PushButton
from playground.widgets.choice import Choice, ChoiceButton
from playground.widgets.label import Label
from playground.widgets.lengths import scaled
from playground.widgets.number_field import NumberField
from playground.widgets.number_range import NumberRange

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from playground.document.model import Document

USUAL = "test accuracy >= 90 %"
MOST_GOALS = 6
SHARES, NUMBERS = NumberRange(minimum=0, maximum=100, step=1), NumberRange(minimum=-1e6, maximum=1e6, step=0.01)
AT_LEAST, AT_MOST, EXACTLY = ">=", "<=", "="
USUAL_BOUNDS = {
    "training loss": (AT_MOST, 0.1),
    "test loss": (AT_MOST, 0.1),
    "accuracy lost in testing": (AT_MOST, 5.0),
    "epochs": (AT_LEAST, 100.0),
    "divergence": (EXACTLY, 1.0),
    "seeds trained": (AT_LEAST, 16.0),
}
COUNTS = NumberRange(minimum=0, maximum=1e6, step=1)


class GoalField(QWidget):
    """One goal.

    Args:
        goal: To begin with.
        screen: Gives the document on the screen.

    Signals:
        removed(): It is to be there no more.
    """

    removed = Signal()

    def __init__(self, goal: StepGoal, screen: Callable[[], Document]) -> None:
        super().__init__()
        about = "What is looked at while the pupil works"
        self.quantity = QuantityField("Quantity", about, screen, goal.quantity.name)
        relations = [Choice(sign, words) for sign, (words, _) in RELATIONS.items()]
        self.relation = ChoiceButton("Relation", relations, goal.relation, tip="Relation\nHow it compares")
        self.number = NumberField("Number", NUMBERS, 0.0, tip="Number\nThat the quantity is compared with")
        scaled(self.number.setFixedWidth, 72)
        self.unit = Label("", "row", "ink3")
        self.remove = IconButton("x", "Remove the goal", "Remove the goal\nThe step asks for the others alone")
        for widget in (self.relation, self.number, self.unit):
            self.quantity.head.addWidget(widget)
        self.quantity.head.addStretch(1)
        self.quantity.head.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.quantity)
        self.remove.clicked.connect(self.removed)
        self._screen = screen
        self.quantity.changed.connect(self._suit)
        self.quantity.kind.chosen.connect(self._begin_usual)
        self._suit()
        self.number.set_value(goal.value * (100 if goal.quantity.is_share else 1))

    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops in it, in this order."""
        kind, *parts = self.quantity.stops()
        return kind, self.relation, self.number, self.remove, *parts

    def text(self) -> str:
        """The goal as a lesson's file says it."""
        name = self.quantity.name()
        unit = " %" if quantity_named(name).is_share else ""
        return f"{name} {self.relation.value()} {self.number.value():g}{unit}"

    @Slot()
    def _suit(self) -> None:
        name = self.quantity.name()
        quantity = quantity_named(name)
        counts = name in QUANTITIES or quantity.needs == MAP
        is_count = counts and "loss" not in name
        self.number.set_limits(SHARES if quantity.is_share else COUNTS if is_count else NUMBERS)
        self.unit.set_text("%" if quantity.is_share else "")

    @Slot()
    def _begin_usual(self) -> None:
        """Another quantity: the number of the one before means nothing."""
        name = self.quantity.name()
        relation, number = usual_bound(name, self._screen())
        self.relation.set_value(relation)
        self.number.set_value(number)


def usual_bound(name: str, document: Document) -> tuple[str, float]:
    """Relation and number of a goal to begin with, in percent for shares; of a setting what it is now.

    Args:
        name: Of the quantity.
        document: The one on the screen.
    """
    knob = None if name in QUANTITIES else knobs_of(document).get(name)
    if knob is not None and isinstance(knob.now, (int, float)):
        return EXACTLY, float(knob.now)
    quantity = quantity_named(name)
    number = 90.0 if quantity.is_share else 0.0 if quantity.needs == WEIGHTS else 1.0
    return USUAL_BOUNDS.get(name, (AT_LEAST, number))


class GoalFields(QWidget):
    """All goals of a step; none for a step to read.

    Args:
        screen: Gives the document on the screen.

    Signals:
        changed(): There are more of them, or fewer.
    """

    changed = Signal()

    def __init__(self, screen: Callable[[], Document]) -> None:
        super().__init__()
        self._screen = screen
        self.rows: list[GoalField] = []
        tip = "Add a goal\nThe step is done when all of them are reached; without any it is a step to read"
        self.add = PushButton("Add a goal", "plus", tip, height=SMALL)
        self._none = Label("no goal: a step to read", "row", "ink3")
        head = QHBoxLayout()
        scaled(head.setSpacing, 6)
        for widget in (Label("Goals", "label_strong", "ink3"), self._none):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        scaled(self._column.setSpacing, 4)
        self._column.addLayout(head)
        self.add.clicked.connect(self._add)

    def goals(self) -> tuple[str, ...]:
        """As a lesson's file says them."""
        return tuple(one.text() for one in self.rows)

    def show_goals(self, goals: Sequence[StepGoal]) -> None:
        """Show these, in place of what stood there."""
        while self.rows:
            self._drop(self.rows[-1])
        for goal in goals:
            self._put(goal)

    @Slot()
    def _add(self) -> None:
        self._put(StepGoal.read(USUAL))

    def _put(self, goal: StepGoal) -> None:
        row = GoalField(goal, self._screen)
        row.removed.connect(partial(self._drop, row))
        row.quantity.changed.connect(self._order)
        self.rows.append(row)
        self._column.addWidget(row)
        self._order()
        self._say()

    @Slot()
    def _order(self) -> None:
        tab_from(self.add, *(stop for row in self.rows for stop in row.stops()))

    def _drop(self, row: GoalField) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._say()

    def _say(self) -> None:
        self._none.setVisible(not self.rows)
        self.add.setEnabled(len(self.rows) < MOST_GOALS)
        self.changed.emit()
