"""The hand-ins of a class in a window: marked on a thread, a row as each is done, saved as a table."""

from __future__ import annotations

import logging
from html import escape
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QHeaderView, QVBoxLayout

from playground.app.background import write_file
from playground.document import figures
from playground.widgets.buttons import PushButton
from playground.widgets.grid import Grid
from playground.widgets.label import FlowText, Label
from playground.widgets.theme import px
from playground.widgets.timers import ticking

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from playground.challenges.challenge import Challenge
    from playground.challenges.class_marks import ClassRow

log = logging.getLogger(__name__)

SEEDS, POLL_MS = 20, 50
SIZE = (1000, 520)
COLUMNS = {
    "Name": 116,
    "Verdict": 124,
    "Seeds": 74,
    "Parameters": 88,
    "Units": 52,
    "Epochs": 60,
    "Foreseen": 74,
    "Optional": 96,
    "Why": 220,
}
"""Titles, and widths at scale 100 %; the last takes what is left."""
NUMBERS = range(2, 7)
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
NO_CHALLENGE = "These hand-ins are for a challenge that is not known here: open its file first, then mark them."

Said: TypeAlias = "tuple[str, Challenge] | ClassRow | str"
"""From the thread: how many files there are with the challenge, a row, or a sentence at the end."""


class ClassMarking:
    """Marks a folder on a thread that touches nothing of Qt."""

    def __init__(self, folder: Path, own: Challenge | None = None) -> None:
        from playground.challenges.class_marks import ClassStop

        self.folder, self._own = folder, own
        self.said: SimpleQueue[Said] = SimpleQueue()
        self._stop = ClassStop()
        self._thread = Thread(target=self._run, name="class", daemon=False)

    def start(self) -> None:
        """Begin to train the hand-ins on the thread; it says what came of each as it goes."""
        self._thread.start()

    @property
    def is_begun(self) -> bool:
        """Whether it was started."""
        return self._thread.ident is not None

    def end(self) -> None:
        """Give up what is not done; waits some tenths of a second."""
        self._stop.stop()
        if self.is_begun:
            self._thread.join()

    def _run(self) -> None:
        from playground.challenges.class_marks import common_challenge, hand_in_files, mark_folder
        from playground.challenges.library import shipped_challenge, shipped_challenges

        try:
            key = common_challenge(self.folder)
            challenge = self._own if self._own is not None and self._own.key == key else None
            if challenge is None and key in shipped_challenges():
                challenge = shipped_challenge(key)
            if challenge is None:
                self.said.put(NO_CHALLENGE)
                return
            self.said.put((f"{len(hand_in_files(self.folder))} files", challenge))
            for row in mark_folder(self.folder, challenge, SEEDS, stop=self._stop):
                self.said.put(row)
            self.said.put("")
        except OSError as error:
            self.said.put(f"The folder cannot be read: {error.strerror or error}.")
        except Exception as error:
            log.exception("marking a class failed")
            self.said.put(f"Marking ended by an error: {str(error) or type(error).__name__}.")


