"""The plot of the layers' rows: bands of quantiles over the epochs, the histogram of one moment, its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem, QToolTip

from playground.document.figures import epoch as epoch_text
from playground.training.probes.layer_statistics import BINS
from playground.views.inside.record import KINDS, epoch_marks, limits, place_of, quantiles_of, uids_of
from playground.views.inside.rows_axes_plot import EndAxis, NameAxis, well_gap
from playground.views.inside.sizes import BOTTOM, MOST_ROW, ROW_GAP
from playground.views.inside.words import end_texts, layer_tip, state_words
from playground.widgets.fonts import font
from playground.widgets.format import compact, integer, plain
from playground.widgets.plot_axis import AcrossAxis, Places
from playground.widgets.plot_series import band_path, pixel_pen, side_by_side
from playground.widgets.plots import Plot, PlotView
from playground.widgets.qt_arrays import path_of
from playground.widgets.text import literal
from playground.widgets.theme import current, px, with_alpha

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

    from playground.training.probes.layer_statistics import Distribution, NetworkStatistics
    from playground.training.timeline.timeline import Mark
    from playground.views.inside.record import Record
    from playground.views.inside.sizes import Titles

SHAPE, SHAPE_GAP, MARGIN = 36, 6, 12
"""Width of the histograms, room before them, and beyond the numbers, under the column's bar."""
BANDS = ((0, 6, 0.07), (1, 5, 0.10), (2, 4, 0.18))
"""Which quantiles bound a band, and what it adds to the opacity: all, nine tenths, half."""
SPANS = ("all", "90\N{NARROW NO-BREAK SPACE}%", "half")
MIDDLE, MIDDLE_OPACITY, MIDDLE_LINE = 3, 0.95, 1.4
SHAPE_OPACITY = 0.6
LONE = 0.012
"""Of the axis: how wide the bands of a single moment are."""
KEY_STEP = 0.04
"""Of the epoch axis, for a press of Left or Right."""
NEAREST = 0.01
"""The least part of the axis that can be zoomed to: the moments kept lie no closer."""
INVITATION = "Press Play"
NEAR = 5
"""How far from a change on the way the pointer still means it."""
MOST_CHANGES = 3
BLANK = {"gradients": "no gradient", "weights": "no weights"}


