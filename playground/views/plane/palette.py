"""Tool, class and brush size at the pointer: what a right click on the map opens."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from playground.domains.plane.tools import TOOL_ROWS, TOOLS
from playground.lessons.locks import tool_lock
from playground.session.class_keys import digit_of_class
from playground.session.hand import LEAST_RADIUS, MOST_RADIUS
from playground.session.value_choice import value_words
from playground.widgets.lengths import scaled
from playground.widgets.number_range import NumberRange
from playground.widgets.row import Row
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.slider_row import SliderRow
from playground.widgets.theme import px
from playground.widgets.value_range import value_range

if TYPE_CHECKING:
    from playground.session.session import Session

WIDTH, COLUMN = 248, 150
MOST_ROWS = 9
"""So many classes are below each other, more of them in columns."""


class ToolPalette(QWidget):
    """Everything that is held in the hand; choosing a tool or a class is the end of it."""

    done = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("content")
        self.setAccessibleName("Tools and classes")
        hand = session.hand
        self._hand = hand
        column = QVBoxLayout(self)
        scaled(column.setContentsMargins, 8, 8, 8, 8)
        scaled(column.setSpacing, 6)
        self.tools = self._tool_buttons(session)
        column.addWidget(self.tools)
        sizes = NumberRange(minimum=LEAST_RADIUS, maximum=MOST_RADIUS, step=0.1, digits=1)
        self.brush = SliderRow("Brush", sizes, hand.radius, tip="Brush\nRadius in units of the plane", surface="raised")
        self.brush.value_changed.connect(hand.set_radius)
        column.addWidget(self.brush)
        self.rows = self._class_rows(session)
        grid = QGridLayout()
        scaled(grid.setSpacing, 6 if len(self.rows) <= MOST_ROWS else 2)
        for index, row in enumerate(self.rows):
            grid.addWidget(row, index % MOST_ROWS, index // MOST_ROWS)
        column.addLayout(grid)
        if not self.rows:
            axis = session.selection.value_axis
            label, tip = value_words(session)
            value = axis.to_units(hand.value)
            self.value = SliderRow(label, value_range(axis), value, tip=tip, value_width=64, surface="raised")
            self.value.value_changed.connect(lambda units: hand.set_value(axis.from_units(units)))
            column.addWidget(self.value)

    def sizeHint(self) -> QSize:
        """As wide as the tools want to be, and as the columns of many classes are."""
        columns = -(-len(self.rows) // MOST_ROWS)
        return QSize(px(max(WIDTH, COLUMN * columns)), super().sizeHint().height())

    def _tool_buttons(self, session: Session) -> Segmented:
        tools = [
            Segment(tool.name, icon=tool.icon, tip=f"{tool.title} ({tool.shortcut})\n{tool.hint}")
            for tool in TOOLS.values()
        ]
        buttons = Segmented("Tools", tools, tool=True, stretch=True, rows=TOOL_ROWS, height=30)
        buttons.set_current(session.hand.tool)
        for name in TOOLS:
            buttons.button(name).setEnabled(session.hand.offers(name))
            buttons.follow_lock(name, session.lessons, tool_lock(name))
        buttons.chosen.connect(self._take_tool)
        return buttons

    def _class_rows(self, session: Session) -> list[Row]:
        data = session.document.dataset
        rows = []
        for index, (one, count) in enumerate(zip(data.classes, data.counts(), strict=True)):
            row = Row(
                one.color,
                one.name,
                count,
                digit_of_class(data.classes, index),
                selected=index == session.hand.class_index,
            )
            row.clicked.connect(partial(self._take_class, index))
            rows.append(row)
        return rows

    def _take_tool(self, name: str) -> None:
        self._hand.set_tool(name)
        self.done.emit()

    def _take_class(self, index: int) -> None:
        self._hand.set_class(index)
        self.done.emit()
