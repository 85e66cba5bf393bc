"""One row of a form for each kind of field: label at the left, the fitting control at the right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.operations.activations import ACTIVATIONS
from playground.widgets.activation_buttons import ActivationButtons, ActivationCurve
from playground.widgets.choice import ChoiceButton, choices_of
from playground.widgets.label import Label
from playground.widgets.number_field import NumberField
from playground.widgets.number_range import NumberRange
from playground.widgets.slider_row import SliderRow
from playground.widgets.step_field import StepField
from playground.widgets.switch import Switch
from playground.widgets.text import RIGHT
from playground.widgets.theme import px, theme_signals

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROW_HEIGHT = 26
MOST_STEPPED = 10_000
_WIDEST_SLIDER = 2.0


@dataclass(frozen=True, slots=True)
class FieldNeeds:
    """What a row is made from.

    Attributes:
        name: Of the field.
        value: The default, which also tells the type.
        metadata: Of the field: label, help, min, max, step, unit, log, choices, widget.
        surface: Role of what the form lies on.
    """

    name: str
    value: Any
    metadata: Mapping[str, Any]
    surface: str

    @property
    def label(self) -> str:
        """The row's label; the field's name when there is none."""
        return str(self.metadata.get("label", self.name))

    @property
    def tip(self) -> str:
        """Label and help as one tooltip."""
        explanation = self.metadata.get("help", "")
        return f"{self.label}. {explanation}" if explanation else self.label


class FormRow(QWidget):
    """A field's label and control.

    Signals:
        edited(object, bool): The new value by the person's hand, and whether the gesture is over.
    """

    edited = Signal(object, bool)

    def __init__(self, needs: FieldNeeds) -> None:
        super().__init__()
        self.setObjectName(needs.name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setToolTip(needs.tip)
        self._height = ROW_HEIGHT

    def show_value(self, value: Any) -> None:
        """Show a value without a signal."""
        raise NotImplementedError

    def sizeHint(self) -> QSize:
        """The layout's width, a row's height."""
        return QSize(super().sizeHint().width(), px(self._height))

    def _put(self, needs: FieldNeeds, control: QWidget) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Label(needs.label, "row", "ink2"))
        row.addStretch(1)
        row.addWidget(control)
        self.setFocusProxy(control)


class SwitchRow(FormRow):
    """A bool."""

    def __init__(self, needs: FieldNeeds) -> None:
        super().__init__(needs)
        self._switch = Switch(needs.label, needs.tip, on=bool(needs.value))
        self._switch.clicked.connect(self._announce)
        self._put(needs, self._switch)

    def show_value(self, value: Any) -> None:
        """Turn the switch."""
        self._switch.setChecked(bool(value))

    def _announce(self, on: bool) -> None:
        self.edited.emit(on, True)


class ChoiceRow(FormRow):
    """One of several values."""

    def __init__(self, needs: FieldNeeds) -> None:
        super().__init__(needs)
        choices = choices_of(needs.metadata["choices"])
        self._button = ChoiceButton(needs.label, choices, needs.value, tip=needs.tip)
        self._button.chosen.connect(self._announce)
        self._put(needs, self._button)

    def show_value(self, value: Any) -> None:
        """Show the value's title."""
        self._button.set_value(value)

    def _announce(self, value: Any) -> None:
        self.edited.emit(value, True)


class NumberRow(FormRow):
    """A number in a stepper, a field, or at the end of a slider."""

    def __init__(self, needs: FieldNeeds) -> None:
        super().__init__(needs)
        self._integer = isinstance(needs.value, int)
        self._limits = _limits(needs)
        self._number = self._make(needs)
        self._number.value_changed.connect(self._announce)
        self._number.edit_finished.connect(self._announce_end)

    def show_value(self, value: Any) -> None:
        """Show the number."""
        self._number.set_value(float(value))

    def _make(self, needs: FieldNeeds) -> StepField | NumberField | SliderRow:
        if _wants_slider(needs, self._limits):
            slider = SliderRow(
                needs.label,
                self._limits,
                needs.value,
                tip=needs.tip,
                label_width=0,
                value_width=32,
                slider_width=60,
                surface=needs.surface,
            )
            row = QHBoxLayout(self)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(slider)
            self.setFocusProxy(slider.slider)
            return slider
        field: StepField | NumberField
        if self._integer and self._limits.maximum <= MOST_STEPPED:
            low, high = int(self._limits.minimum), int(self._limits.maximum)
            field = StepField(needs.label, low, high, int(needs.value), tip=needs.tip)
        else:
            field = NumberField(needs.label, self._limits, needs.value, tip=needs.tip, minimum_width=76)
        self._put(needs, field)
        return field

    def _announce(self, value: float) -> None:
        self.edited.emit(self._typed(value), False)

    def _announce_end(self) -> None:
        self.edited.emit(self._typed(self._number.value()), True)

    def _typed(self, value: float) -> float | int:
        return round(value) if self._integer else value


