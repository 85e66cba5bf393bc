"""A switch in the form of a chip, with a filled or hollow dot: which points are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QCheckBox

from playground.widgets.control import Control, rounded
from playground.widgets.text import draw_text, text_width
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QWidget

_HEIGHT = 24


class Chip(Control, QCheckBox):
    """A labelled switch.

    Args:
        text: The label.
        tip: The tooltip.
        hollow: The dot is a ring.
        on: Whether it starts on.
        parent: Qt parent.
    """

    def __init__(
        self, text: str, tip: str = "", *, hollow: bool = False, on: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, tip, parent)
        self._text, self._hollow = text, hollow
        self.setChecked(on)

    def sizeHint(self) -> QSize:
        """Dot and words."""
        return QSize(px(24) + text_width(self._text, "row") + px(8), px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """The dot and a few letters: chips in a grid share its width."""
        return QSize(px(48), px(_HEIGHT))

    def paint(self, painter: QPainter) -> None:
        """Fill when on, dot, words."""
        theme = current()
        area = QRectF(self.rect())
        fill = self.fill(theme.control if self.isChecked() else None)
        if fill is not None:
            rounded(painter, area, 6, fill)
        if not self.isChecked():
            rounded(painter, area, 6, None, theme.line)
        dot = theme.ink2 if self.isChecked() else theme.ink_off
        if self._hollow:
            painter.setPen(QPen(dot, pxf(1.4)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(pxf(12.5), area.center().y()), pxf(4.3), pxf(4.3))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(dot)
            painter.drawEllipse(QPointF(pxf(12.5), area.center().y()), pxf(4), pxf(4))
        colour = theme.ink if self.isChecked() else theme.ink3
        draw_text(painter, area.adjusted(pxf(24), 0, 0, 0), self._text, "row", self.ink(colour))
