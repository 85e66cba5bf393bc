"""The challenges that come with the program, easy ones first, and the document that each starts from."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from playground.challenges.reading import read_challenge
from playground.document.presets import first_document
from playground.lessons.lesson import StepSettings
from playground.lessons.library import shipped_files
from playground.lessons.setting_up import with_step

if TYPE_CHECKING:
    from pathlib import Path

    from playground.challenges.challenge import Challenge
    from playground.document.model import Document


@cache
def shipped_challenges() -> dict[str, Path]:
    """Their files by their keys; names begin with a number, which is the order."""
    return shipped_files("challenges")


@cache
def shipped_challenge(key: str) -> Challenge:
    """A challenge that comes with the program.

    Raises:
        KeyError: There is none of this key.
        LessonError: Its file is damaged.
    """
    return read_challenge(shipped_challenges()[key])


def start_of(challenge: Challenge) -> Document:
    """The document that a challenge starts from.

    Raises:
        SettingsError: It sets what cannot be.
    """
    return with_step(first_document(), challenge.begin)


def known_solution(challenge: Challenge) -> Document | None:
    """The document of the solution in its file; None where the file has none.

    Where data may be changed, a source names other data for the document it starts from, and nothing else.

    Raises:
        SettingsError: It sets what cannot be.
    """
    known, start = challenge.known, start_of(challenge)
    if known is None:
        return None
    if known.source and "data" in challenge.may_change:
        start = replace(start, dataset=with_step(start, StepSettings(known.source)).dataset)
        known = msgspec.structs.replace(known, source="")
    return with_step(start, known)
