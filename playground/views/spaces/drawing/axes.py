"""Axes of the large space: a frame with numbers for two neurons, three arrows for what has depth."""

from __future__ import annotations

from math import ceil, floor, log10
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from playground.widgets.format import plain
from playground.widgets.text import CENTRE, LEFT, RIGHT, draw_text, text_width
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from playground.views.spaces.drawing.framing import Floats

MOST_TICKS = 5
_ARROW, _BEHIND = 20.0, 0.2
_MIDDLE = 52.0, 60.0
"""From the lower right corner to where the arrows begin."""
_TICK = 4.0
_BUTTON = 30.0
"""What the switch in the lower right corner takes."""


def round_ticks(low: float, high: float) -> list[float]:
    """At most `MOST_TICKS` round numbers from low to high: steps of 1, 2 or 5 times a power of ten."""
    least = (high - low) / MOST_TICKS
    if not least > 0.0:
        return []
    power = 10.0 ** floor(log10(least))
    # By rounding the least may lie a hair above the very step that fits.
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least * (1.0 - 1e-9))
    # An end that is a tick itself is one in spite of rounding.
    return [index * step for index in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]


def paint_frame(painter: QPainter, box: QRectF, limits: Floats, names: Sequence[str]) -> None:
    """The frame of a flat space of two neurons: numbers along it, where each is zero, and which neurons they are.

    Args:
        painter: Over the space.
        box: Where the square of the space is.
        limits: Least and greatest value across and up, (2, 2).
        names: Of the neurons across and up.
    """
    theme = current()
    painter.setBrush(Qt.BrushStyle.NoBrush)  # or it would hide the space
    painter.setPen(QPen(theme.line_strong, 1.0))
    painter.drawRect(box)
    (least, most), (bottom, top) = limits.tolist()
    for value in round_ticks(least, most):
        x = box.left() + (value - least) / (most - least) * box.width()
        painter.setPen(QPen(theme.line_strong, 1.0))
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x, box.top() if value == 0.0 else box.bottom() + pxf(_TICK)))
        area = QRectF(x - pxf(24), box.bottom() + pxf(3), pxf(48), pxf(16))
        draw_text(painter, area, plain(value, 2), "label", theme.ink3, CENTRE)
    for value in round_ticks(bottom, top):
        y = box.bottom() - (value - bottom) / (top - bottom) * box.height()
        painter.setPen(QPen(theme.line_strong, 1.0))
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right() if value == 0.0 else box.left() - pxf(_TICK), y))
        text = plain(value, 2)
        is_beside = text_width(text, "label") <= box.left() - pxf(4)
        left = 0.0 if is_beside else box.left() + pxf(4)
        area = QRectF(left, y - pxf(8), box.left() - pxf(3) if is_beside else pxf(60), pxf(16))
        draw_text(painter, area, text, "label", theme.ink3, RIGHT if is_beside else LEFT)
    inside = box.adjusted(pxf(6), pxf(2), -pxf(6), -pxf(2))
    line = pxf(16)
    across = QRectF(inside.left(), inside.bottom() - line, inside.width(), line)
    draw_text(painter, across, f"{names[0]} →", "label", theme.ink2, RIGHT)
    draw_text(
        painter, QRectF(inside.left(), inside.top(), inside.width(), line), f"{names[1]} ↑", "label", theme.ink2, LEFT
    )


def paint_arrows(painter: QPainter, size: tuple[int, int], axes: Floats, names: Sequence[str]) -> None:
    """Three small axes in the lower right corner of a space in depth: which way is which neuron, or component.

    Args:
        painter: Over the space.
        size: Width and height of all of it.
        axes: Their ends around the middle, (3, 3).
        names: "neuron 4" and the like: the number stands at the arrow, the word below.
    """
    theme = current()
    middle = QPointF(*(length - pxf(away) for length, away in zip(size, _MIDDLE, strict=True)))
    # Those that point away first: nearer ones are painted over them.
    for name, axis in sorted(zip(names, axes, strict=True), key=lambda one: float(one[1][2])):
        way = QPointF(float(axis[0]), -float(axis[1]))
        painter.setPen(QPen(theme.ink2 if axis[2] > -_BEHIND else theme.line_strong, pxf(1.25)))
        painter.drawLine(middle, middle + way * pxf(_ARROW))
        centre = middle + way * pxf(_ARROW + 9)
        area = QRectF(centre.x() - px(12), centre.y() - px(8), px(24), px(16))
        draw_text(painter, area, name.rpartition(" ")[2], "label", theme.ink2, CENTRE)
    kind = f"{names[0].partition(' ')[0]}s"
    width = text_width(kind, "label")
    right = size[0] - pxf(_BUTTON + 6)
    draw_text(painter, QRectF(right - width, size[1] - pxf(24), width + 1, pxf(16)), kind, "label", theme.ink3)


def beside_axes(well: QRectF, frame: QRectF | None, names: Sequence[str], *, is_solid: bool) -> tuple[QRectF, QRectF]:
    """Where something may stand over a space, and what of its lower right corner names of axes and the switch take.

    Args:
        well: The whole of the space.
        frame: That of two neurons, with the name of the one across inside it; None where there is no frame.
        names: Of the axes.
        is_solid: Whether arrows stand there.

    Returns:
        The room, which leaves out the numbers along a frame, and what of it is taken.
    """
    room = well
    across = down = pxf(_BUTTON)
    if is_solid:
        reach = pxf(_ARROW + 9)
        across, down = pxf(_MIDDLE[0]) + reach + px(12), pxf(_MIDDLE[1]) + reach + px(8)
    elif frame is not None:
        room = frame.adjusted(-pxf(5), -pxf(5), pxf(5), pxf(5))
        inset = well.right() - frame.right() + pxf(6)
        across = max(across, inset + text_width(f"{names[0]} →", "label"))
        down = max(down, well.bottom() - frame.bottom() + pxf(18))
    return room, QRectF(well.right() - across, well.bottom() - down, across, down)
