"""What survives a crash: for each running window a folder with its project, as it was lately, and a journal since then.

    recovery/20261121-093000-a1b2c3d4/
        lock                    held by the window's process: a folder whose lock is free was left by a crash
        about.json              name and file of the document
        base-00000007.nnplay    the project with its weights
        journal-00000007        the edits since then
        runs-00000005           what was recorded of the run, and the runs beside it
        results-00000006        what came of experiments

Bases are counted; the one with the highest number that can be read holds, whatever the clock says. The one before stays
until the next is there. Runs and results are written more seldom than bases, always before the base of their number:
they belong to it and to those that follow, up to the next ones.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from secrets import token_hex
from time import strftime, time
from typing import TYPE_CHECKING

import msgspec

from playground.document.errors import DocumentError
from playground.storage.atomic import atomic_write
from playground.storage.container import pack_members
from playground.storage.journal import Journal, JournalReplay, replay
from playground.storage.locks import FileLock
from playground.storage.project import (
    MOST_BYTES,
    SUFFIX,
    pack_project,
    read_project,
    unpack_results_file,
    unpack_runs_file,
)
from playground.storage.reading import read_limited
from playground.storage.runs import pack_runs
from playground.storage.saved_results import pack_results

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playground.document.model import Document
    from playground.storage.project import Project
    from playground.storage.runs import SavedRun
    from playground.storage.saved_results import SavedResults

RUNS, RESULTS = SIDES = ("runs", "results")
"""Names of the files beside the bases."""
LEAST_JOURNAL = 16_000_000
"""A journal shorter than this is not worth a new base."""
GROWTH = 4
"""Times of its base that a journal may reach."""
MOST_ABOUT = 100_000


class About(msgspec.Struct, frozen=True):
    """Whose work a folder holds.

    Attributes:
        name: Of the document, as the window's title says it.
        path: The file that it is saved to; None before the first save.
        digest: SHA-256 of that file when it was last read or written.
        is_edited: Whether the document was edited since; else the network has only learned.
        trained_s: For how many seconds it has learned since.
        is_offered: Whether it was offered at a start already.
    """

    name: str = "Untitled"
    path: str | None = None
    digest: str = ""
    is_edited: bool = True
    trained_s: float = 0.0
    is_offered: bool = False


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was found in a folder.

    Attributes:
        base: The project of the newest base that can be read, with its runs if those can be.
        document: The newest document: the journal's, or the base's.
        time: When it was written, in seconds since 1970.
        number: Of the base.
        journal: What came after it.
    """

    about: About
    base: Project
    document: Document
    time: float
    number: int
    journal: JournalReplay


