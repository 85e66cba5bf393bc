"""The lessons that come with the program, in the order of the story."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from playground._resources import resource_path
from playground.lessons.reading import key_of, read_lesson

if TYPE_CHECKING:
    from pathlib import Path

    from playground.lessons.lesson import Lesson


@cache
def shipped_lessons() -> dict[str, Path]:
    """Their files by their keys; names begin with a number, which is the order."""
    return {key_of(path): path for path in sorted(resource_path("lessons").glob("*.md"))}


@cache
def shipped_lesson(key: str) -> Lesson:
    """A lesson that comes with the program.

    Raises:
        KeyError: There is none of this key.
        LessonError: Its file is damaged.
    """
    return read_lesson(shipped_lessons()[key])
