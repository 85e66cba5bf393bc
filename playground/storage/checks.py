"""Plain values of a file, checked one by one, with words for those that are wrong."""

from __future__ import annotations

import math
from dataclasses import fields
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from playground.document.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORT = 80
"""Characters of a wrong value that a message repeats."""

Value = TypeVar("Value")


def unknown(name: object, known: Iterable[str]) -> str:
    """Words for a name that is not in a table, with the nearest one that is."""
    names = list(known)
    near = get_close_matches(str(name)[:SHORT], names, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(names)}"
    return f"{short(name)} is not known; {hint}"


def converted(cls: type[Value], raw: object, path: str) -> Value:
    """A dataclass from plain values: types by msgspec, ranges and choices by the fields' own metadata."""
    try:
        value = msgspec.convert(mapping(raw, path), cls)
    except msgspec.ValidationError as error:
        text, _, inner = str(error).partition(" - at `$")
        raise DocumentError(f"{path}{inner.rstrip('`')}: {text}") from None
    for field in fields(value):  # type: ignore[arg-type]
        _check_field(getattr(value, field.name), field.metadata, f"{path}.{field.name}")
    return value


def _check_field(value: Any, metadata: Any, path: str) -> None:
    choices = metadata.get("choices")
    if choices is not None and value not in choices:
        raise DocumentError(f"{path}: {unknown(value, choices)}")
    if isinstance(value, int | float) and not isinstance(value, bool):
        number(value, path, metadata.get("min", -math.inf), metadata.get("max", math.inf))


def number(value: object, path: str, least: float, most: float) -> float:
    """A finite number in a range."""
    # True is an int to Python, and a JSON file that says true for a number is wrong.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DocumentError(f"{path}: {short(value)} is not a finite number")
    # Of floats only: of an integer with 400 digits isfinite raises OverflowError; the range below refuses that one.
    if isinstance(value, float) and not math.isfinite(value):
        raise DocumentError(f"{path}: {short(value)} is not a finite number")
    if not least <= value <= most:
        raise DocumentError(f"{path}: {short(value)} is outside {least:g} to {most:g}")
    return value


def short(value: object) -> str:
    """A value as words that fit a message."""
    text = repr(value)
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"


def mapping(raw: object, path: str) -> dict[str, Any]:
    """An object with names for keys."""
    if not isinstance(raw, dict) or not all(isinstance(key, str) for key in raw):
        raise DocumentError(f"{path}: expected an object")
    return raw


def sequence(raw: dict[str, Any], name: str, path: str) -> list[Any]:
    """A list in an object; an empty one where it is missing."""
    value = raw.get(name, [])
    if not isinstance(value, list):
        raise DocumentError(f"{path}.{name}: expected a list")
    return value
