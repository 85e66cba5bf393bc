"""Challenges from files: TOML between lines of +++ at the top, then words in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.challenges.challenge import Challenge
from playground.lessons.front_matter import LessonError, converted, front, read_text, table
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
