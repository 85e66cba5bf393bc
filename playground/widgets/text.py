"""Painting and measuring one line of text by role."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from html import escape

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from playground.widgets.fonts import FontRole, font, screen_font
from playground.widgets.interface import scale
from playground.widgets.paper import on_paper

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignHCenter


def text_width(text: str, role: FontRole) -> int:
    """Logical pixels that a line needs, rounded up."""
    return math.ceil(_measured(text, role, scale()))


def draw_text(
    painter: QPainter, rect: QRectF, text: str, role: FontRole, colour: QColor, align: Qt.AlignmentFlag = LEFT
) -> None:
    """One line, elided, its capitals centred in the height of `rect` (descenders do not lift it)."""
    shown, needed = _fitted(text, role, scale(), rect.width())
    written = font(role)
    if on_paper():
        needed = QFontMetricsF(written).horizontalAdvance(shown)
    spare = rect.width() - needed
    shift = {LEFT: 0.0, RIGHT: spare, CENTRE: spare / 2.0}[align]
    baseline = rect.center().y() + _capital(role, scale()) / 2.0
    painter.setFont(written)
    painter.setPen(colour)
    painter.drawText(QPointF(rect.left() + shift, round(baseline)), shown)


def literal(text: str) -> str:
    """The same for a tooltip or a question, which would take a name like `<b>` for markup."""
    if "<" not in text and "&lt;" not in text:
        return text
    return f"<span>{escape(text, quote=False)}</span>".replace("\n", "<br>")


# Measuring a line takes longer than drawing it, and most lines stay the same from frame to frame.


@lru_cache(maxsize=2048)
def _fitted(text: str, role: FontRole, factor: float, room: float) -> tuple[str, float]:
    """What fits into so many pixels, and how many of them it needs."""
    shown = text
    if _measured(text, role, factor) > room + 0.5:
        shown = QFontMetricsF(screen_font(role)).elidedText(text, Qt.TextElideMode.ElideRight, room + 0.5)
    return shown, _measured(shown, role, factor)


@lru_cache(maxsize=2048)
def _measured(text: str, role: FontRole, _factor: float) -> float:
    return QFontMetricsF(screen_font(role)).horizontalAdvance(text)


@cache
def _capital(role: FontRole, _factor: float) -> float:
    """Height of a capital."""
    return QFontMetricsF(screen_font(role)).capHeight()
