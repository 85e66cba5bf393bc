"""Small maps of what the network and each method answer, side by side, with the points on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QHelpEvent, QImage, QKeyEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from playground.domains.section import REACH
from playground.widgets.accessible import Piece, Tells, Told
from playground.widgets.control import ACTIVATING_KEYS, rounded, smooth_painter
from playground.widgets.paper import resolution
from playground.widgets.sprites import atlas, class_looks, stamp, value_indices, value_looks, value_scale
from playground.widgets.text import CENTRE, LEFT, draw_text
from playground.widgets.theme import current, px, pxf, theme_signals

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QFocusEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from playground.document.dataset import Dataset

LEAST, GAP, CAPTION = 84, 8, 18
"""Least side of a map at scale 100 %, what lies between two, and the line below each."""
MOST_POINTS, RADIUS, HALO = 400, 1.8, 0.6
FADED = 0.45
"""Opacity of a map that is of the samples before."""
_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


@dataclass(frozen=True, slots=True, eq=False)
class SmallMap:
    """One of them.

    Attributes:
        name: Whose.
        title: Below it.
        words: All that is known, for a tooltip.
        image: What it answers; None where it answers nothing.
        is_current: Whether that is of the samples as they are.
        is_shown: Whether the output map shows it, large.
    """

    name: str
    title: str
    words: str
    image: QImage | None
    is_current: bool = True
    is_shown: bool = False


class MethodMaps(Tells, QWidget):
    """Maps side by side, as many to a row as fit; arrows go from one to the next, Enter or a click chooses it.

    Signals:
        chosen(str): The name of a map that was pressed.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Maps of the methods")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._maps: tuple[SmallMap, ...] = ()
        self._points: tuple[NDArray[np.float64], NDArray[np.int64], Dataset] | None = None
        self._at: int | None = None
        theme_signals().changed.connect(self._fit)

    def show_maps(self, maps: tuple[SmallMap, ...]) -> None:
        """Show small maps in place of those before."""
        count, self._maps = len(self._maps), maps
        if len(maps) != count:
            self._fit()
        self.update()

    def show_points(self, places: NDArray[np.float64], data: Dataset, value: int) -> None:
        """Draw training points over all of them, at most some hundred.

        Args:
            places: Where samples are seen, (N, 2).
            data: Whose.
            value: Which of several values colours them.
        """
        rows = np.flatnonzero(~data.is_test)
        rows = rows[:: max(-(-len(rows) // MOST_POINTS), 1)]
        targets = data.target(value)[rows]
        kinds = targets.astype(np.int64) if data.classes else value_indices(targets, value_scale(targets))
        self._points = places[rows], kinds, data
        self.update()

    def maps(self) -> tuple[SmallMap, ...]:
        """The small maps that are shown, in their order."""
        return self._maps

    def cell(self, index: int) -> QRectF:
        """Where a map stands, without its title."""
        columns, gap = self._columns(), pxf(GAP)
        row, column = divmod(index, columns)
        side = self._side()
        return QRectF(column * (side + gap), row * (side + pxf(CAPTION) + gap / 2), side, side)

    def told(self) -> Told:
        """Every map is a button."""
        pieces = tuple(
            Piece(one.words, self.cell(index), lambda name=one.name: self.chosen.emit(name), one.is_shown)  # type: ignore[misc]
            for index, one in enumerate(self._maps)
        )
        return Told(QAccessible.Role.List, pieces=pieces)

    # ---- events ----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as fit."""
        super().resizeEvent(event)
        self._fit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which map is under the pointer."""
        self._point(self._index_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """None is."""
        super().leaveEvent(event)
        self._point(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the map."""
        index = self._index_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index is not None:
            self.chosen.emit(self._maps[index].name)

    def event(self, event: QEvent) -> bool:
        """Tell of the map under the pointer, and take the keys that mean something here before the window does."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            index = self._index_at(event.pos())
            QToolTip.showText(event.globalPos(), "" if index is None else self._maps[index].words, self)
            return True
        ours = isinstance(event, QKeyEvent) and (Qt.Key(event.key()) in _STEPS or event.key() in ACTIVATING_KEYS)
        if ours and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to another map, Enter chooses it."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self._maps:
            index = 0 if self._at is None else self._at + step[0] + step[1] * self._columns()
            self._point(min(max(index, 0), len(self._maps) - 1))
        elif event.key() in ACTIVATING_KEYS and self._at is not None:
            self.chosen.emit(self._maps[self._at].name)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard points at none."""
        super().focusOutEvent(event)
        self._point(None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Map, points, title."""
        theme = current()
        with smooth_painter(self) as painter:
            for index, one in enumerate(self._maps):
                cell = self.cell(index)
                if one.image is None:
                    rounded(painter, cell, 3, theme.sunken)
                    draw_text(painter, cell, "no map", "label", theme.ink3, CENTRE)
                else:
                    self._paint_map(painter, one, one.image, cell)
                is_marked = index == self._at or one.is_shown
                rounded(painter, cell, 3, None, theme.ink if is_marked else theme.line, 1.5 if is_marked else 1.0)
                words = QRectF(cell.left(), cell.bottom() + pxf(1), cell.width(), pxf(CAPTION - 2))
                draw_text(painter, words, one.title, "label", theme.ink if one.is_shown else theme.ink2, LEFT)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _paint_map(self, painter: QPainter, one: SmallMap, image: QImage, cell: QRectF) -> None:
        painter.save()
        painter.setOpacity(1.0 if one.is_current else FADED)
        painter.drawImage(cell, image)
        painter.setClipRect(cell)
        self._stamp(painter, cell)
        painter.restore()

    def _stamp(self, painter: QPainter, cell: QRectF) -> None:
        """The points, in device pixels."""
        if self._points is None:
            return
        places, kinds, data = self._points
        theme, ratio = current(), resolution(self.devicePixelRatioF())
        looks = class_looks(tuple(one.color for one in data.classes), theme) if data.classes else value_looks(theme)
        made = atlas(looks, pxf(RADIUS), ratio, theme.boundary.name(), theme.halo.name(), HALO)
        shares = (places + REACH) / (2.0 * REACH)
        inside = ((shares >= 0.0) & (shares <= 1.0)).all(axis=1)
        x = cell.left() + shares[inside, 0] * cell.width()
        y = cell.bottom() - shares[inside, 1] * cell.height()
        painter.scale(1.0 / ratio, 1.0 / ratio)
        stamp(painter, made, np.stack((x, y), axis=1) * ratio, 2 * kinds[inside])

    def _index_at(self, point: QPoint) -> int | None:
        title = pxf(CAPTION)
        cells = (self.cell(index).adjusted(0, 0, 0, title) for index in range(len(self._maps)))
        return next((index for index, cell in enumerate(cells) if cell.contains(point)), None)

    def _columns(self) -> int:
        gap = px(GAP)
        most = max((self.width() + gap) // (px(LEAST) + gap), 1)
        return min(most, max(len(self._maps), 3))

    def _side(self) -> float:
        columns, gap = self._columns(), pxf(GAP)
        return float(min((self.width() - gap * (columns - 1)) / columns, pxf(2 * LEAST)))

    def sizeHint(self) -> QSize:
        """All rows."""
        rows = -(-len(self._maps) // self._columns())
        return QSize(px(240), int(rows * (self._side() + pxf(CAPTION) + pxf(GAP) / 2)))

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())

    def _point(self, index: int | None) -> None:
        if index != self._at:
            self._at = index
            self.update()
