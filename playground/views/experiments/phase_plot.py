"""The phase map: a cell for each pair of values, its colour says how its runs ended."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QPainterPath
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsRectItem

from playground.render.colormap import rgb_of
from playground.views.experiments.cell_axes import cell_places
from playground.views.experiments.pictures import cell_colours, cell_maps, refused_cells
from playground.widgets.plot_axis import TICK_PITCH, AcrossAxis, LevelAxis, Places
from playground.widgets.plot_series import pixel_pen
from playground.widgets.plots import Plot
from playground.widgets.theme import current, px

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from playground.experiments.results import ExperimentResults
    from playground.experiments.variations import Axis

LEFT, ACROSS_PITCH, CHOICE_PITCH = 34, 62, 20
OUTLINE = 1.5


class _UpAxis(LevelAxis):
    """Values of the knob that goes up."""

    def __init__(self) -> None:
        super().__init__(LEFT)
        self.axis: Axis | None = None

    def levels(self) -> Places:
        """Where values stand, and how they are written."""
        pitch = px(CHOICE_PITCH if self.axis is not None and not self.axis.is_log else TICK_PITCH)
        most = max(int(self.geometry().height() / pitch), 2)
        low, high = self.range
        places = [] if self.axis is None else cell_places(self.axis, most)
        return [place for place in places if low <= place[0] <= high]


class PhasePlot(Plot):
    """Zooms and pans as all plots do; says which cell is under the pointer.

    Signals:
        pointed(object): The cell under the pointer, as `Grid` counts them, or None.
        opened(int): A cell was clicked.
    """

    pointed = Signal(object)
    opened = Signal(int)

    def __init__(self) -> None:
        self._results: ExperimentResults | None = None
        self._shows_maps = False
        self._up = _UpAxis()
        self._image = pg.ImageItem(axisOrder="row-major")
        self._hatch, self._outline = QGraphicsPathItem(), QGraphicsRectItem()
        super().__init__(self._up, AcrossAxis(self._across_places))
        for depth, item in enumerate((self._image, self._hatch, self._outline)):
            item.setZValue(1.0 + depth)
            self.view.addItem(item, ignoreBounds=True)
        self._hatch.setPen(Qt.PenStyle.NoPen)
        self._outline.hide()
        self.view.clicked.connect(self._on_clicked)

    def show_results(self, results: ExperimentResults, *, as_maps: bool = False) -> None:
        """Show the cells as far as they are known, by how their runs ended or as decision maps where there are any."""
        self._shows_maps = as_maps
        is_new, self._results = results is not self._results, results
        up, across = results.experiment.grid.axes
        self._up.axis = up
        if is_new:
            self.follow()
        self.set_range((0.0, float(len(across.values))), (0.0, float(len(up.values))))
        colours = cell_maps(results) if as_maps and results.maps.size else cell_colours(results)
        self._image.setImage(rgb_of(colours), autoLevels=False, levels=None)
        self._image.setRect(QRectF(0.0, 0.0, len(across.values), len(up.values)))
        self._hatch.setPath(self._refused_path(results))
        self.fit()

    def cell_at(self, x: float, y: float) -> int | None:
        """The cell at a place of the plot; None beside them."""
        if self._results is None:
            return None
        rows, columns = self._results.experiment.grid.shape
        row, column = int(y // 1), int(x // 1)
        return row * columns + column if 0 <= row < rows and 0 <= column < columns else None

    def cells_in_sight(self) -> list[int]:
        """The cells that are at least partly visible."""
        if self._results is None:
            return []
        rows, columns = self._results.experiment.grid.shape
        (left, right), (low, high) = self.ends_in_sight()
        across = range(max(floor(left), 0), min(ceil(right), columns))
        return [row * columns + column for row in range(max(floor(low), 0), min(ceil(high), rows)) for column in across]

    def ends_in_sight(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Where what is visible begins and ends, across and up; a cell is one wide and one high."""
        seen = self.visible()
        return (seen.left(), seen.right()), (seen.top(), seen.bottom())

    def centre_of(self, cell: int) -> QPointF:
        """Where the middle of a cell is, in the widget's pixels."""
        columns = 1 if self._results is None else self._results.experiment.grid.shape[1]
        row, column = divmod(cell, columns)
        return self.place_of(column + 0.5, row + 0.5)

    def restyle(self) -> None:
        """Colours of the theme."""
        super().restyle()
        theme = current()
        self._outline.setPen(pixel_pen(theme.ink, OUTLINE))
        if self._results is not None:
            self.show_results(self._results, as_maps=self._shows_maps)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which cell is under the pointer, and outline it."""
        super().mouseMoveEvent(event)
        at = self.view.mapSceneToView(event.position())
        self._point(self.cell_at(at.x(), at.y()) if self.area().contains(event.position()) else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the cell in the middle of what is in sight; arrows, plus and minus go elsewhere."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            middle = self.visible().center()
            self._point(self.cell_at(middle.x(), middle.y()))
            self._on_clicked(middle.x(), middle.y())
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is on no cell any more."""
        super().leaveEvent(event)
        self._point(None)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _point(self, cell: int | None) -> None:
        self._outline.setVisible(cell is not None)
        if cell is not None and self._results is not None:
            row, column = divmod(cell, self._results.experiment.grid.shape[1])
            self._outline.setRect(QRectF(column, row, 1.0, 1.0))
        self.pointed.emit(cell)

    def _refused_path(self, results: ExperimentResults) -> QPainterPath:
        """Hatching over the cells that cannot be."""
        path = QPainterPath()
        for row, column in zip(*(where.tolist() for where in refused_cells(results).nonzero()), strict=True):
            path.addRect(QRectF(column, row, 1.0, 1.0))
        brush = QBrush(current().ink_off, Qt.BrushStyle.BDiagPattern)
        self._hatch.setBrush(brush)
        return path

    def _across_places(self, low: float, high: float, width: float) -> Places:
        if self._results is None:
            return []
        axis = self._results.experiment.grid.axes[1]
        places = cell_places(axis, max(int(width / px(ACROSS_PITCH)), 2))
        return [place for place in places if low <= place[0] <= high]

    def _on_clicked(self, x: float, y: float) -> None:
        cell = self.cell_at(x, y)
        if cell is not None:
            self.opened.emit(cell)
