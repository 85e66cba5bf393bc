"""What is dreamt of, and how pixels are changed for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.document.model import OUTPUT_UID
from playground.document.plan import resolve
from playground.training.probes.dreams import MOST_AIMS, units_of
from playground.widgets.choice import Choice, ChoiceButton
from playground.widgets.format import count
from playground.widgets.lengths import scaled
from playground.widgets.number_range import NumberRange
from playground.widgets.slider_row import SliderRow

if TYPE_CHECKING:
    from playground.document.model import Document

RANGES = {
    "contrast": NumberRange(minimum=0.02, maximum=0.5, step=0.01, unit="%"),
    "shift": NumberRange(minimum=0.0, maximum=3.0, step=1.0, integer=True, unit="px", zero="Off"),
    "blur": NumberRange(minimum=0.0, maximum=3.0, step=0.1, unit="px", zero="Off"),
}
USUAL = {"contrast": 0.3, "shift": 0.0, "blur": 0.0}
TIPS = {
    "contrast": "Contrast\nHow far pixels may differ from grey, as a root mean square: little keeps what counts most",
    "shift": "Shifts\nEach step sees the picture moved at random: what hangs on single pixels is averaged out",
    "blur": "Blur\nEach step is smoothed by a Gaussian of this deviation: less noise, and less detail",
}
OF_TIP = (
    "Dreams of\nThe classes, or all units and feature maps of a layer. A unit that is under the pointer or pinned in "
)
OF_TIP += "the network panel goes before"


class DreamControls(QWidget):
    """The layer and three sliders; those are for pixels alone.

    Signals:
        changed(): A person has chosen something else.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered = {OUTPUT_UID}
        self.of = ChoiceButton("Dreams of", (Choice(OUTPUT_UID, "Classes"),), OUTPUT_UID, prefix="Of:", tip=OF_TIP)
        self.sliders = {
            name: SliderRow(TIPS[name].partition("\n")[0], limits, USUAL[name], tip=TIPS[name], label_width=60)
            for name, limits in RANGES.items()
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scaled(column.setSpacing, 4)
        line = QHBoxLayout()
        line.addWidget(self.of)
        line.addStretch(1)
        column.addLayout(line)
        for slider in self.sliders.values():
            column.addWidget(slider)
            slider.value_changed.connect(self._on_slider)
        self.of.chosen.connect(self.changed)

    @property
    def uid(self) -> int:
        """Of the layer, or of the output."""
        return int(self.of.value())

    def number(self, name: str) -> float:
        """What a slider says: "contrast", "shift" or "blur"."""
        return self.sliders[name].value()

    def set_number(self, name: str, value: float) -> None:
        """Have a slider say another number, without a signal."""
        self.sliders[name].set_value(RANGES[name].clamped(value))

    def set_uid(self, uid: int) -> None:
        """Choose a layer without a signal; one that is not offered is passed over."""
        if uid in self._offered:
            self.of.set_value(uid)

    def suit(self, document: Document, *, has_pixels: bool) -> None:
        """Offer the layers of another network."""
        choices = layer_choices(document)
        self._offered = {choice.value for choice in choices}
        self.of.set_choices(choices)
        if self.uid not in self._offered:
            self.of.set_value(OUTPUT_UID)
        for slider in self.sliders.values():
            slider.setVisible(has_pixels)

    @Slot()
    def _on_slider(self) -> None:
        self.changed.emit()


def layer_choices(document: Document) -> tuple[Choice, ...]:
    """The classes or values, and the layers that make something of their own of what enters them."""
    plan, data = resolve(document), document.dataset
    found = [Choice(OUTPUT_UID, "Classes" if data.classes else "Values")]
    for place, layer in enumerate(document.network, start=1):
        planned, units = plan.planned(layer.uid), units_of(document, layer.uid)
        if planned is None or planned.is_reshaping or layer.is_straight_through or not units:
            continue
        what = "feature map" if len(planned.shape_out) > 1 else "unit"
        words = f"The first {MOST_AIMS} of {count(units, what)}" if units > MOST_AIMS else f"All {count(units, what)}"
        found.append(Choice(layer.uid, f"Layer {place}: {layer.title}", words if units > 1 else f"Its {what}"))
    return tuple(found)