class ActivationRow(FormRow):
    """An activation: its name, and the curves below."""

    def __init__(self, needs: FieldNeeds) -> None:
        super().__init__(needs)
        self._height = 70
        self._buttons = ActivationButtons(needs.label, activation_curves(), needs.value)
        self._buttons.chosen.connect(self._announce)
        self._name = Label(self._buttons.title(), "button", "ink", RIGHT)
        head = QHBoxLayout()
        head.addWidget(Label(needs.label, "row", "ink2"))
        head.addWidget(self._name, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(head)
        self._column.addWidget(self._buttons)
        self.setFocusProxy(self._buttons)
        theme_signals().changed.connect(self._measure)
        self._measure()

    def show_value(self, value: Any) -> None:
        """Outline the value's curve and write its name."""
        self._buttons.set_value(value)
        self._name.set_text(self._buttons.title())

    def _announce(self, value: Any) -> None:
        self._name.set_text(self._buttons.title())
        self.edited.emit(value, True)

    def _measure(self) -> None:
        self._column.setSpacing(px(6))
        self._name.setFixedHeight(px(ROW_HEIGHT))


def make_row(needs: FieldNeeds) -> FormRow:
    """The row that fits a field.

    Raises:
        TypeError: Nothing fits: the default is no bool, number or one of several choices.
    """
    if needs.metadata.get("widget") == "activation":
        return ActivationRow(needs)
    if "choices" in needs.metadata:
        return ChoiceRow(needs)
    kinds: dict[type, Callable[[FieldNeeds], FormRow]] = {bool: SwitchRow, int: NumberRow, float: NumberRow}
    made = kinds.get(type(needs.value))
    if made is None:
        raise TypeError(f"no row fits the field {needs.name!r} of type {type(needs.value).__name__}")
    return made(needs)


def activation_curves() -> tuple[ActivationCurve, ...]:
    """Every activation of the catalogue; bounded ones that stay above 0 are slow, so they get a wider stretch."""
    curves = []
    for name, activation in ACTIVATIONS.items():
        x = np.linspace(-2.5, 2.5, 61)
        if activation.bound is not None and float(activation.curve(x).min()) > 0.0:
            x = x * 2.0
        curves.append(ActivationCurve(name, activation.title, x, activation.curve(x), activation.explanation))
    return tuple(curves)


def _limits(needs: FieldNeeds) -> NumberRange:
    metadata = needs.metadata
    integer = isinstance(needs.value, int)
    low = float(metadata.get("min", 0))
    high = float(metadata.get("max", MOST_STEPPED if integer else 1.0))
    log = bool(metadata.get("log", False))
    fallback = 1.0 if integer else 1e-6 if log else 0.01 if _is_round(high) else 0.001
    step = float(metadata.get("step", fallback))
    unit, zero = str(metadata.get("unit", "")), str(metadata.get("zero", ""))
    return NumberRange(minimum=low, maximum=high, step=step, log=log, integer=integer, unit=unit, zero=zero)


def _wants_slider(needs: FieldNeeds, limits: NumberRange) -> bool:
    wish = needs.metadata.get("widget")
    if wish is not None:
        return bool(wish == "slider")
    narrow = limits.maximum - limits.minimum <= _WIDEST_SLIDER and _is_round(limits.maximum)
    return isinstance(needs.value, float) and not limits.log and narrow


def _is_round(number: float) -> bool:
    return round(number, 2) == number
