"""The lessons that come with the program, in the order of the story."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from playground._resources import resource_path
from playground.lessons.front_matter import LessonError
from playground.lessons.reading import key_of, read_lesson

if TYPE_CHECKING:
    from pathlib import Path

    from playground.lessons.lesson import Lesson


def shipped_files(folder: str) -> dict[str, Path]:
    """Files of a folder of the resources by their keys; names begin with a number, which is the order."""
    return {key_of(path): path for path in sorted(resource_path(folder).glob("*.md"))}


@cache
def shipped_lessons() -> dict[str, Path]:
    """Their files by their keys; names begin with a number, which is the order."""
    return shipped_files("lessons")


@cache
def shipped_lesson(key: str) -> Lesson:
    """A lesson that comes with the program.

    Raises:
        KeyError: There is none of this key.
        LessonError: Its file is damaged.
    """
    return read_lesson(shipped_lessons()[key])


def following_lesson(key: str) -> Lesson | None:
    """The lesson that comes after one in the story.

    Args:
        key: Of that one.

    Returns:
        None after the last, after one that somebody wrote, and where the next has a damaged file.
    """
    keys = list(shipped_lessons())
    place = keys.index(key) + 1 if key in keys else len(keys)
    try:
        return shipped_lesson(keys[place]) if place < len(keys) else None
    except LessonError:
        return None
