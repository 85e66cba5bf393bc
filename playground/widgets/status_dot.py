"""A dot with a word: the state of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from playground.widgets.control import smooth_painter
from playground.widgets.text import draw_text, text_width
from playground.widgets.theme import current, px, pxf, role_colour

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget


class StatusDot(QLabel):
    """A dot in the colour of a role, and a word in ink after it."""

    def __init__(self, text: str = "", role: str = "ink3", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._role = text, role
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_state(self, text: str, role: str) -> None:
        """Change word and colour."""
        if (text, role) == (self._text, self._role):
            return
        self._text, self._role = text, role
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Dot and word."""
        return QSize(px(14) + text_width(self._text, "button"), px(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dot and word."""
        area = QRectF(self.rect())
        with smooth_painter(self) as painter:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(role_colour(self._role))
            painter.drawEllipse(QPointF(pxf(3.5), area.center().y()), pxf(3.5), pxf(3.5))
            draw_text(painter, area.adjusted(pxf(14), 0, 0, 0), self._text, "button", current().ink)
