"""The controls in the header: which parts are drawn, and how the space is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from playground.views.hidden.painting import Shown
from playground.widgets.choice import Choice, ChoiceButton
from playground.widgets.segmented import Segment, Segmented

if TYPE_CHECKING:
    from playground.widgets.panel import Panel

_PARTS = (
    Segment("sheet", "Sheet", tip="Sheet: the plane as the layers bend it, in the colours of the decision map"),
    Segment("grid", "Grid", tip="Grid: the plane's straight lines, bent along with it"),
    Segment("points", "Points", tip="Points: where the layers put the data"),
)
MOST_UNITS = 256


class Header(QObject):
    """Puts its controls into a panel's header.

    Signals:
        parts_changed(): Sheet, grid or points were switched.
        view_changed(): Another way to see the space was chosen.
    """

    parts_changed = Signal()
    view_changed = Signal()

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel)
        self._parts = Segmented("Parts", _PARTS, exclusive=False, parent=panel)
        self._parts.set_keys_on({"sheet", "grid", "points"})
        self._parts.toggled.connect(self._on_toggled)
        self._across = ChoiceButton("Neuron across", (), 0, prefix="across", height=28, parent=panel)
        self._up = ChoiceButton("Neuron up", (), 1, prefix="up", height=28, parent=panel)
        tip = "View: how a layer of many neurons is seen in two dimensions"
        self._view = ChoiceButton("View", _views(2, has_readout=True), "auto", prefix="View", tip=tip, height=28)
        for widget in (self._across, self._up, self._view):
            widget.chosen.connect(self._on_chosen)
        panel.add_slot(self._parts, gap=8)
        for widget in (self._across, self._up, self._view):
            panel.add_slot(widget, gap=8)
        self.suit(2, has_readout=True)

    @property
    def shown(self) -> Shown:
        """The parts that are on."""
        on = self._parts.keys_on()
        return Shown("sheet" in on, "grid" in on, "points" in on)

    @property
    def view(self) -> str:
        """A value of `ProbeRequest.space_view`."""
        return str(self._view.value())

    @property
    def units(self) -> tuple[int, int]:
        """The two neurons of the view "units"."""
        return int(self._across.value()), int(self._up.value())

    def suit(self, width: int, *, has_readout: bool) -> None:
        """Offer what a layer of this width allows."""
        offered = _views(width, has_readout=has_readout)
        self._view.set_choices(offered)
        if not next(choice.enabled for choice in offered if choice.value == self.view):
            self._view.set_value("auto")
            self.view_changed.emit()
        units = [Choice(unit, str(unit + 1)) for unit in range(min(width, MOST_UNITS))]
        for button in (self._across, self._up):
            button.set_choices(units)
            if units and button.value() >= len(units):
                button.set_value(len(units) - 1 if button is self._up else 0)
            button.setVisible(self.view == "units")

    def _on_toggled(self, _key: str, _on: bool) -> None:
        self.parts_changed.emit()

    def _on_chosen(self, _value: object) -> None:
        for button in (self._across, self._up):
            button.setVisible(self.view == "units")
        self.view_changed.emit()


def _views(width: int, *, has_readout: bool) -> tuple[Choice, ...]:
    pair = "This stage has one value only." if width < 2 else "One neuron across, one up."
    readout = (
        "Along the output's weights, where the border is straight." if has_readout else "The last hidden layer has it."
    )
    return (
        Choice("auto", "Auto", "PCA; the last hidden layer by its read-out."),
        Choice("pca", "PCA", "The two directions in which the layer varies most."),
        Choice("units", "Two neurons", pair, enabled=width > 1),
        Choice("readout", "Read-out", readout, enabled=has_readout),
    )
