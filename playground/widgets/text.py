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
_FLOWS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_MOST_HEIGHT = 10_000.0
_BETWEEN_FACTS = (" \N{MIDDLE DOT} ", ", ")


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


def whole_facts(text: str, role: FontRole, room: float) -> str:
    """As many facts of a line as fit into so many pixels: half of one would be misread, or tell nothing.

    Args:
        text: Facts with " · " or ", " between them, the more important ones first.
        role: Of the font.
        room: Logical pixels.

    Returns:
        The line without those of its last facts that do not fit; where the first does not, what stands behind its
        " · " as far as that does, or "".
    """
    left = text
    while left and _measured(left, role, scale()) > room + 0.5:
        left = left[: max(*map(left.rfind, _BETWEEN_FACTS), 0)]
    behind = text.partition(_BETWEEN_FACTS[0])[2]
    return left or (whole_facts(behind, role, room) if behind else "")


def first_fact(text: str) -> str:
    """The first of the facts of a line that `whole_facts` cuts."""
    ends = [place for place in map(text.find, _BETWEEN_FACTS) if place >= 0]
    return text[: min(ends)] if ends else text


def flow_height(text: str, role: FontRole, room: float) -> int:
    """Logical pixels that words need on lines of a width, rounded up: those of one line where they fit into it."""
    if _measured(text, role, scale()) <= room:
        return math.ceil(QFontMetricsF(screen_font(role)).height())
    needed = QFontMetricsF(screen_font(role)).boundingRect(QRectF(0.0, 0.0, room, _MOST_HEIGHT), int(_FLOWS), text)
    return math.ceil(needed.height())


def draw_flow(painter: QPainter, rect: QRectF, text: str, role: FontRole, colour: QColor) -> None:
    """Words on as many lines as they need, in the middle of the height of `rect`; on one as `draw_text` draws it."""
    if _measured(text, role, scale()) <= rect.width():
        draw_text(painter, rect, text, role, colour)
        return
    painter.setFont(font(role))
    painter.setPen(colour)
    painter.drawText(rect, int(_FLOWS), text)


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
