"""The import window: a table as it was read, what its columns are taken for, and the points that makes."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.app.importing.controls import MeaningControls, ReadingControls
from playground.app.importing.place import ADD, foot_of, outcome, place_track
from playground.app.importing.preview import PreviewModel
from playground.document.joining import range_words
from playground.drawing.split import is_few
from playground.interop.csv_layout import CsvError
from playground.interop.table_import import asks_about_labels, guess_choices, make_points
from playground.views.data.pictures import dataset_picture
from playground.widgets.answers import answer_buttons
from playground.widgets.format import count
from playground.widgets.grid import Grid
from playground.widgets.label import FlowText, Label
from playground.widgets.theme import current, px

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.dataset import Dataset
    from playground.interop.data_table import DataTable, Reading
    from playground.interop.table_import import Choices, Imported

SIZE = QSize(960, 620)
CONTROLS, PICTURE = 260, 260
DOT, MOST = 0.022, 5_000


FEW = "So few points all train: none is kept for testing"


class ImportDialog(QDialog):
    """Nothing is changed until Import; that button waits for what is not yet decided.

    Args:
        table: As it was read by itself.
        read_anew: Reads the same source in another way; raises CsvError.
        current: The points at hand.
        parent: The window.
        choices: What the columns mean; guessed when None.
    """

    def __init__(
        self,
        table: DataTable,
        read_anew: Callable[[Reading], DataTable],
        current: Dataset,
        parent: QWidget | None,
        choices: Choices | None = None,
    ) -> None:
        super().__init__(parent)
        self.imported: Imported | None = None
        self.table: DataTable | None = table
        self.choices: Choices | None = None
        self._read_anew = read_anew
        self._current = current
        self._name = table.name
        self.setWindowTitle(f"Import {table.name}")
        self.resize(px(SIZE.width()), px(SIZE.height()))
        self.model = PreviewModel(self)
        self.grid = Grid("The first rows")
        self.grid.setModel(self.model)
        self.grid.horizontalHeader().setStretchLastSection(True)
        self.meaning = MeaningControls()
        self.meaning.changed.connect(self.choose)
        self.place = place_track()
        self.place.chosen.connect(self._show)
        self.reading: ReadingControls | None = None
        if table.reading is not None:
            self.reading = ReadingControls(table.reading)
            self.reading.changed.connect(self.read_as)
        self._build()
        self._take_table(table, choices)
        self.accept_button.setFocus()

    # ---- parts -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.head = Label("", "title", "ink")
        self.picture = QLabel()
        self.picture.setFixedSize(px(PICTURE), px(PICTURE))
        self.picture.setFrameShape(QFrame.Shape.NoFrame)
        self.words = FlowText("", "row", "ink2")
        self.buttons, self.accept_button = answer_buttons(self, "Import")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(12))
        column.addWidget(self.head)
        row = QHBoxLayout()
        row.setSpacing(px(20))
        row.addWidget(self._left())
        row.addLayout(self._right(), 1)
        column.addLayout(row, 1)
        column.addLayout(foot_of(self.place, self.buttons))

    def _left(self) -> QWidget:
        left = QWidget()
        left.setFixedWidth(px(CONTROLS))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        if self.reading is not None:
            column.addWidget(self.reading)
        column.addWidget(self.meaning)
        column.addStretch(1)
        return left

    def _right(self) -> QVBoxLayout:
        below = QHBoxLayout()
        below.setSpacing(px(16))
        below.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self.words, 1)
        column = QVBoxLayout()
        column.setSpacing(px(12))
        column.addWidget(self.grid, 1)
        column.addLayout(below)
        return column

    # ---- what the person does --------------------------------------------------------------------------------------

    @Slot(object)
    def read_as(self, reading: Reading) -> None:
        """Read the source in another way; what that makes impossible is said in place of the points."""
        try:
            table = self._read_anew(reading)
        except CsvError as error:
            self._refuse(str(error))
            return
        self._take_table(table)

    @Slot(object)
    def choose(self, choices: Choices) -> None:
        """Take columns for something else."""
        self.choices = choices
        self._show()

    # ---- showing ---------------------------------------------------------------------------------------------------

    def _take_table(self, table: DataTable, choices: Choices | None = None) -> None:
        self.table = table
        try:
            self.choices = choices or guess_choices(table)
        except CsvError as error:
            self.choices = None
            self.model.show_table(table, None)
            self._refuse(str(error), keep_table=True)
            return
        self._show()

    def _show(self) -> None:
        table, choices = self.table, self.choices
        if table is None or choices is None:
            return
        self.meaning.setEnabled(True)
        self.meaning.show_choices(table, choices)
        self.model.show_table(table, choices)
        self.grid.resizeColumnsToContents()
        columns = count(len(table.columns), "column")
        self.head.set_text(f"{self._name[:1].upper()}{self._name[1:]}: {count(len(table), 'row')}, {columns}")
        try:
            made = make_points(table, choices)
            after = outcome(self._current, made.dataset, self.place.current_key())
        except (CsvError, ValueError) as error:
            self._refuse(str(error), keep_table=True, choosing=True)
            return
        self.imported = made
        self._show_points(made, after, table)

    def _show_points(self, made: Imported, after: Dataset, table: DataTable) -> None:
        points, adds = len(made.dataset), self.place.current_key() == ADD
        warn = current().warn.name()
        image = dataset_picture(after, px(PICTURE), self.devicePixelRatioF(), DOT, MOST)
        self.picture.setPixmap(_framed(QPixmap.fromImage(image)))
        lines = [f"<b>{count(points, 'point')}</b>{_classes_words(made)}"]
        if adds:
            lines.append(f"With the {len(self._current):,} at hand {_total_words(after)}")
            lines += [
                f'<span style="color:{warn}">{escape(words)}</span>'
                for words in range_words(self._current, made.dataset)
            ]
        lines += [f"Left out: {escape(words)}" for words in made.dropped]
        lines += [escape(words) for words in made.notes]
        if not adds and is_few(points, len(made.dataset.classes)):
            lines.append(FEW)
        lines += [f'<span style="color:{warn}">Please check: {escape(doubt)}</span>' for doubt in table.doubts]
        self.words.set_text("<br>".join(lines))
        self.accept_button.setText(f"{'Add' if adds else 'Import'} {count(points, 'point')}")
        self.accept_button.setEnabled(True)

    def _refuse(self, fault: str, *, keep_table: bool = False, choosing: bool = False) -> None:
        """Say why there are no points."""
        self.imported = None
        if not keep_table:
            self.table = self.choices = None
            self.model.show_table(None, None)
        self.meaning.setEnabled(choosing)
        self.picture.clear()
        asks = self.table is not None and self.choices is not None and asks_about_labels(self.table, self.choices)
        hint = " Choose at the left what becomes of them." if asks else ""
        colour = current().warn.name() if asks else current().danger.name()
        self.words.set_text(f'<span style="color:{colour}">{escape(fault[:1].upper() + fault[1:])}.{hint}</span>')
        self.accept_button.setText("Import")
        self.accept_button.setEnabled(False)


def _classes_words(made: Imported) -> str:
    data = made.dataset
    if not data.classes:
        return " with values"
    names = ", ".join(
        f"{escape(one.name)} {number:,}" for one, number in zip(data.classes, data.counts(), strict=True) if number
    )
    return f": {names}"


def _total_words(after: Dataset) -> str:
    classes = f" in {len(after.classes)} classes" if after.classes else ""
    return f"that makes {len(after):,}{classes}"


def _framed(picture: QPixmap) -> QPixmap:
    """The picture on the ground of a picture well."""
    made = QPixmap(picture.size())
    made.setDevicePixelRatio(picture.devicePixelRatio())
    made.fill(current().sunken)
    painter = QPainter(made)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return made
