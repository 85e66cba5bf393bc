"""A row for each layer: how its numbers were spread over the epochs, and how they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QImage, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip

from playground.document.figures import epoch as epoch_text
from playground.views.inside.bands import band_opacities, shape_opacities
from playground.views.inside.record import KINDS, epoch_marks, limits, place_of, quantiles_of, uids_of
from playground.views.inside.words import layer_tip, state_words
from playground.widgets.control import PaintedControl, smooth_painter
from playground.widgets.format import compact, integer, plain, power
from playground.widgets.paper import draw_part, resolution
from playground.widgets.text import CENTRE, RIGHT, draw_text, literal, text_width
from playground.widgets.theme import current, px, pxf, scale

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from playground.training.probes.layer_statistics import Distribution, Inside
    from playground.training.timeline.timeline import Mark
    from playground.views.inside.record import Record

LEAST_ROW, MOST_ROW, ROW_GAP = 31, 104, 6
NAMES, SHAPE, NUMBERS, GAP, BOTTOM = 88, 40, 36, 6, 22
KEY_STEP = 0.04
"""Of the epoch axis, for a press of Left or Right."""
INVITATION = "Press Play"
NEARLY_NONE = 0.01
WHOLE, LONG = 10.0, 1000.0
"""From here numbers are written without decimals, and from there in thousands."""
MARGIN = 12
"""Beyond the numbers, under the bar."""
TICK, NEAR = 4, 5
"""Of a change on the way: its length below the rows, and how far from it the pointer still means it."""
MOST_CHANGES = 3
Titles = tuple[tuple[str, str], ...]


class Rows(PaintedControl):
    """Bands over the epochs, the shape at one moment at their right. Left and Right go through the moments.

    Signals:
        pointed(object): The share of the epoch axis that is looked at, or None for the newest moment.
        chosen(int): The uid of a layer that was clicked.
    """

    pointed = Signal(object)
    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Spread of each layer over the epochs", "", parent)
        self.setMouseTracking(True)
        self._share: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._titles: Titles = ()
        self._record: Record | None = None
        self._kind = "activations"
        self._inside: Inside | None = None
        self._changes: tuple[Mark, ...] = ()
        self._invites = True
        self._measured_for: tuple[float, ...] = ()
        self._row_height = 0.0

    def show_record(
        self, titles: Titles, record: Record, kind: str, inside: Inside, changes: tuple[Mark, ...] = ()
    ) -> None:
        """Show one kind of numbers of the layers of a moment, the shape that it had then, and changes on the way."""
        if len(titles) != len(self._titles):
            self.updateGeometry()
        self._titles, self._record, self._kind, self._inside = titles, record, kind, inside
        self._changes = changes
        self.update()

    def invite(self, *, invites: bool) -> None:
        """Say at a single moment what brings more of them, or not, as while training runs."""
        if invites != self._invites:
            self._invites = invites
            self.update()

    def sizeHint(self) -> QSize:
        """Rows of the usual height."""
        return QSize(px(240), len(self._titles) * px(MOST_ROW + ROW_GAP) + px(BOTTOM))

    def minimumSizeHint(self) -> QSize:
        """Rows as low as they can be read; below that the panel scrolls."""
        return QSize(px(200), len(self._titles) * px(LEAST_ROW + ROW_GAP) + px(BOTTOM))

    def row_rect(self, place: int) -> QRectF:
        """Where a layer's row is."""
        size = (self.width(), self.height(), len(self._titles), scale())
        if size != self._measured_for:  # asked for many times in each painting
            room = (self.height() - px(BOTTOM)) / max(len(self._titles), 1)
            self._row_height = min(max(room - px(ROW_GAP), px(LEAST_ROW)), px(MOST_ROW))
            self._measured_for = size
        height = self._row_height
        return QRectF(0, round(place * (height + px(ROW_GAP))), size[0] - px(MARGIN), round(height))

    # ---- mouse and keys ----------------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which part of the axis is under the pointer."""
        plot = self._plot(0)
        share = (event.position().x() - plot.left()) / plot.width()
        self._point_at(share if 0.0 <= share <= 1.0 and self._layer_at(event.position()) >= 0 else None)

    def leaveEvent(self, event: QEvent) -> None:
        """None is."""
        self._point_at(None)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the layer."""
        place = self._layer_at(event.position())
        if self._inside is not None and place >= 0:
            self.chosen.emit(self._inside.layers[place].uid)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the moments; Home is the first, End the newest."""
        key, here = Qt.Key(event.key()), 1.0 if self._share is None else self._share
        places = {Qt.Key.Key_Left: here - KEY_STEP, Qt.Key.Key_Right: here + KEY_STEP, Qt.Key.Key_Home: 0.0}
        if key in places:
            self._point_at(max(places[key], 0.0) if places[key] < 1.0 else None)
        elif key is Qt.Key.Key_End:
            self._point_at(None)
        else:
            super().keyPressEvent(event)

    def _point_at(self, share: float | None) -> None:
        self._share = share
        self.pointed.emit(share)

    def event(self, event: QEvent) -> bool:
        """The tooltip of the layer under the pointer, and of what was changed there."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self._inside is not None:
            place = self._layer_at(QPointF(event.pos()))
            words = layer_tip(self._titles[place], self._inside.layers[place]) if place >= 0 else ""
            changes = [
                mark.text for mark in self._changes if abs(self._x_of(mark.position) - event.pos().x()) <= px(NEAR)
            ]
            QToolTip.showText(
                event.globalPos(), literal("\n".join(filter(None, [words, *changes[:MOST_CHANGES]]))), self
            )
            return True
        return super().event(event)

    # ---- painting --------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """All wells and words, then the pictures of all rows."""
        record, inside = self._record, self._inside
        if record is None or inside is None or len(inside.layers) != len(self._titles):
            return
        painter = smooth_painter(self)
        tables = record.quantiles(self._kind, uids_of(inside))
        now = quantiles_of(inside)[KINDS.index(self._kind)][:, None]
        seen = np.concatenate((tables, now), axis=1)  # a moment that is looked back at need not be among those kept
        spans = _spans(seen)
        ends = [limits(span) for span in spans] if self._kind != "gradients" else self._shared_limits(seen)
        for place in range(len(self._titles)):
            self._paint_words(painter, place, ends[place], spans[place])
        self._paint_changes(painter)
        self._paint_pictures(painter, tables, ends)
        if len(record) == 1 and self._invites:
            epoch = epoch_text(inside.epoch)
            words = INVITATION if epoch == "0" else f"From epoch {epoch} on"
            draw_text(painter, self._plot(0), words, "label", current().ink3, CENTRE)
        self._paint_epochs(painter, record)
        self._paint_moment(painter, record, inside)

    def _shared_limits(self, tables: NDArray[np.float64]) -> list[tuple[float, float]]:
        """Ends of one axis for all rows, so that the fading of gradients is seen."""
        return [limits(tables[..., 1:-1])] * len(tables)  # a stray one may be tiny beyond all measure

    def _paint_words(self, painter: QPainter, place: int, ends: tuple[float, float], span: NDArray[np.float64]) -> None:
        theme, row, plot = current(), self.row_rect(place), self._plot(place)
        assert self._inside is not None  # noqa: S101  (`paintEvent` has looked)
        state, alarming = state_words(self._inside.layers[place])
        lines = self._name_lines(place, most=1 if state else 2)
        top = row.center().y() - pxf(8) * (len(lines) + bool(state))
        for index, text in enumerate(lines):
            draw_text(painter, QRectF(0, top + index * pxf(16), pxf(NAMES - GAP), pxf(16)), text, "button", theme.ink)
        if state:
            box = QRectF(0, top + pxf(16), pxf(NAMES - GAP), pxf(16))
            draw_text(painter, box, state, "label", theme.warn if alarming else theme.ink3)
        painter.fillRect(plot, theme.sunken)
        painter.fillRect(self._shape(place), theme.sunken)
        if not np.isfinite(span[0]):
            blank = {"gradients": "no gradient", "weights": "no weights"}.get(self._kind, "not finite")
            draw_text(painter, plot, blank, "label", theme.ink3, CENTRE)
            return
        box = QRectF(row.right() - pxf(NUMBERS), row.top(), pxf(NUMBERS), pxf(14))
        low, high = ends if self._kind == "gradients" else (float(span[0]), float(span[1]))
        for value, y in ((high, row.top() + pxf(1)), (low, row.bottom() - pxf(15))):
            draw_text(
                painter, box.translated(0, y - row.top()), self._number(value, high - low), "label", theme.ink3, RIGHT
            )

    def _name_lines(self, place: int, most: int) -> list[str]:
        """Number and kind of a layer, over two lines where it needs them and they are there."""
        name, kind = self._titles[place]
        whole = name if name == "Out" else f"{name}  {kind}"
        first, gap, rest = whole.rpartition(" ")
        wraps = most > 1 and " " in kind and text_width(whole, "button") > px(NAMES - GAP)
        return [first, rest] if gap and wraps else [whole]

    def _paint_pictures(self, painter: QPainter, tables: NDArray[np.float64], ends: list[tuple[float, float]]) -> None:
        """Bands and shapes of all rows, computed at once in the screen's own pixels."""
        record, inside = self._record, self._inside
        assert record is not None  # noqa: S101  (`paintEvent` has looked)
        assert inside is not None  # noqa: S101  (likewise)
        low, high = np.array(ends).T[:, :, None, None]
        parts = (tables - low) / (high - low)
        bands = band_opacities(parts.astype(np.float32), record.shares(), self._pixels(self._plot(0)))
        found: list[Distribution | None] = [getattr(layer, self._kind) for layer in inside.layers]
        shapes = shape_opacities(found, ends, self._pixels(self._shape(0)))
        for opacities, place_of_row in ((bands, self._plot), (shapes, self._shape)):
            image, height = _inked(opacities, current().ink), opacities.shape[1]
            for place in range(len(found)):
                source = QRectF(0, place * height, opacities.shape[2], height)
                draw_part(painter, place_of_row(place), image, source)

    def _paint_epochs(self, painter: QPainter, record: Record) -> None:
        theme, plot = current(), self._plot(len(self._titles) - 1)
        right = -1e9
        row = plot.bottom() + pxf(4)
        for epoch in epoch_marks(record.span):
            x = plot.left() + place_of(epoch) / record.span * plot.width()
            text = integer(epoch) if epoch < 10_000 else compact(epoch)
            half = pxf(4 + 3.2 * len(text))
            if x - half > right and x + half < self.width():
                draw_text(painter, QRectF(x - half, row, 2 * half, pxf(14)), text, "label", theme.ink3, CENTRE)
                right = x + half
        draw_text(painter, QRectF(0, row, pxf(NAMES - GAP), pxf(14)), "epoch", "label", theme.ink3)

    def _paint_changes(self, painter: QPainter) -> None:
        """Where layers, settings or points were changed: a faint line through all rows, a tick below."""
        theme, top, bottom = current(), self._plot(0).top(), self._plot(len(self._titles) - 1).bottom()
        for mark in self._changes:
            x = self._x_of(mark.position)
            painter.setPen(QPen(theme.line_strong, 1.0))
            painter.drawLine(QPointF(x, top), QPointF(x, bottom))
            painter.setPen(QPen(theme.ink2, pxf(1.5)))
            painter.drawLine(QPointF(x, bottom), QPointF(x, bottom + pxf(TICK)))

    def _paint_moment(self, painter: QPainter, record: Record, inside: Inside) -> None:
        """A line through all rows at the moment whose shapes are shown, where that is not the newest."""
        if record.newest is not None and inside.epoch == record.newest.epoch:
            return
        plot, x = self._plot(0), self._x_of(inside.epoch)
        painter.setPen(QPen(current().ink2, 1.0))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, self._plot(len(self._titles) - 1).bottom()))

    # ---- places ----------------------------------------------------------------------------------------------------

    def _plot(self, place: int) -> QRectF:
        row = self.row_rect(place)
        left, right = px(NAMES), px(SHAPE + NUMBERS + GAP)
        return QRectF(left, row.top(), max(row.width() - left - right, 10.0), row.height())

    def _shape(self, place: int) -> QRectF:
        row = self.row_rect(place)
        return QRectF(row.width() - px(SHAPE + NUMBERS) + px(2), row.top(), px(SHAPE - 4), row.height())

    def _x_of(self, epoch: float) -> float:
        """Where an epoch lies, in the middle of a pixel; beyond the newest moment at the end."""
        plot, span = self._plot(0), 1.0 if self._record is None else self._record.span
        return round(plot.left() + min(place_of(epoch) / span, 1.0) * plot.width()) + 0.5

    def _layer_at(self, at: QPointF) -> int:
        places = range(len(self._titles))
        return next((place for place in places if self.row_rect(place).contains(at)), -1)

    def _pixels(self, well: QRectF) -> tuple[int, int]:
        """Width and height of a well on the screen."""
        ratio = resolution(self.devicePixelRatioF())
        return max(round(well.width() * ratio), 2), max(round(well.height() * ratio), 2)

    def _number(self, value: float, span: float) -> str:
        """A number at the end of an axis; 0 for what could not be told from it there."""
        if self._kind == "gradients":
            return power(round(value))
        if abs(value) < NEARLY_NONE * span:
            return "0"
        if abs(value) >= LONG:
            return compact(value)
        return integer(value) if abs(value) >= WHOLE else plain(value, 2)


def _spans(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    """The least and the greatest number of each row, (rows, 2); nan for none."""
    flat = tables.reshape(len(tables), -1)
    return np.stack((np.fmin.reduce(flat, axis=1), np.fmax.reduce(flat, axis=1)), axis=1)


def _inked(opacities: NDArray[np.float32], ink: QColor) -> QImage:
    """One colour at many opacities, (rows, height, width), the rows below each other."""
    steps = np.arange(256, dtype=np.uint32)
    red, green, blue = ((steps * part // 255) for part in (ink.red(), ink.green(), ink.blue()))
    table = steps << 24 | red << 16 | green << 8 | blue
    rows, height, width = opacities.shape
    pixels = np.ascontiguousarray(table[np.clip(opacities * 255.0, 0, 255).astype(np.uint8)])
    form = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.data, width, rows * height, 4 * width, form).copy()
