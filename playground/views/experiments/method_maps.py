"""Small maps of what the network and each method answer, side by side, with the points on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QSizePolicy

from playground.domains.section import REACH
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.paper import resolution
from playground.widgets.sprites import atlas, class_looks, stamp, value_indices, value_looks, value_scale
from playground.widgets.text import CENTRE, LEFT, draw_text
from playground.widgets.theme import current, px, pxf, theme_signals
from playground.widgets.tiles import Tiles

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from playground.document.dataset import Dataset

LEAST, GAP, CAPTION = 84, 8, 18
"""Least side of a map at scale 100 %, what lies between two, and the line below each."""
MOST_POINTS, RADIUS, HALO = 400, 1.8, 0.6
FADED = 0.45
"""Opacity of a map that is of the samples before."""


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


class MethodMaps(Tiles):
    """Maps side by side, as many to a row as fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Maps of the methods", parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._maps: tuple[SmallMap, ...] = ()
        self._points: tuple[NDArray[np.float64], NDArray[np.int64], Dataset] | None = None
        theme_signals().changed.connect(self._fit)

    def show_maps(self, maps: tuple[SmallMap, ...]) -> None:
        """Show small maps in place of those before."""
        count, self._maps = len(self._maps), maps
        if len(maps) != count:
            self.at = None
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

    def count(self) -> int:
        """How many maps there are."""
        return len(self._maps)

    def columns(self) -> int:
        """As many as fit, and no fewer than three maps would take."""
        gap = px(GAP)
        most = max((self.width() + gap) // (px(LEAST) + gap), 1)
        return min(most, max(len(self._maps), 3))

    def cell(self, index: int) -> QRectF:
        """Where a map lies, and its title below it."""
        columns, gap, side = self.columns(), pxf(GAP), self._side()
        row, column = divmod(index, columns)
        return QRectF(column * (side + gap), row * (side + pxf(CAPTION) + gap / 2), side, side + pxf(CAPTION))

    def picture(self, index: int) -> QRectF:
        """Where a map lies, without its title."""
        return self.cell(index).adjusted(0, 0, 0, -pxf(CAPTION))

    def words(self, index: int) -> str:
        """All that is known of the method."""
        return self._maps[index].words

    def is_on(self, index: int) -> bool:
        """Whether the output map shows it."""
        return self._maps[index].is_shown

    # ---- events ----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as fit."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Map, points, title."""
        theme = current()
        with smooth_painter(self) as painter:
            for index, one in enumerate(self._maps):
                cell = self.picture(index)
                if one.image is None:
                    rounded(painter, cell, 3, theme.sunken)
                    draw_text(painter, cell, "no map", "label", theme.ink3, CENTRE)
                else:
                    self._paint_map(painter, one, one.image, cell)
                is_marked = index == self.at or one.is_shown
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

    def _side(self) -> float:
        columns, gap = self.columns(), pxf(GAP)
        return float(min((self.width() - gap * (columns - 1)) / columns, pxf(2 * LEAST)))

    def sizeHint(self) -> QSize:
        """All rows."""
        rows = -(-len(self._maps) // self.columns())
        return QSize(px(240), int(rows * (self._side() + pxf(CAPTION) + pxf(GAP) / 2)))

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
