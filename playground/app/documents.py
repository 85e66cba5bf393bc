"""New, open, save: files, questions and the recent list, around the session's document."""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from playground.app import questions
from playground.app.background import beside, write_file
from playground.app.file_filters import OPEN_FILTER
from playground.app.folders import session_folder
from playground.app.gathering import gather, holds_weights
from playground.app.known_file import KnownFile, digest_of
from playground.app.last_session import LONG_S, LastSession, opened_of
from playground.app.loading import Loading
from playground.document.edits_data import clear_points, set_dataset
from playground.document.errors import DocumentError
from playground.document.presets import first_document
from playground.interop.image_files import IMAGE_SUFFIXES, carries_project
from playground.interop.source_errors import SourceError
from playground.interop.sources import Opened, brings_points, is_large, is_link, is_of_pictures, open_source
from playground.interop.tables.kinds import TABLE_SUFFIXES
from playground.lessons.files import is_lesson
from playground.session.learned import Learned
from playground.storage.project import SUFFIX, Project, pack_project
from playground.storage.recovery_store import About
from playground.storage.saved_timeline import from_saved
from playground.storage.text import holds_document
from playground.training.state.checkpoint import Checkpoint

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from playground.app.known_file import State
    from playground.app.settings import Settings
    from playground.document.model import Document
    from playground.session.session import Session

log = logging.getLogger(__name__)


