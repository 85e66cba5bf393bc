"""The person's own work, kept on the disk while a lesson or a challenge stands in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from playground.app.background import beside
from playground.app.folders import lesson_folder
from playground.app.last_session import LastSession, opened_of
from playground.document.errors import DocumentError

if TYPE_CHECKING:
    from playground.app.documents import Documents
    from playground.app.toast import Toast
    from playground.interop.sources import Opened
    from playground.session.session import Session

KEPT = "Your work from before a lesson is kept."
NOT_KEPT = "Your work could not be kept beside it, so it was not opened. Save your work first."


class KeptWork(QObject):
    """Keeps work once, whatever lessons and challenges follow each other, and brings it back.

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
        self._kept = LastSession(lesson_folder())
        self._is_away = False
        self.opening: QObject | None = None

    def put_away(self) -> bool:
        """Keep the work at hand, if that is not done already. Whether it is kept; if not, the message bar says so."""
        if not self._is_away:
            self._is_away = self._documents.keep_in(self._kept)
            if not self._is_away:
                self._session.message_posted.emit(NOT_KEPT, "danger")
        return self._is_away

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
        about = found.about
        if about.is_edited or about.trained_s:
            self._documents.take_recovered(opened_of(found), found.document, is_edited=about.is_edited)
        else:
            self._documents.take(opened_of(found))
        # Only once it is shown: where showing fails, it is still there.
        self._kept.forget()

    def leave_behind(self) -> None:
        """Something else was opened in the place of what stood there: the work stays kept, and is offered."""
        self._is_away = False
        self.offer()

    def offer(self) -> None:
        """Say that work is kept from before, where what stood in its place was not left in order."""
        if not self._is_away and self._kept.is_there():
            self._toast.offer(KEPT, "info", (("Bring it back", self._bring_back_asked),))

    def _bring_back_asked(self) -> None:
        self._toast.withdraw(KEPT)
        if self._documents.may_discard():
            self.bring_back()
