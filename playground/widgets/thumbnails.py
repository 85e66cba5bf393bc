"""A grid of pictures of which one is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPainterPath
from PySide6.QtWidgets import QSizePolicy, QToolTip

from playground.widgets.control import PaintedControl, rounded, smooth_painter
from playground.widgets.paper import clipped
from playground.widgets.text import CENTRE, draw_text, literal
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

MARGIN = 3  # room for the selection's outline around the pictures
_GAP = 7
_OUTSET = 2.5
_RADIUS = 6
_CAPTION = 22  # a title and the gap above it


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnail:
    """A picture with a key for the program and words for the person.

    Attributes:
        key: What `chosen` carries.
        title: Its name.
        tip: Tooltip; the title alone when empty.
        image: Drawn to fill the square; None for an empty well.
    """

    key: str
    title: str
    image: QImage | None = None
    tip: str = ""


class ThumbnailGrid(PaintedControl):
    """Pictures in columns; arrows move the choice, as a click does.

    The squares fill the width; with `titles` their names stand under them. `MARGIN` px around them hold the
    selection's outline, so place it with a panel overhang of that much.

    Signals:
        chosen(str): The key that the person chose, also when it already stands: that asks for it afresh.
    """

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        thumbnails: Sequence[Thumbnail] = (),
        *,
        columns: int = 3,
        titles: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, "", parent)
        self.setToolTip("")
        self._thumbnails = tuple(thumbnails)
        self._columns = columns
        self._has_titles = titles
        self._key = ""
        self._under = -1
        self._pressed_at = -1
        self.focus_radius = 8.0
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_thumbnails(self, thumbnails: Sequence[Thumbnail]) -> None:
        """Show other pictures without a signal."""
        grown = len(thumbnails) != len(self._thumbnails)
        self._thumbnails = tuple(thumbnails)
        if grown:
            self.setFixedHeight(self.heightForWidth(self.width()))
        self.update()

    def set_columns(self, columns: int) -> None:
        """Arrange in another number of columns."""
        if columns != self._columns:
            self._columns = columns
            self.setFixedHeight(self.heightForWidth(self.width()))
            self.update()

    def current_key(self) -> str:
        """The chosen key; "" for none."""
        return self._key

    def set_current(self, key: str) -> None:
        """Outline one picture without a signal; "" for none."""
        if key != self._key:
            self._key = key
            titles = {thumbnail.key: thumbnail.title for thumbnail in self._thumbnails}
            self.setAccessibleDescription(titles.get(key, ""))
            self.update()

    def heightForWidth(self, width: int) -> int:
        """All rows of squares at that width."""
        rows = -(-len(self._thumbnails) // self._columns)
        height = self._side(width) + self._caption()
        return round(rows * height + max(0, rows - 1) * pxf(_GAP) + 2 * pxf(MARGIN))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Squares are as high as wide, so the height follows the width (a scroll area asks no layout for that)."""
        self.setFixedHeight(self.heightForWidth(event.size().width()))
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:
        """64 px a picture."""
        width = px(64) * self._columns + px(_GAP) * (self._columns - 1) + px(2 * MARGIN)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """32 px a picture."""
        width = px(32 + _GAP) * self._columns
        return QSize(width, self.heightForWidth(width))

    def thumbnail_rect(self, index: int) -> QRectF:
        """Where a picture is."""
        side = self._side(self.width())
        row, column = divmod(index, self._columns)
        pitch = side + pxf(_GAP)
        return QRectF(pxf(MARGIN) + column * pitch, pxf(MARGIN) + row * (pitch + self._caption()), side, side)

    def focus_rect(self) -> QRectF:
        """The chosen picture."""
        return self.thumbnail_rect(max(0, self._index())).adjusted(-_OUTSET, -_OUTSET, _OUTSET, _OUTSET)

    def activate(self) -> None:
        """Choose the chosen one again."""
        if self._key:
            self.chosen.emit(self._key)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember what was pressed."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed_at = self._index_at(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose when let go over the picture that was pressed."""
        index, self._pressed_at = self._pressed_at, -1
        if event.button() is Qt.MouseButton.LeftButton and index >= 0 and index == self._index_at(event.position()):
            self._take(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the picture under the pointer."""
        under = self._index_at(event.position())
        if under != self._under:
            self._under = under
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """None is lit."""
        self._under = -1
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose the neighbour."""
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Down: self._columns,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self._thumbnails:
            super().keyPressEvent(event)
            return
        index = self._index() + step if self._index() >= 0 else 0
        if 0 <= index < len(self._thumbnails):
            self._take(index)

    def event(self, event: QEvent) -> bool:
        """The tooltip of the picture under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            index = self._index_at(QPointF(event.pos()))
            thumbnail = self._thumbnails[index] if index >= 0 else None
            words = literal(thumbnail.tip or thumbnail.title) if thumbnail else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Wells, pictures, outline."""
        painter = smooth_painter(self)
        for index, thumbnail in enumerate(self._thumbnails):
            self._paint_one(painter, index, thumbnail)

    def _paint_one(self, painter: QPainter, index: int, thumbnail: Thumbnail) -> None:
        theme = current()
        area = self.thumbnail_rect(index)
        chosen = thumbnail.key == self._key
        if chosen:
            outset = pxf(_OUTSET)
            rounded(painter, area.adjusted(-outset, -outset, outset, outset), 8, theme.sunken, theme.ink, 1.5)
        else:
            line = theme.line_strong if index == self._under else theme.line
            rounded(painter, area, _RADIUS, theme.sunken, line)
        if thumbnail.image is not None:
            clip = QPainterPath()
            clip.addRoundedRect(area.adjusted(1, 1, -1, -1), pxf(_RADIUS - 1), pxf(_RADIUS - 1))
            with clipped(painter, clip):
                painter.drawImage(area, thumbnail.image)
        if self._has_titles:
            colour = theme.ink if index == self._under or chosen else theme.ink2
            below = QRectF(area.left(), area.bottom(), area.width(), self._caption())
            draw_text(painter, below, thumbnail.title, "label", colour, CENTRE)

    def _take(self, index: int) -> None:
        self.set_current(self._thumbnails[index].key)
        self.chosen.emit(self._key)

    def _index(self) -> int:
        keys = [thumbnail.key for thumbnail in self._thumbnails]
        return keys.index(self._key) if self._key in keys else -1

    def _index_at(self, position: QPointF) -> int:
        for index in range(len(self._thumbnails)):
            if self.thumbnail_rect(index).contains(position):
                return index
        return -1

    def _caption(self) -> float:
        """Height under a picture, device-independent pixels."""
        return pxf(_CAPTION) if self._has_titles else 0.0

    def _side(self, width: int) -> float:
        return max(8.0, (width - 2 * pxf(MARGIN) - pxf(_GAP) * (self._columns - 1)) / self._columns)
