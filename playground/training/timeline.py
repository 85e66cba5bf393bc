"""What a run has been: its recorded moments, other runs that began at one of them, and what was changed on the way.

One object for both threads, as the loss history is: the trainer's thread writes, and every attribute is a frozen value
that is replaced as a whole, so that anybody may read it at any time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from playground.training.recorder import MOST_BYTES, Recorder, size_of, thin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np

    from playground.training.moment import Moment
    from playground.training.run import Run

MOST_BRANCHES = 16
"""One more while two lines change places."""
PARKED_SHARE = 0.5
"""Of the memory, for branches that are not trained."""
MOST_MARKS = 200
_FIRST_NAME = "Run 1"

Columns = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """A run that is not trained now.

    Attributes:
        number: Tells it from the others, and picks its colour.
        name: For people.
        moments: What was recorded of it, oldest first; never empty. It goes on from the last one.
        columns: Its loss curve (`History.to_arrays`).
    """

    number: int
    name: str
    moments: tuple[Moment, ...]
    columns: Columns

    @property
    def end(self) -> Moment:
        """Its last state."""
        return self.moments[-1]


@dataclass(frozen=True, slots=True)
class Mark:
    """A change of the document on the way.

    Attributes:
        position: The epoch at which it came into force.
        text: What was changed.
    """

    position: float
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """A small picture of the output for the film strip.

    Attributes:
        moment: Of when.
        answers: As in `Snapshot.map`, (n, n, K).
    """

    moment: Moment
    answers: NDArray[np.float32]


class Timeline:
    """The line at hand, the branches beside it, and pictures for the film strip.

    Attributes:
        recorder: The moments of the line at hand.
        number, name: Of the line at hand, as of a branch.
        branches: The other lines, in the order of their numbers.
        marks: Changes of the line at hand, oldest first.
        stills: By the number of the moment, as far as they were asked for.
        version: Grows with every change of lines, names or marks.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self.recorder = Recorder(most_bytes)
        self.number, self.name = 1, _FIRST_NAME
        self.branches: tuple[Branch, ...] = ()
        self.marks: tuple[Mark, ...] = ()
        self.stills: dict[int, Still] = {}
        self.version = 0

    @property
    def moments(self) -> tuple[Moment, ...]:
        """Of the line at hand, oldest first."""
        return self.recorder.moments

    @property
    def nbytes(self) -> int:
        """What all lines hold in memory; moments that two of them share count for each."""
        return self.recorder.nbytes + sum(size_of(branch.moments) for branch in self.branches)

    # ---- written by the trainer's thread ---------------------------------------------------------------------------

    def begin(self) -> None:
        """The line at hand begins anew."""
        self.recorder.clear()
        self.marks, self.stills = (), {}
        self.version += 1

    def mark(self, position: float, text: str) -> None:
        """Note a change; of several at one epoch the words of the last stay."""
        kept = [mark for mark in self.marks if mark.position < position]
        self.marks = (*kept, Mark(position, text))[-MOST_MARKS:]
        self.version += 1

    def park(self, run: Run, columns: Mapping[str, NDArray[Any]]) -> bool:
        """Keep the line at hand as a branch, with the state of now as its end, and give what follows another name.

        Returns:
            Whether there was anything to keep, and room for it.
        """
        end = self.recorder.keep(run)
        room = PARKED_SHARE * self._most_bytes / (len(self.branches) + 1)
        if end is None or len(self.branches) > MOST_BRANCHES or end.nbytes > room:
            return False
        self._add(Branch(self.number, self.name, self.moments, dict(columns)))
        self.number = max(branch.number for branch in self.branches) + 1
        self.name = f"Run {self.number}"
        return True

    def go_on_from(self, moment: Moment) -> None:
        """The line at hand ends at a moment of it."""
        self.recorder.load([kept for kept in self.moments if kept.position <= moment.position])
        self.marks = tuple(mark for mark in self.marks if mark.position <= moment.position)
        self.version += 1

    def take(self, number: int) -> Branch | None:
        """Make a branch the line at hand; None when there is no such."""
        found = next((branch for branch in self.branches if branch.number == number), None)
        if found is None:
            return None
        self.branches = tuple(branch for branch in self.branches if branch is not found)
        self.number, self.name, self.marks = found.number, found.name, ()
        self.recorder.load(found.moments)
        self._share_memory()
        return found

    def rename(self, number: int, name: str) -> None:
        """Give a line another name."""
        if number == self.number:
            self.name = name
        self.branches = tuple(replace(b, name=name) if b.number == number else b for b in self.branches)
        self.version += 1

    def delete(self, number: int) -> None:
        """Forget a branch."""
        self.branches = tuple(branch for branch in self.branches if branch.number != number)
        self._share_memory()

    def restore(self, branches: Iterable[Branch], number: int = 1, name: str = _FIRST_NAME) -> None:
        """Take saved branches in place of those at hand, and say which line goes on."""
        self.branches = tuple(branches)[:MOST_BRANCHES]
        self.number, self.name = number, name
        self._share_memory()

    def _add(self, branch: Branch) -> None:
        self.branches = tuple(sorted((*self.branches, branch), key=lambda one: one.number))
        self._share_memory()

    def _share_memory(self) -> None:
        """Thin what is parked to its part of the memory; the rest is the recorder's."""
        if self.branches:
            share = int(PARKED_SHARE * self._most_bytes) // len(self.branches)
            self.branches = tuple(_fitted(branch, share) for branch in self.branches)
        parked = sum(size_of(branch.moments) for branch in self.branches)
        self.recorder.limit(max(self._most_bytes - parked, 0))
        self.version += 1


def _fitted(branch: Branch, most_bytes: int) -> Branch:
    moments = list(branch.moments)
    size = size_of(moments)
    if size <= most_bytes:
        return branch
    thin(moments, size, most_bytes)
    return replace(branch, moments=tuple(moments))
