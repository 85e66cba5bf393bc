"""Painting for pictures that leave the program: shapes instead of the pictures that widgets keep for speed.

Widgets ask `on_paper` in their paint events and then leave what they have kept aside: what is drawn once for a file may
take its time, and is to be as sharp as the file can be. What has to be a picture is made in `resolution`.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from secrets import token_hex
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QRegion
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QImage

NO_FLAGS = QWidget.RenderFlag(0)
SCREEN_ONLY = "screen_only"
"""Property of a widget that is of use on the screen alone, and is left out of pictures."""


class ClipMarks:
    """What is cut off in an SVG, written down beside it: Qt's painter of SVG puts clips where they do not belong.

    It leaves the transformation out of them, and forgets those further out. In their place come words that nobody has
    written, to be replaced by groups with a clip when the file is done.

    Attributes:
        begin: The word where a clip begins is this, its number and `end`.
        end: The word where one ends.
        paths: The clips by their numbers, in the file's coordinates.
    """

    def __init__(self) -> None:
        # Random, since the words go through the file as text beside names that a person may have typed.
        token = token_hex(8)
        self.begin, self.end = f"clip-{token}-", f"-{token}-end"
        self.paths: list[QPainterPath] = []

    def mark(self, painter: QPainter, path: QPainterPath | None) -> None:
        """Write the word of a clip's beginning, or of the end where there is no path."""
        word = self.end
        if path is not None:
            word = f"{self.begin}{len(self.paths)}{self.end}"
            # Mapped now: when the file is done, nothing tells any more how the painter stood.
            self.paths.append(painter.deviceTransform().map(path))
        painter.save()
        painter.setPen(Qt.GlobalColor.black)
        painter.drawText(QPointF(0.0, 0.0), word)
        painter.restore()


@dataclass(slots=True)
class _State:
    resolution: float | None = None
    marks: ClipMarks | None = None


_state = _State()


def on_paper() -> bool:
    """Whether what is painted now goes to a file."""
    return _state.resolution is not None


def resolution(screen: float) -> float:
    """Pixels in a logical one for what has to be a picture: those of the screen, or, on paper, those of the file."""
    return screen if _state.resolution is None else _state.resolution


def paint_for_paper(painter: QPainter, widget: QWidget, pixels: float, marks: ClipMarks | None = None) -> None:
    """Paint a widget with all that is visible in it, from the painter's origin on, one unit a logical pixel.

    Qt's own way gives children that stick out to painters which cannot cut them off, such as that of SVG.

    Args:
        painter: Active, on any device.
        widget: As it would be on the screen.
        pixels: Of the file in a logical one, for what has to be a picture.
        marks: Where clips are to be written down; for SVG.
    """
    with _paper(pixels, marks):
        _paint(painter, widget, widget.rect())


@contextmanager
def clipped(painter: QPainter, shape: QRectF | QPainterPath) -> Iterator[None]:
    """Cut off what is painted meanwhile outside a shape; the painter is afterwards as it was."""
    painter.save()
    if _state.marks is not None:
        _state.marks.mark(painter, _outline(shape))
    elif isinstance(shape, QRectF):
        painter.setClipRect(shape, Qt.ClipOperation.IntersectClip)
    else:
        painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
    try:
        yield
    finally:
        painter.restore()
        if _state.marks is not None:
            _state.marks.mark(painter, None)


def draw_part(painter: QPainter, target: QRectF, image: QImage, part: QRectF) -> None:
    """Draw a part of an image; on paper as an image of its own, since the painter of SVG always takes the whole."""
    if on_paper():
        painter.drawImage(target, image.copy(part.toAlignedRect()))
    else:
        painter.drawImage(target, image, part)


def _outline(shape: QRectF | QPainterPath) -> QPainterPath:
    if isinstance(shape, QPainterPath):
        return shape
    path = QPainterPath()
    path.addRect(shape)
    return path


@contextmanager
def _paper(pixels: float, marks: ClipMarks | None) -> Iterator[None]:
    before = _state.resolution, _state.marks
    _state.resolution, _state.marks = pixels, marks
    try:
        yield
    finally:
        _state.resolution, _state.marks = before


def _paint(painter: QPainter, widget: QWidget, seen: QRect) -> None:
    """A widget and its children; of them only what lies in `seen`, in the widget's own coordinates."""
    seen = seen.intersected(widget.rect())
    if seen.isEmpty():
        return
    if seen != widget.rect():
        with clipped(painter, QRectF(seen)):
            _paint_seen(painter, widget, seen)
    else:
        _paint_seen(painter, widget, seen)


def _paint_seen(painter: QPainter, widget: QWidget, seen: QRect) -> None:
    background = QWidget.RenderFlag.DrawWindowBackground if widget.isWindow() else NO_FLAGS
    QWidget.render(widget, painter, QPoint(), QRegion(), background)  # views of scenes have another `render`
    for child in widget.children():
        if isinstance(child, QWidget) and _is_on_paper(child):
            painter.save()
            painter.translate(child.pos())
            _paint(painter, child, seen.translated(-child.pos()))
            painter.restore()


def _is_on_paper(widget: QWidget) -> bool:
    return not widget.isHidden() and not widget.isWindow() and not widget.property(SCREEN_ONLY)
