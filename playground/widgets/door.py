"""A way in: a large button with an icon, a title, and a sentence of what lies behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QPushButton, QSizePolicy

from playground.widgets.control import Control, rounded
from playground.widgets.icons import paint_icon
from playground.widgets.text import draw_text, text_width
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QWidget

HEIGHT, ICON, LEFT = 60, 20, 52


class Door(Control, QPushButton):
    """Title and sentence beside an icon."""

    focus_radius = 10.0

    def __init__(self, icon: str, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(title, f"{title}\n{sentence}", parent)
        self._icon, self._title, self._sentence = icon, title, sentence
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """The longer of both lines."""
        width = max(text_width(self._title, "title"), text_width(self._sentence, "row"))
        return QSize(px(LEFT + 20) + width, px(HEIGHT))

    def paint(self, painter: QPainter) -> None:
        """Card, icon, title, sentence."""
        theme = current()
        area = QRectF(self.rect())
        fill = self.fill(theme.control)
        if fill is not None:
            rounded(painter, area, 10, fill)
        size = pxf(ICON)
        place = QRectF((pxf(LEFT) - size) / 2, area.center().y() - size / 2, size, size)
        paint_icon(painter, self._icon, place, self.ink(theme.ink2))
        words = QRectF(pxf(LEFT), pxf(11), area.width() - pxf(LEFT + 12), pxf(18))
        draw_text(painter, words, self._title, "title", theme.ink)
        draw_text(painter, words.translated(0, pxf(20)), self._sentence, "row", theme.ink2)
