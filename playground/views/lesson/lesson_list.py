"""All lessons in the order of the story, and which were gone through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.lessons.front_matter import LessonError
from playground.lessons.library import shipped_lesson, shipped_lessons
from playground.widgets.learning.entries import LearningList

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from PySide6.QtWidgets import QWidget

    from playground.lessons.lesson import Lesson

INTRODUCTION = "The story of neural networks, to be done with your own hands. <b>Your work is kept</b> and comes back."


class LessonList(LearningList):
    """The lessons that come with the program."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(INTRODUCTION, "Start", _lessons, parent)

    def show_done(self, done: Collection[str], places: Mapping[str, int]) -> None:
        """Say of lessons that were gone through that they can be done again, of others where they go on.

        Above them stands the one that was left last, else the next.

        Args:
            done: Keys of the former.
            places: Steps from 0 at which lessons were left, by their keys.
        """
        for key in self.buttons:
            word = f"Go on at {places[key] + 1}" if key in places else "Again" if key in done else "Start"
            self.show_word(key, word, is_done=key in done and key not in places)
        left = [key for key in places if key in self.buttons]
        following = left[-1] if left else self.next_after(done)
        self.show_way_on(done, following, f"Go on at {places[following] + 1}" if left else "Start")


def _lessons() -> Iterator[tuple[int, Lesson | str]]:
    """All of them, from 0; words in place of one that is damaged."""
    for number, key in enumerate(shipped_lessons()):
        try:
            yield number, shipped_lesson(key)
        except LessonError as error:
            yield number, str(error)