class RecoveryStore:
    """One folder, written by one thread of the process that holds its lock."""

    def __init__(self, folder: Path, lock: FileLock) -> None:
        self.folder = folder
        self._lock = lock
        self._journal: Journal | None = None
        self._number = max(_numbers(folder), default=0)
        self._base_size = 0
        self._last: Document | None = None

    @classmethod
    def create(cls, root: Path) -> RecoveryStore:
        """A new folder, and its lock.

        Raises:
            OSError: It cannot be made.
        """
        while True:
            folder = root / f"{strftime('%Y%m%d-%H%M%S')}-{token_hex(4)}"
            folder.mkdir(parents=True, mode=0o700)
            vault = cls.adopt(folder)
            if vault is not None:  # another window that starts now may take it for an empty one
                return vault

    @classmethod
    def adopt(cls, folder: Path) -> RecoveryStore | None:
        """A folder that a crash left; None when another process has it, or it is gone."""
        lock = FileLock(folder / "lock")
        try:
            return cls(folder, lock) if folder.is_dir() and lock.take() else None
        except OSError:
            return None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written, so that a crash now would lose nothing."""
        return self._last is None

    @property
    def wants_base(self) -> bool:
        """Whether the journal has grown so long that it should begin anew."""
        return self._journal is not None and self._journal.size > max(LEAST_JOURNAL, GROWTH * self._base_size)

    def describe(self, about: About) -> None:
        """Say whose work this is.

        Raises:
            OSError: It cannot be written.
        """
        atomic_write(self.folder / "about.json", msgspec.json.encode(about))

    def keep(self, project: Project, *, with_runs: bool = True, with_results: bool = True) -> dict[str, int]:
        """Write a project as the next base; what is older than the base before goes.

        Args:
            project: Its runs and results are written to files of their own.
            with_runs: Whether runs are written; where not, those written last belong to this base as well.
            with_results: Likewise of results.

        Returns:
            The bytes that `RUNS` and `RESULTS` have taken.

        Raises:
            OSError: It cannot be written; what was there holds.
        """
        number = self._number + 1
        path, data = self._base(number), pack_project(replace(project, runs=(), results=()))
        sides: dict[str, bytes] = {}
        if with_runs and (project.runs or self._has_side(RUNS)):
            sides[RUNS] = pack_members(pack_runs(project.runs, project.document))
        if with_results and (project.results or self._has_side(RESULTS)):
            sides[RESULTS] = pack_members(pack_results(project.results))
        try:
            for side, packed in sides.items():
                atomic_write(self._side(side, number), packed)
            atomic_write(path, data)
        except OSError:
            for written in (path, *(self._side(side, number) for side in SIDES)):
                # A base whose runs are missing would be taken for the newest and lose them.
                with suppress(OSError):
                    written.unlink(missing_ok=True)  # the edits to come are told by the base before
            raise
        self._end_journal()
        self._number = number
        self._base_size, self._last = len(data), project.document
        self._tidy()
        return {side: len(sides.get(side, b"")) for side in SIDES}

    def note(self, document: Document) -> None:
        """Add a document to the journal, unless it is the last one.

        Raises:
            OSError: It cannot be written; the last one holds.
        """
        if self._last is None:
            raise ValueError("the journal has no base yet")
        if document is self._last:
            return
        if self._journal is None:
            path = self._journal_path(self._number)
            path.unlink(missing_ok=True)  # of a try that failed
            self._journal = Journal(path, self._last)
        self._journal.append(document, time())
        self._last = document

    def resume(self, found: Recovered) -> None:
        """Go on where a crash has left the folder: what was found in it holds, and edits come behind it.

        Raises:
            OSError: The journal cannot be opened.
        """
        self._number, self._last = found.number, found.document
        path = self._journal_path(found.number)
        if path.exists():
            self._journal = Journal(path, found.base.document, found.journal)

    def clear(self) -> None:
        """Nothing would be lost now: forget what was kept."""
        self._end_journal()
        self._last = None
        for number in _numbers(self.folder):
            self._remove(number)
        for side in SIDES:
            for number in _side_numbers(self.folder, side):
                self._remove_side(side, number)

    def release(self) -> None:
        """Let go of the folder and leave it."""
        self._end_journal()
        self._lock.release()

    def delete(self) -> None:
        """Remove the folder with all that is in it."""
        self._end_journal()
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.release()

    def read(self) -> Recovered:
        """What can be had back.

        Raises:
            DocumentError: No base can be read; the text says why.
        """
        fault = "there is no project in it"
        for number in sorted(_numbers(self.folder), reverse=True):
            try:
                return self._read(number)
            except (DocumentError, OSError) as error:
                fault = str(error)
        raise DocumentError(fault)

    def about(self) -> About:
        """Whose work this is, as far as it can be read."""
        return read_about(self.folder)

    def _read(self, number: int) -> Recovered:
        path = self._base(number)
        base = read_project(path)
        results = self._results_of(number, base.document)
        base = replace(base, runs=self._runs_of(number, base.document), results=results)
        try:
            journal = read_limited(self._journal_path(number), MOST_BYTES)
        except FileNotFoundError:
            journal = b""
        told = replay(journal, base.document)
        newest, when = told.document or base.document, told.time or path.stat().st_mtime
        return Recovered(self.about(), base, newest, when, number, told)

    def _runs_of(self, number: int, document: Document) -> tuple[SavedRun, ...]:
        """The runs that belong to a base; nothing where they are damaged, which keeps nobody from the rest."""
        found = self._newest_side(RUNS, number)
        if found is None:
            return ()
        try:
            return unpack_runs_file(read_limited(found, MOST_BYTES), document)
        except (DocumentError, OSError):
            return ()

    def _results_of(self, number: int, document: Document) -> tuple[SavedResults, ...]:
        """The results that belong to a base; nothing where they are damaged, as with runs."""
        found = self._newest_side(RESULTS, number)
        if found is None:
            return ()
        try:
            return unpack_results_file(read_limited(found, MOST_BYTES), document)
        except (DocumentError, OSError):
            return ()

    def _newest_side(self, side: str, number: int) -> Path | None:
        """The file that belongs to a base; None for none."""
        found = max((one for one in _side_numbers(self.folder, side) if one <= number), default=None)
        return None if found is None else self._side(side, found)

    def _has_side(self, side: str) -> bool:
        return any(True for _ in _side_numbers(self.folder, side))

    def _tidy(self) -> None:
        """Remove what belongs to bases older than the one before the newest."""
        oldest = self._number - 1
        for number in _numbers(self.folder):
            if number < oldest:
                self._remove(number)
        for side in SIDES:
            numbers = list(_side_numbers(self.folder, side))
            needed = max((number for number in numbers if number <= oldest), default=0)
            for number in numbers:
                if number < needed:
                    self._remove_side(side, number)

    def _base(self, number: int) -> Path:
        return self.folder / f"base-{number:08}{SUFFIX}"

    def _journal_path(self, number: int) -> Path:
        return self.folder / f"journal-{number:08}"

    def _side(self, side: str, number: int) -> Path:
        return self.folder / f"{side}-{number:08}"

    def _end_journal(self) -> None:
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    def _remove(self, number: int) -> None:
        with suppress(OSError):
            self._base(number).unlink(missing_ok=True)
            self._journal_path(number).unlink(missing_ok=True)

    def _remove_side(self, side: str, number: int) -> None:
        with suppress(OSError):
            self._side(side, number).unlink(missing_ok=True)


def abandoned(root: Path) -> Iterator[RecoveryStore]:
    """The folders that crashes left, newest first, each held until it is released. Empty ones are removed."""
    for folder in sorted(_folders(root), reverse=True):
        vault = RecoveryStore.adopt(folder)
        if vault is None:
            continue
        if any(True for _ in _numbers(folder)):
            yield vault
        else:
            vault.delete()


def is_open_elsewhere(root: Path, path: Path, own: Path | None) -> bool:
    """Whether another running window has a file open.

    Args:
        root: Where the folders are.
        path: The file.
        own: The folder of the window that asks.
    """
    wanted = os.path.realpath(path)
    for folder in _folders(root):
        if folder == own or read_about(folder).path != wanted:
            continue
        vault = RecoveryStore.adopt(folder)
        if vault is None:
            return True
        vault.release()
    return False


def read_about(folder: Path) -> About:
    """Whose work a folder holds; nobody's where that cannot be read."""
    try:
        return msgspec.json.decode(read_limited(folder / "about.json", MOST_ABOUT), type=About)
    except (OSError, DocumentError, msgspec.MsgspecError, UnicodeDecodeError):
        return About()


def _folders(root: Path) -> list[Path]:
    try:
        return [folder for folder in root.iterdir() if folder.is_dir()]
    except OSError:
        return []


def _numbers(folder: Path) -> Iterator[int]:
    """Of all bases that are there."""
    for path in folder.glob(f"base-????????{SUFFIX}"):
        digits = path.stem.removeprefix("base-")
        if digits.isdecimal():
            yield int(digits)


def _side_numbers(folder: Path, side: str) -> Iterator[int]:
    """Of all files of runs, or of results, that are there."""
    for path in folder.glob(f"{side}-????????"):
        digits = path.name.removeprefix(f"{side}-")
        if digits.isdecimal():
            yield int(digits)
