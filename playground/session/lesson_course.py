"""The lesson at hand: its step, what was predicted, and its goals, which are looked at while training goes on."""

from __future__ import annotations

from math import isclose
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from playground.session.lesson_locking import LessonLocking
from playground.session.new_start import begin_anew
from playground.session.step_state import StepState, is_gone_through
from playground.training.loop.commands import SetParameter
from playground.training.snapshots.snapshot import TrainerState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from playground.document.layout import Key
    from playground.document.model import Document
    from playground.lessons.lesson import Lesson, LessonStep
    from playground.lessons.predictions import Said, Strokes
    from playground.lessons.sight import Sight
    from playground.session.lesson_sight import Learner

LOOKED_AT = "lesson"
"""The name under which it asks for what goals need."""
CLOSE = 1e-6
"""How far a number that was put into the network may be from it, for the precision of training."""
GAP_S = 0.1
"""While training goes on goals are looked at so often at most."""


class LessonCourse(LessonLocking):
    """Goes through one lesson. Nothing is ever blocked: steps can be skipped, and come back to.

    Attributes:
        place: Of its step, from 0.
        states: What was done at each of its steps.
        done: Keys of the lessons that were gone through, as `is_gone_through` says it.
        is_taught: Whether type is large and few panels are open, for a class.
        places: Where lessons were left: their steps, from 0, by the keys of those that are under way.

    Signals:
        asked(str): Somebody wants a lesson, by its key; whoever opens documents opens it.
        left(): The learner wants the work of before back.
        sketched(): Lines of a prediction that is drawn came or went.
        looked(object): The values of the goals are new; the `Sight` that they are read from.
        seeds_asked(int): The document at hand is to be trained from so many seeds.
        entered(object): A step is entered; the `LessonStep`, whose panels are to be shown.
    """

    asked = Signal(str)
    left = Signal()
    sketched = Signal()
    looked = Signal(object)
    seeds_asked = Signal(int)
    entered = Signal(object)

    def __init__(self, session: Learner, parent: QObject | None = None) -> None:
        super().__init__(session, parent)
        self.done: set[str] = set()
        self.is_taught = False
        self.places: dict[str, int] = {}
        self.place = 0
        self.states: list[StepState] = []
        self._documents: Sequence[tuple[Document, Document]] = ()
        self._due = 0.0
        self._awaited: tuple[tuple[Key, tuple[int, ...], float], ...] = ()
        session.selection.neuron_changed.connect(self._on_pointed)

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
        self.states = [StepState(is_reached=before < place) for before in range(len(lesson.steps))]
        self._session.selection.select_points(None)
        begun = lesson.steps[place].begin
        self._put({} if begun is None else begun.weights)
        self._enter()

    def end(self) -> None:
        """Have no lesson any more; the document at hand stays."""
        if self.lesson is None:
            return
        self.lesson, self.place, self.states, self._documents = None, 0, [], ()
        self._session.want(LOOKED_AT)
        self.changed.emit()
        self.sketched.emit()

    # ---- what the learner does ---------------------------------------------------------------------------------------

    def go(self, place: int) -> None:
        """Go to a step; what it sets is set as one undo step.

        One that sets nothing goes on with what is there; coming back to it from a step that has set something else,
        it has again what it was left with.
        """
        if self.lesson is None or place == self.place or not 0 <= place < len(self.lesson.steps):
            return
        self.states[self.place].document = self._session.document
        between = self.lesson.steps[place + 1 : self.place + 1]
        self.place = place
        self.set_up()
        if self.lesson.steps[place].begin is None and any(step.begin is not None for step in between):
            own = self.state.document or self._documents[place][0]
            self.state.begin_again()
            begin_anew(self._session, f"Lesson: {self.lesson.steps[place].title}", own, tells=False)
        self._enter()

    def set_up(self) -> None:
        """Set what the step at hand begins with, as one undo step; the network begins anew, where it is not kept."""
        step, self._awaited = self.step, ()
        if step is None or step.begin is None:
            return
        if self.state.begin_again():
            self.changed.emit()
        text, begun = f"Lesson: {step.title}", self._documents[self.place][0]
        if step.begin.keeps:
            self._edit(text, begun, is_whole=True)
            return
        self._await(begun, step.begin.weights)
        begin_anew(self._session, text, begun, tells=False)
        self._session.selection.select_points(None)
        self._put(step.begin.weights)

    def show_how(self) -> None:
        """Do what the step asks for, as one undo step."""
        step = self.step
        if step is None or step.show is None:
            return
        self.state.is_shown = True
        goes_on = step.begin is None and step.show.sets_nothing and not step.show.keeps  # with what the learner has
        text, solved = f"Show how: {step.title}", self._documents[self.place][1]
        document = self._session.document if goes_on else solved
        if step.goes_on:
            self._edit(text, document, is_whole=True)
            if step.show.epochs:
                self._session.play(until=step.show.epochs)
        elif step.show.epochs:
            begin_anew(self._session, text, document)
            self._put({} if step.begin is None else step.begin.weights)
            self._session.play(until=step.show.epochs)
        else:
            self._edit(text, document)
        self._set(text, step.show.weights)
        if step.show.seeds:
            self.seeds_asked.emit(step.show.seeds)

    def _edit(self, text: str, document: Document, *, is_whole: bool = False) -> None:
        """Take a document as one undo step, whatever is locked."""
        with self._acting():
            self._session.edit(text, lambda _: document, is_whole=is_whole)

    def _set(self, text: str, weights: Mapping[str, float]) -> None:
        """Put numbers into the network at hand, all of them as one undo step."""
        from playground.lessons.network_quantities import placed  # noqa: PLC0415 - not for a start

        with self._acting():
            for key, index, value in placed(self._session.document, weights):
                self._session.set_parameter(text, key, index, value, gesture=(LOOKED_AT, text))

    def _put(self, weights: Mapping[str, float]) -> None:
        """Put numbers into a network that has just begun, as a part of the step that began it."""
        self._await(self._session.document, weights)
        for key, index, value in self._awaited:
            self._session.trainer.send(SetParameter(key, index, value))

    def _await(self, document: Document, weights: Mapping[str, float]) -> None:
        """Look at no goal before these numbers are seen: those of before, or the drawn ones, may meet it."""
        from playground.lessons.network_quantities import placed  # noqa: PLC0415 - not for a start

        self._awaited = tuple(placed(document, weights))

    def hint(self) -> None:
        """Show one hint more."""
        if self.step is not None and self.state.hints < len(self.step.hints):
            self.state.hints += 1
            self.changed.emit()

    def predict(self, said: Said | None) -> None:
        """Take down what the learner expects, or with None take it back; it stands once the goals are reached."""
        if self.step is not None and self.state.came is None:
            self.state.said = said
            self.changed.emit()
            self.sketched.emit()

    def asks_for(self, hand: str) -> bool:
        """Whether a prediction of this kind is to be given now: one of `Prediction.HAND`."""
        step = self.step
        if step is None or step.predict is None or hand != step.predict.HAND:
            return False
        return self.state.said is None and self.state.came is None

    @property
    def is_asking(self) -> bool:
        """Whether a prediction stands open, said or not: what would give its answer away keeps still meanwhile."""
        return self.step is not None and self.step.predict is not None and self.state.came is None

    def sketch(self, strokes: Strokes) -> None:
        """Take lines that are drawn as a prediction, all of them; they are said with `predict`."""
        if self.step is not None and self.state.said is None and self.state.came is None:
            self.state.sketch = strokes
            self.sketched.emit()

    def drawn(self, hand: str) -> Strokes:
        """The lines of the prediction at hand, said or not; none where it is of another kind."""
        step = self.step
        if step is None or step.predict is None or hand != step.predict.HAND:
            return ()
        return self.state.said if isinstance(self.state.said, tuple) else self.state.sketch

    def pointed_unit(self, layer: int) -> int:
        """The unit of a hidden layer, both from 1, that is clicked in the network; 0 for none of it."""
        pinned, network = self._session.selection.pinned, self._session.document.network
        is_there = pinned is not None and layer <= len(network) and pinned.uid == network[layer - 1].uid
        return pinned.index + 1 if pinned is not None and is_there else 0

    def is_right(self) -> bool | None:
        """Whether the prediction came true; None where there is none, or nothing came yet."""
        return None if self.step is None or self.state.came is None else self.state.came.is_right

    # ---- goals -----------------------------------------------------------------------------------------------------

    def sight(self) -> Sight:
        """What is seen of the run at hand now."""
        from playground.session.lesson_sight import sight_of  # noqa: PLC0415 - not for a start

        return sight_of(self._session)

    @Slot()
    def look(self) -> None:
        """See whether the goals are reached; called whenever something has changed."""
        step = self.step
        if step is None or (self._is_training() and perf_counter() < self._due):
            return
        self._due = perf_counter() + GAP_S
        self._want(step)
        if not step.goals or self._is_beginning() or self._is_behind():
            return
        if self.state.rests and self._session.playing:
            self.state.rests = False
            self.changed.emit()
        sight = self.sight()
        if not self.state.is_reached and all(goal.is_met(sight) for goal in step.targets()):
            self._reach(sight)
        self._compare(step, sight)
        self.looked.emit(sight)

    def _is_beginning(self) -> bool:
        """Whether what is seen is the network of before, or one that has not got the step's own weights yet."""
        snapshot = self._session.snapshot
        if self._awaited and snapshot is not None and snapshot.run == self._session.run:
            stands = all(
                key in snapshot.parameters
                and isclose(snapshot.parameters[key][index], value, rel_tol=CLOSE, abs_tol=CLOSE)
                for key, index, value in self._awaited
            )
            if stands or snapshot.batch > 0:
                self._awaited = ()
        return bool(self._awaited)

    def _is_behind(self) -> bool:
        """Whether an edit has not been measured yet: scores of before and the document of now are no one's."""
        from playground.session.lesson_sight import is_behind  # noqa: PLC0415 - not for a start

        return is_behind(self._session)

    def _reach(self, sight: Sight) -> None:
        step = self.step
        self.state.is_reached = True
        # Its first epochs may be enough, and are measured before anything is drawn of them that trains.
        if (self._session.playing or self._is_training()) and not self.state.is_shown:
            self.state.rests = True  # or what is said of it would not be true of the screen for long
            self._session.pause()
        if self.lesson is not None and self.is_last and is_gone_through(self.lesson, self.states):
            self.done.add(self.lesson.key)
            self._note_place()
        if step is not None:
            self.state.values = tuple(goal.value_in(sight) for goal in step.targets())
            self._compare(step, sight)
        self.changed.emit()

    def _compare(self, step: LessonStep, sight: Sight) -> None:
        """Say what became of the prediction as soon as it is known, which a map may be a moment later than the goal."""
        state = self.state
        if step.predict is None or state.came is not None or not state.is_reached:
            return
        state.came = step.predict.compared(state.said, sight)
        if state.came is not None:
            self.changed.emit()
            self.sketched.emit()

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
        self.sketched.emit()

    def _note_place(self) -> None:
        """A lesson that is under way is gone on with; one at its beginning, or that is done, begins anew."""
        if self.lesson is None:
            return
        self.places.pop(self.lesson.key, None)
        place = self.lesson.resumed_at(self.place)
        if place and not (self.is_last and self.lesson.key in self.done):
            self.places[self.lesson.key] = place

    @Slot()
    def _on_pointed(self) -> None:
        if self.asks_for("unit"):
            self.sketched.emit()

    def _is_training(self) -> bool:
        shown = self._session.snapshot
        return shown is not None and shown.state is TrainerState.TRAINING

    def _want(self, step: LessonStep) -> None:
        from playground.session.lesson_sight import requests_for_step  # noqa: PLC0415 - not for a start

        self._session.want(LOOKED_AT, *requests_for_step(self._session, step))
