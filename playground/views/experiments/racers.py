"""Who races: optimizers, each at its own rate, or the values of one knob."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from playground.experiments.data_knobs import KnobError
from playground.experiments.knobs import RECIPE, USUAL_RATES, recipe
from playground.experiments.variations import Axis
from playground.methods.optimizers import OPTIMIZERS
from playground.widgets.label import Label
from playground.widgets.lengths import scaled
from playground.widgets.number_field import NumberField
from playground.widgets.number_range import NumberRange
from playground.widgets.switch import Switch

if TYPE_CHECKING:
    from playground.document.model import Document

RATES = NumberRange(minimum=1e-6, maximum=10.0, log=True)
COLUMNS = 2
FIRST = ("sgd", "adam", "rmsprop")
"""They race at first, and the document's own."""


class OptimizerRacers(QWidget):
    """A switch and a learning rate for each optimizer.

    Signals:
        changed(): Another field.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switches: dict[str, Switch] = {}
        self.rates: dict[str, NumberField] = {}
        self._own: set[str] = set()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        scaled(grid.setHorizontalSpacing, 4)
        scaled(grid.setVerticalSpacing, 4)
        for index, (name, kind) in enumerate(OPTIMIZERS.items()):
            row, column = divmod(index, COLUMNS)
            self._add(name, kind.title, grid, row, 3 * column)
        for column in range(COLUMNS):
            grid.setColumnStretch(3 * column + 1, 1)

    def follow(self, document: Document) -> None:
        """Take the document's own rate for its optimizer, unless another was typed."""
        training = document.training
        for name, field in self.rates.items():
            if name not in self._own:
                is_at_hand = name == training.optimizer
                field.set_value(training.learning_rate if is_at_hand else USUAL_RATES.get(name, training.learning_rate))
        if not any(switch.isChecked() for switch in self.switches.values()):
            for name in {*FIRST, training.optimizer} & set(self.switches):
                self.switches[name].setChecked(True)

    def axis(self) -> Axis:
        """Those that race.

        Raises:
            KnobError: There are fewer than two; in words.
        """
        chosen = [name for name, switch in self.switches.items() if switch.isChecked()]
        if len(chosen) < 2:
            raise KnobError("Two optimizers at least: one alone races against nobody")
        return Axis(RECIPE, tuple(recipe(name, self.rates[name].value()) for name in chosen))

    def _add(self, name: str, title: str, grid: QGridLayout, row: int, column: int) -> None:
        switch = Switch(title, f"{title}\nWhether it races")
        tip = f"Learning rate of {title}\nEach optimizer has a length of step that suits it"
        rate = NumberField(f"Learning rate of {title}", RATES, USUAL_RATES.get(name, 0.01), tip=tip, minimum_width=36)
        self.switches[name], self.rates[name] = switch, rate
        grid.addWidget(switch, row, column)
        grid.addWidget(Label(title, "label", "ink2"), row, column + 1)
        grid.addWidget(rate, row, column + 2)
        switch.toggled.connect(self.changed)
        rate.value_changed.connect(lambda _, n=name: self._own_rate(n))

    def _own_rate(self, name: str) -> None:
        self._own.add(name)
        self.changed.emit()
