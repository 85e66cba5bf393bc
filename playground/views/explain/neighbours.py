"""The neighbours as buttons: pictures in a grid, points and rows as lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from playground.views.explain.lighting import Lighting
from playground.widgets.control import Control, rounded
from playground.widgets.lengths import scaled
from playground.widgets.markers import marker_path
from playground.widgets.picture_image import ink_image
from playground.widgets.text import CENTRE, RIGHT, draw_text
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtGui import QPainter

COLUMNS, PICTURE, CAPTION, AROUND, ROW = 4, 52, 18, 4, 24
MARKER, MARKER_ROOM, DISTANCE = 4.0, 14, 48


@dataclass(frozen=True, slots=True, eq=False)
class NeighbourLook:
    """What is seen of a neighbour.

    Attributes:
        row: Its index in the dataset.
        title: What it is called.
        name: Its class, or its value.
        color: Place in the palette; −1 for none.
        distance: In words.
        picture: (height, width); None where samples are no pictures.
    """

    row: int
    title: str
    name: str
    color: int
    distance: str
    picture: NDArray[np.float64] | None = None


class NeighbourButton(Lighting, Control, QPushButton):
    """One neighbour. The pointer or the focus lights it up, a click holds it."""

    def __init__(self, look: NeighbourLook, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_look(look)

    def show_look(self, look: NeighbourLook) -> None:
        """Stand for another neighbour."""
        self.look = look
        self._image = None if look.picture is None else ink_image(look.picture)
        self.set_description(look.title, f"{look.title}\nDistance {look.distance}. A click goes on with this one")
        if self.underMouse():
            self.lit.emit(True)
        self.update()

    def sizeHint(self) -> QSize:
        """A picture with its caption, or a line."""
        if self._image is None:
            return QSize(px(160), px(ROW))
        return QSize(px(PICTURE + 2 * AROUND), px(PICTURE + 2 * AROUND + CAPTION))

    def paint(self, painter: QPainter) -> None:
        """The picture with class and distance below it, or all on a line."""
        shown, area = current(), QRectF(self.rect())
        if self.underMouse():
            rounded(painter, area, 5, shown.control)
        line = area.adjusted(pxf(AROUND), 0, -pxf(AROUND), 0)
        if self._image is not None:
            side = pxf(PICTURE)
            square = QRectF(area.center().x() - side / 2, area.top() + pxf(AROUND), side, side)
            rounded(painter, square, 4, shown.sunken, shown.line)
            painter.setRenderHint(painter.RenderHint.SmoothPixmapTransform, on=False)
            painter.drawImage(square.adjusted(2, 2, -2, -2), self._image)
            line = QRectF(area.left(), square.bottom(), area.width(), pxf(CAPTION))
            self._paint_marker(painter, square.left() + pxf(MARKER), line.center().y())
            draw_text(painter, line, self.look.name, "label", shown.ink2, CENTRE)
            return
        has_marker = self._paint_marker(painter, line.left() + pxf(MARKER), line.center().y())
        words = line.adjusted(pxf(MARKER_ROOM) if has_marker else 0.0, 0, -pxf(DISTANCE), 0)
        draw_text(painter, words, self.look.title, "row", shown.ink2)
        draw_text(painter, line, self.look.distance, "row", shown.ink3, RIGHT)

    def _paint_marker(self, painter: QPainter, x: float, y: float) -> bool:
        if self.look.color < 0:
            return False
        painter.save()
        painter.translate(x, y)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current().mark(self.look.color))
        painter.drawPath(marker_path(self.look.color, pxf(MARKER)))
        painter.restore()
        return True


class NeighbourGrid(QWidget):
    """The neighbours, the nearest first.

    Signals:
        lit(object): The row of the one under the pointer, or None.
        chosen(int): The row of the one that was clicked.
    """

    lit = Signal(object)
    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[NeighbourButton] = []
        self._columns = 1
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        scaled(self._grid.setSpacing, 2)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop)

    def show_neighbours(self, looks: Sequence[NeighbourLook]) -> None:
        """Show others; buttons are made anew only where there are others of them."""
        columns = COLUMNS if looks and looks[0].picture is not None else 1
        if (len(looks), columns) != (len(self.buttons), self._columns):
            self._columns = columns
            self._make_buttons(looks)
        for button, look in zip(self.buttons, looks, strict=True):
            button.show_look(look)

    def _make_buttons(self, looks: Sequence[NeighbourLook]) -> None:
        for button in self.buttons:
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(look) for look in looks]
        for place, button in enumerate(self.buttons):
            self._grid.addWidget(button, *divmod(place, self._columns))

    def _button(self, look: NeighbourLook) -> NeighbourButton:
        button = NeighbourButton(look, self)
        button.lit.connect(partial(self._on_lit, button))
        button.clicked.connect(partial(self._on_clicked, button))
        return button

    def _on_lit(self, button: NeighbourButton, is_lit: bool) -> None:
        self.lit.emit(button.look.row if is_lit else None)

    def _on_clicked(self, button: NeighbourButton) -> None:
        self.chosen.emit(button.look.row)
