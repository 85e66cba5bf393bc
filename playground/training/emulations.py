"""The programs whose training can be repeated to the last bit. Another one is a package and one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.tf_playground.emulation import TfPlayground

if TYPE_CHECKING:
    from playground.document.emulation import Emulation
    from playground.document.model import Document

EMULATIONS: tuple[Emulation, ...] = (TfPlayground(),)
"""Every one; where a document asks for several, the first trains it."""


def emulation_of(document: Document) -> Emulation | None:
    """The program as which a document trains; None where none is asked for, or it lacks something."""
    wanted = _wanted(document)
    return None if wanted is None or wanted.lacking(document) else wanted


def emulation_obstacle(document: Document) -> str:
    """Why a document that asks to train as another program does not, a sentence; empty when it does."""
    wanted = _wanted(document)
    lacking = wanted.lacking(document) if wanted is not None else ()
    if wanted is None or not lacking:
        return ""
    more = f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
    return f"{wanted.title} has no {lacking[0]}{more}: training as usual, not as {wanted.title}."


def _wanted(document: Document) -> Emulation | None:
    return next((one for one in EMULATIONS if one.is_wanted(document.training)), None)
