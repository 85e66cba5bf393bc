"""Parts of a document that a lesson has locked: whether an edit touches them, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.model import same_examples

if TYPE_CHECKING:
    from collections.abc import Collection

    from playground.document.model import Document

NAMES = {"data": "the data", "network": "the network", "training": "the settings of training"}


def touched(before: Document, after: Document) -> tuple[str, ...]:
    """The parts in which two documents differ, by identity: keys of `NAMES`."""
    differs = {
        "data": not same_examples(before, after),
        "network": any(getattr(before, name) is not getattr(after, name) for name in ("network", "inputs", "output")),
        "training": before.training is not after.training,
    }
    return tuple(name for name, is_other in differs.items() if is_other)


def locked_words(locked: Collection[str]) -> str:
    """That parts are locked: "This lesson keeps the data and the network as they are."; "" for none."""
    names = [words for name, words in NAMES.items() if name in locked]
    if not names:
        return ""
    listed = " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"This lesson keeps {listed} as {'it is' if names == ['the network'] else 'they are'}."
