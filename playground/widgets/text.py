"""Painting and measuring one line of text by role."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from playground.widgets.fonts import FontRole, font

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignHCenter


def text_width(text: str, role: FontRole) -> int:
    """Logical pixels that a line needs, rounded up."""
    return math.ceil(QFontMetricsF(font(role)).horizontalAdvance(text))


def draw_text(
    painter: QPainter, rect: QRectF, text: str, role: FontRole, colour: QColor, align: Qt.AlignmentFlag = LEFT
) -> None:
    """One line, elided, its capitals centred in the height of `rect` (descenders do not lift it)."""
    made: QFont = font(role)
    metrics = QFontMetricsF(made)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width() + 0.5)
    spare = rect.width() - metrics.horizontalAdvance(shown)
    shift = {LEFT: 0.0, RIGHT: spare, CENTRE: spare / 2.0}[align]
    baseline = rect.center().y() + metrics.capHeight() / 2.0
    painter.setFont(made)
    painter.setPen(colour)
    painter.drawText(QPointF(rect.left() + shift, round(baseline)), shown)
