"""Challenges from files: TOML between lines of +++ at the top, then words in Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from playground.challenges.challenge import Challenge
from playground.lessons.files import FENCE
from playground.lessons.front_matter import LessonError, converted, front, read_text, table
from playground.lessons.lesson import Lesson
from playground.lessons.reading import key_of

if TYPE_CHECKING:
    from pathlib import Path


def read_challenge(path: Path) -> Challenge:
    """The challenge in a file.

    Raises:
        LessonError: It cannot be read, or is none; one line with the file's name and the number of the line.
    """
    return parse_challenge(read_text(path), key_of(path), path.name)


def parse_challenge(text: str, key: str, name: str) -> Challenge:
    """The challenge in a text.

    Args:
        text: Of the file.
        key: The challenge's.
        name: Of the file, for messages.

    Raises:
        LessonError: It is none; one line that begins with the file's name and the number of the line.
    """
    head, body = front(text.splitlines(), name)
    said = table(head, name)
    words = "\n".join(body.lines).strip()
    if not words:
        raise LessonError(f"{name}, line {body.first}: a challenge says in words what is to be done")
    return converted(Challenge, {**said, "key": key, "words": words}, head, name)


def is_meant_as_challenge(text: str) -> bool:
    """Whether a text says at its head what challenges say and lessons do not, be the head damaged or not.

    Args:
        text: Of a file; the head ends with its second line of +++, without that with a lesson's first step.
    """
    for number, line in enumerate(text.splitlines()):
        if number and (line.strip() == FENCE or line.startswith(("## ", "```"))):
            return False
        if _OWN_LINE.match(line):
            return True
    return False


def _own_line() -> re.Pattern[str]:
    """A line that begins with a key of challenges that lessons do not have, or with the table of one."""
    mine, others = ({field.encode_name for field in msgspec.structs.fields(kind)} for kind in (Challenge, Lesson))
    names = "|".join(sorted(mine - others))
    return re.compile(rf"\s*(\[\s*({names})\s*\]|({names})\s*=)")


_OWN_LINE = _own_line()
