"""Small decision maps of many runs, the best first; where samples have no map, their scores in rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QSizePolicy

from playground.experiments.outcomes import Verdict
from playground.views.experiments.pictures import map_image
from playground.views.experiments.words import loss_column, run_words, score_words
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.text import LEFT, RIGHT, draw_text
from playground.widgets.theme import current, px, pxf, theme_signals
from playground.widgets.tiles import Tiles

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from playground.experiments.results import ExperimentResults

MAP, ROW, ROW_WIDTH, GAP = 44, 22, 118, 4
"""Sides at scale 100 %: of a map, of a run without one, and what lies between two."""
MARK = 6.0


def best_first(results: ExperimentResults) -> NDArray[np.int64]:
    """Places of the runs that are done: by their loss, then those that diverged, then those that cannot be."""
    done = results.done
    losses = np.nan_to_num(loss_column(results)[done].astype(np.float64), nan=np.inf, posinf=np.inf)
    fails = results.columns["verdict"][done] <= Verdict.DIVERGED
    return done[np.lexsort((done, losses, fails))]


class SeedMaps(Tiles):
    """Runs side by side, the best first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Runs", parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._results: ExperimentResults | None = None
        self._order = np.empty(0, np.int64)
        self._images: dict[int, QImage] = {}
        theme_signals().changed.connect(self._restyle)

    def show_results(self, results: ExperimentResults) -> None:
        """Show the runs that are done; the one under the pointer stays so wherever it goes."""
        pointed = self.place()
        if results is not self._results:
            self._images.clear()
            pointed = None
        self._results, self._order = results, best_first(results)
        self.at = None if pointed is None else self.places().index(pointed)
        self._fit()
        self.update()

    def places(self) -> list[int]:
        """The runs in the order in which they stand."""
        found: list[int] = self._order.tolist()
        return found

    def place(self) -> int | None:
        """The run under the pointer or the keyboard; None for none."""
        return None if self.at is None else int(self._order[self.at])

    def count(self) -> int:
        """The runs that are done."""
        return len(self._order)

    def columns(self) -> int:
        """As many as fit."""
        gap = px(GAP)
        return max((self.width() + gap) // (self._least_width() + gap), 1)

    def cell(self, index: int) -> QRectF:
        """Where the run stands that is so far down the order."""
        size, gap = self._cell_size(), px(GAP)
        row, column = divmod(index, self.columns())
        return QRectF(column * (size.width() + gap), row * (size.height() + gap), size.width(), size.height())

    def words(self, index: int) -> str:
        """Seed, loss, score, how it ended."""
        return "" if self._results is None else run_words(self._results, int(self._order[index]))

    def tip(self, _index: int) -> str:
        """None: the line below the maps says it."""
        return ""

    # ---- events ----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as fit."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a map for each run that can be seen, or a row of numbers where samples have no map."""
        results = self._results
        if results is None:
            return
        theme, seen = current(), QRectF(event.rect())
        with smooth_painter(self) as painter:
            for index, place in enumerate(self._order.tolist()):
                cell = self.cell(index)
                if not cell.intersects(seen):
                    continue
                if results.maps.size:
                    self._paint_map(painter, results, place, cell)
                else:
                    _paint_row(painter, results, place, cell)
                if index == self.at:
                    rounded(painter, cell, 4, None, theme.ink, 1.5)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _paint_map(self, painter: QPainter, results: ExperimentResults, place: int, cell: QRectF) -> None:
        if results.columns["verdict"][place] <= Verdict.DIVERGED:
            _paint_failed(painter, cell)
            return
        if place not in self._images:
            self._images[place] = map_image(results, place)
        painter.drawImage(cell, self._images[place])

    def _least_width(self) -> int:
        has_maps = self._results is not None and self._results.maps.size > 0
        return px(MAP if has_maps else ROW_WIDTH)

    def _cell_size(self) -> QSize:
        """As wide as the columns allow, so that they end where the panel's do."""
        columns, gap = self.columns(), px(GAP)
        wide = max((self.width() - gap * (columns - 1)) // columns, self._least_width())
        has_maps = self._results is not None and self._results.maps.size > 0
        return QSize(wide, wide if has_maps else px(ROW))

    def _fit(self) -> None:
        rows = -(-len(self._order) // self.columns())
        self.setMinimumHeight(rows * (self._cell_size().height() + px(GAP)))

    def _restyle(self) -> None:
        self._images.clear()
        self._fit()
        self.update()


def _paint_failed(painter: QPainter, cell: QRectF) -> None:
    """A run without an answer: an empty well with a cross."""
    theme = current()
    rounded(painter, cell, 3, theme.sunken, theme.line)
    side = pxf(MARK)
    painter.setPen(theme.danger)
    centre = cell.center()
    for up in (-side, side):
        painter.drawLine(
            QRectF(centre.x() - side, centre.y() - up, 0, 0).topLeft(),
            QRectF(centre.x() + side, centre.y() + up, 0, 0).topLeft(),
        )


def _paint_row(painter: QPainter, results: ExperimentResults, place: int, cell: QRectF) -> None:
    """Seed and score over a bar of the score."""
    theme = current()
    rounded(painter, cell, 4, theme.sunken)
    score = float(np.nan_to_num(results.columns["test_score"][place], nan=results.columns["train_score"][place]))
    if score > 0.0:
        bar = QRectF(cell.left(), cell.top(), cell.width() * min(score, 1.0), cell.height())
        rounded(painter, bar, 4, theme.control_hover)
    inner = cell.adjusted(px(6), 0, -px(6), 0)
    seed = results.experiment.grid.variation(place).seed
    draw_text(painter, inner, f"seed {seed}", "label", theme.ink3, LEFT)
    draw_text(painter, inner, score_words(results, place) or "diverged", "label", theme.ink, RIGHT)
