"""What came of experiments, kept with the project: a list of results that can be seen again, named and deleted."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from time import localtime, strftime, time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from playground.document.errors import DocumentError
from playground.experiments.saved import from_plain, to_plain
from playground.session.course import Course
from playground.storage.saved_results import MOST_RESULTS, SavedResults

if TYPE_CHECKING:
    from collections.abc import Iterable

log = logging.getLogger(__name__)

RESULTS = "results"
"""What `Experiments.shown` says of the list itself, in place of a kind."""
WORKED = "worked_s"
"""Among the plain values that a project keeps: for how long the experiment has been at work."""

LONGEST_S = 1e9


@dataclass(slots=True, eq=False)
class KeptResults:
    """One entry of the list.

    Attributes:
        kind: Of the experiment, as "seeds" and "sweep".
        course: What has come of it; may be at work.
        name: For people.
        time: When it began, in seconds since 1970.
        is_named: Whether a person chose the name.
    """

    kind: str
    course: Course
    name: str
    time: float = field(default_factory=time)
    is_named: bool = False


class KeptList(QObject):
    """The results of a project, the oldest first.

    Attributes:
        items: All of them, those at work and those without a run that is done as well.

    Signals:
        changed(): One has come, gone, or has another name.
        told(str, str): A line for the message bar, and its role.
    """

    changed = Signal()
    told = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: tuple[KeptResults, ...] = ()
        self._before_deletion: tuple[KeptResults, ...] = ()
        self._changes = 0
        self._saved = 0

    @property
    def version(self) -> int:
        """Another number as soon as there is something else to be kept; 0 before there is anything."""
        return self._changes + sum(item.course.done for item in self.items)

    @property
    def is_new(self) -> bool:
        """Whether there is something that the project's file has not."""
        return self.version != self._saved

    @property
    def deleted(self) -> tuple[KeptResults, ...]:
        """What was deleted last, and can be brought back."""
        return tuple(item for item in self._before_deletion if item not in self.items)

    def listed(self) -> tuple[KeptResults, ...]:
        """Those with runs that are done, the newest first."""
        return tuple(item for item in reversed(self.items) if item.course.done)

    def of(self, course: Course | None) -> KeptResults | None:
        """The entry of a course; None where it was deleted."""
        return next((item for item in self.items if item.course is course), None)

    def add(self, kind: str, course: Course, title: str) -> KeptResults:
        """Keep what comes of an experiment that begins; where there are too many, the oldest without a name goes."""
        began = time()
        others = [item for item in self.items if item.course.done or item.course.is_at_work]
        if len(others) >= MOST_RESULTS:
            gone = next((item for item in others if not item.is_named), others[0])
            others.remove(gone)
            self._changes += 1 + gone.course.done
            self.told.emit(f"{gone.name} is not kept any more: a project keeps {MOST_RESULTS} results.", "info")
        item = KeptResults(kind, course, f"{title} {strftime('%H:%M', localtime(began))}", began)
        self.items = (*others, item)
        self._before_deletion = ()
        self.changed.emit()
        return item

    def rename(self, item: KeptResults, name: str) -> None:
        """Give it a name of a person's own."""
        if name and name != item.name:
            item.name, item.is_named = name, True
            self._note()

    def delete(self, *gone: KeptResults) -> None:
        """Take some out; `bring_back` undoes that until others are deleted or an experiment begins."""
        kept = tuple(item for item in self.items if item not in gone)
        if kept == self.items:
            return
        self._before_deletion, self.items = self.items, kept
        self._note(sum(item.course.done for item in self.deleted))

    def bring_back(self) -> None:
        """Undo the last deletion."""
        if self.deleted:
            self.items, self._before_deletion = self._before_deletion, ()
            self._note()

    def load(self, saved: Iterable[SavedResults]) -> None:
        """Take those of a project in place of all there are; what cannot be understood is left out, and told."""
        items, lost = [], []
        for one in saved:
            try:
                items.append(_opened(one))
            except DocumentError as error:
                log.warning("results of an experiment: %s", error)
                lost.append(one.name)
        self._changes = self.version + 1
        self.items, self._before_deletion = tuple(items), ()
        self.mark_saved()
        if lost:
            self.told.emit(f"Results left out, as they cannot be read: {', '.join(lost)}.", "warn")

    def mark_saved(self, version: int | None = None) -> None:
        """From now on a version counts as saved; that of now where none is given."""
        self._saved = self.version if version is None else version
        self.changed.emit()

    def forget_saved(self) -> None:
        """None of them is in a file."""
        self._saved = 0
        self.changed.emit()

    def to_saved(self) -> tuple[SavedResults, ...]:
        """What a project keeps; on any thread."""
        return tuple(_saved(item) for item in self.items if item.course.done)

    def _note(self, gone: int = 0) -> None:
        """Another version, though some runs are gone."""
        self._changes += 1 + gone
        self.changed.emit()


def _saved(item: KeptResults) -> SavedResults:
    course = item.course
    about, arrays = to_plain(course.results)
    about[WORKED] = course.worked_s
    return SavedResults(item.kind, item.name, item.time, course.experiment.document, about, arrays, item.is_named)


def _opened(saved: SavedResults) -> KeptResults:
    results = from_plain(saved.document, saved.about, saved.arrays)
    worked = saved.about.get(WORKED, 0.0)
    is_time = isinstance(worked, int | float) and 0.0 <= worked < LONGEST_S
    course = Course(results.experiment, results=results, worked_s=float(worked) if is_time else 0.0)
    return KeptResults(saved.kind, course, saved.name, saved.time, saved.is_named)
