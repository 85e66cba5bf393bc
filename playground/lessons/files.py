"""Which files are lessons: a suffix of their own, or Markdown that begins as one."""

from __future__ import annotations

from pathlib import Path

SUFFIX = ".nnlesson"
FENCE = "+++"
"""The line before and after what a lesson says at its head."""
MARKDOWN = (".md", ".markdown")


def is_lesson(source: str) -> bool:
    """Whether a file that a person wants to open is a lesson, or is meant to be one."""
    path = Path(source)
    if path.suffix.lower() == SUFFIX:
        return True
    if path.suffix.lower() not in MARKDOWN:
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(FENCE)) == FENCE.encode()
    except OSError:
        return False