class Documents(QObject):
    """Keeps which file the document belongs to, and whether it is saved."""

    path_changed = Signal()
    modified_changed = Signal()
    recent_changed = Signal()
    settled = Signal()
    """The document is as its file is, or nobody has worked on it yet: a crash would lose nothing."""
    points_taken = Signal(str)
    """The points of a file have taken the place of those at hand; its name without the ending."""
    view_opened = Signal(object)
    """A project was opened that says how the window looked at it: plain values, not to be trusted."""
    lesson_chosen = Signal(str)  # a file of one
    points_chosen = Signal(str)
    """A person has chosen a file of points: they are to be shown before they are taken."""

    def __init__(self, session: Session, settings: Settings, thumbnail: Callable[[], bytes], window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._settings = settings
        self._thumbnail = thumbnail
        self._window = window
        self.path: Path | None = None
        self._known: KnownFile | None = None
        self._opened: Opened | None = None
        self._shown = 0
        self._learned = Learned(session)
        self.view_state: Callable[[], dict[str, object]] = dict
        self.last_session = LastSession(session_folder())
        self._learned.changed.connect(self.modified_changed)
        session.experiments.kept.changed.connect(self.modified_changed)
        session.experiments.changed.connect(self.modified_changed)
        session.undo_stack.cleanChanged.connect(self.modified_changed)
        self.loading = Loading(self)
        self.loading.failed.connect(self._say_failure)

    @property
    def modified(self) -> bool:
        """Whether the file lacks edits, what was learned, or what came of experiments."""
        return self.is_edited or self._learned.is_new or self._session.experiments.kept.is_new

    @property
    def is_edited(self) -> bool:
        """Whether the file lacks edits."""
        return not self._session.undo_stack.isClean()

    # ---- open ------------------------------------------------------------------------------------------------------

    def new(self) -> None:
        """Begin with an empty plane and the first network."""
        if self.may_discard():
            self.take(Opened(clear_points(first_document()), "Untitled"))

    def open_dialog(self) -> None:
        """Ask for a file and open it."""
        folder = str(self._settings.last_folder)
        name, _ = QFileDialog.getOpenFileName(self._window, "Open", folder, OPEN_FILTER)
        if name:
            self.choose(name)

    def open_folder_dialog(self) -> None:
        """Ask for a folder of pictures and open it."""
        name = QFileDialog.getExistingDirectory(
            self._window, "Open folder of pictures", str(self._settings.last_folder)
        )
        if name:
            self.choose(name)

    def choose(self, name: str) -> None:
        """Open a file that a person chose or dropped; points are shown before they are taken."""
        suffix = Path(name).suffix.lower()
        if is_of_pictures(name):
            self.open(name)
        elif suffix in TABLE_SUFFIXES or (suffix in IMAGE_SUFFIXES and not carries_project(Path(name))):
            self._settings.last_folder = Path(name).parent
            self.points_chosen.emit(name)
        else:
            self.open(name)

    def open(self, source: str) -> bool:
        """Open a file or an example; points of a table go into the document at hand, as one undo step.

        A large file is read beside the window: this returns at once, and `loading` says how far it is.

        Returns:
            Whether it is open or being read; if not, the message bar says why and nothing has changed.
        """
        if is_lesson(source):
            self.lesson_chosen.emit(source)
            return True
        if not brings_points(source) and not self.may_discard():
            return False
        document = self._session.document
        if is_large(source) or is_of_pictures(source):
            self.loading.start(source, document, lambda opened: self._receive_later(source, opened, document))
            return True
        try:
            opened = open_source(source, document)
        except SourceError as error:
            self._say_failure(str(error))
            return False
        self._receive(source, opened)
        return True

    def load(self, source: str) -> None:
        """Read a file beside the window and show it as a document of its own, points as well: the program's start."""
        self.loading.start(source, None, self.take)

    def take(self, opened: Opened) -> None:
        """Show what was opened."""
        self._show(opened)
        self.settled.emit()
        self._say_notes(opened)

    def take_recovered(self, base: Opened, document: Document, *, is_edited: bool = True) -> None:
        """Show what a crash or the last session has left: a project, and the document that it had become.

        It counts as unsaved, and where it was edited, closing asks.
        """
        self._show(base)
        if document is not base.document:
            self._session.edit("Recovered edits", lambda _: document)
        if is_edited:
            self._session.undo_stack.resetClean()
        self._learned.mark(None)
        self._session.experiments.kept.forget_saved()
        self.path_changed.emit()

    # ---- the last session ------------------------------------------------------------------------------------------

    def keep_session(self) -> bool:
        """Keep what is in no file as the last session. Whether that went well, or there was nothing to keep."""
        if not self.modified:
            return True
        if not self.keep_in(self.last_session):
            return False
        if self._learned.seconds >= LONG_S:
            text = f"{self._session.name} is kept with what it learned: File, Reopen last session."
            self._session.message_posted.emit(text, "info")
        return True

    def keep_in(self, place: LastSession) -> bool:
        """Keep what is at hand, saved or not, in a place on the disk. Whether that went well."""
        where = None if self.path is None else os.path.realpath(self.path)
        about = About(self._session.name, where, self.digest, self.is_edited, self._learned.seconds)
        return place.keep_now(self._session, self._opened, about, self.view_state())

    def reopen_last_session(self) -> None:
        """Show the last session again, as it was: unsaved, with its weights, curve and runs."""
        try:
            found = beside(self.last_session.read)
        except (OSError, DocumentError) as error:
            self._say_failure(f"The last session cannot be opened: {error}")
            return
        if self.may_discard():
            self.take_recovered(opened_of(found), found.document, is_edited=found.about.is_edited)

    # ---- save ------------------------------------------------------------------------------------------------------

    def save(self) -> bool:
        """Save to the document's file, asking for one when it has none."""
        return self.save_to(self.path) if self.path else self.save_as()

    def save_as(self) -> bool:
        """Ask for a file and save."""
        suggested = self._settings.last_folder / f"{self._session.name}{SUFFIX}"
        name, _ = QFileDialog.getSaveFileName(self._window, "Save as", str(suggested), f"Projects (*{SUFFIX})")
        if not name:
            return False
        path = Path(name)
        return self.save_to(path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX))

    def save_to(self, path: Path) -> bool:
        """Write the project; on failure the message bar says why, and the document stays marked as edited."""
        session = self._session
        if self._known is not None and self._known.path == path and not self._may_overwrite(self._known):
            return False
        document, shown, with_runs = session.document, self._shown, self._settings.saves_runs
        kept = session.experiments.kept.version
        gathered = beside(lambda: gather(session, document, self._opened, with_runs=with_runs))
        if gathered.lacks_weights and not self._may_save_without_weights(path):
            return False
        project = replace(gathered.project, thumbnail=self._picture(), view=self.view_state())
        try:
            data = write_file(path, lambda: pack_project(project))
        except (OSError, MemoryError) as error:
            why = "there is too little memory" if isinstance(error, MemoryError) else error.strerror or error
            text = f"Could not save {path.name}: {why}. Nothing was overwritten; try Save as."
            session.message_posted.emit(text, "danger")
            return False
        if self._shown == shown:  # nothing else was opened meanwhile
            self._become(path, digest_of(data))
            if session.document is document:
                session.undo_stack.setClean()
                self._learned.mark(project.weights)
                session.experiments.kept.mark_saved(kept)
                self.settled.emit()
        if gathered.earlier:
            what = f"{session.name} is saved with the weights of epoch {gathered.epoch:,}"
            session.message_posted.emit(f"{what}: the training does not answer.", "warn")
        return True

    def _may_save_without_weights(self, path: Path) -> bool:
        """Ask, where a file with weights or a trained network would become a file without."""
        if not self._session.has_learned and not beside(lambda: holds_weights(path)):
            return True
        return questions.may_save_without_weights(self._window, self._session.name, path)

    def _picture(self) -> bytes:
        """A small picture for file browsers; nothing where it cannot be painted: the work is saved all the same."""
        try:
            return self._thumbnail()
        except Exception:
            log.exception("the picture of a saved project failed")
            return b""

    def _become(self, path: Path, digest: str) -> None:
        """The document's file is another from now on."""
        self._known = KnownFile.now(path, digest)
        self._settings.last_folder = path.parent
        self._session.rename(path.stem)
        self._set_path(path)

    def project(self, *, with_thumbnail: bool = True) -> Project:
        """Document, weights and history as they are now; before PyTorch is there, as they were opened."""
        gathered = gather(self._session, self._session.document, self._opened, with_runs=False)
        project = replace(gathered.project, view=self.view_state())
        return replace(project, thumbnail=self._picture()) if with_thumbnail else project

    def toggle_saves_runs(self) -> None:
        """Let projects hold their runs from now on, or not."""
        self._settings.saves_runs = not self._settings.saves_runs
        less = "hold the newest weights, the loss curve and results of experiments alone"
        held = "hold their runs" if self._settings.saves_runs else less
        self._session.message_posted.emit(f"From now on saved projects {held}.", "info")

    # ---- the file on disk ------------------------------------------------------------------------------------------

    @property
    def digest(self) -> str:
        """Of the document's file, when it was last read or written; empty for none."""
        return self._known.digest if self._known is not None else ""

    def look_at_file(self) -> State:
        """What somebody else has done to the document's file; said once for each time, "same" from then on."""
        known = self._known
        if known is None or not known.looks_touched():
            return "same"
        self._known = known.looked_at()
        state = known.state()
        if state == "missing":  # what was saved is here alone
            self._session.undo_stack.resetClean()
        return state

    def reload(self) -> None:
        """Show the document's file as it is now, in place of what is shown."""
        if self.path is not None and self.may_discard():
            self._reload()

    def _reload(self) -> None:
        try:
            self.take(open_source(str(self.path)))
        except SourceError as error:
            self._say_failure(str(error))

    def _may_overwrite(self, known: KnownFile) -> bool:
        """Ask, where somebody else has written the file; other answers than to overwrite are carried out here."""
        if known.state() != "changed":
            return True
        answer = questions.overwrite_or_reload(self._window, known.path)
        if answer == "reload":
            self._reload()
        return answer == "save"

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _show(self, opened: Opened) -> None:
        self.loading.cancel()
        self._shown += 1
        checkpoint = Checkpoint.from_arrays(opened.weights) if opened.weights else None
        self._opened = opened if opened.weights and not self._session.trainer.is_ready else None
        runs = from_saved(opened.runs)
        self._session.load(opened.document, opened.name, checkpoint, opened.history, runs, opened.results)
        self._learned.mark(opened.weights, is_loading=True)
        self._known = KnownFile.now(opened.path, opened.digest) if opened.path and opened.digest else None
        self._set_path(opened.path)
        if opened.view:
            self.view_opened.emit(opened.view)

    def _receive(self, source: str, opened: Opened) -> None:
        path = Path(source)
        if not is_link(source) and not holds_document(source) and path.exists():
            self._settings.last_folder = path.parent
        if not brings_points(source):
            self.take(opened)
            return
        self.loading.cancel()
        dataset, scaling = opened.document.dataset, opened.document.scaling
        self._session.edit(
            f"Import {path.name}", lambda now: replace(set_dataset(now, dataset), scaling=scaling), is_whole=True
        )
        self.points_taken.emit(path.stem)
        self._say_notes(opened)

    def _receive_later(self, source: str, opened: Opened, asked_for: Document) -> None:
        """Take what was read beside the window, unless that would lose what the person has done meanwhile."""
        if brings_points(source) or self._session.document is asked_for or self.may_discard():
            self._receive(source, opened)

    def _say_notes(self, opened: Opened) -> None:
        if opened.notes:
            is_link = opened.document.dataset.source is not None
            # What was odd in a link is to be looked at; a table only tells how it was read.
            self._session.message_posted.emit(" ".join(opened.notes), "warn" if is_link else "info")

    @Slot(str)
    def _say_failure(self, text: str) -> None:
        self._session.message_posted.emit(text, "danger")

    def may_discard(self) -> bool:
        """Ask, where edits would be lost; what was only learned is kept as the last session. True when it may go."""
        if not self.is_edited and (not self.modified or self.keep_session()):
            return True
        answer = questions.save_or_discard(self._window, self._session.name)
        return self.save() if answer == "save" else answer == "discard"

    def _set_path(self, path: Path | None) -> None:
        self.path = path
        if path is not None:
            self._settings.add_recent(path)
            self.recent_changed.emit()
        self.path_changed.emit()
