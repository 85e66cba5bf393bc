"""A lesson that is being written, on the disk until it is saved: what a crash or a log-out leaves of it."""

from __future__ import annotations

from secrets import token_hex
from time import strftime
from typing import TYPE_CHECKING

import msgspec

from playground.document.errors import DocumentError
from playground.lessons.draft import LessonDraft  # noqa: TC001 - msgspec reads it
from playground.lessons.goal import StepGoal
from playground.storage.atomic import atomic_write
from playground.storage.locks import FileLock
from playground.storage.reading import read_limited

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_BYTES = 64_000_000


class TypedStep(msgspec.Struct, frozen=True):
    """What stands in the fields of a step, right or wrong.

    Attributes:
        title: Its heading.
        words: What it says.
        panels: Those it points at, by their keys in the table of docks.
        goals: As a lesson's file says them.
        hints: One for each field.
        predict: What is typed of a prediction, by the names of its fields, and its kind; empty for none.
        begins: What it begins with, as the form calls it.
        shows: What "Show me" does, as the form calls it.
        epochs: How long "Show me" trains.
    """

    title: str = ""
    words: str = ""
    panels: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    predict: dict[str, str] = {}
    begins: str = ""
    shows: str = ""
    epochs: float = 0.0

    def __post_init__(self) -> None:
        for goal in self.goals:
            StepGoal.read(goal)

    @property
    def is_blank(self) -> bool:
        """Whether no words are typed."""
        return not (self.title.strip() or self.words.strip())


class KeptDraft(msgspec.Struct, frozen=True):
    """All of a lesson that is being written.

    Attributes:
        draft: What is written so far.
        typed: A step that is not added yet.
        place: The chosen step, from 0; −1 for none.
        changes: What stands in the fields of the chosen step, where it was changed; None where it was not.
        path: The lesson's file; "" before it is saved.
    """

    draft: LessonDraft
    typed: TypedStep
    place: int = -1
    changes: TypedStep | None = None
    path: str = ""

    @property
    def title(self) -> str:
        """What it is called, to be named in a sentence."""
        return self.draft.title.strip() or "without a title"


class DraftStore:
    """One draft's file, with a lock beside it that ends with the process: a draft whose lock is free was left behind.

    Args:
        path: Of the file; `made` and `left_behind` know where.
        lock: That is held.
    """

    def __init__(self, path: Path, lock: FileLock) -> None:
        self._path, self._lock = path, lock

    @classmethod
    def made(cls, folder: Path) -> DraftStore:
        """A place for another draft; nothing is written yet.

        Args:
            folder: Where drafts are kept; it is made where it is missing.

        Raises:
            OSError: Nothing can be written there.
        """
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{strftime('%Y%m%d-%H%M%S')}-{token_hex(4)}.json"
        lock = FileLock(path.with_suffix(".lock"))
        lock.take()
        return cls(path, lock)

    def keep(self, draft: KeptDraft) -> None:
        """Write a draft in place of the one before.

        Raises:
            OSError: It cannot be written; the one before is still there.
        """
        atomic_write(self._path, msgspec.json.encode(draft))

    def read(self) -> KeptDraft:
        """The draft.

        Raises:
            DocumentError: It is damaged.
            OSError: It cannot be read.
        """
        try:
            return msgspec.json.decode(read_limited(self._path, MOST_BYTES), type=KeptDraft)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise DocumentError(f"The lesson that was kept is damaged: {error}") from None

    def release(self) -> None:
        """Leave it: it stays, and whoever asks next may have it."""
        self._lock.release()

    def delete(self) -> None:
        """Keep it no more."""
        self._path.unlink(missing_ok=True)
        self._lock.release()
        self._path.with_suffix(".lock").unlink(missing_ok=True)


def left_behind(folder: Path) -> Iterator[DraftStore]:
    """Drafts that no window holds, the newest first; each is held until it is released or deleted.

    Args:
        folder: Where drafts are kept; it need not be there.
    """
    for path in sorted(folder.glob("*.json"), reverse=True):
        lock = FileLock(path.with_suffix(".lock"))
        try:
            is_free = lock.take()
        except OSError:
            continue
        if is_free and path.exists():
            yield DraftStore(path, lock)
        else:
            lock.release()


def title_left_behind(folder: Path) -> str:
    """What the newest draft is called that no window holds and that can be read; "" for none.

    Args:
        folder: Where drafts are kept.
    """
    for store in left_behind(folder):
        try:
            return store.read().title
        except (DocumentError, OSError):
            continue
        finally:
            store.release()
    return ""
