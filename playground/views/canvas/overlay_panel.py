"""The switches of what is laid over the map: what the overlay button opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.widgets.label import FlowText, Label
from playground.widgets.switch import Switch
from playground.widgets.theme import px

if TYPE_CHECKING:
    from playground.document.model import Task
    from playground.views.canvas.overlays import Overlays

WIDTH = 288
REGIONS = (
    "Where a network of ReLUs is flat: each cell has a formula of its own, shown under the pointer. "
    "Strong lines belong to the units of the first layer."
)
PUSHES = (
    "The gradient of the loss by the place of each training point: arrows show which way it pushes the {}; "
    "the longer, the stronger."
)
ROWS = (("regions", "Linear regions", REGIONS), ("pushes", "Push of the points", PUSHES))


class OverlayPanel(QWidget):
    """Each switch holds at once; the panel stays open.

    Signals:
        switched(str, bool): An overlay by name, and whether it is on now.
    """

    switched = Signal(str, bool)

    def __init__(self, overlays: Overlays, task: Task, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("content")
        self.setAccessibleName("Overlays")
        self.switches: dict[str, Switch] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(10), px(12), px(12))
        column.setSpacing(px(4))
        pushed = "decision line" if task == "classification" else "lines of equal value"
        for name, title, template in ROWS:
            explanation = template.format(pushed)
            if self.switches:
                column.addSpacing(px(8))
            switch = Switch(title, on=overlays.is_on(name), tip=f"{title}\n{explanation}")
            switch.toggled.connect(lambda on, name=name: self.switched.emit(name, on))
            self.switches[name] = switch
            row = QHBoxLayout()
            row.addWidget(Label(title, "button", "ink"), 1)
            row.addWidget(switch)
            column.addLayout(row)
            column.addWidget(FlowText(explanation))

    def sizeHint(self) -> QSize:
        """Wide enough for a sentence in three lines."""
        return QSize(px(WIDTH), self.heightForWidth(px(WIDTH)))
