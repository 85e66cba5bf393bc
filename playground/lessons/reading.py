"""Lessons from files: Markdown, with TOML between lines of +++ at the top and in a block at the end of each step."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import msgspec

from playground.document.errors import DocumentError
from playground.lessons.lesson import Lesson, LessonStep
from playground.storage.reading import read_limited

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 200_000
FENCE = "+++"
_NUMBER = re.compile(r"^\d+-")
_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)")


class LessonError(Exception):
    """A file is no lesson; the text is one line that says what and where."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of the file's lines.

    Attributes:
        first: Number of its first line, from 1.
        lines: Without their ends.
    """

    first: int
    lines: tuple[str, ...]


def key_of(path: Path) -> str:
    """What a lesson is called: the name of its file without the number before it."""
    return _NUMBER.sub("", path.stem)


def read_lesson(path: Path) -> Lesson:
    """The lesson in a file.

    Raises:
        LessonError: It cannot be read, or is none; one line with the file's name and the number of the line.
    """
    try:
        data = read_limited(path, MOST_BYTES)
    except OSError as error:
        raise LessonError(f"{path.name}: {error.strerror or error}") from None
    except DocumentError as error:
        raise LessonError(f"{path.name}: {error}") from None
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise LessonError(f"{path.name}, line {line}: not UTF-8") from None
    return parse_lesson(text, key_of(path), path.name)


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
    head, body = _front(lines, name)
    about = _table(head, name)
    steps = [_step(part, name) for part in _steps(body, name)]
    try:
        return msgspec.convert({"key": key, "steps": steps, **about}, Lesson)
    except msgspec.ValidationError as error:
        raise LessonError(_said(name, head, error)) from None


# ---- pieces ----------------------------------------------------------------------------------------------------------


def _front(lines: list[str], name: str) -> tuple[_Part, _Part]:
    """What stands between the lines of +++, and what follows them."""
    if not lines or lines[0].strip() != FENCE:
        raise LessonError(f"{name}, line 1: a lesson begins with a line of {FENCE}")
    for number, line in enumerate(lines[1:], start=1):
        if line.strip() == FENCE:
            return _Part(2, tuple(lines[1:number])), _Part(number + 2, tuple(lines[number + 1 :]))
    raise LessonError(f"{name}, line 1: the {FENCE} is never closed")


def _steps(body: _Part, name: str) -> list[_Part]:
    """A part for each heading of the second level."""
    begins = [place for place, line in enumerate(body.lines) if line.startswith("## ")]
    before = body.lines[: begins[0]] if begins else body.lines
    for place, line in enumerate(before):
        if line.strip():
            raise LessonError(f"{name}, line {body.first + place}: words before the first step; steps begin with ##")
    limits = pairwise((*begins, len(body.lines)))
    return [_Part(body.first + at, body.lines[at:end]) for at, end in limits]


def _step(part: _Part, name: str) -> LessonStep:
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
        block, words = _Part(part.first + at + 1, part.lines[at + 1 : end]), part.lines[1:at] + part.lines[end + 1 :]
        said = _table(block, name)
    try:
        return msgspec.convert({"title": title, "words": "\n".join(words).strip(), **said}, LessonStep)
    except msgspec.ValidationError as error:
        raise LessonError(_said(name, block, error)) from None


def _table(part: _Part, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads("\n".join(part.lines) + "\n")
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        line = part.first + (int(found[1]) if found else 1) - 1
        said = _TOML_LINE.sub("", str(error)).strip().rstrip(".")
        raise LessonError(
            f"{name}, line {min(line, part.first + len(part.lines))}: {said[:1].lower()}{said[1:]}"
        ) from None


_PATH = re.compile(r" - at `(?P<path>[^`]*)`$")
_UNKNOWN = re.compile(r"unknown field `(?P<key>[^`]+)`")
_KEY = re.compile(r"\.(\w+)")
_QUOTED = re.compile(r"'([^']+)'")


def _said(name: str, part: _Part, error: msgspec.ValidationError) -> str:
    """One line about a value that cannot be: the number of the line on which its key stands, and where it belongs."""
    text = str(error)
    found, unknown = _PATH.search(text), _UNKNOWN.search(text)
    what = text if found is None else text[: found.start()]
    keys = [] if found is None else _KEY.findall(found["path"])
    key = unknown["key"] if unknown else keys[-1] if keys else ""
    quoted = _QUOTED.search(what)
    line = part.first + (_line_of(key, part.lines) or _line_with(quoted[1] if quoted else "", part.lines))
    where = f" ({'.'.join(keys)})" if keys and not unknown else ""
    return f"{name}, line {line}: {what[:1].lower()}{what[1:].replace('Object', 'object')}{where}"


def _line_of(key: str, lines: tuple[str, ...]) -> int:
    """Where a key stands among the lines, as a key or the name of a table; 0 where it does not."""
    shape = re.compile(rf"\s*(\[{re.escape(key)}\]|{re.escape(key)}\s*=)")
    return next((place for place, line in enumerate(lines) if key and shape.match(line)), 0)


def _line_with(text: str, lines: tuple[str, ...]) -> int:
    """The first of the lines that has a text; 0 where none has, or there is no text."""
    return next((place for place, line in enumerate(lines) if text and text in line), 0)
