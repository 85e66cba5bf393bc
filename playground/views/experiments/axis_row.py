"""A knob of a sweep and the values that it takes: from, to, how many, evenly or in decades; or some of its choices."""

from __future__ import annotations

from functools import partial
from math import inf, isfinite, log10
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from playground.experiments.data_knobs import KnobError
from playground.experiments.knobs import useful_knobs
from playground.experiments.ranges import axis_between
from playground.experiments.variations import Axis
from playground.views.experiments.words import value_words
from playground.widgets.buttons import SMALL, PushButton
from playground.widgets.choice import Choice, ChoiceButton
from playground.widgets.label import Label
from playground.widgets.lengths import scaled
from playground.widgets.number_field import NumberField
from playground.widgets.number_range import NumberRange
from playground.widgets.segmented import Segment, Segmented

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.experiments.knobs import Knob
    from playground.experiments.variations import Value

MOST_VALUES, USUAL_VALUES = 64, 16
MOST = 1e9
DECADES = 1.5
"""Below and above the value at hand, at first."""
NONE = ""
OFTEN = (
    "learning_rate",
    "batch_size",
    "optimizer",
    "network.depth",
    "network.units",
    "network.activation",
    "layer1.units",
    "l2",
    "data.noise",
    "data.samples",
    "data.flipped",
)
"""They come first: what is swept most."""


