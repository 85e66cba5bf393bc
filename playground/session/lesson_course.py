"""The lesson at hand: its step, what was predicted, and its goals, which are looked at while training goes on."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from playground.lessons.lesson import ChoicePrediction, NumberPrediction
from playground.lessons.network_quantities import placed
from playground.lessons.quantities import MAP, quantity_named
from playground.session.lesson_sight import requests_for, sight_of
from playground.session.new_start import begin_anew, train_again
from playground.training.snapshots.snapshot import TrainerState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.document.model import Document
    from playground.lessons.lesson import Lesson, LessonStep
    from playground.lessons.sight import Sight
    from playground.session.lesson_sight import Learner

LOOKED_AT = "lesson"
"""The name under which it asks for what goals need."""
GAP_S = 0.1
"""While training goes on goals are looked at so often at most."""


@dataclass(slots=True)
class StepState:
    """What a learner has done at a step.

    Attributes:
        is_reached: Whether its goals were reached, or it was read.
        hints: How many hints are shown.
        said: The prediction: the number of a choice from 1, or a number; None before there is one.
        came: What it came to, once the goals were reached.
    """

    is_reached: bool = False
    hints: int = 0
    said: float | None = None
    came: float | None = None


class LessonCourse(QObject):
    """Goes through one lesson. Nothing is ever blocked: steps can be skipped, and come back to.

    Attributes:
        lesson: The one at hand; None for none.
        place: Of its step, from 0.
        states: What was done at each of its steps.
        done: Keys of the lessons of which the last step was reached.
        places: Where lessons were left: their steps, from 0, by the keys of those that are under way.

    Signals:
        asked(str): Somebody wants a lesson, by its key; whoever opens documents opens it.
        left(): The learner wants the work of before back.
        changed(): Another lesson or none, another step, a hint, a prediction, a goal reached.
        looked(object): The values of the goals are new; the `Sight` that they are read from.
        seeds_asked(int): The document at hand is to be trained from so many seeds.
        entered(object): A step is entered; the `LessonStep`, whose panels are to be shown.
    """

    asked = Signal(str)
    left = Signal()
    changed = Signal()
    looked = Signal(object)
    seeds_asked = Signal(int)
    entered = Signal(object)

    def __init__(self, session: Learner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.lesson: Lesson | None = None
        self.done: set[str] = set()
        self.places: dict[str, int] = {}
        self.place = 0
        self.states: list[StepState] = []
        self._documents: Sequence[tuple[Document, Document]] = ()
        self._due = 0.0

    # ---- where it stands -------------------------------------------------------------------------------------------

    @property
    def step(self) -> LessonStep | None:
        """The step at hand; None without a lesson."""
        return None if self.lesson is None else self.lesson.steps[self.place]

    @property
    def state(self) -> StepState:
        """What was done at the step at hand."""
        return self.states[self.place]

    @property
    def is_last(self) -> bool:
        """Whether no step follows."""
        return self.lesson is None or self.place == len(self.lesson.steps) - 1

    def begin(self, lesson: Lesson, documents: Sequence[tuple[Document, Document]], place: int = 0) -> None:
        """Take a lesson up; whoever calls has shown the document of the step already.

        Args:
            lesson: Which.
            documents: For each step how it begins and how it is solved, as `replay.documents_of` gives them.
            place: The step to begin with, from 0.
        """
        self.lesson, self.place, self._documents = lesson, place, documents
        self.states = [StepState() for _ in lesson.steps]
        self._enter()

    def end(self) -> None:
        """Have no lesson any more; the document at hand stays."""
        if self.lesson is None:
            return
        self.lesson, self.place, self.states, self._documents = None, 0, [], ()
        self._session.want(LOOKED_AT)
        self.changed.emit()

    # ---- what the learner does ---------------------------------------------------------------------------------------

    def go(self, place: int) -> None:
        """Go to a step; what it sets is set as one undo step."""
        if self.lesson is None or place == self.place or not 0 <= place < len(self.lesson.steps):
            return
        self.place = place
        self.set_up()
        self._enter()

    def set_up(self) -> None:
        """Set what the step at hand begins with, as one undo step; the network begins anew."""
        step = self.step
        if step is not None and step.begin is not None:
            begin_anew(self._session, f"Lesson: {step.title}", self._documents[self.place][0])

    def show_how(self) -> None:
        """Do what the step asks for, as one undo step."""
        step = self.step
        if step is None or step.show is None:
            return
        goes_on = step.begin is None and step.show.sets_nothing  # with what the learner has made
        text, solved = f"Show how: {step.title}", self._documents[self.place][1]
        document = self._session.document if goes_on else solved
        if step.show.epochs:
            train_again(self._session, text, document, step.show.epochs)
        else:
            self._session.edit(text, lambda _: document)
        for key, index, value in placed(document, step.show.weights):
            self._session.set_parameter(text, key, index, value, gesture=(LOOKED_AT, step.title))
        if step.show.seeds:
            self.seeds_asked.emit(step.show.seeds)

    def hint(self) -> None:
        """Show one hint more."""
        if self.step is not None and self.state.hints < len(self.step.hints):
            self.state.hints += 1
            self.changed.emit()

    def predict(self, said: float) -> None:
        """Take down what the learner expects; it stands once the goals are reached."""
        if self.step is not None and self.state.came is None:
            self.state.said = said
            self.changed.emit()

    def is_right(self) -> bool | None:
        """Whether the prediction came true; None where there is none, or nothing came yet."""
        step = self.step
        if step is None or step.predict is None or self.state.said is None or self.state.came is None:
            return None
        if isinstance(step.predict, ChoicePrediction):
            return self.state.said == step.predict.right
        return abs(self.state.said - self.state.came) <= step.predict.near

    # ---- goals -----------------------------------------------------------------------------------------------------

    def sight(self) -> Sight:
        """What is seen of the run at hand now."""
        return sight_of(self._session)

    @Slot()
    def look(self) -> None:
        """See whether the goals are reached; called whenever something has changed."""
        step = self.step
        if step is None or (self._is_training() and perf_counter() < self._due):
            return
        self._due = perf_counter() + GAP_S
        self._want(step)
        if not step.goals:
            return
        sight = self.sight()
        if not self.state.is_reached and all(goal.is_met(sight) for goal in step.targets()):
            self._reach(sight)
        self.looked.emit(sight)

    def _reach(self, sight: Sight) -> None:
        step, state = self.step, self.state
        state.is_reached = True
        if self.is_last and self.lesson is not None:
            self.done.add(self.lesson.key)
        if step is not None and step.predict is not None:
            state.came = _came(step.predict, sight)
        self.changed.emit()

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _enter(self) -> None:
        step = self.step
        if step is None:
            return
        self._note_place()
        if not step.goals:
            self._reach(self.sight())
        self.entered.emit(step)
        self.look()
        self.changed.emit()

    def _note_place(self) -> None:
        """A lesson that is under way is gone on with; one at its beginning or its end begins anew."""
        if self.lesson is None:
            return
        self.places.pop(self.lesson.key, None)
        if self.place and not self.is_last:
            self.places[self.lesson.key] = self.place

    def _is_training(self) -> bool:
        shown = self._session.snapshot
        return shown is not None and shown.state is TrainerState.TRAINING

    def _want(self, step: LessonStep) -> None:
        looked_at = [goal.quantity for goal in step.targets()]
        if isinstance(step.predict, NumberPrediction):
            looked_at.append(quantity_named(step.predict.of))
        needs_map = any(quantity.needs == MAP for quantity in looked_at)
        layers = {quantity.layer for quantity in looked_at} - {0}
        self._session.want(LOOKED_AT, *requests_for(self._session, layers, needs_map=needs_map))


def _came(predict: ChoicePrediction | NumberPrediction, sight: Sight) -> float:
    if isinstance(predict, ChoicePrediction):
        return float(predict.right)
    return quantity_named(predict.of).read(sight)
