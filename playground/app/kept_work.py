"""The person's own work, kept on the disk while a lesson or a challenge stands in its place."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from playground.app.background import beside
from playground.app.folders import lesson_folder, recovery_folder
from playground.app.last_session import LONG_S, LastSession, opened_of
from playground.document.errors import DocumentError
from playground.session.held_past import drop_past, hold_past, return_past
from playground.storage.recovery_store import abandoned

if TYPE_CHECKING:
    from pathlib import Path

    from playground.app.documents import Documents
    from playground.app.toast import Toast
    from playground.interop.sources import Opened
    from playground.session.held_past import HeldPast
    from playground.session.session import Session
    from playground.storage.project import Project
    from playground.storage.recovery_store import About, Recovered, RecoveryStore

log = logging.getLogger(__name__)

KEPT = "Your work from before a lesson or challenge is kept."
NOT_KEPT = "Your work could not be kept beside it, so it was not opened. Save your work first."


class StandingBack(LastSession):
    """The work of this window alone, held while a lesson or a challenge stands in its place.

    What another window holds is left alone. What was left behind by a crash makes room for newer work, but is not
    deleted: it goes to where crashes leave their work, and is offered at the next start.

    Args:
        root: The place on the disk.
        older: Where older work goes that nobody has brought back.
    """

    def __init__(self, root: Path, older: Path) -> None:
        super().__init__(root)
        self._older = older
        self._held: RecoveryStore | None = None

    def keep(self, project: Project, about: About) -> None:
        """Keep the work at hand, and hold it.

        Raises:
            OSError: It cannot be written.
        """
        self._held = self.written(project, about)
        for other in abandoned(self.root):
            left = other.about()
            if left.is_edited or left.trained_s >= LONG_S:
                self._move(other)
            else:
                other.delete()

    def hold(self) -> bool:
        """Hold what was left behind as if it had just been put away. Whether there was anything."""
        if self._held is None:
            self._held = self.newest()
        return self._held is not None

    def let_go(self) -> None:
        """Hold it no more: it stays, and whoever asks next may have it."""
        if self._held is not None:
            self._held.release()
            self._held = None

    def is_left(self) -> bool:
        """Whether work was left behind that no window holds."""
        found = self.newest()
        if found is not None:
            found.release()
        return found is not None

    def read(self) -> Recovered:
        """What is held, else what was left behind.

        Raises:
            DocumentError: There is none, or it is damaged.
        """
        return super().read() if self._held is None else self._held.read()

    def forget(self) -> None:
        """Delete what is held, else what was left behind."""
        if self._held is None:
            super().forget()
        else:
            self._held.delete()
            self._held = None

    def _move(self, other: RecoveryStore) -> None:
        other.release()
        try:
            self._older.mkdir(parents=True, exist_ok=True)
            other.folder.rename(self._older / other.folder.name)
        except OSError:
            log.exception("older work stays where it is")


class KeptWork(QObject):
    """Keeps work once, whatever lessons and challenges follow each other, and brings it back.

    Undo and redo are held in memory, and come back with it as long as this window has not left it behind.

    Args:
        session: Whose messages say what went wrong.
        documents: Keeps and shows documents.
        toast: Offers work that was left behind.

    Attributes:
        opening: Who is opening a document in the work's place at the moment; None for nobody.
    """

    def __init__(self, session: Session, documents: Documents, toast: Toast) -> None:
        super().__init__(documents)
        self._session, self._documents, self._toast = session, documents, toast
        self._kept = StandingBack(lesson_folder(), recovery_folder())
        self._is_away = False
        self._past: HeldPast | None = None
        self.opening: QObject | None = None

    def put_away(self) -> bool:
        """Keep the work at hand, if that is not done already. Whether it is kept; if not, the message bar says so.

        Where nothing was done yet in this window, what was left behind before is the person's work.
        """
        if not self._is_away:
            nothing = self._documents.path is None and not self._documents.modified
            self._is_away = (nothing and self._kept.hold()) or self._keep()
            self._toast.withdraw(KEPT)
            if not self._is_away:
                self._session.message_posted.emit(NOT_KEPT, "danger")
        return self._is_away

    def _keep(self) -> bool:
        """Keep the work at hand on the disk, and its past in memory. Whether that went well."""
        self._session.pause()  # or what is kept would be older than what is held
        is_kept = self._documents.keep_in(self._kept)
        if is_kept:
            self._past = hold_past(self._session)
        return is_kept

    def show(self, opened: Opened, owner: QObject) -> None:
        """Show a document in the work's place.

        Args:
            opened: The document.
            owner: Whose it is: `opening` while it is shown.
        """
        self.opening = owner
        try:
            self._documents.take(opened)
        finally:
            self.opening = None

    def bring_back(self) -> None:
        """Show the work that was kept, and keep it no more."""
        self._is_away = False
        try:
            found = beside(self._kept.read)
        except (OSError, DocumentError) as error:
            self._session.message_posted.emit(f"Your work of before cannot be opened: {error}", "danger")
            return
        self._take_back(found)
        # Only once it is shown: where showing fails, it is still there.
        self._kept.forget()

    def _take_back(self, found: Recovered) -> None:
        """Show what was found, with its past where that is held."""
        past, self._past = self._past, None
        about, opened, document = found.about, opened_of(found), found.document
        if past is not None:  # equal to what was found, and the one that the undo steps know
            document = past.document
            opened = replace(opened, document=document)
        is_new = about.is_edited or bool(about.trained_s)
        if is_new:
            self._documents.take_recovered(opened, document, is_edited=about.is_edited)
        else:
            self._documents.take(opened)
        if past is not None:
            return_past(self._session, past)
            if not is_new:
                self._documents.settled.emit()

    def leave_behind(self) -> None:
        """Something else was opened in the place of what stood there: the work stays kept, and is offered."""
        self._is_away = False
        self._past = None
        drop_past(self._session)
        self._kept.let_go()
        self.offer()

    def offer(self) -> None:
        """Say that work is kept from before, where what stood in its place was not left in order."""
        if not self._is_away and self._kept.is_left():
            self._toast.offer(KEPT, "info", (("Bring it back", self._bring_back_asked),))

    def _bring_back_asked(self) -> None:
        self._toast.withdraw(KEPT)
        if self._documents.may_discard():
            self.bring_back()
