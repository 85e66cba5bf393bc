"""The import window: a table as it was read, what its columns are taken for, and the points that makes."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.app.importing.controls import MeaningControls, ReadingControls
from playground.app.importing.place import ADD, CLIPBOARD, foot_of, outcome, place_track
from playground.app.importing.preview import PreviewModel
from playground.app.importing.rereading import Rereading
from playground.app.importing.words import asked_words, columns_words, left_out_lines, sample_of, shown_lines
from playground.document.joining import range_words
from playground.domains.split import is_few
from playground.interop.tables.columns.named import VALUE_USES, without_faults
from playground.interop.tables.columns.roles import suggest
from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.importing import asks_about_labels, choices_of, make_points
from playground.interop.tables.wishes import NO_WISHES, Wishes
from playground.views.data.pictures import dataset_picture
from playground.widgets.answers import answer_buttons
from playground.widgets.format import count
from playground.widgets.grid import Grid
from playground.widgets.label import FlowText, Label
from playground.widgets.theme import current, px

if TYPE_CHECKING:
    from playground.app.importing.rereading import ReadAnew
    from playground.document.dataset import Dataset
    from playground.interop.tables.columns.suggestion import Suggestion
    from playground.interop.tables.data_table import DataTable
    from playground.interop.tables.importing import Choices, Imported

SIZE = QSize(960, 620)
CONTROLS, PICTURE = 260, 260
DOT, MOST = 0.022, 5_000


FEW = "So few points all train: none is kept for testing"


class ImportDialog(QDialog):
    """Nothing is changed until Import; that button waits for what is not yet decided.

    Args:
        table: As it was read by itself.
        read_anew: Reads the same source in another way, on a thread; raises CsvError.
        current: The points at hand.
        parent: The window.
        choices: What the columns mean; guessed when None.
        wishes: What was said of it before.
    """

    def __init__(
        self,
        table: DataTable,
        read_anew: ReadAnew,
        current: Dataset,
        parent: QWidget | None,
        choices: Choices | None = None,
        wishes: Wishes = NO_WISHES,
    ) -> None:
        super().__init__(parent)
        self.imported: Imported | None = None
        self.table: DataTable | None = table
        self.choices: Choices | None = None
        self._wishes = wishes
        self._found: Suggestion | None = None
        self._fault = ""
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
            self.reading = ReadingControls(table, wishes)
            self.reading.changed.connect(self.read_as)
        self._build(read_anew)
        self._take_table(table, choices)
        self._first_control().setFocus()

    def _first_control(self) -> QWidget:
        """What has to be chosen first, else the button that takes the points."""
        if self.table is not None and self.table.doubts and self.reading is not None:
            return self.reading.control(self.table.doubts[0].about)
        if self.choices is not None and self.choices.open and self._found is not None:
            about = [one.about for one in self._found.questions if one.about in self.choices.open]
            return self.meaning.control(about[0]) if about else self.accept_button
        return self.accept_button

    # ---- parts -----------------------------------------------------------------------------------------------------

    def _build(self, read_anew: ReadAnew) -> None:
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
        left = self._left()
        row.addWidget(left)
        row.addLayout(self._right(), 1)
        column.addLayout(row, 1)
        self.rereading = Rereading(read_anew, (left, self.place, self.accept_button), self)
        column.addWidget(self.rereading)
        column.addLayout(foot_of(self.place, self.buttons))

    def _left(self) -> QWidget:
        left = QWidget()
        left.setFixedWidth(px(CONTROLS))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        if self.reading is not None:
            column.addWidget(self.reading)
        column.addWidget(self.meaning, 1)
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
    def read_as(self, wishes: Wishes) -> None:
        """Read the source in another way; what that makes impossible is said in place of the points."""
        before, self._wishes = self._wishes, wishes
        try:
            table = self.rereading.table(self._name, wishes)
        except CsvError as error:
            self._refuse(str(error))
            return
        if table is None and self.reading is not None:  # cancelled: as it was
            self._wishes = before
            self.reading.go_back(before, self.table)
            self._show()
        elif table is not None:
            self._take_table(table)

    def reject(self) -> None:
        """Give up reading the table once more, where that is going on; else close."""
        if self.rereading.is_reading:
            self.rereading.cancelled.emit()
        else:
            super().reject()

    @Slot(object)
    def choose(self, choices: Choices) -> None:
        """Take columns for something else; with the answer known, x and y may be clear."""
        if self.table is not None and choices.open & {"x", "y"} and "target" not in choices.open:
            choices = self._with_places(self.table, choices)
        self.choices = choices
        self._show()

    def _with_places(self, table: DataTable, choices: Choices) -> Choices:
        said = {name: getattr(choices, name) for name in ("x", "y") if name not in choices.open}
        if choices.target is not None:
            said |= dict(zip(VALUE_USES, choices.values, strict=False)) if choices.values else {"label": choices.target}
        try:
            self._found = suggest(table, NO_WISHES, said)
        except CsvError:
            return choices
        about = {one.about for one in self._found.questions}
        still_open = choices.open & (about | {"meaning"})
        return replace(choices, x=self._found.x, y=self._found.y, left_out=self._found.left_out, open=still_open)

    # ---- showing ---------------------------------------------------------------------------------------------------

    def _take_table(self, table: DataTable, choices: Choices | None = None) -> None:
        self.table = table
        if self.reading is not None:
            self.reading.show_table(table)
        self._fault = ""
        try:
            self._found = suggest(table, self._wishes)
            self.choices = choices or choices_of(self._found)
        except CsvError as error:
            self._choose_instead(table, str(error))
        if self.choices is not None:
            self._show()

    def _choose_instead(self, table: DataTable, fault: str) -> None:
        """Where columns were named beforehand that cannot be had, let a person choose those; else say what is wrong."""
        possible, asked = without_faults(table, self._wishes)
        try:
            self._found = suggest(table, possible)
        except CsvError as error:
            self.choices = self._found = None
            self._show_head(table)
            self.model.show_table(table, None)
            self._refuse(str(error), keep_table=True)
            return
        self._wishes, self._fault = possible, fault
        found = choices_of(self._found)
        self.choices = replace(found, open=found.open | asked)

    def _show_head(self, table: DataTable) -> None:
        name = CLIPBOARD.capitalize() if self._name == CLIPBOARD else self._name
        self.head.set_text(f"{name}: {count(len(table), 'row')}, {count(len(table.columns), 'column')}")

    def _show(self) -> None:
        table, choices = self.table, self.choices
        if table is None or choices is None:
            return
        self.meaning.setEnabled(True)
        self.meaning.show_choices(table, choices)
        self.model.show_table(table, choices, () if self._found is None else self._found.reasons)
        self.grid.resizeColumnsToContents()
        self._show_head(table)
        asked = asked_words(table, choices, self._found, self._fault)
        if asked:
            self._refuse(asked, keep_table=True, choosing=True, asks=True)
            return
        try:
            made = make_points(table, choices)
            after = outcome(self._current, made.dataset, self.place.current_key())
        except (CsvError, ValueError) as error:
            self._refuse(str(error), keep_table=True, choosing=True)
            return
        self.imported = made
        self._show_points(made, after, table)

    def _show_points(self, made: Imported, after: Dataset, table: DataTable) -> None:
        points, adds = count(len(made.dataset), sample_of(made.dataset)), self.place.current_key() == ADD
        image = dataset_picture(after, px(PICTURE), self.devicePixelRatioF(), DOT, MOST)
        self.picture.setPixmap(_framed(QPixmap.fromImage(image)))
        lines = [f"<b>{points}</b>{columns_words(made.dataset)}{_classes_words(made)}", *shown_lines(made.dataset)]
        if adds:
            warn = current().warn.name()
            lines.append(f"With the {len(self._current):,} at hand {_total_words(after)}")
            lines += [
                f'<span style="color:{warn}">{escape(words)}</span>'
                for words in range_words(self._current, made.dataset)
            ]
        lines += [f"Left out: {escape(words)}" for words in made.dropped]
        lines += [escape(words) for words in (*table.notes, *made.notes)]
        if not adds and not made.has_own_split and is_few(len(made.dataset), len(made.dataset.classes)):
            lines.append(FEW)
        if self.choices is not None and self._found is not None:
            lines += left_out_lines(table, self.choices, self._found)
        self.words.set_text("<br>".join(lines))
        self.accept_button.setText(f"{'Add' if adds else 'Import'} {points}")
        self.accept_button.setEnabled(True)

    def _refuse(self, fault: str, *, keep_table: bool = False, choosing: bool = False, asks: bool = False) -> None:
        """Say why there are no points, or what has to be chosen first."""
        self.imported = None
        if not keep_table:
            self.table = self.choices = None
            self.model.show_table(None, None)
        self.meaning.setEnabled(choosing)
        self.picture.setPixmap(_framed(_nothing(self.devicePixelRatioF())))
        many = self.table is not None and self.choices is not None and asks_about_labels(self.table, self.choices)
        hint = " Choose at the left what becomes of them." if many and not asks else ""
        colour = current().warn.name() if asks or many else current().danger.name()
        end = "" if fault.endswith((".", "?")) else "."
        lines = [f'<span style="color:{colour}">{escape(fault[:1].upper() + fault[1:])}{end}{hint}</span>']
        if asks and self.table is not None and self.choices is not None and self._found is not None:
            lines += [escape(words) for words in self.table.notes]
            lines += left_out_lines(self.table, self.choices, self._found)
        self.words.set_text("<br>".join(lines))
        self.accept_button.setText("Import")
        self.accept_button.setEnabled(False)


def _classes_words(made: Imported) -> str:
    data = made.dataset
    if not data.classes:
        return f" with {len(data.values)} values each" if len(data.values) > 1 else " with values"
    names = ", ".join(
        f"{escape(one.name)} {number:,}" for one, number in zip(data.classes, data.counts(), strict=True) if number
    )
    return f": {names}"


def _total_words(after: Dataset) -> str:
    classes = f" in {len(after.classes)} classes" if after.classes else ""
    return f"that makes {len(after):,}{classes}"


def _nothing(ratio: float) -> QPixmap:
    """As large as the picture of the points, with nothing in it."""
    side = round(px(PICTURE) * ratio)
    made = QPixmap(side, side)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    return made


def _framed(picture: QPixmap) -> QPixmap:
    """The picture on the ground of a picture well."""
    made = QPixmap(picture.size())
    made.setDevicePixelRatio(picture.devicePixelRatio())
    made.fill(current().sunken)
    with QPainter(made) as painter:
        painter.drawPixmap(0, 0, picture)
    return made
