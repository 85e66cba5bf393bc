"""Solutions that passed, kept in a folder a challenge: hand-ins with their marks, the best first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from playground.challenges.hand_in import read_hand_in
from playground.document.errors import DocumentError
from playground.experiments.results import document_digest
from playground.storage.atomic import atomic_write
from playground.storage.project import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playground.challenges.marking import Marks
    from playground.document.model import Document

MOST_KEPT = 30
"""Of a challenge; beyond that the worst goes."""


@dataclass(frozen=True, slots=True)
class KeptSolution:
    """A solution in the folder.

    Attributes:
        path: Its file, a hand-in.
        date: When it passed, as ISO 8601 has it.
        marks: What marking came to.
    """

    path: Path
    date: str
    marks: Marks

    @property
    def rank(self) -> tuple[int, int, int, str]:
        """What orders solutions, the best first: parameters, then epochs, then seeds that fail, then the date."""
        return self.marks.parameters, self.marks.epochs, len(self.marks.seeds) - self.marks.count, self.date


def keep_solution(folder: Path, date: str, data: bytes) -> None:
    """Put a solution into a challenge's folder, which is made where it is missing; the worst of too many goes.

    One with the same document that was kept before goes, too: its marks are of the same runs.

    Args:
        folder: The challenge's.
        date: As ISO 8601 has it; the file is called so.
        data: Of `pack_hand_in`, with marks.

    Raises:
        OSError: The disk is full, the folder cannot be written ...
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{date.replace(':', '-')}{SUFFIX}"
    atomic_write(path, data)
    works = {one.path: _digest(document) for one, document in _read(folder)}
    for other, work in works.items():
        if other != path and work == works.get(path):
            other.unlink(missing_ok=True)
    for one in kept_solutions(folder)[MOST_KEPT:]:
        one.path.unlink(missing_ok=True)


def kept_solutions(folder: Path) -> list[KeptSolution]:
    """The solutions in a folder, the best first; what cannot be read is passed over."""
    return sorted((one for one, _ in _read(folder)), key=lambda one: one.rank)


# ---- inside ----------------------------------------------------------------------------------------------------------


def _read(folder: Path) -> Iterator[tuple[KeptSolution, Document]]:
    """The solutions in a folder with what was marked; what cannot be read is passed over."""
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            said, project = read_hand_in(path)
        except (DocumentError, OSError):
            continue
        if said is not None and said.marks is not None:
            yield KeptSolution(path, said.date, said.marks), project.document


def _digest(document: Document) -> str:
    """Equal for the same work, whenever it was marked: what is said of a hand-in does not count."""
    return document_digest(replace(document, extras={}))
