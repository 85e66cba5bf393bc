"""Export points as CSV: asks for a file, writes it, and says how many rows are in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from playground.app.background import beside

if TYPE_CHECKING:
    from playground.app.shell import Shell


def export_points(shell: Shell) -> None:
    """Write the points as x, y, label or x, y, value, those of a table under the names of its columns."""
    from playground.interop.tables.csv_points import write_points

    session, dataset = shell.session, shell.session.document.dataset
    suggested = shell.settings.last_folder / f"{session.name}.csv"
    name, _ = QFileDialog.getSaveFileName(shell.dialog_parent(), "Export points", str(suggested), "CSV (*.csv)")
    if not name:
        return
    path = Path(name)
    try:
        beside(lambda: write_points(path, dataset))
    except OSError as error:
        session.message_posted.emit(f"Could not write {path.name}: {error.strerror or error}", "danger")
        return
    session.message_posted.emit(f"{len(dataset):,} rows are in {path.name}", "info")
