"""The fresh seeds of a marking side by side: what each has learned, and whether the goals held."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.widgets.answers_image import answers_image
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.icons import paint_icon
from playground.widgets.theme import current, px, pxf, role_colour, theme_signals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent

    from playground.challenges.marking import SeedReplay
    from playground.document.dataset import Dataset

SIDE, GAP, BADGE = 44, 6, 16


class SeedRow(QWidget):
    """A square for each seed, in as many rows as it takes; an empty one until it is done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._met: tuple[bool, ...] = ()
        self._replays: Mapping[int, SeedReplay] = {}
        self._data: Dataset | None = None
        self._images: dict[int, QImage] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme_signals().changed.connect(self._restyle)

    def show_seeds(
        self, count: int, replays: Mapping[int, SeedReplay], data: Dataset, met: Sequence[bool] = ()
    ) -> None:
        """Show how far the seeds are.

        Args:
            count: How many there are.
            replays: Those that are done, by their place.
            data: What they learned from.
            met: What each came to in the end, its rival heard; empty before that is known.
        """
        if not replays:
            self._images.clear()
        self._count, self._replays, self._data, self._met = count, replays, data, tuple(met)
        done = sum(self._is_met(place) is True for place in range(count))
        self.setAccessibleName(f"Fresh seeds: {len(replays)} of {count} done, {done} work")
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as all rows of squares need."""
        return QSize(px(200), self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many to a row as fit."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint for each seed its small map, and a badge that says whether it works."""
        theme = current()
        with smooth_painter(self) as painter:
            for place in range(self._count):
                cell = self._cell(place)
                rounded(painter, cell, 6, theme.sunken)
                image = self._image(place)
                if image is not None:
                    painter.drawImage(cell.adjusted(1, 1, -1, -1), image)
                self._paint_badge(painter, cell, place, is_alone=image is None)

    def _paint_badge(self, painter: QPainter, cell: QRectF, place: int, *, is_alone: bool) -> None:
        """In the corner of a map; in the middle of a square that has none, as of pictures and tables."""
        is_met, size = self._is_met(place), pxf(BADGE)
        if is_met is None:
            return
        badge = QRectF(cell.right() - size, cell.bottom() - size, size, size)
        if is_alone:
            badge.moveCenter(cell.center())
        else:
            rounded(painter, badge, 5, current().card)
        icon = badge.adjusted(pxf(2), pxf(2), -pxf(2), -pxf(2))
        paint_icon(painter, "check" if is_met else "x", icon, role_colour("ink" if is_met else "ink3"))

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _is_met(self, place: int) -> bool | None:
        if self._met:
            return self._met[place]
        replay = self._replays.get(place)
        return None if replay is None else replay.is_met

    def _image(self, place: int) -> QImage | None:
        replay = self._replays.get(place)
        if replay is None or replay.map is None or self._data is None:
            return None
        if place not in self._images:
            self._images[place] = answers_image(self._data, replay.map.astype(np.float32))
        return self._images[place]

    def _columns(self) -> int:
        return max((self.width() + px(GAP)) // (px(SIDE) + px(GAP)), 1)

    def _cell(self, place: int) -> QRectF:
        row, column = divmod(place, self._columns())
        step = px(SIDE) + px(GAP)
        return QRectF(column * step, row * step, px(SIDE), px(SIDE))

    def _height(self) -> int:
        rows = -(-max(self._count, 1) // self._columns())
        return rows * (px(SIDE) + px(GAP)) - px(GAP)

    def _fit(self) -> None:
        if self.height() != self._height():
            self.setFixedHeight(self._height())

    def _restyle(self) -> None:
        self._images.clear()
        self.update()
