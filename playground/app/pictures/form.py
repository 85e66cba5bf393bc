"""The settings of a picture as controls."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.app.pictures.choices import OF_PIXELS, PictureChoices
from playground.app.pictures.files import millimetres
from playground.app.pictures.views import VIEWS
from playground.widgets.buttons import IconButton
from playground.widgets.chip import Chip
from playground.widgets.label import FlowText, Label
from playground.widgets.number_field import NumberField
from playground.widgets.number_range import NumberRange
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.switch import Switch
from playground.widgets.theme import px

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playground.app.pictures.choices import Colours, Form

WIDTH = 372
COLUMNS = 3
LEAST_SIDE, MOST_SIDE = 120, 4000
SIDES = NumberRange(minimum=LEAST_SIDE, maximum=MOST_SIDE, step=10, integer=True, unit="px")
MILLIMETRES = NumberRange(minimum=20, maximum=1200, step=1, digits=0, unit="mm")
FORMS = (
    Segment("png", "PNG", tip="PNG\nPixels; opened here, it can be the project that it shows"),
    Segment("tiff", "TIFF", tip="TIFF\nPixels, compressed without loss: for printers and journals"),
    Segment("svg", "SVG", tip="SVG\nLines stay lines, words become outlines: for drawing programs and web pages"),
    Segment("pdf", "PDF", tip="PDF\nLines stay lines, words stay words, fonts are embedded: for papers"),
)
SCALES = tuple(
    Segment(str(scale), f"{scale}×", tip=f"{scale}×\n{scale} pixels in one of the screen's") for scale in (1, 2, 3)
)
COLOURS = (
    Segment("shown", "As shown", tip="As shown\nThe theme of the window"),
    Segment("light", "Light", tip="Light\nWhat paper wants"),
    Segment("dark", "Dark", tip="Dark\nWhat a dark slide wants"),
)
SIZE_TIP = "Views are laid out anew in this size, letters stay as large as they are"
FIXED_TIP = "What is ticked has one size only: make the window larger, or take more pixels"


class PictureForm(QWidget):
    """Views, format, size, colours.

    Args:
        choices: What is set at first.
        missing: Why a view cannot be had, by its key; empty where it can.

    Signals:
        changed(bool): By the person; whether the page gets another size of its own.
    """

    changed = Signal(bool)

    def __init__(self, choices: PictureChoices, missing: Mapping[str, str]) -> None:
        super().__init__()
        self._choices = choices
        self.chips = {
            key: Chip(view.title, f"{view.title}\n{missing[key] or view.hint}") for key, view in VIEWS.items()
        }
        self.form = Segmented("Format", FORMS, stretch=True)
        self.width_field = NumberField("Width", SIDES, LEAST_SIDE, tip=f"Width\n{SIZE_TIP}")
        self.height_field = NumberField("Height", SIDES, LEAST_SIDE, tip=f"Height\n{SIZE_TIP}")
        self.natural = IconButton("scan", "As on the screen", "As on the screen\nBack to the size that the views have")
        self.scale = Segmented("Pixels", SCALES)
        self.paper = NumberField("Page width", MILLIMETRES, 100, tip="Page width\nOn paper; the height follows")
        self.colours = Segmented("Colours", COLOURS, stretch=True)
        self.carries = Switch(
            "Carries the project", "Carries the project\nOpened in this program, the PNG is the project"
        )
        self.words = FlowText("", "row", "ink3")
        self.reasons = FlowText(" ".join(dict.fromkeys(filter(None, missing.values()))), "label", "ink3")
        for key, chip in self.chips.items():
            chip.setEnabled(not missing[key])
            chip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._build()
        self._connect()
        self._show()

    def choices(self) -> PictureChoices:
        """What is set."""
        return self._choices

    def size_wanted(self) -> QSize:
        """Of the page, in logical pixels."""
        return QSize(round(self.width_field.value()), round(self.height_field.value()))

    def width_mm(self) -> float:
        """Of the page of a PDF."""
        return self.paper.value()

    def show_size(self, size: QSize, *, fixed: bool) -> None:
        """Show the size that the page has of its own."""
        self.width_field.set_value(size.width())
        self.height_field.set_value(size.height())
        self.paper.set_value(millimetres(size.width()))
        for field, name in ((self.width_field, "Width"), (self.height_field, "Height")):
            field.setEnabled(not fixed)
            field.set_description(name, f"{name}\n{FIXED_TIP if fixed else SIZE_TIP}")
        self.natural.setEnabled(not fixed)

    def show_words(self, words: str) -> None:
        """Say what will come."""
        self.words.set_text(words)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        panels = [key for key, view in VIEWS.items() if view.part is None]
        parts = [key for key, view in VIEWS.items() if view.part is not None]
        for title, keys in (("Views", panels), ("Parts, without header and buttons", parts)):
            column.addWidget(Label(title, "label_strong", "ink3"))
            column.addLayout(self._grid(keys))
        column.addWidget(self.reasons)
        column.addSpacing(px(4))
        for title, widget in (("Format", self.form), ("Colours", self.colours)):
            column.addWidget(Label(title, "label_strong", "ink3"))
            column.addWidget(widget)
        column.addWidget(Label("Size", "label_strong", "ink3"))
        column.addLayout(self._size_row())
        column.addWidget(self._project_row())
        column.addStretch(1)
        column.addWidget(self.words)
        self.setFixedWidth(px(WIDTH))

    def _grid(self, keys: list[str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(px(4))
        for index, key in enumerate(keys):
            grid.addWidget(self.chips[key], *divmod(index, COLUMNS))
            grid.setRowMinimumHeight(
                index // COLUMNS, px(24)
            )  # else what is too much for the screen is taken from them
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        return grid

    def _size_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(6))
        row.addWidget(self.width_field)
        row.addWidget(Label("×", "row", "ink3"))
        row.addWidget(self.height_field)
        row.addWidget(self.natural)
        row.addStretch(1)
        row.addWidget(self.scale)
        self._on_paper = Label("on paper", "row", "ink3")
        row.addWidget(self._on_paper)
        row.addWidget(self.paper)
        return row

    def _project_row(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Label("Carries the project", "row", "ink2"), 1)
        row.addWidget(self.carries)
        line.setMinimumHeight(px(24))
        return line

    def _connect(self) -> None:
        for key, chip in self.chips.items():
            chip.clicked.connect(lambda on, key=key: self._on_view(key, on))
        self.natural.clicked.connect(self._on_natural)
        for signal in (self.form.chosen, self.colours.chosen, self.scale.chosen, self.carries.clicked):
            signal.connect(self._on_other)
        for field in (self.width_field, self.height_field, self.paper):
            field.value_changed.connect(self._on_other)

    def _on_view(self, key: str, on: bool) -> None:
        self._choices = self._choices.with_view(key, on=on)
        self._show()
        self.changed.emit(True)

    @Slot()
    def _on_natural(self) -> None:
        self.changed.emit(True)

    @Slot()
    def _on_other(self) -> None:
        if self.sender() is self.width_field:
            self.paper.set_value(millimetres(self.width_field.value()))
        self._choices = PictureChoices(
            self._choices.views,
            cast("Form", self.form.current_key()),
            int(self.scale.current_key()),
            cast("Colours", self.colours.current_key()),
            self.carries.isChecked(),
        )
        self._show()
        self.changed.emit(False)

    def _show(self) -> None:
        choices = self._choices
        for key, chip in self.chips.items():
            chip.setChecked(key in choices.views)
        self.form.set_current(choices.form)
        self.scale.set_current(str(choices.scale))
        self.colours.set_current(choices.colours)
        self.carries.setChecked(choices.carries)
        self.carries.setEnabled(choices.form == "png")
        self.scale.setVisible(choices.form in OF_PIXELS)
        self._on_paper.setVisible(choices.form == "pdf")
        self.paper.setVisible(choices.form == "pdf")


def words_of(size: QSize, choices: PictureChoices, width_mm: float) -> str:
    """What a file will be, in a line."""
    count = len(choices.views)
    shown = f"<b>{VIEWS[choices.views[0]].title}</b>" if count == 1 else f"<b>{count} views</b> on one page"
    if choices.form in OF_PIXELS:
        return f"{shown}, {size.width() * choices.scale:,} × {size.height() * choices.scale:,} pixels"
    if choices.form == "pdf":
        return f"{shown}, {width_mm:.0f} × {width_mm * size.height() / size.width():.0f} mm"
    return f"{shown}, {size.width():,} × {size.height():,} units, words as outlines"
