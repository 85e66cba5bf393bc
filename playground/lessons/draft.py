"""A lesson that a teacher is writing: frozen values, pure edits; a step is made of what is on the screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from playground.lessons.front_matter import LessonError
from playground.lessons.lesson import Lesson, LessonStep, Solution, StepSettings
from playground.storage.text import to_text

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.lessons.lesson import ExperimentKind
    from playground.lessons.predictions import AnyPrediction

AS_IN_FILES = ("locked", "hidden", "locked_actions", "locked_panels", "needs", "sources")
"""Fields of a draft that a lesson has as they are."""
LEAST_WORDS = "A step needs a title and some words."


@dataclass(frozen=True, slots=True)
class LessonDraft:
    """What is written so far.

    Attributes:
        title: Of the lesson.
        about: One sentence of what one learns.
        minutes: How long it takes.
        steps: In their order.
        locked: Parts of the document that pupils cannot change, as `Lesson.locked` has them.
        hidden: Panels that stay closed, as `Lesson.hidden` has them.
        locked_actions: Commands that pupils cannot give, as `Lesson.locked_actions` has them.
        locked_panels: Panels that pupils can only look at, as `Lesson.locked_panels` has them.
        needs: Lessons that come before, as `Lesson.needs` has them.
        sources: What it goes back to, as `Lesson.sources` has it.
    """

    title: str = ""
    about: str = ""
    minutes: int = 5
    steps: tuple[LessonStep, ...] = ()
    locked: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    locked_actions: tuple[str, ...] = ()
    locked_panels: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def added(self, step: LessonStep, place: int | None = None) -> LessonDraft:
        """With a step more, at the end or behind a place."""
        at = len(self.steps) if place is None else place
        return replace(self, steps=(*self.steps[:at], step, *self.steps[at:]))

    def replaced(self, place: int, step: LessonStep) -> LessonDraft:
        """With another step at a place; the same draft where there is none."""
        if not 0 <= place < len(self.steps):
            return self
        return replace(self, steps=(*self.steps[:place], step, *self.steps[place + 1 :]))

    def removed(self, place: int) -> LessonDraft:
        """Without the step at a place; the same draft where there is none."""
        if not 0 <= place < len(self.steps):
            return self
        return replace(self, steps=self.steps[:place] + self.steps[place + 1 :])

    def moved(self, place: int, by: int) -> LessonDraft:
        """With a step further up (−1) or down (1); the same draft where there is no room."""
        if not (0 <= place < len(self.steps) and 0 <= place + by < len(self.steps)):
            return self
        steps = list(self.steps)
        steps.insert(place + by, steps.pop(place))
        return replace(self, steps=tuple(steps))

    def lesson(self, key: str) -> Lesson:
        """The lesson, checked as one from a file is.

        Args:
            key: What it is called.

        Raises:
            LessonError: Something is missing; in words.
        """
        if not self.title.strip():
            raise LessonError("The lesson needs a title.")
        if not self.about.strip():
            raise LessonError("The lesson needs a sentence of what one learns.")
        if not self.steps:
            raise LessonError("The lesson has no step yet.")
        steps = [msgspec.to_builtins(step) for step in self.steps]
        said: dict[str, object] = {
            "key": key,
            "title": self.title.strip(),
            "about": self.about.strip(),
            "minutes": self.minutes,
        }
        said |= {name: getattr(self, name) for name in AS_IN_FILES}
        try:
            return msgspec.convert(said | {"steps": steps}, Lesson)
        except msgspec.ValidationError as error:
            raise LessonError(str(error)) from None


def draft_of(lesson: Lesson) -> LessonDraft:
    """A lesson to be written on."""
    kept = {name: getattr(lesson, name) for name in AS_IN_FILES}
    return LessonDraft(lesson.title, lesson.about, lesson.minutes, lesson.steps, **kept)


@dataclass(frozen=True, slots=True)
class StepSketch:
    """What a teacher has put together for a step.

    Attributes:
        title: Its heading.
        words: In Markdown.
        begin: What it begins with, as `screen` gives it; None to go on with what the learner has.
        panels: Those that it speaks of, by their keys in the table of docks.
        goals: As `StepGoal.read` takes them; none for a step to read.
        hints: Up to three; empty ones do not count.
        show: What "Show me" does; it is left out where there are no goals.
        predict: What the learner is asked before; None for nothing.
        experiment: As in `LessonStep`.
    """

    title: str
    words: str
    begin: StepSettings | None = None
    panels: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    show: Solution | None = None
    predict: AnyPrediction | None = None
    experiment: ExperimentKind = ""

    def step(self) -> LessonStep:
        """The step.

        Raises:
            LessonError: It is none; in words.
        """
        title, words = " ".join(self.title.split()), self.words.strip()
        if not title or not words:
            raise LessonError(LEAST_WORDS)
        if self.goals and (self.show is None or self.show == Solution()):
            raise LessonError("A step with a goal says how many epochs Show me trains, or which screen it brings.")
        hints = tuple(stripped for hint in self.hints if (stripped := hint.strip()))
        show = self.show if self.goals else None
        try:
            parts = self.begin, self.panels, self.goals, hints, show, self.predict, self.experiment
            return LessonStep(title, words, *parts)
        except ValueError as error:
            raise LessonError(str(error)) from None


def screen(document: Document) -> StepSettings:
    """The document on the screen as what a step begins with, without weights."""
    return StepSettings(document=_text(document))


def shown_by(document: Document | None, epochs: int, before: Solution | None = None) -> Solution:
    """What "Show me" does.

    Args:
        document: The one on the screen is brought; None for that of the step, or what `before` sets.
        epochs: It is trained up to them; 0 for no training.
        before: What it did until now; None for nothing.

    Raises:
        LessonError: Both cannot be; in words.
    """
    if document is not None:
        return Solution(document=_text(document), epochs=epochs)
    try:
        return Solution(epochs=epochs) if before is None else msgspec.structs.replace(before, epochs=epochs)
    except ValueError as error:
        raise LessonError(str(error)) from None


def _text(document: Document) -> str:
    return "".join(to_text(document).split())
