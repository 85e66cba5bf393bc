"""Tools, and for regression the value that is painted; the bar above the canvas has what a tool can be set to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.domains.plane.tools import TOOL_ROWS, TOOLS
from playground.widgets.label import Label
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.slider_row import SliderRow
from playground.widgets.theme import px
from playground.widgets.value_range import value_range

if TYPE_CHECKING:
    from playground.session.session import Session


VALUE_WIDTH = 64
"""Room for 687,260."""


class DrawPart(QWidget):
    """What the person holds; the canvas uses it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._hand = session.hand
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(Label("Draw", "label_strong", "ink3"))
        tools = [
            Segment(tool.name, icon=tool.icon, tip=f"{tool.title} ({tool.shortcut})\n{tool.hint}")
            for tool in TOOLS.values()
        ]
        self.tools = Segmented("Tools", tools, tool=True, stretch=True, rows=TOOL_ROWS, height=30)
        self.tools.chosen.connect(self._hand.set_tool)
        column.addWidget(self.tools)
        tip = "Value\nWhat the network is to answer where you paint"
        self._axis = session.document.dataset.units.value
        value = self._axis.to_units(self._hand.value)
        self.value = SliderRow("Value", value_range(self._axis), value, tip=tip, value_width=VALUE_WIDTH)
        self.value.value_changed.connect(self._take_value)
        column.addWidget(self.value)
        self._hand.changed.connect(self._show)
        session.dataset_changed.connect(self._show)
        self._show()

    @Slot(float)
    def _take_value(self, value: float) -> None:
        self._hand.set_value(self._axis.from_units(value))

    @Slot()
    def _show(self) -> None:
        self.tools.set_current(self._hand.tool)
        for name in TOOLS:
            self.tools.button(name).setEnabled(self._hand.offers(name))
        axis = self._session.document.dataset.units.value
        if axis != self._axis:
            self._axis = axis
            self.value.set_limits(value_range(axis))
        self.value.set_value(axis.to_units(self._hand.value))
        self.value.setVisible(not self._session.document.dataset.classes)
