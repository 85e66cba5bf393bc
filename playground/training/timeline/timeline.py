"""What a run has been: its recorded moments, other runs that began at one of them, and what was changed on the way.

One object for both threads, as the loss history is: the trainer's thread writes, and every attribute is a frozen value
that is replaced as a whole, so that anybody may read it at any time.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from playground.document.run_words import DataMark, data_mark
from playground.training.timeline.recorder import MOST_BYTES, Recorder, size_of, thin
from playground.training.trainee.history import thinned

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from playground.document.model import Document
    from playground.training.state.recorded_state import RecordedState
    from playground.training.state.run import Run

MOST_BRANCHES = 16
"""One more while two lines change places."""
MOST_DELETED = 16
"""Branches that undo can bring back; the memory may hold fewer."""
PARKED_SHARE = 0.5
"""Of the memory, for branches that are not trained."""
MOST_PARKED_RECORDS = 20_000
"""Of a branch's curve: half a megabyte, and many times what a plot can show."""
MOST_MARKS = 200
_FIRST_NAME = "Run 1"
NO_DATA = DataMark()

Columns = dict[str, NDArray[Any]]
BY_HAND = "Weights set by hand"
"""The words of such a mark."""


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
class Branch:
    """A run that is not trained now.

    Attributes:
        number: Tells it from the others, and picks its colour.
        name: For people.
        moments: What was recorded of it, oldest first; never empty. It goes on from the last one.
        columns: Its loss curve (`History.to_arrays`).
        marks: Its changes on the way.
        is_named: Whether a person chose the name. The others yield when there are too many runs.
        data: Its points, when it was left.
    """

    number: int
    name: str
    moments: tuple[RecordedState, ...]
    columns: Columns
    marks: tuple[Mark, ...] = ()
    is_named: bool = False
    data: DataMark = NO_DATA

    @property
    def end(self) -> RecordedState:
        """Its last state."""
        return self.moments[-1]

    @property
    def least_bytes(self) -> int:
        """What of it must be kept: the last state and the curve."""
        return self.end.nbytes + sum(column.nbytes for column in self.columns.values())


@dataclass(frozen=True, slots=True, eq=False)
class RunLines:
    """All lines at one time: that at hand, with its moments and marks, and the branches beside it."""

    number: int
    name: str
    is_named: bool
    moments: tuple[RecordedState, ...]
    marks: tuple[Mark, ...]
    branches: tuple[Branch, ...]


