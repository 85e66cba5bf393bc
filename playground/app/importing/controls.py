"""The left side of the import window: how a text is taken apart, what columns mean, how numbers are fitted."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.document.dataset import MOST_CLASSES
from playground.interop.csv_layout import SEPARATORS
from playground.interop.data_table import NumberStyle
from playground.interop.table_import import guess_meaning, label_count
from playground.interop.table_text import ENCODINGS
from playground.widgets.choice import Choice, ChoiceButton, choices_of
from playground.widgets.label import Label
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.switch import Switch
from playground.widgets.theme import px

if TYPE_CHECKING:
    from playground.interop.data_table import DataTable, Reading
    from playground.interop.table_import import Choices

LABEL_WIDTH = 76
NO_COLUMN = -1
STANDARDISE_TIP = (
    "Standardise\nThe network gets x, y and values with a mean of 0 and a standard deviation of 1; "
    "the axes keep their units"
)
MANY = {
    "": "Choose …",
    "other": f"Keep {MOST_CLASSES - 1}, the rest is Other",
    "drop": f"Keep the {MOST_CLASSES} largest",
}


class ReadingControls(QWidget):
    """Separator, numbers, header and encoding, as they were found; a change reads the text anew.

    Signals:
        changed(Reading): As the person wants it.
    """

    changed = Signal(object)

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self._reading = reading
        separators = {key: name.capitalize() for key, name in SEPARATORS.items()}
        styles = {style: style.value for style in NumberStyle}
        choices = {
            "separator": ("Separator", choices_of(separators), "Separator\nWhat stands between the columns"),
            "style": ("Numbers", choices_of(styles), "Numbers\nHow one and a half, or a thousand, is written"),
            "encoding": ("Encoding", choices_of(ENCODINGS), "Encoding\nHow the letters are stored in the file"),
        }
        column = section(self, "Text")
        for name, (title, options, tip) in choices.items():
            if not getattr(reading, name):
                continue
            button = ChoiceButton(title, options, getattr(reading, name), tip=tip)
            button.chosen.connect(partial(self._take, name))
            column.addLayout(line(title, button))
        header = Switch("Header", "Header\nThe first row names the columns", on=reading.has_header)
        header.toggled.connect(partial(self._take, "has_header"))
        column.addLayout(line("Header", header))

    def _take(self, name: str, value: object) -> None:
        self._reading = replace(self._reading, **{name: value})  # type: ignore[arg-type]
        self.changed.emit(self._reading)


class MeaningControls(QWidget):
    """Columns of x, y, label or value, and the scale. Shows choices, announces others, and changes none by itself.

    Signals:
        changed(Choices): As the person wants it.
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._table: DataTable | None = None
        self._choices: Choices | None = None
        column = section(self, "Columns")
        pair = [Segment("pair", "Two columns"), Segment("pca", "PCA", tip="PCA\nThe two principal components of all")]
        self.source = Segmented("Coordinates from", pair, stretch=True)
        self.x_column, self.y_column = ChoiceButton("x", (), 0), ChoiceButton("y", (), 0)
        self.target = ChoiceButton("Label or value", (), 0, tip="What the network is to answer")
        kinds = [Segment("classes", "Classes"), Segment("values", "Values")]
        self.meaning = Segmented("Meaning", kinds, stretch=True)
        self.many = ChoiceButton("Labels", choices_of(MANY), "", tip="There are more labels than classes")
        self._lines: dict[str, QWidget] = {}
        for title, control in (
            ("From", self.source),
            ("x", self.x_column),
            ("y", self.y_column),
            ("Answer", self.target),
            ("Means", self.meaning),
            ("Labels", self.many),
        ):
            self._lines[title] = QWidget(self)
            self._lines[title].setLayout(line(title, control))
            column.addWidget(self._lines[title])
        column.addSpacing(px(8))
        column.addWidget(Label("Scale", "label_strong", "ink3"))
        self.standardise = Switch("Standardise", STANDARDISE_TIP)
        column.addLayout(line("Standardise", self.standardise))
        self._connect()

    def _connect(self) -> None:
        self.source.chosen.connect(self._take_source)
        self.target.chosen.connect(self._take_target)
        self.x_column.chosen.connect(partial(self._take, "x"))
        self.y_column.chosen.connect(partial(self._take, "y"))
        self.meaning.chosen.connect(partial(self._take, "meaning"))
        self.many.chosen.connect(partial(self._take, "many"))
        self.standardise.toggled.connect(partial(self._take, "standardise"))

    def show_choices(self, table: DataTable, choices: Choices) -> None:
        """Show what is chosen."""
        self._table, self._choices = table, choices
        numbers = tuple(Choice(i, table.columns[i].name) for i in table.numeric)
        self.x_column.set_choices(numbers)
        self.y_column.set_choices(numbers)
        all_columns = tuple(Choice(i, column.name) for i, column in enumerate(table.columns))
        self.target.set_choices((Choice(NO_COLUMN, "None"), *all_columns))
        self.x_column.set_value(choices.x)
        self.y_column.set_value(choices.y)
        self.target.set_value(NO_COLUMN if choices.target is None else choices.target)
        self.source.set_current("pca" if choices.project else "pair")
        self.meaning.set_current(choices.meaning if choices.meaning != "none" else "classes")
        self.many.set_value(choices.many)
        self.standardise.set_on(choices.standardise)
        self._show_lines(table, choices)

    def _show_lines(self, table: DataTable, choices: Choices) -> None:
        """Only what means something for this table."""
        spare = [i for i in table.numeric if i != choices.target]
        target = None if choices.target is None else table.columns[choices.target]
        self._lines["From"].setVisible(len(spare) > 2)
        self._lines["x"].setVisible(not choices.project)
        self._lines["y"].setVisible(not choices.project)
        self._lines["Means"].setVisible(target is not None and target.is_numeric)
        self._lines["Labels"].setVisible(choices.meaning == "classes" and label_count(table, choices) > MOST_CLASSES)

    def _take(self, name: str, value: object) -> None:
        if self._choices is not None:
            self.changed.emit(replace(self._choices, **{name: value}))  # type: ignore[arg-type]

    def _take_source(self, key: str) -> None:
        if self._choices is not None:
            self.changed.emit(replace(self._choices, project=key == "pca"))

    def _take_target(self, value: int) -> None:
        if self._table is None or self._choices is None:
            return
        target = None if value == NO_COLUMN else value
        meaning = guess_meaning(self._table, target)
        self.changed.emit(replace(self._choices, target=target, meaning=meaning, many=""))


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
