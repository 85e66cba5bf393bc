"""Files to learn by: lessons and challenges, both Markdown, told apart by what stands at their head."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from playground.app.challenge_desk import is_challenge

if TYPE_CHECKING:
    from playground.app.challenge_desk import ChallengeDesk
    from playground.app.lesson_desk import LessonDesk


def begin_learning(lessons: LessonDesk, challenges: ChallengeDesk, name: str) -> None:
    """Open a file as the challenge or the lesson that it is; the message bar says what is wrong with it.

    Args:
        lessons: Opens it where it is a lesson, or no challenge can be told in it.
        challenges: Opens it where it is a challenge.
        name: The file.
    """
    path = Path(name)
    if is_challenge(path):
        challenges.open_file(path)
    else:
        lessons.open_file(name)