class Timeline:
    """The line at hand and the branches beside it.

    Attributes:
        recorder: The moments of the line at hand.
        number, name, is_named: Of the line at hand, as of a branch.
        branches: The other lines, in the order of their numbers.
        deleted: Branches that can be brought back, in the order in which they were deleted.
        marks: Changes of the line at hand, oldest first.
        version: Grows with every change of lines, names or marks.
        lines_version: Grows where a line begins, ends, or gets another name.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self.recorder = Recorder(most_bytes)
        self.number, self.name, self.is_named = 1, _FIRST_NAME, False
        self.branches: tuple[Branch, ...] = ()
        self.deleted: tuple[Branch, ...] = ()
        self.marks: tuple[Mark, ...] = ()
        self.version = self.lines_version = 0

    @property
    def moments(self) -> tuple[RecordedState, ...]:
        """Of the line at hand, oldest first."""
        return self.recorder.moments

    @property
    def is_by_hand(self) -> bool:
        """Whether a person has set weights of the line at hand: what it answers is then not learned alone."""
        return any(mark.text == BY_HAND for mark in self.marks)

    @property
    def nbytes(self) -> int:
        """What all lines hold in memory, about; what some of them share counts once."""
        parked = (*self.branches, *self.deleted)
        moments = {id(moment): moment for branch in parked for moment in branch.moments}
        moments |= {id(moment): moment for moment in self.moments}
        columns = {id(column): column.nbytes for branch in parked for column in branch.columns.values()}
        return size_of(moments.values()) + sum(columns.values())

    # ---- written by the trainer's thread ---------------------------------------------------------------------------

    def begin(self) -> None:
        """The line at hand begins anew."""
        self.recorder.clear()
        self.marks = ()
        self._lines_changed()

    def mark(self, position: float, text: str) -> None:
        """Note a change; of several at one epoch the words of the last stay, and that weights were set by hand."""
        kept = [mark for mark in self.marks if mark.position < position or (mark.text == BY_HAND != text)]
        self.marks = (*kept, Mark(position, text))[-MOST_MARKS:]
        self.version += 1

    def mark_again(self, marks: tuple[Mark, ...]) -> None:
        """Have the marks of another time again."""
        self.marks = marks
        self.version += 1

    def park(self, run: Run, columns: Mapping[str, NDArray[Any]], *, yields: bool = True) -> bool:
        """Keep the line at hand as a branch, with the state of now as its end, and give what follows another name.

        Where there are too many branches, or they take too much, those yield that nobody has named, the least trained
        first.

        Args:
            run: At hand.
            columns: Its loss curve.
            yields: Whether others may yield to it; not where one of them is gone on with next.

        Returns:
            Whether there was anything to keep, and room for it.
        """
        end = self.recorder.keep(run)
        if end is None:
            return False
        kept = thinned(columns, MOST_PARKED_RECORDS)
        data = data_mark(run.document.dataset)
        branch = Branch(self.number, self.name, self.moments, kept, self.marks, self.is_named, data)
        others = self._others_beside(branch, yields=yields)
        if others is None:
            return False
        self.branches = others
        self._add(branch)
        # Deleted ones count: undo brings them back under the number and the colour that they had.
        self.number = max(branch.number for branch in (*self.branches, *self.deleted)) + 1
        self.name, self.is_named = f"Run {self.number}", False
        return True

    def go_on_from(self, moment: RecordedState) -> None:
        """The line at hand ends at a moment of it."""
        self.recorder.load([kept for kept in self.moments if kept.position <= moment.position])
        self.marks = tuple(mark for mark in self.marks if mark.position <= moment.position)
        self._lines_changed()

    def take(self, number: int) -> Branch | None:
        """Make a branch the line at hand; None when there is no such."""
        found = _numbered(self.branches, number)
        if found is None:
            return None
        self.branches = tuple(branch for branch in self.branches if branch is not found)
        self.number, self.name, self.is_named, self.marks = found.number, found.name, found.is_named, found.marks
        self.recorder.load(found.moments)
        self._share_memory()
        return found

    def rename(self, number: int, name: str, *, is_named: bool = True) -> None:
        """Give a line another name: a person's, or that which it had by itself."""
        if number == self.number:
            self.name, self.is_named = name, is_named
        self.branches = tuple(
            replace(b, name=name, is_named=is_named) if b.number == number else b for b in self.branches
        )
        self._lines_changed()

    def delete(self, number: int) -> None:
        """Take a branch away; as long as there is room for it, it can be brought back."""
        found = _numbered(self.branches, number)
        if found is not None:
            self.branches = tuple(branch for branch in self.branches if branch is not found)
            self.deleted = (*self.deleted, found)[-MOST_DELETED:]
            self._share_memory()

    def bring_back(self, number: int) -> bool:
        """Undo `delete`. False where there is no room for it any more."""
        found = _numbered(self.deleted, number)
        if found is None or len(self.branches) >= MOST_BRANCHES:
            return False
        self.deleted = tuple(branch for branch in self.deleted if branch is not found)
        self._add(found)
        return True

    def lines(self) -> RunLines:
        """All lines as they are now, to come back to; no copies."""
        return RunLines(self.number, self.name, self.is_named, self.moments, self.marks, self.branches)

    def come_back(self, lines: RunLines) -> None:
        """Have the lines of another time again; what was deleted stays so."""
        self.number, self.name, self.is_named = lines.number, lines.name, lines.is_named
        self.marks, self.branches = lines.marks, lines.branches
        self._share_memory()
        self.recorder.load(lines.moments)

    def restore(
        self, branches: Iterable[Branch], number: int = 1, name: str = _FIRST_NAME, *, is_named: bool = False
    ) -> None:
        """Take saved branches in place of those at hand, as many as there is room for, and say which line goes on."""
        self.branches, self.deleted = (), ()
        for branch in branches:
            if len(self.branches) < MOST_BRANCHES and _least((*self.branches, branch)) <= self._room:
                self.branches = (*self.branches, branch)
        self.number, self.name, self.is_named, self.marks = number, name, is_named, ()
        self._share_memory()

    # ---- inside ----------------------------------------------------------------------------------------------------

    @property
    def _room(self) -> int:
        """Bytes for branches that are not trained, deleted ones among them."""
        return int(PARKED_SHARE * self._most_bytes)

    def _others_beside(self, branch: Branch, *, yields: bool) -> tuple[Branch, ...] | None:
        """The branches that stay where one more is kept; None where it has no room."""
        others, most = list(self.branches), MOST_BRANCHES - 1 if yields else MOST_BRANCHES
        while len(others) > most or _least(others) + branch.least_bytes > self._room:
            automatic = [one for one in others if yields and not one.is_named]
            if not automatic:
                return None
            # The least trained is the cheapest to have again.
            others.remove(min(automatic, key=lambda one: (one.end.position, one.number)))
        return tuple(others)

    def _add(self, branch: Branch) -> None:
        self.branches = tuple(sorted((*self.branches, branch), key=lambda one: one.number))
        self._share_memory()

    def _share_memory(self) -> None:
        """Thin what is parked to its part of the memory, what is deleted yielding first; the rest is the recorder's.

        Every branch keeps its end and its curve; what room they leave is shared evenly. Moments that the line at hand
        shares with a branch count for both here, so that all together never take more than they may.
        """
        while self.deleted and _least((*self.branches, *self.deleted)) > self._room:
            self.deleted = self.deleted[1:]
        parked = (*self.branches, *self.deleted)
        spare = max(self._room - _least(parked), 0) // max(len(parked), 1)
        self.branches, self.deleted = (
            tuple(_fitted(branch, branch.end.nbytes + spare) for branch in some)
            for some in (self.branches, self.deleted)
        )
        columns = sum(branch.least_bytes - branch.end.nbytes for branch in parked)
        held = columns + sum(size_of(branch.moments) for branch in (*self.branches, *self.deleted))
        self.recorder.limit(max(self._most_bytes - held, 0))
        self._lines_changed()

    def _lines_changed(self) -> None:
        self.version += 1
        self.lines_version += 1


