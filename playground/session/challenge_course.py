"""The challenge at hand: what its goals are now, its marking, and the solutions that were kept."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from playground.session.lesson_sight import Learner, sight_of
from playground.session.new_start import begin_anew
from playground.training.snapshots.snapshot import TrainerState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.challenges.challenge import Challenge
    from playground.challenges.keeping import KeptSolution
    from playground.challenges.marking import Marks, SeedReplay
    from playground.document.model import Document
    from playground.lessons.sight import Sight
    from playground.session.challenge_marking import MarkingWork
    from playground.session.frame_pump import FramePump
    from playground.session.time_travel import TimeTravel

GAP_S = 0.1
"""While training goes on goals are looked at so often at most."""


class Solver(Learner, Protocol):
    """What a challenge needs of the session."""

    pump: FramePump
    time: TimeTravel


class ChallengeCourse(QObject):
    """Holds one challenge; what the person does in it is plain work in the window.

    Attributes:
        challenge: The one at hand; None for none.
        start: The document it starts from.
        broken: What was changed that may not be, a sentence each.
        predicted: For how many of its seeds the person expects the solution to work; None before anything was said.
        replays: The seeds that are done of the last marking, by their place.
        marks: What the last marking came to; None before it is done.
        error: Why the last marking failed, a sentence; "" where it has not.
        solutions: What was kept of this challenge, the best first.
        passed: Keys of the challenges that were passed once.

    Signals:
        asked(str): Somebody wants a challenge, by its key; whoever opens documents opens it.
        left(): The person wants the work of before back.
        changed(): Another challenge or none, a prediction, a marking that begins or ends, solutions.
        replayed(): One seed more is done.
        looked(object): The values of the goals are new; the `Sight` that they are read from.
        solved(object): A document has passed; its `Marks`. Whoever keeps files keeps it.
        reopen_asked(object): The person wants a kept solution, a `KeptSolution`.
        hand_in_asked(): The work at hand is to be handed in.
    """

    asked = Signal(str)
    left = Signal()
    changed = Signal()
    replayed = Signal()
    looked = Signal(object)
    solved = Signal(object)
    reopen_asked = Signal(object)
    hand_in_asked = Signal()

    def __init__(self, session: Solver, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.challenge: Challenge | None = None
        self.start: Document | None = None
        self.passed: set[str] = set()
        self.solutions: Sequence[KeptSolution] = ()
        self._work: MarkingWork | None = None
        self._ending: list[MarkingWork] = []
        self._due = 0.0
        self._judged: Document | None = None
        self._forget()

    def _forget(self) -> None:
        self.predicted: int | None = None
        self.replays: dict[int, SeedReplay] = {}
        self.marks: Marks | None = None
        self.marked: Document | None = None
        self.error = ""
        self.broken: tuple[str, ...] = ()

    # ---- where it stands -------------------------------------------------------------------------------------------

    @property
    def is_marking(self) -> bool:
        """Whether a marking is at work."""
        return self._work is not None

    @property
    def is_marked(self) -> bool:
        """Whether the last marking was of the document at hand."""
        return self.marks is not None and self.marked is self._session.document

    def begin(self, challenge: Challenge, start: Document) -> None:
        """Take a challenge up; whoever calls has shown the document it starts from already."""
        self.cancel()
        self._forget()
        self.challenge, self.start, self._judged = challenge, start, None
        self.solutions = ()
        self.changed.emit()
        self.look()

    def end(self) -> None:
        """Have no challenge any more; the document at hand stays."""
        if self.challenge is None:
            return
        self.cancel()
        self._forget()
        self.challenge, self.start, self.solutions = None, None, ()
        self.changed.emit()

    def is_met(self) -> bool:
        """Whether the run at hand meets the goals by the rules, in no more epochs than marking trains for."""
        if self.challenge is None or self.broken:
            return False
        sight = sight_of(self._session)
        return sight.epoch <= self.challenge.epochs and all(goal.is_met(sight) for goal in self.challenge.targets())

    def is_by_hand(self) -> bool:
        """Whether weights of the run at hand were set by hand since its first ones were drawn."""
        return self._session.time.timeline.is_by_hand

    def sight(self) -> Sight:
        """What is seen of the run at hand now."""
        return sight_of(self._session)

    @Slot()
    def look(self) -> None:
        """See what the goals are now; called whenever something has changed."""
        challenge, start = self.challenge, self.start
        if challenge is None or start is None or (self._is_training() and perf_counter() < self._due):
            return
        self._due = perf_counter() + GAP_S
        if self._judged is not self._session.document:
            self._judge(challenge, start)
        self.looked.emit(self.sight())

    def _judge(self, challenge: Challenge, start: Document) -> None:
        from playground.challenges.rules import broken_rules  # noqa: PLC0415 - not for a start

        self._judged = self._session.document
        broken = tuple(broken_rules(challenge, start, self._judged))
        if broken != self.broken or self.marked is not None:
            self.broken = broken
            self.changed.emit()

    # ---- what the person does --------------------------------------------------------------------------------------

    def set_up(self) -> None:
        """Begin again with the document that the challenge starts from, as one undo step."""
        if self.challenge is not None and self.start is not None:
            begin_anew(self._session, f"Challenge: {self.challenge.title}", self.start)

    def take(self, text: str, document: Document) -> None:
        """Go on with another document, as one undo step, from its first weights."""
        begin_anew(self._session, text, document)

    def predict(self, count: int) -> None:
        """Take down for how many seeds it is expected to work; what was marked already is foreseen no more."""
        if not self.is_marking and not self.is_marked:
            self.predicted = count
            self.changed.emit()

    def mark(self) -> None:
        """Mark the document at hand, beside the window."""
        from playground.session.challenge_marking import MarkingWork  # noqa: PLC0415 - not for a start

        if self.challenge is None or self._work is not None:
            return
        self.marks, self.marked, self.error = None, None, ""
        self.replays.clear()
        self._work = MarkingWork(self.challenge, self._session.document)
        self._session.pump.ticked.connect(self._on_tick)
        self.changed.emit()
        self._on_tick()

    def cancel(self) -> None:
        """Give the marking at work up, and the seeds that are done with it: they tell nothing."""
        if self._work is not None:
            self._work.cancel()
            self.replays.clear()
            self._end()
            self.changed.emit()

    def close(self) -> None:
        """End all threads; blocks for some tenths of a second at most."""
        self.cancel()
        for work in self._ending:
            work.join()
        self._ending.clear()

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _is_training(self) -> bool:
        shown = self._session.snapshot
        return shown is not None and shown.state is TrainerState.TRAINING

    @Slot()
    def _on_tick(self) -> None:
        from playground.challenges.marking import SeedReplay  # noqa: PLC0415 - not for a start

        work, trainer = self._work, self._session.trainer
        if work is None:
            return
        if not work.is_begun:  # as soon as the trainer has loaded PyTorch: two loads at a time take twice as long
            if trainer.problem:
                self._fail(trainer.problem)
            elif trainer.is_ready:
                work.start()
            return
        for found in work.findings():
            if isinstance(found, str):
                self._fail(found)
                return
            if isinstance(found, SeedReplay):
                self.replays[found.place] = found
                self.replayed.emit()
            else:
                self._finish(work, found)
                return

    def _fail(self, text: str) -> None:
        self.error = text
        self._end()
        self.changed.emit()

    def _finish(self, work: MarkingWork, marks: Marks) -> None:
        self.marks, self.marked = marks, work.document
        self._end()
        if marks.passed:
            self.passed.add(marks.challenge)
            self.solved.emit(marks)
        self.changed.emit()

    def _end(self) -> None:
        work, self._work = self._work, None
        self._session.pump.ticked.disconnect(self._on_tick)
        if work is not None:
            self._ending = [*(one for one in self._ending if one.is_alive()), work]
