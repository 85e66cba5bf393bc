"""Small decision maps of many runs, the best first; where samples have no map, their scores in rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.experiments.outcomes import Verdict
from playground.views.experiments.pictures import map_image
from playground.views.experiments.words import loss_column, run_words, score_words
from playground.widgets.accessible import Piece, Tells, Told
from playground.widgets.control import ACTIVATING_KEYS, rounded, smooth_painter
from playground.widgets.text import LEFT, RIGHT, draw_text
from playground.widgets.theme import current, px, pxf, theme_signals

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QFocusEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent

    from playground.experiments.results import ExperimentResults

MAP, ROW, ROW_WIDTH, GAP = 44, 22, 118, 4
"""Sides at scale 100 %: of a map, of a run without one, and what lies between two."""
MARK = 6.0
_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


def best_first(results: ExperimentResults) -> NDArray[np.int64]:
    """Places of the runs that are done: by their loss, then those that diverged, then those that cannot be."""
    done = results.done
    losses = np.nan_to_num(loss_column(results)[done].astype(np.float64), nan=np.inf, posinf=np.inf)
    fails = results.columns["verdict"][done] <= Verdict.DIVERGED
    return done[np.lexsort((done, losses, fails))]


class SeedMaps(Tells, QWidget):
    """Runs side by side; arrows go from one to the next, Enter or a click opens it.

    Signals:
        pointed(object): The place of the run under the pointer or the keyboard, or None.
        opened(int): The place of a run that is to be opened.
    """

    pointed = Signal(object)
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Runs")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._results: ExperimentResults | None = None
        self._order = np.empty(0, np.int64)
        self._images: dict[int, QImage] = {}
        self._at: int | None = None
        theme_signals().changed.connect(self._restyle)

    def show_results(self, results: ExperimentResults) -> None:
        """Show the runs that are done."""
        if results is not self._results:
            self._images.clear()
            self._at = None
        self._results, self._order = results, best_first(results)
        self._fit()
        self.update()

    def places(self) -> list[int]:
        """The runs in the order in which they stand."""
        found: list[int] = self._order.tolist()
        return found

    def at(self) -> int | None:
        """The run under the pointer or the keyboard; None for none."""
        return self._at

    def place_at(self, point: QPoint) -> int | None:
        """The run at a point of the widget; None beside them."""
        for index, place in enumerate(self._order.tolist()):
            if self.cell(index).contains(point):
                return int(place)
        return None

    def cell(self, index: int) -> QRectF:
        """Where the run stands that is so far down the order."""
        size, gap = self._cell_size(), px(GAP)
        row, column = divmod(index, self._columns())
        return QRectF(column * (size.width() + gap), row * (size.height() + gap), size.width(), size.height())

    def told(self) -> Told:
        """Every run is a button."""
        results = self._results
        if results is None:
            return Told(QAccessible.Role.List)
        pieces = tuple(
            Piece(run_words(results, place), self.cell(index), lambda place=place: self.opened.emit(place))  # type: ignore[misc]
            for index, place in enumerate(self._order.tolist())
        )
        return Told(QAccessible.Role.List, pieces=pieces)

    # ---- events ----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as fit."""
        super().resizeEvent(event)
        self._fit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which run is under the pointer."""
        self._point(self.place_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """None is."""
        super().leaveEvent(event)
        self._point(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the run."""
        place = self.place_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and place is not None:
            self.opened.emit(place)

    def event(self, event: QEvent) -> bool:
        """Take the keys that mean something here before the window does."""
        ours = isinstance(event, QKeyEvent) and (Qt.Key(event.key()) in _STEPS or event.key() in ACTIVATING_KEYS)
        if ours and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to another run, Enter opens it."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and len(self._order):
            there = self._order.tolist().index(self._at) if self._at in self._order.tolist() else -1
            index = there + step[0] + step[1] * self._columns() if there >= 0 else 0
            self._point(int(self._order[min(max(index, 0), len(self._order) - 1)]))
        elif event.key() in ACTIVATING_KEYS and self._at is not None:
            self.opened.emit(self._at)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard points at none."""
        super().focusOutEvent(event)
        self._point(None)

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
                if place == self._at:
                    rounded(painter, cell, 4, None, theme.ink, 1.5)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _paint_map(self, painter: QPainter, results: ExperimentResults, place: int, cell: QRectF) -> None:
        if results.columns["verdict"][place] <= Verdict.DIVERGED:
            _paint_failed(painter, cell)
            return
        if place not in self._images:
            self._images[place] = map_image(results, place)
        painter.drawImage(cell, self._images[place])

    def _columns(self) -> int:
        gap = px(GAP)
        return max((self.width() + gap) // (self._least_width() + gap), 1)

    def _least_width(self) -> int:
        has_maps = self._results is not None and self._results.maps.size > 0
        return px(MAP if has_maps else ROW_WIDTH)

    def _cell_size(self) -> QSize:
        """As wide as the columns allow, so that they end where the panel's do."""
        columns, gap = self._columns(), px(GAP)
        wide = max((self.width() - gap * (columns - 1)) // columns, self._least_width())
        has_maps = self._results is not None and self._results.maps.size > 0
        return QSize(wide, wide if has_maps else px(ROW))

    def _fit(self) -> None:
        rows = -(-len(self._order) // self._columns())
        self.setMinimumHeight(rows * (self._cell_size().height() + px(GAP)))

    def _point(self, place: int | None) -> None:
        if place != self._at:
            self._at = place
            self.pointed.emit(place)
            self.update()

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
