"""How a network behaves when it is looked at and not trained, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.plan import resolve
from playground.layers.ops import OpCode

if TYPE_CHECKING:
    from playground.document.model import Document

_WORDS = {
    OpCode.BATCH_NORM: "Batch norm uses its running statistics here; while it trains, those of each batch.",
    OpCode.DROPOUT: "Dropout is off here.",
    OpCode.NOISE: "Noise is off here.",
}


def in_use_words(document: Document) -> str:
    """What pictures, losses and scores do otherwise than training, a sentence each; empty where nothing differs."""
    codes = {op.code for op in resolve(document).operations}
    return " ".join(words for code, words in _WORDS.items() if code in codes)
