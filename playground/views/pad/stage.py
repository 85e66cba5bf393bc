"""The pad with the small pictures beside it: how the room is shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.widgets.picture_well import LABEL, LEAST_SIDE
from playground.widgets.theme import px

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from playground.views.pad.pad import Pad
    from playground.widgets.picture_well import PictureWell

GAP, MOST_SIDE = 12, 160
PAD_SHARE = 0.76
"""Of the width, at most."""


class Stage(QWidget):
    """The pad as large a square as there is room for; wells below each other at its right, as wide as is left.

    Args:
        pad: What is drawn on.
        wells: Beside it, from the top.
        parent: Qt parent.
    """

    def __init__(self, pad: Pad, wells: tuple[PictureWell, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pad, self._wells = pad, wells
        for child in (pad, *wells):
            child.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """As at 1440 × 900."""
        pad = self._pad.sizeHint()
        return QSize(pad.width() + px(GAP + LEAST_SIDE), pad.height())

    def minimumSizeHint(self) -> QSize:
        """The least of all."""
        pad = self._pad.minimumSizeHint()
        return QSize(pad.width() + px(GAP + LEAST_SIDE), pad.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        side = min(self.height(), round((self.width() - px(GAP)) * PAD_SHARE))
        spare, count = self.width() - side - px(GAP), len(self._wells)
        tall = (side - (count - 1) * px(GAP)) // count - px(LABEL)
        wide = max(min(spare, tall, px(MOST_SIDE)), px(LEAST_SIDE) // 2)
        words = min(max(well.sizeHint().width() for well in self._wells), spare)
        self._pad.setGeometry(0, 0, side, side)
        step = wide + px(LABEL) + px(GAP)
        for place, well in enumerate(self._wells):
            well.setGeometry(side + px(GAP), place * step, max(wide, words), wide + px(LABEL))
