"""What the panel of experiments saves: the runs as a table, or as arrays with curves and maps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.app.background import write_file
from playground.experiments.results_file import CSV, NPZ, to_csv, to_npz

if TYPE_CHECKING:
    from playground.app.settings import Settings
    from playground.session.session import Session

KINDS = {CSV: f"Table of the runs (*{CSV})", NPZ: f"Arrays of runs, curves and maps (*{NPZ})"}
WRITERS = {CSV: to_csv, NPZ: to_npz}


class ExperimentExport(QObject):
    """Asks where to, and writes beside the window; failures are said in the message bar.

    Args:
        session: Whose experiments.
        settings: Where the last file went.
        window: Below which it asks.
    """

    def __init__(self, session: Session, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._settings, self._window = session, settings, window
        session.experiments.export_asked.connect(self._on_asked)

    def write(self, kind: str, path: Path) -> None:
        """Write the results of a kind of experiment; the ending of the name says how, CSV where it says nothing."""
        course = self._session.experiments.course(kind)
        if course is None:
            return
        suffix = path.suffix.lower() if path.suffix.lower() in WRITERS else CSV
        if path.suffix.lower() != suffix:
            path = path.with_name(path.name + suffix)
        try:
            write_file(path, lambda: WRITERS[suffix](course.results))
        except OSError as error:
            self._session.message_posted.emit(f"Could not write {path.name}: {error.strerror or error}", "danger")
            return
        self._settings.last_folder = path.parent
        self._session.message_posted.emit(f"{course.done:,} runs: {path.name}", "info")

    @Slot(str)
    def _on_asked(self, kind: str) -> None:
        suggested = self._settings.last_folder / f"{self._session.name} {kind}{CSV}"
        filters = ";;".join(KINDS.values())
        name, chosen = QFileDialog.getSaveFileName(self._window, "Export runs", str(suggested), filters)
        if name:
            wanted = next((suffix for suffix, title in KINDS.items() if title == chosen), CSV)
            path = Path(name)
            self.write(kind, path if path.suffix.lower() in WRITERS else path.with_name(path.name + wanted))