class AxisRow(QWidget):
    """A combo of all knobs, and below it fields for the range.

    Args:
        name: What it is for: "Across".
        optional: Whether there may be no knob.
        parent: Qt parent.

    Signals:
        changed(): Another knob, or other values.
    """

    changed = Signal()

    def __init__(self, name: str, *, optional: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._optional = optional
        self._knobs: dict[str, Knob] = {}
        self._left_out: set[Value] = set()
        tip = f"{name}\nWhich number or choice of training, layers or data the sweep turns"
        self.knob = ChoiceButton(name, (), NONE, prefix=name, tip=tip)
        self.knob.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        limits = NumberRange(minimum=-MOST, maximum=MOST)
        self.first = NumberField("From", limits, 0.0, tip="From\nThe first value", minimum_width=48)
        self.last = NumberField("To", limits, 1.0, tip="To\nThe last value", minimum_width=48)
        counts = NumberRange(minimum=2, maximum=MOST_VALUES, step=1, integer=True)
        self.count = NumberField(
            "Values", counts, USUAL_VALUES, tip="Values\nInto how many values the range is cut", minimum_width=36
        )
        self.scale = Segmented(
            "Scale",
            [
                Segment("linear", "lin", tip="Linear: even steps"),
                Segment("log", "log", tip="Logarithmic: even steps from decade to decade"),
            ],
        )
        self.picked = PushButton("All", tip="Choices\nWhich of the choices are tried", height=SMALL)
        self._arrange()
        self.knob.chosen.connect(self._suit_knob)
        self.scale.chosen.connect(self._suit_scale)
        self.picked.clicked.connect(self._show_menu)
        for field in (self.first, self.last, self.count):
            field.value_changed.connect(self.changed)

    def offer(self, document: Document, wanted: str) -> None:
        """Offer the knobs of a document; the one chosen stays if it is there, else `wanted` is taken."""
        knobs = useful_knobs(document)
        if knobs == self._knobs:
            return
        is_none = bool(self._knobs) and self.path() == NONE
        self._knobs = knobs
        nothing = [Choice(NONE, "nothing: one knob alone")] if self._optional else []
        paths = [*(path for path in OFTEN if path in knobs), *(path for path in knobs if path not in OFTEN)]
        self.knob.set_choices([*nothing, *(Choice(path, knobs[path].label) for path in paths)])
        if self.path() not in knobs and not is_none:
            self.choose(wanted if wanted in knobs else next(iter(knobs)))

    def choose(self, path: str) -> None:
        """Turn a knob of those on offer; "" for none, where that may be."""
        self.knob.set_value(path)
        self._suit_knob()

    def path(self) -> str:
        """The knob's path; "" for none."""
        return str(self.knob.value())

    def axis(self) -> Axis | None:
        """The knob with its values; None for no knob.

        Raises:
            KnobError: There is no such range; in words.
        """
        knob = self._knobs.get(self.path())
        if knob is None:
            return None
        if knob.kind in {"choice", "switch"}:
            values = tuple(value for value in _choices(knob) if value not in self._left_out)
            if not values:
                raise KnobError(f"{knob.label}: pick a choice at least")
            return Axis(knob.path, values)
        count = round(self.count.value())
        return axis_between(knob, self.first.value(), self.last.value(), count, is_log=self._is_log)

    # ---- inside ----------------------------------------------------------------------------------------------------

    @property
    def _is_log(self) -> bool:
        return self.scale.current_key() == "log"

    def _arrange(self) -> None:
        self._range = QWidget()
        fields = QHBoxLayout(self._range)
        fields.setContentsMargins(0, 0, 0, 0)
        scaled(fields.setSpacing, 6)
        for widget in (self.first, Label("to", "row", "ink3"), self.last, Label("in", "row", "ink3"), self.count):
            fields.addWidget(widget, 1 if isinstance(widget, NumberField) else 0)
        fields.addWidget(self.scale)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 4)
        column.addWidget(self.knob)
        column.addWidget(self._range)
        column.addWidget(self.picked)
        self._show_parts()

    @Slot()
    def _suit_knob(self) -> None:
        """Another knob: its usual range."""
        knob = self._knobs.get(self.path())
        self._left_out.clear()
        if knob is not None and knob.kind in {"number", "whole"}:
            low, high, is_log = usual_range(knob)
            self.scale.set_current("log" if is_log else "linear")
            self._limit(knob)
            self.first.set_value(low)
            self.last.set_value(high)
            whole = round(high - low) + 1 if knob.kind == "whole" and not is_log else USUAL_VALUES
            self.count.set_value(min(max(whole, 2), USUAL_VALUES))
        self._show_parts()
        self.changed.emit()

    @Slot()
    def _suit_scale(self) -> None:
        knob = self._knobs.get(self.path())
        if knob is not None:
            self._limit(knob)
        self.changed.emit()

    def _limit(self, knob: Knob) -> None:
        """The fields hold what the knob takes; on a logarithmic scale what is above 0."""
        whole = knob.kind == "whole"
        least = max(knob.least, 1.0 if whole else 1e-9) if self._is_log else max(knob.least, -MOST)
        most = min(knob.most, MOST)
        step = 1.0 if whole else _step(most - least)
        for field in (self.first, self.last):
            field.set_limits(NumberRange(minimum=least, maximum=most, step=step, log=self._is_log, integer=whole))

    def _show_parts(self) -> None:
        knob = self._knobs.get(self.path())
        has_choices = knob is not None and knob.kind in {"choice", "switch"}
        self._range.setVisible(knob is not None and not has_choices)
        self.picked.setVisible(has_choices)
        if knob is not None and has_choices:
            taken = [value for value in _choices(knob) if value not in self._left_out]
            words = ", ".join(map(value_words, taken)) or "none"
            self.picked.set_text(words if len(taken) < 4 else f"{len(taken)} of {len(_choices(knob))} choices")

    @Slot()
    def _show_menu(self) -> None:
        knob = self._knobs.get(self.path())
        if knob is None:
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for value in _choices(knob):
            action = menu.addAction(value_words(value))
            action.setCheckable(True)
            action.setChecked(value not in self._left_out)
            action.toggled.connect(partial(self.pick, value))
        menu.popup(self.picked.mapToGlobal(self.picked.rect().bottomLeft()))

    def pick(self, value: Value, on: bool) -> None:
        """Try one of the choices, or leave it out."""
        if on:
            self._left_out.discard(value)
        else:
            self._left_out.add(value)
        self._show_parts()
        self.changed.emit()


def usual_range(knob: Knob) -> tuple[float, float, bool]:
    """Where a sweep over a number begins and ends at first, and whether it is logarithmic."""
    now = float(knob.now) if isinstance(knob.now, int | float) else 0.0
    if knob.kind == "whole":
        low, high = max(knob.least, 1.0), max(2.0 * now, 8.0)
        return low, min(high, knob.most), False
    if knob.is_log and now > 0.0:
        low, high = 10.0 ** round(log10(now) - DECADES), 10.0 ** round(log10(now) + DECADES)
        least = knob.least if knob.least > 0.0 else -inf
        return max(low, least), min(high, knob.most), True
    low = knob.least if isfinite(knob.least) else 0.0
    high = knob.most if isfinite(knob.most) and knob.most <= 1.0 else max(2.0 * now, 1.0)
    return low, min(high, knob.most), False


def _choices(knob: Knob) -> tuple[Value, ...]:
    return knob.choices if knob.kind == "choice" else (False, True)


def _step(span: float) -> float:
    return 10.0 ** (round(log10(span)) - 2) if 0.0 < span < 2.0 * MOST else 0.01
