"""The left side of the import window: how a text is taken apart, what columns mean, how numbers are fitted."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.app.importing.column_list import ColumnList
from playground.document.dataset import MOST_CLASSES, MOST_VALUES
from playground.domains.table.domain import TableDomain
from playground.interop.tables.columns.target import guess_meaning
from playground.interop.tables.csv_layout import SEPARATORS
from playground.interop.tables.encodings import ENCODINGS
from playground.interop.tables.importing import label_count, offered_columns, table_columns
from playground.interop.tables.number_style import NumberStyle
from playground.widgets.choice import Choice, ChoiceButton, choices_of
from playground.widgets.label import Label
from playground.widgets.number_field import NumberField
from playground.widgets.number_range import NumberRange
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.switch import Switch
from playground.widgets.theme import px

if TYPE_CHECKING:
    from playground.interop.tables.data_table import DataTable
    from playground.interop.tables.importing import Choices
    from playground.interop.tables.wishes import Wishes

LABEL_WIDTH = 76
NO_COLUMN = -1
UNDECIDED = None
"""What a choice shows that a person has to make: "Choose …"."""
ASKED = Choice(UNDECIDED, "Choose …")
MOST_SKIPPED = 1_000
LIST_STRETCH = 100
"""The list of columns takes the room that is left; without it that stays empty."""
PLANE, PCA, TABLE = "plane", "pca", "table"
KINDS = (
    Segment(PLANE, "Plane", tip="Plane\nPoints of the plane: two columns are x and y, and one can draw among them"),
    Segment(PCA, "PCA", tip="PCA\nPoints of the plane: the two principal components of all columns"),
    Segment(
        TABLE,
        "Table",
        tip="Table\nSamples of 3 to 64 columns, all of them inputs, texts as 0 and 1; the map shows any two",
    ),
)
STANDARDISE_TIP = (
    "Standardise\nThe network gets columns and values with a mean of 0 and a standard deviation of 1; "
    "the axes keep their units"
)
MANY = {
    "": "Choose …",
    "other": f"Keep {MOST_CLASSES - 1}, the rest is Other",
    "drop": f"Keep the {MOST_CLASSES} largest",
}
_WISH_OF = {"has_header": "header", "skip": "skip_lines"}
"""Fields of `Reading` that `Wishes` calls otherwise."""


class ReadingControls(QWidget):
    """Separator, numbers, header, encoding and sheet, as they were found; a change reads the source anew.

    What a person has not said is found anew each time; what is in doubt says "Choose …".

    Signals:
        changed(Wishes): What the person has said by now.
    """

    changed = Signal(object)

    def __init__(self, table: DataTable, wishes: Wishes) -> None:
        super().__init__()
        self._wishes = wishes
        self._buttons: dict[str, tuple[ChoiceButton, tuple[Choice, ...]]] = {}
        column = section(self, "Text" if not table.sheets else "Sheet")
        reading = table.reading
        if len(table.sheets) > 1:
            sheets = choices_of({name: name for name in table.sheets})
            self._add(column, "sheet", "Sheet", sheets, "Sheet\nWhich sheet of the workbook is read")
        if reading is not None and reading.separator:
            names = choices_of({key: name.capitalize() for key, name in SEPARATORS.items()})
            self._add(column, "separator", "Separator", names, "Separator\nWhat stands between the columns")
        styles = choices_of({style: style.value for style in NumberStyle})
        self._add(column, "style", "Numbers", styles, "Numbers\nHow one and a half, or a thousand, is written")
        if reading is not None and reading.encoding:
            known = choices_of({reading.encoding: reading.encoding} | ENCODINGS)
            self._add(column, "encoding", "Encoding", known, "Encoding\nHow the letters are stored in the file")
        self.header = Switch("Header", "Header\nThe first row names the columns")
        self.header.clicked.connect(lambda on: self._take("has_header", on))
        column.addLayout(line("Header", self.header))
        limits = NumberRange(minimum=0, maximum=MOST_SKIPPED, step=1, integer=True)
        self.skip = NumberField("Lines to skip", limits, 0, tip="Lines to skip\nLines above the table, left out")
        self.skip.edit_finished.connect(self._take_skip)
        column.addLayout(line("Skip lines", self.skip))
        self.show_table(table)

    def _add(self, column: QVBoxLayout, name: str, title: str, choices: tuple[Choice, ...], tip: str) -> None:
        button = ChoiceButton(title, choices, UNDECIDED, tip=tip)
        button.chosen.connect(partial(self._take, name))
        self._buttons[name] = (button, choices)
        column.addLayout(line(title, button))

    def button(self, name: str) -> ChoiceButton:
        """The choice of a field of `Reading`, or of the sheet."""
        return self._buttons[name][0]

    def control(self, about: str) -> QWidget:
        """What answers a doubt."""
        return self.header if about == "has_header" else self.button(about)

    def show_table(self, table: DataTable) -> None:
        """Show how a table was read, and what of it is in doubt."""
        reading = table.reading
        if reading is None:
            return
        asked = {doubt.about for doubt in table.doubts}
        found: dict[str, Any] = {
            "sheet": table.sheet,
            "separator": reading.separator,
            "style": reading.style,
            "encoding": reading.encoding,
        }
        for name, (button, choices) in self._buttons.items():
            button.set_choices((ASKED, *choices) if name in asked else choices)
            button.set_value(UNDECIDED if name in asked else found[name])
        self.header.setChecked(reading.has_header)
        self.skip.set_value(reading.skip)

    def go_back(self, wishes: Wishes, table: DataTable | None) -> None:
        """Take back what was said last: the table was not read in that way."""
        self._wishes = wishes
        if table is not None:
            self.show_table(table)

    def _take(self, name: str, value: object) -> None:
        if value is UNDECIDED:
            return
        changes: dict[str, Any] = {_WISH_OF.get(name, name): value}
        if name in {"sheet", "encoding"}:  # other letters, other rows: what was said of them is said anew
            changes |= {"header": None, "style": None}
        self._wishes = replace(self._wishes, **changes)
        self.changed.emit(self._wishes)

    def _take_skip(self) -> None:
        if int(self.skip.value()) != (self._wishes.skip_lines or 0):
            self._take("skip", int(self.skip.value()))


class MeaningControls(QWidget):
    """Columns of inputs, label or value, test, and the scale. Shows choices, announces others, changes none by itself.

    Signals:
        changed(Choices): As the person wants it.
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._table: DataTable | None = None
        self._choices: Choices | None = None
        column = section(self, "Columns")
        self.source = Segmented("Show as", KINDS, stretch=True)
        self.x_column, self.y_column = ChoiceButton("x", (), 0), ChoiceButton("y", (), 0)
        self.target = ChoiceButton("Label or value", (), 0, tip="Answer\nThe label or value that the network learns")
        kinds = [Segment("classes", "Classes"), Segment("values", "Values")]
        self.meaning = Segmented("Meaning", kinds, stretch=True)
        self.more = ChoiceButton("More values", (), (), tip="More\nFurther values of each sample, up to 16 in all")
        self.many = ChoiceButton("Labels", choices_of(MANY), "", tip="Labels\nThere are more labels than classes")
        self.columns = ColumnList()
        self.test = ChoiceButton("Test points", (), 0, tip="Test\nThe column that says which points test")
        self._lines: dict[str, QWidget] = {}
        for title, control in (
            ("Show as", self.source),
            ("x", self.x_column),
            ("y", self.y_column),
            ("Answer", self.target),
            ("Means", self.meaning),
            ("More", self.more),
            ("Labels", self.many),
            ("Test", self.test),
        ):
            self._lines[title] = QWidget(self)
            self._lines[title].setLayout(line(title, control))
            column.addWidget(self._lines[title])
        column.insertWidget(column.indexOf(self._lines["Answer"]), self.columns, LIST_STRETCH)
        column.addSpacing(px(8))
        column.addWidget(Label("Scale", "label_strong", "ink3"))
        self.standardise = Switch("Standardise", STANDARDISE_TIP)
        column.addLayout(line("Standardise", self.standardise))
        column.addStretch(1)
        self._connect()

    def _connect(self) -> None:
        self.source.chosen.connect(self._take_source)
        self.columns.chosen.connect(partial(self._take, "columns"))
        self.target.chosen.connect(self._take_target)
        self.test.chosen.connect(self._take_test)
        self.x_column.chosen.connect(partial(self._take, "x"))
        self.y_column.chosen.connect(partial(self._take, "y"))
        self.meaning.chosen.connect(partial(self._take, "meaning"))
        self.more.chosen.connect(self._take_more)
        self.many.chosen.connect(partial(self._take, "many"))
        self.standardise.clicked.connect(lambda on: self._take("standardise", on))

    def control(self, about: str) -> QWidget:
        """What answers a question."""
        controls: dict[str, QWidget] = {"x": self.x_column, "y": self.y_column, "target": self.target}
        return controls.get(about, self.meaning)

    def show_choices(self, table: DataTable, choices: Choices) -> None:
        """Show what is chosen; what is still open says "Choose …"."""
        self._table, self._choices = table, choices
        numbers = tuple(Choice(i, table.columns[i].name) for i in table.numeric)
        for button, name, place in ((self.x_column, "x", choices.x), (self.y_column, "y", choices.y)):
            asked = name in choices.open
            button.set_choices((ASKED, *numbers) if asked else numbers)
            button.set_value(UNDECIDED if asked else place)
        columns = tuple(Choice(i, column.name) for i, column in enumerate(table.columns))
        none = Choice(NO_COLUMN, "None")
        is_asked = "target" in choices.open
        self.target.set_choices((*((ASKED,) if is_asked else ()), none, *columns))
        self.target.set_value(UNDECIDED if is_asked else NO_COLUMN if choices.target is None else choices.target)
        self.test.set_choices((Choice(NO_COLUMN, "By chance"), *columns))
        self.test.set_value(NO_COLUMN if choices.test is None else choices.test)
        self.source.set_current(kind_of(choices))
        self.more.set_choices(_more_choices(table, choices))
        self.more.set_value(choices.more)
        others = {choices.target, choices.test, *choices.more}
        offered = offered_columns(table, others)
        names = [column.name for column in table.columns]
        self.columns.show_columns(names, offered, table_columns(table, choices), choices.columns or ())
        means = choices.meaning if choices.meaning != "none" else "classes"
        self.meaning.set_current("" if "meaning" in choices.open else means)
        self.many.set_value(choices.many)
        self.standardise.setChecked(choices.standardise)
        self._show_lines(table, choices)

    def _show_lines(self, table: DataTable, choices: Choices) -> None:
        """Only what means something for this table."""
        spare = offered_columns(table, {choices.target})
        target = None if choices.target is None or "target" in choices.open else table.columns[choices.target]
        kind = kind_of(choices)
        self._lines["Show as"].setVisible(len(spare) > 2)
        self._lines["x"].setVisible(kind == PLANE)
        self._lines["y"].setVisible(kind == PLANE)
        self.columns.setVisible(kind == TABLE)
        self._lines["Means"].setVisible(target is not None and target.is_numeric)
        self._lines["More"].setVisible(bool(choices.values) and not choices.open & {"target", "meaning"})
        is_many = choices.meaning == "classes" and label_count(table, choices) > MOST_CLASSES
        self._lines["Labels"].setVisible(is_many and not choices.open & {"target", "meaning"})
        self._lines["Test"].setVisible(choices.test is not None)

    def _take(self, name: str, value: object) -> None:
        if self._choices is not None and value is not UNDECIDED:
            self._emit(name, **{name: value})

    def _emit(self, decided: str, **changes: Any) -> None:
        if self._choices is not None:
            still_open = self._choices.open - {decided, "meaning" if decided == "target" else decided}
            self.changed.emit(replace(self._choices, **changes, open=still_open))

    def _take_source(self, key: str) -> None:
        if self._choices is not None and self._table is not None:
            decided = set() if key == PLANE else {"x", "y"}
            columns = table_columns(self._table, self._choices)[: TableDomain.most_columns] if key == TABLE else None
            changes = replace(self._choices, project=key == PCA, columns=columns)
            self.changed.emit(replace(changes, open=changes.open - decided))

    def _take_target(self, value: int | None) -> None:
        if self._table is None or value is UNDECIDED:
            return
        target = None if value == NO_COLUMN else value
        meaning, columns = guess_meaning(self._table, target), self._columns_without(target)
        self._emit("target", target=target, meaning=meaning, many="", columns=columns, more=())

    def _take_more(self, more: tuple[int, ...]) -> None:
        columns = None if self._choices is None else self._choices.columns
        self._emit("more", more=more, columns=columns and tuple(i for i in columns if i not in more))

    def _take_test(self, value: int) -> None:
        test = None if value == NO_COLUMN else value
        self._emit("test", test=test, columns=self._columns_without(test))

    def _columns_without(self, place: int | None) -> tuple[int, ...] | None:
        """The columns of the table but one that has another use now; None for the plane."""
        columns = None if self._choices is None else self._choices.columns
        return None if columns is None else tuple(i for i in columns if i != place)


