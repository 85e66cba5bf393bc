"""Names in a lesson that only the window knows, of commands and panels: whether there are such, and on which line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playground.lessons.front_matter import LessonError, read_text
from playground.lessons.reading import key_of, parse_lesson
from playground.storage.checks import unknown

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from playground.lessons.lesson import Lesson


def checked_lesson(path: Path, *, actions: Collection[str], panels: Collection[str]) -> Lesson:
    """The lesson in a file that names no command and no panel but those that there are.

    Args:
        path: Of the file.
        actions: Names in the table of actions.
        panels: Keys of the table of docks.

    Raises:
        LessonError: It cannot be read, is none, or names another; one line with the file's name and the number of
            the line.
    """
    text = read_text(path)
    lesson = parse_lesson(text, key_of(path), path.name)
    check_names(lesson, text, path.name, actions=actions, panels=panels)
    return lesson


def check_names(lesson: Lesson, text: str, name: str, *, actions: Collection[str], panels: Collection[str]) -> None:
    """See whether the commands and panels that a lesson names are there.

    Args:
        lesson: That names them.
        text: Of its file.
        name: Of the file, for the message.
        actions: Names in the table of actions.
        panels: Keys of the table of docks.

    Raises:
        LessonError: One of them is not; one line with the file's name, the number of the line and the nearest name.
    """
    pointed = [one for step in lesson.steps for one in step.look_at]
    for what, named, known in (
        ("command", lesson.locked_actions, actions),
        ("panel", (*lesson.locked_panels, *lesson.hidden, *pointed), panels),
    ):
        for one in named:
            if one not in known:
                raise LessonError(f"{name}, line {_line_of(one, text)}: the {what} {unknown(one, known)}")


def _line_of(one: str, text: str) -> int:
    """The first line that has a name in quotes, from 1."""
    quoted = re.compile(f"[\"']{re.escape(one)}[\"']")
    return next((number for number, line in enumerate(text.splitlines(), start=1) if quoted.search(line)), 1)
