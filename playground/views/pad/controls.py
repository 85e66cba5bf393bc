"""The row of tools over the pad, and that of choices under the bars."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.domains.picture.strokes import USUAL_WIDTH
from playground.views.pad.centring import PLACEMENTS
from playground.views.pad.pad import LEAST_WIDTH, MOST_WIDTH, WIDTH_STEP
from playground.widgets.buttons import IconButton
from playground.widgets.label import Label
from playground.widgets.lengths import add_gap, scaled
from playground.widgets.number_field import NumberField
from playground.widgets.number_range import NumberRange
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.slider_row import SliderRow

PEN, ERASER = "pen", "eraser"
MOST_VARIATIONS = 20
WIDTHS = NumberRange(minimum=LEAST_WIDTH, maximum=MOST_WIDTH, step=WIDTH_STEP, unit="%", digits=0)
VARIATIONS = NumberRange(minimum=0, maximum=MOST_VARIATIONS, step=1, integer=True, zero="None")


class ToolRow(QWidget):
    """Pen or eraser, the pen's width, and what can be done with the drawing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        segments = (
            Segment(PEN, icon="pencil", tip="Pen\nDraws with the left button"),
            Segment(ERASER, icon="eraser", tip="Eraser\nTakes ink away; the right button always does"),
        )
        self.tool = Segmented("Pen or eraser", segments, tool=True, height=30)
        tip = "Pen\nWidth of the lines, in the pad's side; a harder press of a tablet's pen draws wider ones"
        self.pen = SliderRow("Pen", WIDTHS, USUAL_WIDTH, default=USUAL_WIDTH, tip=tip, label_width=28)
        self.undo = IconButton("undo", "Undo a stroke", "Undo a stroke\nOf the pad alone; Ctrl+Z undoes in the data")
        self.redo = IconButton("redo", "Redo a stroke", "Redo a stroke\nOf the pad alone")
        self.mirror = IconButton("flip-horizontal-2", "Mirror", "Mirror\nLeft becomes right")
        self.clear = IconButton("trash", "Clear the pad", "Clear the pad (Del)\nUndo a stroke brings it back")
        row = _row(self, 0)
        row.addWidget(self.tool)
        add_gap(row, 8)
        row.addWidget(self.pen, 1)
        add_gap(row, 8)
        for button in (self.undo, self.redo, self.mirror, self.clear):
            row.addWidget(button)


class OptionRow(QWidget):
    """How a drawing is centred, and how many variations go into a class with it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tip = "Centre\nHow a drawing comes into the picture; the way the training pictures came is the usual one"
        segments = [Segment(key, title, tip=f"{title}\n{hint}") for key, (title, hint) in PLACEMENTS.items()]
        self.centre = Segmented("Centre", segments)
        row = _row(self, 6)
        row.addWidget(_label("Centre", tip))
        row.addWidget(self.centre)
        row.addStretch(1)
        tip = "Variations\nSo many shifted and turned copies go into the class with the drawing, in one step"
        self.variations = NumberField("Variations", VARIATIONS, 0, tip=tip, minimum_width=44)
        row.addWidget(_label("Variations", tip))
        row.addWidget(self.variations)


def _row(owner: QWidget, gap: int) -> QHBoxLayout:
    row = QHBoxLayout(owner)
    row.setContentsMargins(0, 0, 0, 0)
    scaled(row.setSpacing, gap)
    row.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return row


def _label(text: str, tip: str) -> Label:
    label = Label(text, "label", "ink3")
    label.setToolTip(tip)
    return label
