"""What a finding is: what it looks at, when it suspects something, in which words, and which cures are tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.model import Document
    from playground.experiments.doctor.observation import Observation

Judge = Literal["score", "train_score", "balanced_score", "test_loss", "train_loss"]
"""What runs of a trial are compared by. The score is accuracy or R² over the test samples, over the training samples
where none test; the balanced one counts every class of the test samples alike."""
ILL = 0.95
"""A run that scores this much over its training samples has learned: most findings have nothing to say of it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a person can look at to see for themselves.

    Attributes:
        panel: The panel that shows it, a key of the table of panels.
        layer: uid of the layer it is about; None for none.
        samples: Rows of the dataset that it is about.
    """

    panel: str
    layer: int | None = None
    samples: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cure:
    """Something that may help.

    Attributes:
        words: What is other with it, to stand behind "with": "a rate of 0.003".
        edit: Makes the document with it; the same object where there is nothing to change.
    """

    words: str
    edit: Callable[[Document], Document]


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What a finding suspects of a run: not said to anybody before a cure is proved.

    Attributes:
        words: What was seen, a sentence with its numbers.
        evidence: Where to see it.
        cures: What is tried, in this order, until one is proved; the gentlest first.
    """

    words: str
    evidence: Evidence
    cures: tuple[Cure, ...]


class Finding:
    """Something that can be wrong with a run: a kind, one file and one line in the table.

    Attributes:
        key: For the program, and for whoever does not want to hear of it again.
        title: On screen.
        summary: What it is, a sentence for the glossary.
        looks_at: What it looks at, to stand in a list: "the loss curve".
        threshold: From when on it suspects something, and why then, a sentence.
        judge: What its cures have to better.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    looks_at: ClassVar[str]
    threshold: ClassVar[str]
    judge: ClassVar[Judge] = "score"

    def refusal(self, document: Document) -> str:  # noqa: ARG002 - most look at every document
        """Why it does not look at runs of such a document, a sentence; "" where it does."""
        return ""

    def look(self, seen: Observation) -> Suspicion | None:
        """What it suspects of a run whose document it does not refuse; None for nothing. Quick: trains nothing."""
        raise NotImplementedError


NO_CLASSES = "There are no classes."


def by_key(*findings: Finding) -> dict[str, Finding]:
    """A table of findings by their keys, in their order."""
    return {one.key: one for one in findings}
