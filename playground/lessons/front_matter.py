"""Markdown with TOML between lines of +++ at its top: what lessons and challenges are written in, and what is wrong."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from playground.document.errors import DocumentError
from playground.lessons.files import FENCE
from playground.storage.reading import read_limited

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Made = TypeVar("Made")
MOST_BYTES = 8_000_000
"""A lesson may hold the documents of its steps."""
_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)")


class LessonError(Exception):
    """A file is no lesson or challenge; the text is one line that says what and where."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the file's lines.

    Attributes:
        first: Number of its first line, from 1.
        lines: Without their ends.
    """

    first: int
    lines: tuple[str, ...]


def read_text(path: Path) -> str:
    """The text of a file.

    Raises:
        LessonError: It cannot be read, is too long, or is not UTF-8; one line with the file's name.
    """
    try:
        data = read_limited(path, MOST_BYTES)
    except OSError as error:
        raise LessonError(f"{path.name}: {error.strerror or error}") from None
    except DocumentError as error:
        raise LessonError(f"{path.name}: {error}") from None
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise LessonError(f"{path.name}, line {line}: not UTF-8") from None


def front(lines: list[str], name: str) -> tuple[Stretch, Stretch]:
    """What stands between the lines of +++ at the top, and what follows them.

    Args:
        lines: Of the file.
        name: Of the file, for messages.

    Raises:
        LessonError: There are no such lines.
    """
    if not lines or lines[0].strip() != FENCE:
        raise LessonError(f"{name}, line 1: the file begins with a line of {FENCE}")
    for number, line in enumerate(lines[1:], start=1):
        if line.strip() == FENCE:
            return Stretch(2, tuple(lines[1:number])), Stretch(number + 2, tuple(lines[number + 1 :]))
    raise LessonError(f"{name}, line 1: the {FENCE} is never closed")


def table(part: Stretch, name: str) -> dict[str, Any]:
    """What a part's TOML says.

    Raises:
        LessonError: It is none; the line that is wrong stands in the text.
    """
    try:
        return tomllib.loads("\n".join(part.lines) + "\n")
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        line = part.first + (int(found[1]) if found else 1) - 1
        said = _TOML_LINE.sub("", str(error)).strip().rstrip(".")
        raise LessonError(
            f"{name}, line {min(line, part.first + len(part.lines))}: {said[:1].lower()}{said[1:]}"
        ) from None


def converted(kind: type[Made], said: Mapping[str, Any], part: Stretch, name: str) -> Made:
    """What a file says as a value.

    Args:
        kind: Of the value; its fields are what can be said.
        said: By the fields' names.
        part: The lines that say it.
        name: Of the file, for messages.

    Raises:
        LessonError: It cannot be; one line with the file's name and the number of the line.
    """
    try:
        return msgspec.convert(said, kind)
    except msgspec.ValidationError as error:
        raise LessonError(said_of(name, part, error)) from None


_PATH = re.compile(r" - at `(?P<path>[^`]*)`$")
_UNKNOWN = re.compile(r"unknown field `(?P<key>[^`]+)`")
_KEY = re.compile(r"\.(\w+)")
_QUOTED = re.compile(r"'([^']+)'")


def said_of(name: str, part: Stretch, error: msgspec.ValidationError) -> str:
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
