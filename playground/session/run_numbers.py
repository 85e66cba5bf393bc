"""The number of the run at hand, by which what arrives late from the trainer is told: one place counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.model import answers_alike

if TYPE_CHECKING:
    from playground.document.model import Document


class RunNumbers:
    """Counts runs of a session.

    Attributes:
        run: Of the run at hand; a snapshot with another number is dropped.
        line: The run with which the line at hand began: those from it on have one past, those before it another.
    """

    def __init__(self) -> None:
        self.run = self.line = 1

    def advance(self, *, is_line: bool = False) -> int:
        """Count another network, or the same at another time.

        Args:
            is_line: Whether a line begins with it.

        Returns:
            The number of the run at hand from now on.
        """
        self.run += 1
        if is_line:
            self.line = self.run
        return self.run


def is_other_network(old: Document, new: Document) -> bool:
    """Whether a document's network is another one, by identity of what makes it."""
    other_head = not answers_alike(old, new) or old.training.loss != new.training.loss
    other_layers = old.inputs is not new.inputs or old.network is not new.network or old.output is not new.output
    return other_head or other_layers or old.scaling != new.scaling