class RowsPlot(Plot):
    """A row for each layer, the first at the top; the plot's coordinates are decades of 1 + epoch, and rows.

    Signals:
        pointed(object): The share of the epoch axis that is looked at, or None for the newest moment.
        chosen(int): The uid of a layer that was clicked.
    """

    pointed = Signal(object)
    chosen = Signal(int)

    def __init__(self) -> None:
        self._titles: Titles = ()
        self._record: Record | None = None
        self._inside: NetworkStatistics | None = None
        self._kind = "activations"
        self._changes: tuple[Mark, ...] = ()
        self._share: float | None = None
        self._invites, self._hovers = True, False
        self._row = 0
        self.shapes, self._ends = PlotView(), EndAxis()
        self._wells, self._shape_wells = QGraphicsPathItem(), QGraphicsPathItem()
        self._bands = tuple(QGraphicsPathItem() for _ in BANDS)
        self._histograms, self._change_lines = QGraphicsPathItem(), QGraphicsPathItem()
        self._medians = pg.PlotCurveItem(antialias=True)
        self._moment = pg.InfiniteLine(angle=90, movable=False)
        self._words: list[pg.TextItem] = []
        super().__init__(NameAxis(), AcrossAxis(self._epochs, title="epoch", height=BOTTOM))
        self._place_items()
        self.hovered.connect(self._on_hovered)
        self.view.clicked.connect(self._on_clicked)

    # ---- what it shows ---------------------------------------------------------------------------------------------

    def show_record(
        self,
        titles: Titles,
        record: Record,
        kind: str,
        inside: NetworkStatistics,
        changes: tuple[Mark, ...],
        *,
        invites: bool,
    ) -> None:
        """Show rows; see `Rows.show_record`."""
        self._titles, self._record, self._kind, self._inside = titles, record, kind, inside
        self._changes, self._invites = changes, invites
        self._fit_rows()
        self.set_range((0.0, record.span), (0.0, float(len(titles))))
        self.shapes.setRange(xRange=(0.0, 1.0), yRange=(0.0, float(len(titles))), padding=0)
        self.table = self._values
        self._draw()

    def shown(self) -> NetworkStatistics | None:
        """The moment whose shapes are shown."""
        return self._inside

    def titles(self) -> Titles:
        """Titles of the rows, first to last."""
        return self._titles

    def words(self) -> tuple[str, ...]:
        """What is written in rows without bands, and at a single moment."""
        return tuple(str(one.textItem.toPlainText()) for one in self._words if one.isVisible())

    def views(self) -> tuple[PlotView, ...]:
        """Bands and histograms."""
        return self.view, self.shapes

    def limits(self, whole: QRectF) -> dict[str, float]:
        """All rows are always seen, and no other epochs than those that are known."""
        width = whole.width()
        return {"xMin": 0.0, "xMax": width, "minXRange": NEAREST * width, "maxXRange": width}

    def restyle(self) -> None:
        """Colours of the theme on wells, bands and lines."""
        super().restyle()
        theme = current()
        self._ends.fit()
        self._fit_rows()
        self.centralLayout.setColumnSpacing(1, px(SHAPE_GAP))
        self.shapes.setMinimumWidth(px(SHAPE))
        self.shapes.setMaximumWidth(px(SHAPE))
        for wells in (self._wells, self._shape_wells):
            wells.setBrush(theme.sunken)
        for item, (*_, opacity) in zip(self._bands, BANDS, strict=True):
            item.setBrush(with_alpha(theme.ink, opacity))
        self._histograms.setBrush(with_alpha(theme.ink, SHAPE_OPACITY))
        self._medians.setPen(pixel_pen(with_alpha(theme.ink, MIDDLE_OPACITY), MIDDLE_LINE))
        self._change_lines.setPen(QPen(theme.line_strong, 0))
        self._moment.setPen(QPen(theme.ink2, 0))
        self._draw()

    # ---- drawing ---------------------------------------------------------------------------------------------------

    def _place_items(self) -> None:
        layout, none = self.centralLayout, QPen(Qt.PenStyle.NoPen)
        layout.addItem(self.shapes, 0, 2)
        layout.addItem(self._ends, 0, 3)
        self._ends.linkToView(self.shapes)
        for view in self.views():
            view.invertY(True)
            view.setMouseEnabled(x=view is self.view, y=False)
        for item in (self._wells, self._shape_wells, self._histograms, *self._bands):
            item.setPen(none)
        below = (self._wells, self._change_lines, *self._bands, self._medians, self._moment)
        for depth, item in enumerate(below):
            item.setZValue(depth)
            self.view.addItem(item, ignoreBounds=True)
        for item in (self._shape_wells, self._histograms):
            self.shapes.addItem(item, ignoreBounds=True)

    def _fit_rows(self) -> None:
        """What the highest rows leave over lies below the epochs."""
        rows = len(self._titles) * px(MOST_ROW + ROW_GAP)
        left_over = self.height() - rows - px(BOTTOM) if rows else 0
        self.centralLayout.setContentsMargins(0, 0, px(MARGIN), max(left_over, 0))

    def _draw(self) -> None:
        record, inside = self._record, self._inside
        if not record or inside is None or len(inside.layers) != len(self._titles):  # a new run has kept none yet
            return
        tables = record.quantiles(self._kind, uids_of(inside))
        now = quantiles_of(inside)[KINDS.index(self._kind)][:, None]
        seen = np.concatenate((tables, now), axis=1)  # a moment that is looked back at need not be among those kept
        spans = _spans(seen)
        # Gradients share one axis, so that their fading is seen; a stray one may be tiny beyond all measure.
        shared = self._kind == "gradients"
        ends = [limits(seen[..., 1:-1])] * len(seen) if shared else [limits(span) for span in spans]
        self._draw_wells(record.span)
        self._draw_bands(record, tables, np.array(ends))
        self._draw_shapes(inside, ends)
        self._draw_changes(record)
        self._write(record, inside, spans, ends)
        self._moment.setVisible(record.newest is not None and inside.epoch != record.newest.epoch)
        self._moment.setValue(min(place_of(inside.epoch), record.span))
        self._tell(inside)
        self.viewport().update()

    def _well(self) -> float:
        """How much of the distance between rows a row takes."""
        pitch = self.area().height() / max(len(self._titles), 1)
        return 1.0 - well_gap(pitch) / pitch if pitch > 0.0 else 1.0

    def _pixel(self) -> float:
        return len(self._titles) / max(self.area().height(), 1.0)

    def _draw_wells(self, span: float) -> None:
        for item, width in ((self._wells, span), (self._shape_wells, 1.0)):
            path = QPainterPath()
            for row in range(len(self._titles)):
                path.addRect(QRectF(0.0, row, width, self._well()))
            item.setPath(path)

    def _heights(self, values: NDArray[np.float64], ends: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where values of each row lie, from its upper end down; those beyond its ends lie there."""
        rows, *others = values.shape
        low, high = (end.reshape(rows, *(1 for _ in others)) for end in ends.T)
        down = 1.0 - np.clip((values - low) / (high - low), 0.0, 1.0)
        return np.asarray(np.arange(rows).reshape(low.shape) + self._well() * down)

    def _draw_bands(self, record: Record, tables: NDArray[np.float64], ends: NDArray[np.float64]) -> None:
        x, heights = record.shares() * record.span, self._heights(tables, ends)
        if len(x) == 1:
            x, heights = np.array([x[0], x[0] + LONE * record.span]), np.repeat(heights, 2, axis=1)
        for item, (low, high, _) in zip(self._bands, BANDS, strict=True):
            item.setPath(band_path(x, heights[..., low], heights[..., high]))
        self._medians.setData(**side_by_side(x, heights[..., MIDDLE])._asdict())

    def _draw_shapes(self, inside: NetworkStatistics, ends: list[tuple[float, float]]) -> None:
        """Histograms lying on their sides; one that is thinner than a pixel is as thick as one."""
        path = QPainterPath()
        for row, (layer, end) in enumerate(zip(inside.layers, ends, strict=True)):
            spread: Distribution | None = getattr(layer, self._kind)
            if spread is None:
                continue
            edges = self._heights(np.linspace(spread.low, spread.high, BINS + 1)[None], np.array([end]))[0] + row
            middle, reach = (edges[0] + edges[-1]) / 2, 0.5 * self._pixel()
            if abs(edges[0] - edges[-1]) < 2 * reach:
                edges = np.linspace(middle + reach, middle - reach, BINS + 1)
            lengths = spread.counts / max(int(spread.counts.max()), 1) * (np.diff(edges) != 0.0)
            outline = np.stack((np.concatenate(([0.0], np.repeat(lengths, 2), [0.0])), np.repeat(edges, 2)), axis=1)
            path.addPath(path_of(outline, np.arange(len(outline)) == 0))
        self._histograms.setPath(path)

    def _draw_changes(self, record: Record) -> None:
        """Where layers, settings or points were changed: a faint line through all rows, a tick below."""
        places = [min(place_of(mark.position), record.span) for mark in self._changes]
        path = QPainterPath()
        for x in places:
            path.moveTo(x, 0.0)
            path.lineTo(x, len(self._titles))
        self._change_lines.setPath(path)
        self.across.marks = tuple(places)

    def _write(
        self, record: Record, inside: NetworkStatistics, spans: NDArray[np.float64], ends: list[tuple[float, float]]
    ) -> None:
        """Names, states, ends of the numbers, and words in rows that hold nothing."""
        rows = zip(self._titles, inside.layers, strict=True)
        self.left.show_rows(tuple((title, state_words(layer)) for title, layer in rows))
        shown = np.array(ends) if self._kind == "gradients" else spans
        known = np.isfinite(spans[:, 0])
        written = [end_texts(*one, powers=self._kind == "gradients") for one in shown.tolist()]
        self._ends.show_ends(tuple(texts if there else None for texts, there in zip(written, known, strict=True)))
        words = ["" if there else BLANK.get(self._kind, "not finite") for there in known]
        if len(record) == 1 and self._invites and words and not words[0]:
            epoch = epoch_text(inside.epoch)
            words[0] = INVITATION if epoch == "0" else f"From epoch {epoch} on"
        self._show_words(words)

    def _show_words(self, words: list[str]) -> None:
        while len(self._words) < len(words):
            item = pg.TextItem(anchor=(0.5, 0.5))
            self.view.addItem(item, ignoreBounds=True)
            self._words.append(item)
        for row, item in enumerate(self._words):
            item.setVisible(row < len(words) and bool(words[row]))
            if item.isVisible():
                item.setText(words[row], color=current().ink3)
                item.textItem.setFont(font("label"))
                item.setPos(self.visible().center().x(), row + self._well() / 2)

    def _epochs(self, _low: float, _high: float, _width: float) -> Places:
        span = self._record.span if self._record is not None else 1.0
        return [(place_of(one), integer(one) if one < 10_000 else compact(one)) for one in epoch_marks(span)]

    def _values(self) -> Mapping[str, NDArray[Any]]:
        """Quantiles of each layer at every moment."""
        record, inside = self._record, self._inside
        assert record is not None  # noqa: S101  (what has no values offers none)
        assert inside is not None  # noqa: S101  (likewise)
        tables = record.quantiles(self._kind, uids_of(inside))
        names = np.array([name for name, _ in self._titles])
        epochs = 10.0 ** (record.shares() * record.span) - 1.0
        columns = ("least", "5 %", "25 %", "median", "75 %", "95 %", "greatest")
        flat = tables.reshape(-1, len(columns))
        table: dict[str, NDArray[Any]] = {"layer": np.repeat(names, len(epochs)), "epoch": np.tile(epochs, len(names))}
        return table | {name: flat[:, index] for index, name in enumerate(columns)}

    # ---- mouse and keys ----------------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Note whose row the pointer is over."""
        self._row = int(self.view.mapSceneToView(event.position()).y())
        super().mouseMoveEvent(event)

    def _on_hovered(self, x: float | None) -> None:
        self._hovers = x is not None
        self._point_at(None if x is None or self._record is None else x / self._record.span)

    def _tell(self, inside: NetworkStatistics) -> None:
        """The numbers of the row under the pointer at the moment that is shown."""
        row = min(max(self._row, 0), len(inside.layers) - 1)
        spread: Distribution | None = getattr(inside.layers[row], self._kind)
        if not self._hovers or spread is None:
            self.show_readout(None)
            return
        texts = [self._value(float(value)) for value in spread.quantiles]
        lines = (f"epoch {epoch_text(inside.epoch)}", f"median {texts[MIDDLE]}")
        bands = zip(SPANS, BANDS, strict=True)
        ranges = tuple(f"{words} {texts[low]} to {texts[high]}" for words, (low, high, _) in bands)
        x = min(place_of(inside.epoch), self._record.span if self._record is not None else 1.0)
        self.show_readout(x, (*lines, *ranges[::-1]), float(row))

    def _value(self, value: float) -> str:
        return f"10^{value:.1f}" if self._kind == "gradients" else plain(value, 3)

    def _point_at(self, share: float | None) -> None:
        self._share = share
        self.pointed.emit(share)

    def _on_clicked(self, _x: float, y: float) -> None:
        if self._inside is not None and 0.0 <= y < len(self._inside.layers):
            self.chosen.emit(self._inside.layers[int(y)].uid)

    def meaning_of(self, event: QKeyEvent) -> object:
        """Left and Right go through the moments; Home is the first, End the newest."""
        key, here = Qt.Key(event.key()), 1.0 if self._share is None else self._share
        places = {Qt.Key.Key_Left: here - KEY_STEP, Qt.Key.Key_Right: here + KEY_STEP, Qt.Key.Key_Home: 0.0}
        if key in places and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return ("moment", max(places[key], 0.0) if places[key] < 1.0 else None)
        return ("moment", None) if key is Qt.Key.Key_End else super().meaning_of(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the moments; else as in every plot."""
        match self.meaning_of(event):
            case ("moment", share):
                self._point_at(share if isinstance(share, float) else None)
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Rows keep their distance in pixels."""
        super().resizeEvent(event)
        if self._titles:
            self._fit_rows()
            self._draw()

    def viewportEvent(self, event: QEvent) -> bool:
        """The tooltip of the layer under the pointer, and of what was changed there."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self._inside is not None:
            self._show_tip(event, self._inside)
            return True
        return bool(super().viewportEvent(event))

    def _show_tip(self, event: QHelpEvent, inside: NetworkStatistics) -> None:
        row = int(self.view.mapSceneToView(QPointF(event.pos())).y())
        lines = [layer_tip(self._titles[row], inside.layers[row])] if 0 <= row < len(inside.layers) else []
        x = event.pos().x()
        near = [one.text for one in self._changes if abs(self.place_of_epoch(one.position) - x) <= px(NEAR)]
        QToolTip.showText(event.globalPos(), literal("\n".join([*lines, *near[:MOST_CHANGES]])), self)

    def place_of_epoch(self, epoch: float) -> float:
        """Where an epoch lies across, in the widget's pixels."""
        return self.place_of(place_of(epoch), 0.0).x()

    def row_rect(self, row: int) -> QRectF:
        """Where the bands of a row are, in the widget's pixels."""
        area = self.area()
        pitch = area.height() / max(len(self._titles), 1)
        return QRectF(area.left(), area.top() + row * pitch, area.width(), pitch * self._well())


def _spans(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    """The least and the greatest number of each row, (rows, 2); nan for none."""
    flat = tables.reshape(len(tables), -1)
    return np.stack((np.fmin.reduce(flat, axis=1), np.fmax.reduce(flat, axis=1)), axis=1)
