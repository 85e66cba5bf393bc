"""The last session: what was not saved when its window was closed, or another document took its place."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from playground.app.background import beside
from playground.app.gathering import gather
from playground.document.errors import DocumentError
from playground.interop.sources import Opened
from playground.storage.recovery_store import RecoveryStore, abandoned

if TYPE_CHECKING:
    from playground.session.session import Session
    from playground.storage.project import Project
    from playground.storage.recovery_store import About, Recovered

log = logging.getLogger(__name__)

LONG_S = 10.0
"""Training that was longer is told of: that it is kept, and at the next start that it can be reopened."""
NONE = "No session that was not saved has been kept."


class LastSession:
    """One place on the disk, shared by all windows: the newest session takes the older one's."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def keep(self, project: Project, about: About) -> None:
        """Keep a session in place of the one before.

        Raises:
            OSError: It cannot be written; the one before is still there.
        """
        vault = self.written(project, about)
        # The new one is whole before the old ones go: a power cut here leaves two, of which the newer is offered.
        vault.release()
        for other in abandoned(self.root):
            if other.folder == vault.folder:
                other.release()
            else:
                other.delete()

    def written(self, project: Project, about: About) -> RecoveryStore:
        """A session in a folder of its own, which nobody else takes until it is released.

        Raises:
            OSError: It cannot be written.
        """
        vault = RecoveryStore.create(self.root)
        try:
            vault.keep(project)
            vault.describe(about)
        except BaseException:
            vault.delete()
            raise
        return vault

    def keep_now(self, session: Session, opened: Opened | None, about: About, view: dict[str, object]) -> bool:
        """Keep what a window has at hand, while it goes on being painted. Whether that went well.

        Args:
            session: Its document, weights, curve and runs.
            opened: What was opened, as long as PyTorch is not there.
            about: Whose it is.
            view: How the window looks at it.
        """
        document = session.document

        def keep() -> None:
            project = gather(session, document, opened, with_runs=True).project
            self.keep(replace(project, view=view), about)

        try:
            beside(keep)
        except (OSError, MemoryError):
            log.exception("the last session could not be kept")
            return False
        return True

    def is_there(self) -> bool:
        """Whether there seems to be one: quick enough for every time that a menu opens."""
        return any(True for _ in self.root.glob("*/base-*"))

    def read(self) -> Recovered:
        """The session.

        Raises:
            DocumentError: There is none, or it is damaged.
        """
        found = self.newest()
        if found is None:
            raise DocumentError(NONE)
        found.release()
        return found.read()

    def forget(self) -> None:
        """Keep nothing any more."""
        for vault in abandoned(self.root):
            vault.delete()

    def offer(self) -> About | None:
        """Whose session is to be offered at a start; None where there is none, or it was offered before."""
        found = self.newest()
        if found is None:
            return None
        about = found.about()
        with suppress(OSError):
            found.describe(msgspec.structs.replace(about, is_offered=True))
        found.release()
        return None if about.is_offered else about

    def newest(self) -> RecoveryStore | None:
        """The folder of the newest session that no other window holds, until it is released; None for none."""
        newest = None
        for vault in abandoned(self.root):
            if newest is None:
                newest = vault
            else:
                vault.release()
        return newest


def opened_of(found: Recovered) -> Opened:
    """What was found in a folder, to be shown in a window; its journal apart."""
    about, base = found.about, found.base
    path = Path(about.path) if about.path else None
    work = base.weights, base.history, base.runs
    return Opened(base.document, about.name, path, *work, about.digest, view=base.view, results=base.results)
