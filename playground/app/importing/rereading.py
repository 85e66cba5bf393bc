"""The table of the import window read once more, after something was said of it; it can be cancelled at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Slot

from playground.app.loading import Loading
from playground.interop.source_errors import SourceError
from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.importing import know
from playground.widgets.progress_bar import ProgressBar
from playground.widgets.timers import one_shot

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from playground.interop.tables.csv_layout import Progress
    from playground.interop.tables.data_table import DataTable
    from playground.interop.tables.wishes import Wishes

    ReadAnew = Callable[[Wishes, Progress], DataTable]

LONG_MS = 200
"""After that the bar with its Cancel button appears."""


class Rereading(ProgressBar):
    """Reads on a thread while the window goes on being painted; hidden where that takes a moment only.

    Args:
        read_anew: Reads the source; raises CsvError.
        waits: What cannot be used meanwhile.
        parent: The window.
    """

    def __init__(self, read_anew: ReadAnew, waits: Sequence[QWidget], parent: QWidget) -> None:
        super().__init__(parent)
        self._read_anew, self._waits = read_anew, waits
        self._loading, self._loop, self._fault = Loading(self), QEventLoop(self), ""
        self._patience = one_shot(self, LONG_MS, self._show_name)
        self._name = ""
        self._loading.progressed.connect(self.set_share)
        self._loading.failed.connect(self._fail)
        self._loading.ended.connect(self._loop.quit)
        self.cancelled.connect(self._loading.cancel)

    @property
    def is_reading(self) -> bool:
        """Whether a table is on its way."""
        return self._loading.active

    def table(self, name: str, wishes: Wishes) -> DataTable | None:
        """Read, and return when that is done.

        Returns:
            None where it was cancelled.

        Raises:
            CsvError: It cannot be read in that way.
        """
        found: list[DataTable] = []
        self._name, self._fault = name, ""
        for widget in self._waits:
            widget.setEnabled(False)
        self._loading.read(name, lambda watch: self._read(wishes, watch), found.append)
        self._patience.start()
        self._loop.exec()
        self._patience.stop()
        self.hide()
        for widget in self._waits:
            widget.setEnabled(True)
        if self._fault:
            raise CsvError(self._fault)
        return found[0] if found else None

    @Slot()
    def _show_name(self) -> None:
        self.begin(f"Reading {self._name}")

    @Slot(str)
    def _fail(self, fault: str) -> None:
        self._fault = fault

    def _read(self, wishes: Wishes, watch: Progress) -> DataTable:
        try:
            return know(self._read_anew(wishes, watch), wishes)
        except CsvError as error:
            raise SourceError(str(error)) from None