def _more_choices(table: DataTable, choices: Choices) -> tuple[Choice, ...]:
    """The further values at hand, each with what one column more or less would make of them."""
    more, names = choices.more, [column.name for column in table.columns]
    used = {choices.target, choices.test, *more}
    used |= {choices.x, choices.y} if kind_of(choices) == PLANE else set()
    free = [i for i in table.numeric if i not in used] if len(choices.values) < MOST_VALUES else []
    return (
        Choice(more, ", ".join(names[i] for i in more) or "None"),
        *(Choice((*more, i), f"And {names[i]}") for i in free),
        *(Choice(tuple(j for j in more if j != i), f"Without {names[i]}") for i in more),
    )


def kind_of(choices: Choices) -> str:
    """What a table is shown as: `PLANE`, `PCA` or `TABLE`."""
    if choices.project:
        return PCA
    return PLANE if choices.columns is None else TABLE


def section(widget: QWidget, title: str) -> QVBoxLayout:
    """A column of lines under a title."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(px(6))
    column.addWidget(Label(title, "label_strong", "ink3"))
    return column


def line(title: str, control: QWidget) -> QHBoxLayout:
    """A control behind its name."""
    label = Label(title, "row", "ink2")
    label.setFixedWidth(px(LABEL_WIDTH))
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(0)
    made.addWidget(label)
    if isinstance(control, Switch):
        made.addWidget(control)
        made.addStretch(1)
    else:
        control.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.addWidget(control, 1)
    return made