class ClassDialog(QDialog):
    """A table that fills up.

    Args:
        folder: Of hand-ins.
        may_begin: Whether PyTorch is there: two loads at a time take twice as long.
        parent: Qt parent.
        own: The challenge at hand, which need not come with the program.

    Attributes:
        rows: What is marked.
    """

    def __init__(
        self, folder: Path, may_begin: Callable[[], bool], parent: QWidget | None, own: Challenge | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Hand-ins: {folder.name}")
        self.rows: list[ClassRow] = []
        self._may_begin, self._marking = may_begin, ClassMarking(folder, own)
        self.words = Label("Reading the hand-ins…", "row", "ink2")
        self.model = QStandardItemModel(0, len(COLUMNS), self)
        self.model.setHorizontalHeaderLabels(list(COLUMNS))
        for place in NUMBERS:
            self.model.horizontalHeaderItem(place).setTextAlignment(RIGHT)
        self.table = Grid("Hand-ins", self)
        self.table.setModel(self.model)
        self.table.setEditTriggers(Grid.EditTrigger.NoEditTriggers)
        for place, width in enumerate(COLUMNS.values()):
            self.table.setColumnWidth(place, px(width))
        self.table.horizontalHeader().setSectionResizeMode(len(COLUMNS) - 1, QHeaderView.ResizeMode.Stretch)
        self.reason = FlowText("Choose a row to read why.", "row", "ink2")
        self.table.selectionModel().currentRowChanged.connect(self._show_reason)
        self.save = PushButton("Save table…", tip="Save table…\nAll columns as CSV, for a spreadsheet")
        self.save.setEnabled(False)
        self.close_button = PushButton("Close", tip="Close\nWhat is not marked yet is given up")
        self.save.clicked.connect(self._save)
        self.close_button.clicked.connect(self.reject)
        self._arrange()
        self._poll = ticking(self, POLL_MS, self._listen)
        self._poll.start()

    def done(self, result: int) -> None:
        """Close, and end the thread."""
        self._poll.stop()
        self._marking.end()
        super().done(result)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(12))
        column.addWidget(self.words)
        column.addWidget(self.table, 1)
        column.addWidget(self.reason)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.save)
        row.addWidget(self.close_button)
        column.addLayout(row)
        self.resize(px(SIZE[0]), px(SIZE[1]))

    @Slot()
    def _listen(self) -> None:
        if not self._marking.is_begun:
            if self._may_begin():
                self._marking.start()
            return
        while self._poll.isActive():
            try:
                said = self._marking.said.get_nowait()
            except Empty:
                return
            self._hear(said)

    def _hear(self, said: Said) -> None:
        if isinstance(said, str):
            self._poll.stop()
            self.words.set_text(said or self._summary())
            self.save.setEnabled(bool(self.rows))
        elif isinstance(said, tuple):
            count, challenge = said
            self.words.set_text(f"{challenge.title}: {count}, each trained from {SEEDS} fresh seeds…")
        else:
            self._add(said)

    def _summary(self) -> str:
        from playground.challenges.class_marks import summary

        return f"{summary(self.rows)}."

    def _add(self, row: ClassRow) -> None:
        self.rows.append(row)
        cells = [QStandardItem(text) for text in _cells(row)]
        for place, cell in enumerate(cells):
            cell.setToolTip(row.words or cell.text())
            if place in NUMBERS:
                cell.setTextAlignment(RIGHT)
        self.model.appendRow(cells)
        self.table.scrollToBottom()

    @Slot(QModelIndex, QModelIndex)
    def _show_reason(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid():
            row = self.rows[current.row()]
            self.reason.set_text(f"<b>{escape(row.name)}</b>, {row.verdict}. {escape(row.words)}")

    @Slot()
    def _save(self) -> None:
        suggested = str(self._marking.folder / "marks.csv")
        name, _ = QFileDialog.getSaveFileName(self, "Save table", suggested, "CSV (*.csv)")
        if name:
            self.write(Path(name))

    def write(self, path: Path) -> None:
        """Write the table as CSV; the line above it says how that went."""
        from playground.challenges.class_marks import as_csv

        try:
            write_file(path, lambda: as_csv(self.rows))
        except OSError as error:
            self.words.set_text(f"Could not write {path.name}: {error.strerror or error}.")
        else:
            self.words.set_text(f"{len(self.rows)} rows are in {path.name}.")


def _cells(row: ClassRow) -> tuple[str, ...]:
    numbers = (f"{number:,}" if number else "–" for number in (row.parameters, row.units, row.epochs))
    return (
        row.name,
        row.verdict,
        f"{row.met} of {row.seeds}" if row.seeds else "–",
        *numbers,
        figures.share(row.predicted),
        row.bonus or "–",
        row.words,
    )
