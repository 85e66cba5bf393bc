"""Painting for pictures that leave the program: shapes instead of the pictures that widgets keep for speed.

Widgets ask `on_paper` in their paint events and then leave what they have kept aside: what is drawn once for a file may
take its time, and is to be as sharp as the file can be. What has to be a picture is made in `resolution`.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QImage

NO_FLAGS = QWidget.RenderFlag(0)


@dataclass(slots=True)
class _State:
    resolution: float | None = None


_state = _State()


def on_paper() -> bool:
    """Whether what is painted now goes to a file."""
    return _state.resolution is not None


def resolution(screen: float) -> float:
    """Pixels in a logical one for what has to be a picture: those of the screen, or, on paper, those of the file."""
    return screen if _state.resolution is None else _state.resolution


def paint_for_paper(painter: QPainter, widget: QWidget, pixels: float) -> None:
    """Paint a widget with all that is visible in it, from the painter's origin on, one unit a logical pixel.

    Qt's own way gives children that stick out to painters which cannot cut them off, such as that of SVG.

    Args:
        painter: Active, on any device.
        widget: As it would be on the screen.
        pixels: Of the file in a logical one, for what has to be a picture.
    """
    with _paper(pixels):
        _paint(painter, widget, widget.rect())


def draw_part(painter: QPainter, target: QRectF, image: QImage, part: QRectF) -> None:
    """Draw a part of an image; on paper as an image of its own, since the painter of SVG always takes the whole."""
    if on_paper():
        painter.drawImage(target, image.copy(part.toAlignedRect()))
    else:
        painter.drawImage(target, image, part)


@contextmanager
def _paper(pixels: float) -> Iterator[None]:
    before, _state.resolution = _state.resolution, pixels
    try:
        yield
    finally:
        _state.resolution = before


def _paint(painter: QPainter, widget: QWidget, seen: QRect) -> None:
    """A widget and its children; of them only what lies in `seen`, in the widget's own coordinates."""
    seen = seen.intersected(widget.rect())
    if seen.isEmpty():
        return
    painter.save()
    if seen != widget.rect():
        painter.setClipRect(seen, Qt.ClipOperation.IntersectClip)
    background = QWidget.RenderFlag.DrawWindowBackground if widget.isWindow() else NO_FLAGS
    widget.render(painter, QPoint(), QRegion(), background)
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isHidden() and not child.isWindow():
            painter.save()
            painter.translate(child.pos())
            _paint(painter, child, seen.translated(-child.pos()))
            painter.restore()
    painter.restore()
