"""Lessons from files: Markdown, with TOML between lines of +++ at the top and in a block at the end of each step."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from playground.lessons.front_matter import LessonError, Stretch, converted, front, read_text, table
from playground.lessons.lesson import Lesson, LessonStep

if TYPE_CHECKING:
    from pathlib import Path

_NUMBER = re.compile(r"^\d+-")


def key_of(path: Path) -> str:
    """What a lesson is called: the name of its file without the number before it."""
    return _NUMBER.sub("", path.stem)


def read_lesson(path: Path) -> Lesson:
    """The lesson in a file.

    Raises:
        LessonError: It cannot be read, or is none; one line with the file's name and the number of the line.
    """
    return parse_lesson(read_text(path), key_of(path), path.name)


def parse_lesson(text: str, key: str, name: str) -> Lesson:
    """The lesson in a text.

    Args:
        text: Of the file.
        key: The lesson's.
        name: Of the file, for messages.

    Raises:
        LessonError: It is none; one line that begins with the file's name and the number of the line.
    """
    lines = text.splitlines()
    head, body = front(lines, name)
    about = table(head, name)
    steps = [_step(part, name) for part in _steps(body, name)]
    return converted(Lesson, {"key": key, "steps": steps, **about}, head, name)


# ---- pieces ----------------------------------------------------------------------------------------------------------


def _steps(body: Stretch, name: str) -> list[Stretch]:
    """A part for each heading of the second level."""
    begins = [place for place, line in enumerate(body.lines) if line.startswith("## ")]
    before = body.lines[: begins[0]] if begins else body.lines
    for place, line in enumerate(before):
        if line.strip():
            raise LessonError(f"{name}, line {body.first + place}: words before the first step; steps begin with ##")
    limits = pairwise((*begins, len(body.lines)))
    return [Stretch(body.first + at, body.lines[at:end]) for at, end in limits]


def _step(part: Stretch, name: str) -> LessonStep:
    """A step: its heading, its words, and what its block of TOML says."""
    title = part.lines[0].removeprefix("## ").strip()
    fences = [place for place, line in enumerate(part.lines) if line.strip().startswith("```")]
    blocks = [place for place in fences if part.lines[place].strip() == "```toml"]
    said, block, words = {}, part, part.lines[1:]
    if blocks:
        at = blocks[0]
        end = next((place for place in fences if place > at), None)
        if end is None or len(blocks) > 1:
            what = "the block is never closed" if end is None else "a step has one block of toml"
            raise LessonError(f"{name}, line {part.first + (blocks[-1] if end is not None else at)}: {what}")
        block, words = Stretch(part.first + at + 1, part.lines[at + 1 : end]), part.lines[1:at] + part.lines[end + 1 :]
        said = table(block, name)
    return converted(LessonStep, {"title": title, "words": "\n".join(words).strip(), **said}, block, name)
