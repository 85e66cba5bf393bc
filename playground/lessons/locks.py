"""What a lesson has locked, in words: parts of the document, commands, panels; and whether an edit touches a part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.model import same_examples

if TYPE_CHECKING:
    from collections.abc import Collection

    from playground.document.model import Document

ACTION_LOCKED = "This lesson locks it."
PANEL_LOCKED = "This lesson locks the panel: look at it, and leave it as it is."
PANEL_CLOSED = "This lesson keeps the panel closed."
NAMES = {"data": "the data", "network": "the network", "training": "the settings of training"}
OTHERS_LOCKED = "What is grey is locked by the lesson."


def tool_lock(tool: str) -> str:
    """What lessons call a drawing tool among the commands that they lock: "tool_brush".

    Args:
        tool: Its name in the table of tools.
    """
    return f"tool_{tool}"


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