def change_in_words(before: Document, after: Document) -> str:
    """What differs between two documents, "Learning rate 0.03, layers"; empty where training sees no difference."""
    found = []
    for one in fields(after.training):
        old, new = getattr(before.training, one.name), getattr(after.training, one.name)
        if old != new and "label" in one.metadata:
            found.append(f"{one.metadata['label']} {new}")
    if before.network != after.network:
        found.append("layers")
    if before.inputs != after.inputs:
        found.append("inputs")
    if before.dataset is not after.dataset:
        found.append("points")
    words = ", ".join(found)
    return words[:1].upper() + words[1:]


def at_its_end(branch: Branch) -> Branch:
    """A branch of which only the last state is kept."""
    return branch if len(branch.moments) == 1 else replace(branch, moments=branch.moments[-1:])


def _least(branches: Iterable[Branch]) -> int:
    """What must be kept of some branches."""
    return sum(branch.least_bytes for branch in branches)


def _numbered(branches: Iterable[Branch], number: int) -> Branch | None:
    return next((branch for branch in branches if branch.number == number), None)


def _fitted(branch: Branch, most_bytes: int) -> Branch:
    moments = list(branch.moments)
    size = size_of(moments)
    if size <= most_bytes:
        return branch
    thin(moments, size, most_bytes)
    return replace(branch, moments=tuple(moments))
