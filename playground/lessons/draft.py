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
    """

    title: str = ""
    about: str = ""
    minutes: int = 5
    steps: tuple[LessonStep, ...] = ()
    locked: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

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
        said |= {"locked": self.locked, "hidden": self.hidden}
        try:
            return msgspec.convert(said | {"steps": steps}, Lesson)
        except msgspec.ValidationError as error:
            raise LessonError(str(error)) from None


def draft_of(lesson: Lesson) -> LessonDraft:
    """A lesson to be written on."""
    return LessonDraft(lesson.title, lesson.about, lesson.minutes, lesson.steps, lesson.locked, lesson.hidden)


def step_on_screen(
    document: Document | None, title: str, words: str, *, panel: str = "", goal: str = "", epochs: int = 0
) -> LessonStep:
    """A step made of what is on the screen and what was typed.

    Args:
        document: With which it begins, without weights; None to go on with what the learner has.
        title: Its heading.
        words: In Markdown.
        panel: The panel that it speaks of, by its key in the table of docks; "" for none.
        goal: As `StepGoal.read` takes it; "" for a step to read.
        epochs: "Show me" trains the document up to them.

    Raises:
        LessonError: It is no step; in words.
    """
    title, words = " ".join(title.split()), words.strip()
    if not title or not words:
        raise LessonError(LEAST_WORDS)
    if goal and not epochs:
        raise LessonError("A step with a goal says how many epochs Show me trains.")
    begin = None if document is None else StepSettings(document="".join(to_text(document).split()))
    try:
        return LessonStep(
            title,
            words,
            begin,
            (panel,) if panel else (),
            (goal,) if goal else (),
            (),
            Solution(epochs=epochs) if goal else None,
        )
    except ValueError as error:
        raise LessonError(str(error)) from None
