"""Tools, and for regression the value that is painted; the bar above the canvas has what a tool can be set to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.document.dataset import LONGEST_NAME, readable_name
from playground.document.model import domain_of
from playground.domains.plane.tools import TOOL_ROWS, TOOLS
from playground.lessons.locks import tool_lock
from playground.session.value_choice import rename_value, value_words
from playground.widgets.inline_edit import InlineEdit
from playground.widgets.label import Label
from playground.widgets.lengths import scaled
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.slider_row import SliderRow
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
        scaled(column.setSpacing, 8)
        column.addWidget(Label("Draw", "label_strong", "ink3"))
        tools = [
            Segment(tool.name, icon=tool.icon, tip=f"{tool.title} ({tool.shortcut})\n{tool.hint}")
            for tool in TOOLS.values()
        ]
        self.tools = Segmented("Tools", tools, tool=True, stretch=True, rows=TOOL_ROWS, height=30)
        self.tools.chosen.connect(self._hand.set_tool)
        for name in TOOLS:
            self.tools.follow_lock(name, session.lessons, tool_lock(name))
        column.addWidget(self.tools)
        self._axis = session.selection.value_axis
        value = self._axis.to_units(self._hand.value)
        self.value = SliderRow("Value", value_range(self._axis), value, value_width=VALUE_WIDTH)
        self.value.value_changed.connect(self._take_value)
        column.addWidget(self.value)
        self._hand.changed.connect(self._show)
        session.dataset_changed.connect(self._show)
        session.selection.value_changed.connect(self._show)
        self._show()

    @Slot(float)
    def _take_value(self, value: float) -> None:
        self._hand.set_value(self._axis.from_units(value))

    @Slot()
    def start_renaming(self) -> None:
        """Put an editor for the name of the value that is shown over its row."""
        editor = InlineEdit(self.value, self._session.selection.value_name, _clean_name, "row")
        editor.setMaxLength(LONGEST_NAME)
        editor.setAccessibleName(f"Name of {self._session.selection.value_name}")
        editor.committed.connect(partial(rename_value, self._session))
        editor.open(QRectF(self.value.rect()))

    @Slot()
    def _show(self) -> None:
        self.setVisible(domain_of(self._session.document).has_map)
        self.tools.set_current(self._hand.tool)
        for name in TOOLS:
            self.tools.button(name).setEnabled(self._hand.offers(name))
        axis = self._session.selection.value_axis
        if axis != self._axis:
            self._axis = axis
            self.value.set_limits(value_range(axis))
        self.value.set_value(axis.to_units(self._hand.value))
        self.value.set_words(*value_words(self._session))
        self.value.setVisible(not self._session.document.dataset.classes)


def _clean_name(typed: str) -> str | None:
    return readable_name(typed) or None
