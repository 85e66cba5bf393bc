"""The plot of the run: measurements, calm lines with the gap between them, other runs, the moment looked back at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from playground.document.figures import epoch as epoch_text
from playground.widgets.branch_colours import branch_colour
from playground.widgets.icons import icon
from playground.widgets.plot_axis import AcrossAxis, LevelAxis, epoch_places
from playground.widgets.plot_series import band_path, curve_item, dots_item, pixel_pen, round_pen, set_curve
from playground.widgets.plots import Plot
from playground.widgets.theme import current, pxf, with_alpha

if TYPE_CHECKING:
    from PySide6.QtGui import QColor
    from PySide6.QtWidgets import QMenu

    from playground.training.timeline.timeline import Mark
    from playground.views.loss.curves import Curves, Line, PlottedCurve

_LEFT = 34
_RAW, _GAP_FILL = 0.30, 0.06
_LINE, _DOT, _HALO = 2.0, 6.0, 2.0
_OTHER_LINE, _OTHER_TRAIN, _OTHER_TEST = 1.5, 0.4, 0.85
_PAST, _KNOB = 2.0, 9.0
_BEST = 1.25
SETS = ("train", "test")


class CurvePlot(Plot):
    """Two curves with the gap between them, as thin lines what was measured, other runs behind them.

    Signals:
        visited(float): An epoch that is to be looked back at.
    """

    visited = Signal(float)

    def __init__(self) -> None:
        self._curves: Curves | None = None
        self._gap = QGraphicsPathItem()
        self._raw = {name: curve_item() for name in SETS}
        self._calm = {name: curve_item() for name in SETS}
        self._others: dict[int, _OtherRun] = {}
        self._ends = dots_item()
        self._past = pg.InfiniteLine(angle=90, movable=True)
        self._best = pg.InfiniteLine(angle=0, movable=False)
        super().__init__(LevelAxis(_LEFT), AcrossAxis(epoch_places, "epoch"))
        self._gap.setPen(Qt.PenStyle.NoPen)
        for depth, item in enumerate((self._gap, *self._raw.values(), *self._calm.values(), self._ends, self._past)):
            item.setZValue(1.0 + depth)
            self.view.addItem(item, ignoreBounds=True)
        self._best.setZValue(0.5)
        self.view.addItem(self._best, ignoreBounds=True)
        self._best.hide()
        self._past.hide()
        self._past.sigDragged.connect(self._on_dragged)
        self._past.sigPositionChangeFinished.connect(self._on_dragged)

    # ---- what it shows ---------------------------------------------------------------------------------------------

    def show_curves(self, curves: Curves) -> None:
        """Show curves in the range that holds them all, or in that which somebody has zoomed to."""
        before, self._curves = self._curves, curves
        self.left.set_kind(log=curves.log, share=curves.is_share)
        low, high = curves.up
        self.set_range(curves.across, (self._level(low), self._level(high)))
        if self.is_zoomed and before is not None and (before.log, before.is_share) != (curves.log, curves.is_share):
            self.follow()
        for name in SETS:
            one: PlottedCurve = getattr(curves, name)
            set_curve(self._raw[name], one.raw_x, one.raw_y, log=curves.log)
            set_curve(self._calm[name], one.x, one.y, log=curves.log)
        self._show_gap(curves)
        self._show_others(curves)
        self._show_ends(curves)
        self.fit()

    def show_past(self, epoch: float | None) -> None:
        """Mark the epoch that all views show; None while they show the network as it is."""
        self._past.setVisible(epoch is not None)
        if epoch is not None and not self._past.moving:
            self._past.setValue(epoch)

    def show_best(self, value: float | None) -> None:
        """Mark the height that no network can pass on average; None where it is not known."""
        self._best.setVisible(value is not None)
        if value is not None:
            self._best.setValue(value)

    def best(self) -> float | None:
        """The height of the dashed line that nobody can beat; None while there is none."""
        return float(self._best.value()) if self._best.isVisible() else None

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Mark epochs at which something was changed."""
        self.across.marks = tuple(mark.position for mark in marks)
        self.across.update()

    def is_dragging(self) -> bool:
        """Whether the person drags the mark of that epoch."""
        return bool(self._past.moving)

    def past(self) -> float | None:
        """The marked epoch."""
        return float(self._past.value()) if self._past.isVisible() else None

    def curves(self) -> Curves | None:
        """The curves that are shown; None before the first."""
        return self._curves

    def restyle(self) -> None:
        """Colours of the theme on all lines."""
        super().restyle()
        theme = current()
        self._gap.setBrush(with_alpha(theme.ink, _GAP_FILL))
        for name, colour in self._colours().items():
            self._raw[name].setPen(QPen(with_alpha(colour, _RAW), 0))
            self._calm[name].setPen(round_pen(colour, _LINE))
        self._past.setPen(pixel_pen(theme.ink, _PAST))
        dashed = QPen(pixel_pen(theme.ink2, _BEST))
        dashed.setStyle(Qt.PenStyle.CustomDashLine)
        dashed.setDashPattern([4.0, 4.0])
        self._best.setPen(dashed)
        self._past.setHoverPen(pixel_pen(theme.ink, 2 * _PAST))
        self._past.clearMarkers()
        self._past.addMarker("o", 1.0, pxf(_KNOB))
        for other in self._others.values():
            other.restyle()
        if self._curves is not None:
            self._show_ends(self._curves)

    def menu_actions(self, menu: QMenu, x: float) -> None:
        """Look back to the epoch that was clicked."""
        menu.addAction(icon("history"), f"Look back to epoch {epoch_text(x)}").triggered.connect(
            lambda: self.visited.emit(x)
        )
        menu.addSeparator()

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _on_dragged(self, line: pg.InfiniteLine) -> None:
        self.visited.emit(float(line.value()))

    def _colours(self) -> dict[str, QColor]:
        return {"train": current().ink3, "test": current().ink}

    def _level(self, value: float) -> float:
        """Where a value lies up the plot."""
        is_log = self._curves is not None and self._curves.log
        return float(np.log10(value)) if is_log else value

    def _show_gap(self, curves: Curves) -> None:
        """The lesson: what the network knows of the points it has seen, and not of the others."""
        train, test = curves.train, curves.test
        if len(train.x) != len(test.x):
            self._gap.setPath(QPainterPath())
            return
        with np.errstate(divide="ignore", invalid="ignore"):
            ends = [np.log10(one.y) if curves.log else one.y for one in (train, test)]
        self._gap.setPath(band_path(train.x, *(end[None] for end in ends)))

    def _show_others(self, curves: Curves) -> None:
        """Other runs do not change any more: their lines are given to the plot once."""
        there = {line.number: line for line in curves.others}
        for number in [number for number in self._others if number not in there]:
            for item in self._others.pop(number).items.values():
                self.view.removeItem(item)
        for number, line in there.items():
            if number not in self._others:
                self._others[number] = _OtherRun(number, self.view)
            self._others[number].show(line, log=curves.log)

    def _show_ends(self, curves: Curves) -> None:
        """A dot at the newest value; at the edge where that lies beyond, as a loss of next to nothing does."""
        theme, spots = current(), []
        low, high = curves.up
        for name, colour in self._colours().items():
            one: PlottedCurve = getattr(curves, name)
            place = one.last if one.broken is None else one.broken
            if place is None or (curves.log and place[1] <= 0.0):
                continue
            at = (place[0], self._level(min(max(place[1], low), high)))
            halo, fill = pxf(_HALO), colour if one.broken is None else theme.danger
            spots += [{"pos": at, "size": pxf(_DOT) + 2 * halo, "brush": theme.card, "pen": None}]
            spots += [{"pos": at, "size": pxf(_DOT), "brush": fill, "pen": None}]
        self._ends.setData(spots=spots)


class _OtherRun:
    """Another run's lines: its own colour, thinner, train paler than test."""

    def __init__(self, number: int, view: pg.ViewBox) -> None:
        self._number = number
        self._shown: Line | None = None
        self.items = {name: curve_item() for name in SETS}
        for item in self.items.values():
            item.setZValue(0.0)
            view.addItem(item, ignoreBounds=True)
        self.restyle()

    def show(self, line: Line, *, log: bool) -> None:
        """Show the run's lines, if they are not those shown already."""
        if line is not self._shown:
            self._shown = line
            for name, item in self.items.items():
                one: PlottedCurve = getattr(line, name)
                set_curve(item, one.x, one.y, log=log)

    def restyle(self) -> None:
        """Take the colour of the theme."""
        for name, opacity in (("train", _OTHER_TRAIN), ("test", _OTHER_TEST)):
            self.items[name].setPen(round_pen(with_alpha(branch_colour(self._number), opacity), _OTHER_LINE))
