"""What a document without a file is called: after its points, also when undo brings other points back.

The document of a lesson or of a challenge is called what that is, whatever points it has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from playground.document.model import domain_of
from playground.domains import GENERATORS

if TYPE_CHECKING:
    from playground.app.documents import Documents
    from playground.document.dataset import Dataset
    from playground.session.session import Session

MOST_KEPT = 50
"""Points whose name is known; older ones keep the name that stands."""


class Naming(QObject):
    """Renames the session when its points come from elsewhere; a document with a file is called what the file is."""

    def __init__(self, session: Session, documents: Documents) -> None:
        super().__init__(documents)
        self._session, self._documents = session, documents
        self._known: list[tuple[Dataset, str]] = []
        self._before = self._data = session.document.dataset
        self._opened = (_generator(self._data), session.name)
        self._is_loading = False
        session.loading.connect(self._begin)
        documents.path_changed.connect(self._end)
        session.dataset_changed.connect(self._follow)

    @Slot()
    def _begin(self) -> None:
        self._is_loading = True

    @Slot()
    def _end(self) -> None:
        if self._is_loading:
            self._is_loading = False
            self._before = self._data = self._session.document.dataset
            self._opened = (_generator(self._data), self._session.name)
            self._known.clear()

    @Slot(str)
    def name_import(self, name: str) -> None:
        """The points at hand have come from a file or the clipboard."""
        self._name_anew(name)

    def _name_anew(self, name: str) -> None:
        self._note_before()
        self._known.append((self._data, name))
        self._call(name)

    @Slot()
    def _follow(self) -> None:
        self._before, self._data = self._data, self._session.document.dataset
        generator = _generator(self._data)
        if self._is_loading:  # named by who opens it
            return
        known = next((name for data, name in self._known if data is self._data), "")
        if known:
            self._call(known)
        elif generator and generator != _generator(self._before):
            self._note_before()
            self._call(self._opened[1] if generator == self._opened[0] else GENERATORS[generator].title)
        elif not len(self._data) and len(self._before):  # what is drawn from here on is nothing that had the name
            self._name_anew(domain_of(self._session.document).own)

    def _note_before(self) -> None:
        """Undo brings these points back, and their name with them."""
        self._known = [*self._known[-MOST_KEPT:], (self._before, self._session.name)]

    def _call(self, name: str) -> None:
        is_own = self._session.lessons.lesson is None and self._session.challenges.challenge is None
        if is_own and self._documents.path is None:
            self._session.rename(name)


def _generator(data: Dataset) -> str:
    return data.source.generator if data.source is not None else ""
