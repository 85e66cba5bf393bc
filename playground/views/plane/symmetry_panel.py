"""Mirrors, turns, and what the pressure of a pen does: what the last button of the option bar opens."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.domains.plane.symmetry import LEAST_FOLDS, MOST_FOLDS
from playground.widgets.label import Label
from playground.widgets.lengths import scaled
from playground.widgets.number_range import NumberRange
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.slider_row import SliderRow
from playground.widgets.theme import px

if TYPE_CHECKING:
    from playground.domains.plane.symmetry import Kind
    from playground.session.hand import Hand, Pen

WIDTH = 224
_MIRRORS = (
    Segment("off", "Off", tip="Off\nStrokes appear once"),
    Segment("x", "Left–right", icon="flip-vertical-2", tip="Left and right\nMirrors strokes at the upright axis"),
    Segment("y", "Top–bottom", icon="flip-horizontal-2", tip="Top and bottom\nMirrors strokes at the level axis"),
    Segment("both", "Both", icon="mirror-both", tip="Both\nMirrors strokes at both axes"),
    Segment("turn", "All round", icon="snowflake", tip="All round\nTurns strokes about the middle"),
)
_PENS = (
    Segment("off", "Off", tip="Off\nPressure changes nothing"),
    Segment("size", "Size", tip="Size\nPressing harder draws broader"),
    Segment("density", "Density", tip="Density\nPressing harder puts more points"),
)


class SymmetryPanel(QWidget):
    """Each change holds at once; the panel stays open."""

    def __init__(self, hand: Hand, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("content")
        self.setAccessibleName("Symmetry and pen")
        self._hand = hand
        column = QVBoxLayout(self)
        scaled(column.setContentsMargins, 10, 8, 10, 10)
        scaled(column.setSpacing, 6)
        self.mirrors = Segmented("Symmetry", _MIRRORS, stretch=True)
        self.mirrors.chosen.connect(self._take_kind)
        folds = NumberRange(minimum=LEAST_FOLDS, maximum=MOST_FOLDS, step=1.0, integer=True)
        tip = "Turns\nHow many times a stroke appears round the middle"
        self.folds = SliderRow("Turns", folds, hand.symmetry.folds, tip=tip, surface="raised")
        self.folds.value_changed.connect(self._take_folds)
        self.pens = Segmented("Pen pressure", _PENS, stretch=True)
        self.pens.chosen.connect(self._take_pen)
        for widget in (
            Label("Symmetry", "label_strong", "ink3"),
            self.mirrors,
            self.folds,
            Label("Pen pressure", "label_strong", "ink3"),
            self.pens,
        ):
            column.addWidget(widget)
        hand.changed.connect(self._show)
        self._show()

    def sizeHint(self) -> QSize:
        """Wide enough for five segments."""
        return QSize(px(WIDTH), super().sizeHint().height())

    @Slot()
    def _show(self) -> None:
        hand = self._hand
        self.mirrors.set_current(hand.symmetry.kind)
        self.folds.set_value(hand.symmetry.folds)
        self.folds.setEnabled(hand.symmetry.kind == "turn")
        self.pens.set_current(hand.pen)

    @Slot(str)
    def _take_kind(self, kind: str) -> None:
        self._hand.set_symmetry(replace(self._hand.symmetry, kind=cast("Kind", kind)))

    @Slot(float)
    def _take_folds(self, folds: float) -> None:
        self._hand.set_symmetry(replace(self._hand.symmetry, folds=round(folds)))

    @Slot(str)
    def _take_pen(self, pen: str) -> None:
        self._hand.set_pen(cast("Pen", pen))
