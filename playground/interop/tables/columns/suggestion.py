"""What columns are taken for, and what a person has to say of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Meaning = Literal["classes", "values", "none"]


@dataclass(frozen=True, slots=True)
class Question:
    """Something about the columns that a person has to say.

    Attributes:
        about: "x", "y", "target" or "meaning".
        text: The question, without its question mark.
        options: The options of the command line that answer it.
        places: The columns that it is about.
    """

    about: str
    text: str
    options: str
    places: tuple[int, ...] = ()

    @property
    def words(self) -> str:
        """The whole, for the command line."""
        return f"{self.text}? Say it with {self.options}"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the columns are taken for.

    Attributes:
        x: Column of x; a guess where there is a question about it.
        y: Column of y; likewise.
        target: Column of the label or value; None for none.
        meaning: What that column holds.
        test: Column that says which points test.
        reasons: Why each column is taken for what, or left out.
        questions: What is not clear.
        left_out: Columns that hold nothing to learn from.
        columns: In place of x and y the columns of a table, where that is said.
        more: Columns of further values beside the target, where they are said.
    """

    x: int
    y: int
    target: int | None
    meaning: Meaning
    test: int | None
    reasons: tuple[str, ...]
    questions: tuple[Question, ...]
    left_out: frozenset[int] = frozenset()
    columns: tuple[int, ...] = ()
    more: tuple[int, ...] = ()

    @property
    def targets(self) -> tuple[int, ...]:
        """The columns of the label or of all values."""
        return () if self.target is None else (self.target, *self.more)
