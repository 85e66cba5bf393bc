"""A label, a slider and its value, which can be typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.widgets.label import Label
from playground.widgets.number_field import NumberField
from playground.widgets.slider import Slider
from playground.widgets.text import literal
from playground.widgets.theme import px, theme_signals

if TYPE_CHECKING:
    from playground.widgets.number_range import NumberRange


class SliderRow(QWidget):
    """One number, three handles on it.

    Signals:
        value_changed(float): At every change by the person.
        edit_finished(): The gesture is over.
    """

    value_changed = Signal(float)
    edit_finished = Signal()

    def __init__(  # noqa: PLR0913 - a row is its words, its number and its columns
        self,
        label: str,
        limits: NumberRange,
        value: float,
        *,
        default: float | None = None,
        tip: str = "",
        label_width: int = 52,
        value_width: int = 44,
        slider_width: int = 0,
        surface: str = "card",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = (label_width, slider_width, value_width)
        self.label = Label(label, "row", "ink2")
        self.label.setToolTip(tip or label)
        self.slider = Slider(label, limits, value, default=default, tip=tip, surface=surface)
        self.field = NumberField(label, limits, value, tip=tip, flat=True, minimum_width=value_width)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.label)
        if slider_width:
            row.addStretch(1)
        row.addWidget(self.slider, 0 if slider_width else 1)
        row.addWidget(self.field)
        self.slider.value_changed.connect(self._from_slider)
        self.field.value_changed.connect(self._from_field)
        self.slider.edit_finished.connect(self.edit_finished)
        self.field.edit_finished.connect(self.edit_finished)
        theme_signals().changed.connect(self._measure)
        self._measure()

    def value(self) -> float:
        """The value."""
        return self.slider.number()

    def set_value(self, value: float) -> None:
        """Show a value without a signal."""
        self.slider.set_value(value)
        self.field.set_value(value)

    def set_words(self, label: str, tip: str) -> None:
        """Call it otherwise; a long name is cut where the column ends."""
        self.label.set_text(label)
        self.label.setToolTip(literal(tip))
        self.slider.set_description(label, tip)
        self.field.set_description(label, tip)

    def set_limits(self, limits: NumberRange) -> None:
        """Change the range without a signal."""
        self.slider.set_limits(limits)
        self.field.set_limits(limits)

    def _from_slider(self, value: float) -> None:
        self.field.set_value(value)
        self.value_changed.emit(value)

    def _from_field(self, value: float) -> None:
        self.slider.set_value(value)
        self.value_changed.emit(value)

    def _measure(self) -> None:
        label_width, slider_width, value_width = self._columns
        self.setFixedHeight(px(24))
        if label_width:
            self.label.setFixedWidth(px(label_width))
        if slider_width:
            self.slider.setFixedWidth(px(slider_width))
        self.field.setFixedWidth(px(value_width))
