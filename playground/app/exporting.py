"""Export from the window: what there is, where it goes, and a word about it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from playground.app.background import beside, write_file
from playground.app.export_dialog import COPY, ExportDialog
from playground.interop.exports.table import EXPORTS, ExportError, ExportWork

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QDockWidget, QWidget

    from playground.app.settings import Settings
    from playground.session.session import Session


class Exporting:
    """Failures are said in the message bar."""

    def __init__(
        self, session: Session, settings: Settings, docks: Mapping[str, QDockWidget], window: QWidget | None
    ) -> None:
        self._session, self._settings, self._docks, self._window = session, settings, docks, window

    def work(self) -> ExportWork:
        """The document with what training has made of it by now."""
        session = self._session
        checkpoint = session.trainer.checkpoint()
        arrays = checkpoint.to_arrays() if checkpoint else {}
        return ExportWork(session.document, session.name, arrays, session.history.to_arrays())

    def ask(self) -> None:
        """Show what can be exported, then ask where to."""
        work = self.work()
        chosen = ExportDialog.choose(work, self._window)
        if chosen is None:
            return
        kind, way = chosen
        if way == COPY:
            self.copy(kind, work)
            return
        one = EXPORTS[kind]
        suggested = self._settings.last_folder / f"{work.name}{one.suffix}"
        name, _ = QFileDialog.getSaveFileName(self._window, one.title, str(suggested), f"{one.title} (*{one.suffix})")
        if name:
            path = Path(name)
            self.write(kind, path if path.suffix else path.with_name(path.name + one.suffix), work)

    def copy(self, kind: str, work: ExportWork) -> None:
        """Put code on the clipboard."""
        try:
            text = beside(lambda: EXPORTS[kind].make(work)).decode()
        except ExportError as error:
            self._session.message_posted.emit(str(error), "danger")
            return
        QGuiApplication.clipboard().setText(text)
        self._session.message_posted.emit(f"The {EXPORTS[kind].title} is on the clipboard", "info")

    def write(self, kind: str, path: Path, work: ExportWork) -> None:
        """Write a file."""
        if EXPORTS[kind].needs_pictures:
            from playground.app.pictures.report import pictures_of, theme_colours

            work = replace(work, pictures=pictures_of(self._docks), colours=theme_colours())
        try:
            write_file(path, lambda: EXPORTS[kind].make(work))
        except ExportError as error:
            self._session.message_posted.emit(str(error), "danger")
        except OSError as error:
            self._session.message_posted.emit(f"Could not write {path.name}: {error.strerror or error}", "danger")
        else:
            self._settings.last_folder = path.parent
            self._session.message_posted.emit(f"{EXPORTS[kind].title}: {path.name}", "info")
