"""The small space of one stage in the strip; a click chooses the stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QAccessible, QAccessibleActionInterface

from playground.views.spaces.drawing.painting import SMALL
from playground.views.spaces.well import Well
from playground.widgets.accessible import Tells, Told
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.theme import current

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget


class SmallWell(Tells, Well):
    """One stage of the strip; a click chooses it.

    Signals:
        chosen(int): Index of the stage.
    """

    chosen = Signal(int)

    def __init__(self, index: int, parent: QWidget | None = None) -> None:
        super().__init__("", SMALL, 6, parent)
        self._index = index
        self._selected = False

    def told(self) -> Told:
        """One of several stages."""
        act = QAccessibleActionInterface.pressAction()
        return Told(QAccessible.Role.RadioButton, actions={act: self.activate}, on=self._selected)

    def set_selected(self, selected: bool) -> None:
        """Draw the outline of the stage at hand."""
        if selected != self._selected:
            self._selected = selected
            self.update()

    def activate(self) -> None:
        """Emit `chosen` with the stage's place, on a click, Enter or Space."""
        self.chosen.emit(self._index)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The well and its outline."""
        with smooth_painter(self) as painter:
            theme = current()
            self.paint_well(painter)
            if self._selected:
                rounded(painter, QRectF(self.rect()), 6, None, theme.ink, 1.5)
            elif self.underMouse():
                rounded(painter, QRectF(self.rect()), 6, None, theme.line_strong)
