"""The phase map: a cell for each pair of values, its colour says how its runs ended; finer parts lie on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QPainterPath
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsRectItem

from playground.experiments.outcomes import Verdict
from playground.render.colormap import rgb_of
from playground.views.experiments.cell_axes import cell_places
from playground.views.experiments.phase_layers import PhaseCell
from playground.views.experiments.pictures import cell_colours, cell_maps, refused_cells
from playground.widgets.plot_axis import TICK_PITCH, AcrossAxis, LevelAxis, Places
from playground.widgets.plot_series import pixel_pen
from playground.widgets.plots import Plot
from playground.widgets.theme import current, px

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from playground.experiments.results import ExperimentResults
    from playground.experiments.variations import Axis
    from playground.views.experiments.phase_layers import PhaseLayer

LEFT, ACROSS_PITCH, CHOICE_PITCH = 34, 62, 20
OUTLINE = 1.5
TOP = 100.0
"""The outline lies over all layers."""


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
        return [] if self.axis is None else cell_places(self.axis, most, (low, high))


class _LayerItems:
    """A layer as a picture of its cells, with hatching over those that cannot be; painted anew when more is known."""

    def __init__(self, plot: Plot) -> None:
        self.image, self.hatch = pg.ImageItem(axisOrder="row-major"), QGraphicsPathItem()
        self.hatch.setPen(Qt.PenStyle.NoPen)
        self._shown: tuple[object, ...] = ()
        for item in (self.image, self.hatch):
            plot.view.addItem(item, ignoreBounds=True)

    def show(self, layer: PhaseLayer, depth: int, *, as_maps: bool) -> None:
        """Show it above the layers of less depth, by how runs ended or as decision maps where there are any."""
        results = layer.course.results
        shown = (layer, layer.course.done, as_maps, current())
        for item in (self.image, self.hatch):
            item.setVisible(True)
            item.setZValue(1.0 + depth)
        if shown == self._shown:
            return
        self._shown = shown
        colours = cell_maps(results) if as_maps and results.maps.size else cell_colours(results)
        picture = rgb_of(colours) if depth == 0 else _where_known(rgb_of(colours), results)
        # These are colours already: with levels each would be mapped once more.
        self.image.setImage(picture, autoLevels=False, levels=None)
        self.image.setRect(layer.box)
        self.hatch.setPath(_refused_path(layer))
        self.hatch.setBrush(QBrush(current().ink_off, Qt.BrushStyle.BDiagPattern))

    def hide(self) -> None:
        """Take the cells and their hatching out of sight."""
        self.image.setVisible(False)
        self.hatch.setVisible(False)


class PhasePlot(Plot):
    """Zooms and pans as all plots do; says which cell is under the pointer.

    Signals:
        pointed(object): The `PhaseCell` under the pointer, or None.
        opened(object): A cell was clicked, a `PhaseCell`.
    """

    pointed = Signal(object)
    opened = Signal(object)

    def __init__(self) -> None:
        self._layers: tuple[PhaseLayer, ...] = ()
        self._items: list[_LayerItems] = []
        self._shows_maps = False
        self._pointer: QPointF | None = None
        self._up = _UpAxis()
        self._outline = QGraphicsRectItem()
        super().__init__(self._up, AcrossAxis(self._across_places))
        self._outline.setZValue(TOP)
        self._outline.hide()
        self.view.addItem(self._outline, ignoreBounds=True)
        self.view.clicked.connect(self._on_clicked)
        self.zoomed.connect(self._point_again)

    def show_layers(self, layers: tuple[PhaseLayer, ...], *, as_maps: bool = False) -> None:
        """Show the cells as far as they are known, by how their runs ended or as decision maps where there are any.

        Args:
            layers: The lowest first, which says how far the map reaches.
            as_maps: Whether cells are decision maps.
        """
        self._shows_maps = as_maps
        is_new = not self._layers or layers[0].course is not self._layers[0].course
        self._layers = layers
        up, across = layers[0].course.experiment.grid.axes
        self._up.axis = up
        if is_new:
            self.follow()
        self.set_range((0.0, float(len(across.values))), (0.0, float(len(up.values))))
        self._items += [_LayerItems(self) for _ in layers[len(self._items) :]]
        for depth, (items, layer) in enumerate(zip(self._items, layers, strict=False)):
            items.show(layer, depth, as_maps=as_maps)
        for items in self._items[len(layers) :]:
            items.hide()
        self.fit()
        self._point_again()

    def cell_at(self, x: float, y: float) -> PhaseCell | None:
        """The cell at a place of the plot, the finest of which anything is known; None beside them."""
        found = None
        for layer in self._layers:
            index = layer.cell_at(x, y)
            if index is not None and (found is None or layer.course.results.is_begun(index)):
                found = PhaseCell(layer.course, index)
        return found

    def centre_of(self, cell: int, layer: int = 0) -> QPointF:
        """Where the middle of a cell of a layer is, in the widget's pixels."""
        middle = self._layers[layer].box_of(cell).center()
        return self.place_of(middle.x(), middle.y())

    def restyle(self) -> None:
        """Colours of the theme."""
        super().restyle()
        self._outline.setPen(pixel_pen(current().ink, OUTLINE))
        if self._layers:
            self.show_layers(self._layers, as_maps=self._shows_maps)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which cell is under the pointer, and outline it."""
        super().mouseMoveEvent(event)
        self._pointer = event.position()
        self._point_again()

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
        self._pointer = None
        self._point(None)

    # ---- inside ----------------------------------------------------------------------------------------------------

    @Slot()
    def _point_again(self) -> None:
        """What the pointer is on now: cells come, and move below it."""
        if self._pointer is None:
            return
        at = self.view.mapSceneToView(self._pointer)
        self._point(self.cell_at(at.x(), at.y()) if self.area().contains(self._pointer) else None)

    def _point(self, cell: PhaseCell | None) -> None:
        self._outline.setVisible(cell is not None)
        if cell is not None:
            layer = next(layer for layer in self._layers if layer.course is cell.course)
            self._outline.setRect(layer.box_of(cell.index))
        self.pointed.emit(cell)

    def _across_places(self, low: float, high: float, width: float) -> Places:
        if not self._layers:
            return []
        axis = self._layers[0].course.experiment.grid.axes[1]
        return cell_places(axis, max(int(width / px(ACROSS_PITCH)), 2), (low, high))

    def _on_clicked(self, x: float, y: float) -> None:
        cell = self.cell_at(x, y)
        if cell is not None:
            self.opened.emit(cell)


def _where_known(rgb: NDArray[np.uint8], results: ExperimentResults) -> NDArray[np.uint8]:
    """A picture of cells that lets what is below it be seen where nothing is done yet, (rows, columns, 4)."""
    known = (results.by_cell("verdict") != Verdict.OPEN).any(axis=-1)
    rows, columns = (whole // part for whole, part in zip(rgb.shape, known.shape, strict=False))
    alpha = np.where(known, 255, 0).astype(np.uint8).repeat(rows, axis=0).repeat(columns, axis=1)
    return np.dstack((rgb, alpha))


def _refused_path(layer: PhaseLayer) -> QPainterPath:
    """The cells of a layer that cannot be."""
    path = QPainterPath()
    for cell in refused_cells(layer.course.results).reshape(-1).nonzero()[0].tolist():
        path.addRect(layer.box_of(cell))
    return path
