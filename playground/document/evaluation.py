"""How a network behaves when it is looked at and not trained, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.plan import resolve
from playground.operations import OPERATIONS

if TYPE_CHECKING:
    from playground.document.model import Document


def in_use_words(document: Document) -> str:
    """What pictures, losses and scores do otherwise than training, a sentence each; empty where nothing differs."""
    used = {type(op) for op in resolve(document).operations}
    return " ".join(kind.in_use for kind in OPERATIONS.values() if kind in used and kind.in_use)
