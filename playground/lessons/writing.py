"""Lessons to files: the text that `reading.parse_lesson` reads back as the same lesson."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

from playground.lessons.files import FENCE
from playground.lessons.front_matter import LessonError
from playground.lessons.reading import parse_lesson

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playground.lessons.lesson import Lesson, LessonStep

TABLES = ("begin", "show", "predict")


def lesson_text(lesson: Lesson) -> str:
    """A lesson as its file says it; reading it gives an equal one.

    Raises:
        LessonError: Its words cannot stand in a file: a line begins with ## or with a fence of code.
    """
    head = {name: value for name, value in _said(lesson).items() if name not in ("key", "steps")}
    parts = [FENCE, *_lines(head), FENCE, ""]
    for step in lesson.steps:
        parts += [f"## {step.title}", "", step.words, "", *_block(step)]
    text = "\n".join(parts)
    try:
        is_same = parse_lesson(text, lesson.key, lesson.key) == lesson
    except LessonError:
        is_same = False
    if not is_same:
        raise LessonError("Words of a step cannot have a line that begins with ## or ```.")
    return text


def _block(step: LessonStep) -> list[str]:
    """What a step says besides its words, as TOML between fences; nothing where it says no more."""
    said = {name: value for name, value in _said(step).items() if name not in ("title", "words")}
    if not said:
        return []
    lines = _lines({name: value for name, value in said.items() if name not in TABLES})
    for name in TABLES:
        if name in said:
            lines += [*([""] if lines else []), f"[{name}]", *_lines(said[name])]
    return ["```toml", *lines, "```", ""]


def _said(value: msgspec.Struct) -> dict[str, Any]:
    """The fields that are not as they would be anyway, as plain values; a kind that is told by its tag has it."""
    found: dict[str, Any] = msgspec.to_builtins(value)
    for field in msgspec.structs.fields(value):
        default = field.default if field.default is not msgspec.NODEFAULT else None
        if field.default_factory is not msgspec.NODEFAULT:
            default = field.default_factory()
        if field.default is msgspec.NODEFAULT and field.default_factory is msgspec.NODEFAULT:
            continue
        if getattr(value, field.name) == default:
            found.pop(field.encode_name, None)
        elif isinstance(one := getattr(value, field.name), msgspec.Struct):
            found[field.encode_name] = _said(one)
    return found


def _lines(values: Mapping[str, Any]) -> list[str]:
    return [f"{name} = {_toml(value)}" for name, value in values.items()]


def _toml(value: Any) -> str:
    """A value of TOML on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_text(name)} = {_toml(one)}" for name, one in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _text(text: str) -> str:
    """A string: JSON's is TOML's but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
