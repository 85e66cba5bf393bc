"""The lesson at hand: its step, what was predicted, and its goals, which are looked at while training goes on."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from playground.lessons.lesson import ChoicePrediction
from playground.lessons.quantities import Sight, quantity_named
from playground.lessons.replay import LOSSES
from playground.session.experiments import SEEDS
from playground.session.new_start import Starter, begin_anew, train_again
from playground.training.probes.layer_spaces.space import LayerSpaces
from playground.training.snapshots.snapshot import TrainerState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.document.model import Document
    from playground.lessons.lesson import Lesson, LessonStep, NumberPrediction
    from playground.session.experiments import Experiments
    from playground.training.probes.request import Request
    from playground.training.trainee.history import History

LOOKED_AT = "lesson"
"""The name under which it asks for what goals need."""
GAP_S = 0.1
"""While training goes on goals are looked at so often at most."""


class Learner(Starter, Protocol):
    """What a lesson needs of the session."""

    experiments: Experiments
    history: History

    @property
    def run(self) -> int:
        """The number of the run at hand."""
        ...

    def want(self, view: str, *requests: Request[Any]) -> None:
        """Say what is to be looked at in the network."""
        ...


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

    def begin(self, lesson: Lesson, documents: Sequence[tuple[Document, Document]]) -> None:
        """Take a lesson up; whoever calls has shown the document of its first step already.

        Args:
            lesson: Which.
            documents: For each step how it begins and how it is solved, as `replay.documents_of` gives them.
        """
        self.lesson, self.place, self._documents = lesson, 0, documents
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
        session, shown = self._session, self._session.snapshot
        is_current = shown is not None and shown.run == session.run and shown.moment is None
        columns = session.history.columns(session.run)
        count = len(columns["epoch"])
        losses = {name: float(columns[name][-1]) for name in LOSSES} if count and is_current else None
        course = session.experiments.course(SEEDS)
        seeds = 0 if course is None or course.results.experiment.document is not session.document else course.done
        return Sight(
            session.document,
            shown.live_epoch if shown is not None and is_current else 0,
            losses,
            self._separability(),
            shown is not None and is_current and shown.state is TrainerState.DIVERGED,
            seeds,
            course.results.solved().share if course is not None and seeds else nan,
        )

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
        if not step.goals:
            self._reach(self.sight())
        self.entered.emit(step)
        self.look()
        self.changed.emit()

    def _is_training(self) -> bool:
        shown = self._session.snapshot
        return shown is not None and shown.state is TrainerState.TRAINING

    def _want(self, step: LessonStep) -> None:
        layers = {goal.quantity.layer for goal in step.targets()} - {0}
        uids = [one.uid for place, one in enumerate(self._session.document.network, 1) if place in layers]
        self._session.want(LOOKED_AT, *([LayerSpaces(tuple(uids))] if uids else []))

    def _separability(self) -> dict[int, float] | None:
        shown = self._session.snapshot
        found = None if shown is None else shown.get(LayerSpaces)
        if found is None:
            return None
        places = {one.uid: place for place, one in enumerate(self._session.document.network, 1)}
        return {places[space.uid]: space.separability for space in found.spaces if space.uid in places}


def _came(predict: ChoicePrediction | NumberPrediction, sight: Sight) -> float:
    if isinstance(predict, ChoicePrediction):
        return float(predict.right)
    return quantity_named(predict.of).read(sight)
