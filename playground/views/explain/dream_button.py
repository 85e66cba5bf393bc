"""A dream as a button: a picture with what is said of it, or a line with its number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy

from playground.widgets.control import Control, rounded
from playground.widgets.markers import marker_path
from playground.widgets.picture_image import ink_image
from playground.widgets.text import CENTRE, RIGHT, draw_text, text_width
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QWidget

PICTURE, MOST_PICTURE, CAPTION, AROUND, ROW, RADIUS = 46, 76, 13, 2, 24, 4
MARKER, MARKER_ROOM, GAP = 3.5, 12, 6
OUTLINE = 1.5


@dataclass(frozen=True, slots=True, eq=False)
class DreamLook:
    """What is seen of a dream.

    Attributes:
        title: What it is of: a class, a unit.
        color: Place of the class in the palette; −1 for none.
        said: What the network says of it, or its number.
        near: What the nearest training sample is.
        tip: All of it in words.
        picture: (height, width); None where samples are no pictures.
    """

    title: str
    color: int
    said: str
    near: str
    tip: str
    picture: NDArray[np.float64] | None = None


class DreamButton(Control, QPushButton):
    """One dream; a click chooses it."""

    def __init__(self, look: DreamLook, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.setAutoDefault(False)
        self.setCheckable(True)
        self._side = px(PICTURE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_look(look)

    def show_look(self, look: DreamLook) -> None:
        """Stand for another dream."""
        self.look = look
        self._image = None if look.picture is None else ink_image(look.picture)
        self.set_description(look.title, f"{look.title}\n{look.tip}")
        self.update()

    def set_side(self, side: int) -> None:
        """Show the picture as large as that, in pixels of the screen."""
        if side != self._side:
            self._side = side
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """A picture between its name and two lines, or a line."""
        if self._image is None:
            return QSize(px(160), px(ROW))
        return QSize(self._side + px(2 * AROUND), self._side + px(2 * AROUND + 3 * CAPTION))

    def minimumSizeHint(self) -> QSize:
        """The smallest picture with its words, or a line."""
        if self._image is None:
            return self.sizeHint()
        return QSize(px(PICTURE + 2 * AROUND), self.sizeHint().height())

    def paint(self, painter: QPainter) -> None:
        """All that is seen; the chosen one has an outline."""
        shown, area = current(), QRectF(self.rect())
        if self.isChecked() or self.underMouse():
            rounded(painter, area, 5, shown.control_hover if self.isChecked() else shown.control)
        if self._image is None:
            self._paint_line(painter, area.adjusted(pxf(AROUND), 0, -pxf(AROUND), 0))
            return
        side, line = float(self._side), pxf(CAPTION)
        square = QRectF(area.center().x() - side / 2, area.top() + pxf(AROUND) + line, side, side)
        self._paint_title(painter, QRectF(area.left(), area.top() + pxf(1), area.width(), line))
        rounded(painter, square, RADIUS, shown.sunken, shown.ink if self.isChecked() else shown.line)
        painter.setRenderHint(painter.RenderHint.SmoothPixmapTransform, on=False)
        inset = pxf(OUTLINE)
        inner = square.adjusted(inset, inset, -inset, -inset).toAlignedRect()
        painter.drawImage(inner, self._image.scaled(inner.size(), Qt.AspectRatioMode.IgnoreAspectRatio))
        for place, (words, colour) in enumerate(((self.look.said, shown.ink), (self.look.near, shown.ink3))):
            caption = QRectF(area.left(), square.bottom() + pxf(1) + place * line, area.width(), line)
            draw_text(painter, caption, words, "label", colour, CENTRE)

    def _paint_line(self, painter: QPainter, line: QRectF) -> None:
        """The name on the left, what is said on the right."""
        shown, left = current(), line.left()
        if self.look.color >= 0:
            self._paint_marker(painter, left + pxf(MARKER), line.center().y())
            left += pxf(MARKER_ROOM)
        number = text_width(self.look.said, "row")
        name = QRectF(left, line.top(), max(line.right() - number - pxf(GAP) - left, 1.0), line.height())
        draw_text(painter, name, self.look.title, "row", shown.ink if self.isChecked() else shown.ink2)
        draw_text(painter, line, self.look.said, "row", shown.ink, RIGHT)

    def _paint_title(self, painter: QPainter, line: QRectF) -> None:
        """The name in the middle, its marker before it."""
        room = pxf(MARKER_ROOM) if self.look.color >= 0 else 0.0
        wide = min(text_width(self.look.title, "label"), line.width() - room)
        left = line.center().x() - (wide + room) / 2
        if room:
            self._paint_marker(painter, left + pxf(MARKER), line.center().y())
        words = QRectF(left + room, line.top(), wide + 1.0, line.height())
        draw_text(painter, words, self.look.title, "label", current().ink2)

    def _paint_marker(self, painter: QPainter, x: float, y: float) -> None:
        painter.save()
        painter.translate(x, y)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current().mark(self.look.color))
        painter.drawPath(marker_path(self.look.color, pxf(MARKER)))
        painter.restore()
