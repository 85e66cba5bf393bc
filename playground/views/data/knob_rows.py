"""A slider for each of a generator's own numbers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.widgets.number_range import NumberRange
from playground.widgets.slider_row import SliderRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playground.domains.making import GeneratorKnob


class KnobRows(QWidget):
    """The rows stay the same widgets while the knobs stay the same.

    Signals:
        changed(str, float): The name of a knob and its value, at every change by the person.
        edit_finished(): The gesture is over.
    """

    changed = Signal(str, float)
    edit_finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._knobs: tuple[GeneratorKnob, ...] = ()
        self.rows: dict[str, SliderRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.hide()

    def show_knobs(self, knobs: tuple[GeneratorKnob, ...], values: Mapping[str, float]) -> None:
        """Show a row for each knob, at its value or as it is at first."""
        if knobs != self._knobs:
            self._knobs = knobs
            self._rebuild()
        for knob in knobs:
            self.rows[knob.name].set_value(values.get(knob.name, knob.default) / _whole(knob))
        self.setVisible(bool(knobs))

    def _rebuild(self) -> None:
        for row in self.rows.values():
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = {knob.name: self._row(knob) for knob in self._knobs}

    def _row(self, knob: GeneratorKnob) -> SliderRow:
        whole = _whole(knob)
        low, high, step, usual = (part / whole for part in (knob.minimum, knob.maximum, knob.step, knob.default))
        limits = NumberRange(minimum=low, maximum=high, step=step, unit=knob.unit)
        row = SliderRow(knob.label, limits, usual, default=usual, tip=f"{knob.label}\n{knob.help}")
        row.value_changed.connect(partial(self._change, knob))
        row.edit_finished.connect(self.edit_finished)
        self._column.addWidget(row)
        return row

    def _change(self, knob: GeneratorKnob, value: float) -> None:
        self.changed.emit(knob.name, value * _whole(knob))


def _whole(knob: GeneratorKnob) -> float:
    """What the row's 1 stands for: rows have a percentage as a share, knobs have it in hundredths."""
    return 100.0 if knob.unit == "%" else 1.0
