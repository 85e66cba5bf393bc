"""Tools, and for regression the value that is painted; the bar above the canvas has what a tool can be set to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.drawing.tools import TOOL_ROWS, TOOLS
from playground.widgets.label import Label
from playground.widgets.number_range import NumberRange
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.slider_row import SliderRow
from playground.widgets.theme import px

if TYPE_CHECKING:
    from playground.session.session import Session

VALUE_RANGE = NumberRange(minimum=-1.0, maximum=1.0, step=0.05, digits=2)


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
        self.value = SliderRow("Value", VALUE_RANGE, self._hand.value, tip=tip)
        self.value.value_changed.connect(self._hand.set_value)
        column.addWidget(self.value)
        self._hand.changed.connect(self._show)
        session.dataset_changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        self.tools.set_current(self._hand.tool)
        self.value.set_value(self._hand.value)
        self.value.setVisible(not self._session.document.dataset.classes)
