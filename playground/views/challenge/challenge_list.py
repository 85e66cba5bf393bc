"""All challenges, easy ones first, and which were passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.challenges.library import shipped_challenge, shipped_challenges
from playground.lessons.front_matter import LessonError
from playground.widgets.learning.entries import LearningList

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from PySide6.QtWidgets import QWidget

    from playground.challenges.challenge import Challenge

INTRODUCTION = (
    "Pass or fail, marked by training your solution from <b>fresh seeds</b>: neither luck nor a weight set by hand "
    "passes. <b>Your work is kept</b> and comes back."
)


class ChallengeList(LearningList):
    """The challenges that come with the program."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(INTRODUCTION, "Try", _challenges, parent)

    def show_passed(self, passed: Collection[str]) -> None:
        """Tick those that were passed; above them stands the next one."""
        for key in self.buttons:
            self.show_word(key, "Again" if key in passed else "Try", is_done=key in passed)
        self.show_way_on(passed, self.next_after(passed), "Try")


def _challenges() -> Iterator[tuple[int, Challenge | str]]:
    """All of them, from 1; words in place of one that is damaged."""
    for number, key in enumerate(shipped_challenges(), start=1):
        try:
            yield number, shipped_challenge(key)
        except LessonError as error:
            yield number, str(error)
