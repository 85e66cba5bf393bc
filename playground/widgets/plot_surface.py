"""A height over a plane: colours with a bar, lines of equal height, paths, and a dot that can be dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsPathItem

from playground.domains.plane.geometry import marching_squares
from playground.render.colormap import ramp
from playground.widgets.plot_axis import AcrossAxis, LevelAxis, Places
from playground.widgets.plot_colour_bar import ColourBar
from playground.widgets.plot_series import dots_item, pixel_pen, round_pen
from playground.widgets.plots import Plot
from playground.widgets.qt_arrays import path_of
from playground.widgets.theme import current, px, pxf, with_alpha
from playground.widgets.ticks import tick_texts, ticks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

    Floats = NDArray[np.floating[Any]]

LEFT, ACROSS_PITCH, GAP, BAR_PITCH = 34, 44, 8, 44
LEVELS, LINE_ALPHA, LINE = 12, 0.3, 1.0
PATH, HALO, DOT, EDGE, STATE, REACH = 1.5, 3.5, 12.0, 2.0, 3.5, 12.0
"""Widths and sizes at scale 100 %; a pointer grips the dot from so far."""
HUE = 5
"""Of the colours of areas: one that stands for a class in few documents."""
STEP = 0.025
"""Of what is visible, for a press of Alt and an arrow key."""
DECADE_SHARE = 0.5
"""Less than so much of a decade has numbers as even as a plain range."""
TOP = 0.98
"""Share of the nodes that lie below the end of the colours where they are not logarithmic."""
LEAST = 1e-12
_ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}


class PlacedPath(NamedTuple):
    """A path over the surface.

    Attributes:
        places: In the units of the axes, (places, 2).
        colour: Of the line; None for ink.
    """

    places: Floats
    colour: QColor | None = None


class SurfacePlot(Plot):
    """Zooms and pans as all plots do; the dot is dragged, or moved by Alt and arrow keys.

    Signals:
        dragged(float, float): Where the dot is to be, while it is dragged.
        dropped(): The drag is over.
        cancelled(): Esc has ended it.
        stepped(float, float): A key moves the dot by so much.
        pointed(object): The place under the pointer, (x, y), or None.
        chosen(int, int): A click on a state: its path, counted from 0, and its place in that.
    """

    dragged = Signal(float, float)
    dropped = Signal()
    cancelled = Signal()
    stepped = Signal(float, float)
    pointed = Signal(object)
    chosen = Signal(int, int)

    def __init__(self) -> None:
        self._losses: Floats = np.empty((0, 0))
        self._limits = (0.0, 1.0, 0.0, 1.0)
        self._is_log, self._can_drag, self._is_dragging = True, False, False
        self._paths: tuple[PlacedPath, ...] = ()
        self._here: tuple[float, float] | None = None
        self._image = pg.ImageItem(axisOrder="row-major")
        self._levels = QGraphicsPathItem()
        self._halos: list[QGraphicsPathItem] = []
        self._tracks: list[QGraphicsPathItem] = []
        self._states, self._ends, self._dot = dots_item(), dots_item(), dots_item()
        self._bar = ColourBar()
        super().__init__(LevelAxis(LEFT), AcrossAxis(_numbers))
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._bar.add_to(self.centralLayout, 2)
        for depth, item in enumerate((self._image, self._levels)):
            self._add(item, 1.0 + depth)
        for item in (self._states, self._ends, self._dot):
            self._add(item, 60.0)
        self.view.clicked.connect(self._on_clicked)
        self.restyle()

    # ---- what it shows ---------------------------------------------------------------------------------------------

    def show_surface(self, losses: Floats, limits: tuple[float, float, float, float], *, log: bool) -> None:
        """Show losses at the nodes of a grid.

        Args:
            losses: (n, n), row 0 at the bottom; nan where there is none.
            limits: Of the outermost nodes: left, right, bottom, top.
            log: Whether colours and lines are even in the logarithm.
        """
        self._losses, self._limits, self._is_log = losses, limits, log
        self.set_range(limits[:2], limits[2:])
        heights, (low, high) = self._heights()
        left, right, bottom, top = self._cells()
        self._image.setImage(np.nan_to_num(heights, nan=high).clip(low, high), autoLevels=False, levels=(low, high))
        self._image.setRect(QRectF(left, bottom, right - left, top - bottom))
        self._levels.setPath(_level_path(heights, (low, high), (left, right, bottom, top)))
        self._show_bar(low, high)
        self.table = self._table
        self.fit()

    def show_paths(self, paths: Sequence[PlacedPath]) -> None:
        """Draw paths over it, with a dot at every state, a ring at each beginning and a large dot at each end."""
        self._paths = tuple(paths)
        self._have_tracks(len(paths))
        theme = current()
        places, brushes, ends, pens = [], [], [], []
        for halo, track, path in zip(self._halos, self._tracks, paths, strict=True):
            colour = path.colour or theme.ink
            line = _line_path(path.places)
            halo.setPath(line)
            halo.setPen(round_pen(with_alpha(theme.halo, 0.8), HALO))
            track.setPath(line)
            track.setPen(round_pen(colour, PATH))
            places += path.places.tolist()
            brushes += [colour] * len(path.places)
            if len(path.places):
                ends.append(path.places[0].tolist())
                pens.append(pixel_pen(colour, PATH))
        self._states.setData(pos=places, brush=brushes, pen=None, size=pxf(STATE))
        self._ends.setData(pos=ends, brush=theme.card, pen=pens, size=pxf(DOT - 2))
        self.viewport().update()

    def show_here(self, place: tuple[float, float] | None, *, can_drag: bool) -> None:
        """Draw the dot at the weights at hand; hollow where it cannot be dragged, none without a place."""
        self._here, self._can_drag = place, can_drag and place is not None
        theme = current()
        if place is None:
            self._dot.setData(pos=[])
            return
        fill = theme.ink if can_drag else theme.card
        edge = theme.halo if can_drag else theme.ink
        self._dot.setData(pos=[place], brush=fill, pen=pixel_pen(edge, EDGE), size=pxf(DOT))

    def here(self) -> tuple[float, float] | None:
        """Where the dot is; None for none."""
        return self._here

    def loss_at(self, x: float, y: float) -> float:
        """The loss at a place between the nodes around it (bilinear); nan beside the grid."""
        side, (left, right, bottom, top) = len(self._losses), self._limits
        if not side or not (left <= x <= right and bottom <= y <= top):
            return float("nan")
        across, up = (x - left) / (right - left) * (side - 1), (y - bottom) / (top - bottom) * (side - 1)
        # A place on the last node belongs to the square before it.
        column, row = min(int(across), side - 2), min(int(up), side - 2)
        square, dx, dy = self._losses[row : row + 2, column : column + 2], across - column, up - row
        return float(np.array([1.0 - dy, dy]) @ square.astype(np.float64) @ np.array([1.0 - dx, dx]))

    def state_at(self, at: QPointF) -> tuple[int, int] | None:
        """The state at a point of the widget, its path and its place in that; None for none."""
        found, least = None, pxf(REACH)
        for number, path in enumerate(self._paths):
            for index, (x, y) in enumerate(path.places.tolist()):
                distance = _length(self.place_of(x, y) - at)
                if distance < least:
                    found, least = (number, index), distance
        return found

    def restyle(self) -> None:
        """Colours and sizes of the theme."""
        super().restyle()
        theme = current()
        table = ramp(theme.map0.name(), theme.maps[HUE])
        self._image.setLookupTable(table)
        self._levels.setPen(pixel_pen(with_alpha(theme.ink, LINE_ALPHA), LINE))
        self._bar.restyle(table)
        self.centralLayout.setColumnSpacing(1, px(GAP))
        if len(self._losses):
            self.show_surface(self._losses, self._limits, log=self._is_log)
        self.show_paths(self._paths)
        self.show_here(self._here, can_drag=self._can_drag)

    # ---- events ----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Grip the dot, or do what all plots do."""
        if event.button() is Qt.MouseButton.LeftButton and self._is_near(event.position()):
            self._is_dragging = True
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the dot, or say what is under the pointer."""
        at = self.view.mapSceneToView(event.position())
        if self._is_dragging:
            seen = self.visible()
            x, y = min(max(at.x(), seen.left()), seen.right()), min(max(at.y(), seen.top()), seen.bottom())
            self.dragged.emit(x, y)
            return
        super().mouseMoveEvent(event)
        near = self._is_near(event.position())
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor if near else Qt.CursorShape.ArrowCursor)
        self.pointed.emit((at.x(), at.y()) if self.area().contains(event.position()) else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the dot go."""
        if not self._is_dragging:
            super().mouseReleaseEvent(event)
        elif event.button() is Qt.MouseButton.LeftButton:
            self._end_drag()
            self.dropped.emit()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """The button that shows all stands beside the bar."""
        super().resizeEvent(event)
        if event is not None:
            self._all.move(round(self.area().right()) - self._all.width() - px(GAP), self._all.y())

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer."""
        super().leaveEvent(event)
        self.pointed.emit(None)

    def meaning_of(self, event: QKeyEvent) -> object:
        """Alt and an arrow move the dot, Esc takes a drag back; the rest as in all plots."""
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape and self._is_dragging:
            return "cancel"
        alone = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _ARROWS and alone == Qt.KeyboardModifier.AltModifier:
            return "step" if self._can_drag else None
        return super().meaning_of(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the dot, or take the drag back."""
        match self.meaning_of(event):
            case "cancel":
                self._end_drag()
                self.cancelled.emit()
            case "step":
                seen, (across, up) = self.visible(), _ARROWS[Qt.Key(event.key())]
                self.stepped.emit(across * STEP * seen.width(), up * STEP * seen.height())
            case _:
                super().keyPressEvent(event)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _add(self, item: Any, depth: float) -> None:
        item.setZValue(depth)
        self.view.addItem(item, ignoreBounds=True)

    def _have_tracks(self, count: int) -> None:
        while len(self._tracks) < count:
            for depth, some in ((40.0, self._halos), (50.0, self._tracks)):
                item = QGraphicsPathItem()
                self._add(item, depth)
                some.append(item)
        for item in (*self._halos[count:], *self._tracks[count:]):
            self.view.removeItem(item)
        del self._halos[count:], self._tracks[count:]

    def _heights(self) -> tuple[Floats, tuple[float, float]]:
        """What is coloured, and the ends of the colours."""
        if not self._is_log:
            known = self._losses[np.isfinite(self._losses)]
            if not len(known):
                return self._losses, (0.0, 1.0)
            # Not the greatest: a few nodes where the loss explodes would make everything else one colour.
            low, high = float(known.min()), float(np.quantile(known, TOP))
        else:
            with np.errstate(invalid="ignore"):
                logs = np.log10(np.maximum(self._losses, LEAST))
            known = logs[np.isfinite(logs)]
            low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
            return logs, (low, max(high, low + 1e-6))
        return self._losses, (low, max(high, low + 1e-6 * max(abs(low), 1e-6)))

    def _cells(self) -> tuple[float, float, float, float]:
        """The ends of a picture whose pixels have the nodes in their middles."""
        left, right, bottom, top = self._limits
        gaps = max(len(self._losses) - 1, 1)
        across, up = (right - left) / gaps / 2.0, (top - bottom) / gaps / 2.0
        return left - across, right + across, bottom - up, top + up

    def _show_bar(self, low: float, high: float) -> None:
        most = max(int(self.height() / px(BAR_PITCH)), 2)
        if self._is_log:
            values = ticks(10.0**low, 10.0**high, most, log=high - low > DECADE_SHARE)
            marks = list(zip(np.log10(values).tolist(), tick_texts(values), strict=True))
        else:
            values = ticks(low, high, most)
            marks = list(zip(values, tick_texts(values), strict=True))
        self._bar.show_range(low, high, marks)

    def _table(self) -> dict[str, NDArray[Any]]:
        """All nodes with their losses."""
        left, right, bottom, top = self._limits
        side = len(self._losses)
        across, up = np.meshgrid(np.linspace(left, right, side), np.linspace(bottom, top, side))
        return {"across": across.ravel(), "up": up.ravel(), "loss": np.asarray(self._losses).ravel()}

    def _is_near(self, at: QPointF) -> bool:
        return self._can_drag and self._here is not None and _length(self.place_of(*self._here) - at) < pxf(REACH)

    def _end_drag(self) -> None:
        self._is_dragging = False
        self.viewport().unsetCursor()

    def _on_clicked(self, x: float, y: float) -> None:
        found = self.state_at(self.place_of(x, y))
        if found is not None:
            self.chosen.emit(*found)


def _numbers(low: float, high: float, width: float) -> Places:
    values = ticks(low, high, max(int(width / px(ACROSS_PITCH)), 2))
    return list(zip(values, tick_texts(values), strict=True))


def _length(point: QPointF) -> float:
    return float(np.hypot(point.x(), point.y()))


def _line_path(places: Floats) -> QPainterPath:
    return path_of(np.asarray(places, dtype=np.float64), np.arange(len(places)) == 0)


def _level_path(heights: Floats, ends: tuple[float, float], limits: tuple[float, float, float, float]) -> QPainterPath:
    """Lines of equal height, evenly spaced between the ends of the colours."""
    if len(heights) < 2:
        return QPainterPath()
    levels = np.linspace(*ends, LEVELS + 2)[1:-1].tolist()
    segments = np.concatenate([marching_squares(heights, level, limits) for level in levels])
    points = segments.reshape(-1, 2)
    return path_of(points, np.arange(len(points)) % 2 == 0)
