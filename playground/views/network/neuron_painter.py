"""What moves: the neurons' pictures, their outlines, their bias dots, the bars of the output."""

from __future__ import annotations

from functools import lru_cache
from math import ceil, isfinite
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from playground.document.model import INPUT_UID
from playground.views.network import layout as geometry
from playground.views.network.bars_painter import paint_bars
from playground.views.network.edges import bias_radius
from playground.views.network.hit import Hit, Part, bias_center, has_bias
from playground.views.network.row_painter import paint_row
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.paper import draw_part, on_paper
from playground.widgets.theme import current, pxf, with_alpha

if TYPE_CHECKING:
    from playground.views.network.columns import LayerColumn, UnitCell
    from playground.views.network.state import SceneState

OFF = 0.38
RIM = 1.6
STEP = 0.1
"""Steps in which the radius of a bias dot grows, in pixels."""
SELECTED = 1.5
SMALL = 28
"""Thumbnails smaller than this have smaller bias dots, or the dots would hide them."""


def paint_neurons(painter: QPainter, state: SceneState) -> None:
    """All neurons that are seen."""
    for column in state.layout.columns:
        if column.rect.adjusted(-12, 0, 12, 0).intersects(state.view):
            if column.shows == "bars":
                paint_bars(painter, state, column)
            elif column.shows == "row":
                paint_row(painter, state, column)
            else:
                _thumbnails(painter, state, column)
            if has_bias(state.document, column):
                _biases(painter, state, column)


def _thumbnails(painter: QPainter, state: SceneState, column: LayerColumn) -> None:
    strip = state.pictures.strips.get(column.uid)
    theme = current()
    line = with_alpha(theme.line_strong, 0.7)
    ratio = painter.device().devicePixelRatioF()
    for cell in column.cells:
        off = column.uid == INPUT_UID and geometry.input_address(state.document, cell.unit) is None
        hovered = state.hover.uid == column.uid and state.hover.index == cell.unit
        hovered = hovered and state.hover.part in (Part.NEURON, Part.INPUT_OFF)
        painter.setOpacity(0.7 if off and hovered else OFF if off else 1.0)
        radius = cell.rect.width() / 6 / pxf(1)
        tile = strip.tile(cell.unit) if strip is not None else None
        if strip is not None and tile is not None:
            draw_part(painter, cell.rect, strip.image, tile)
        else:
            rounded(painter, cell.rect, radius, theme.map0)
        if on_paper():
            rounded(painter, cell.rect, radius, None, line)
        else:
            rim = _rim(cell.rect.width(), cell.rect.height(), radius, line.rgba(), ratio)
            painter.drawPixmap(cell.rect.topLeft(), rim)
        painter.setOpacity(1.0)
        _outline(painter, state, column, cell, radius, hovered=hovered)


def _outline(
    painter: QPainter, state: SceneState, column: LayerColumn, cell: UnitCell, radius: float, *, hovered: bool
) -> None:
    """Ink around a pinned neuron, thinner ink around the one under the pointer."""
    theme = current()
    address = state.address(Hit(Part.NEURON, column.uid, cell.unit))
    pinned = address is not None and address == state.pinned_neuron
    if pinned or (address is not None and hovered):
        box = cell.rect.adjusted(-1, -1, 1, 1)
        rounded(painter, box, radius + 1, None, theme.ink if pinned else theme.ink3, SELECTED)


def _biases(painter: QPainter, state: SceneState, column: LayerColumn) -> None:
    theme = current()
    frozen = state.is_frozen(column.uid)
    rim = theme.raised if column.is_layer else theme.card
    ratio = painter.device().devicePixelRatioF()
    for cell in column.cells:
        bias = state.bias(column.uid, cell.unit)
        if bias is None:
            continue
        radius = pxf(bias_radius(bias)) * min(max(cell.rect.width() / pxf(SMALL), 0.6), 1.0)
        hit = Hit(Part.BIAS, column.uid, cell.unit)
        if hit in (state.hover, state.cursor):
            radius += pxf(1)
        colour = theme.mark(int(bias >= 0)) if isfinite(bias) else theme.danger
        if on_paper():
            _draw_bias_dot(painter, bias_center(cell), radius, colour, rim, frozen=frozen)
            continue
        dot = _bias_dot(round(radius / STEP), colour.rgba(), rim.rgba(), frozen, ratio)
        half = dot.width() / ratio / 2
        painter.drawPixmap(bias_center(cell) - QPointF(half, half), dot)


@lru_cache(maxsize=16)
def _rim(width: float, height: float, radius: float, line: int, ratio: float) -> QPixmap:
    """The outline of a thumbnail, transparent inside: stroking one for each neuron costs more than all pictures."""
    pixmap = _transparent(ceil(width), ceil(height), ratio)
    with smooth_painter(pixmap) as painter:
        rounded(painter, QRectF(0.0, 0.0, width, height), radius, None, QColor.fromRgba(line))
    return pixmap


@lru_cache(maxsize=1024)
def _bias_dot(steps: int, colour: int, rim: int, frozen: bool, ratio: float) -> QPixmap:
    """A bias dot with its rim; of a frozen layer a ring.

    Args:
        steps: Its radius in units of `STEP`.
        colour: As `QColor.rgba` gives it.
        rim: The rim's colour, likewise.
        frozen: Whether the layer is.
        ratio: Device pixels in a logical one.
    """
    radius, width = steps * STEP, pxf(RIM)
    half = ceil(radius + width)
    pixmap, middle = _transparent(2 * half, 2 * half, ratio), QPointF(half, half)
    with smooth_painter(pixmap) as painter:
        _draw_bias_dot(painter, middle, radius, QColor.fromRgba(colour), QColor.fromRgba(rim), frozen=frozen)
    return pixmap


def _draw_bias_dot(
    painter: QPainter, center: QPointF, radius: float, colour: QColor, rim: QColor, *, frozen: bool
) -> None:
    width = pxf(RIM)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(rim)
    painter.drawEllipse(center, radius + width, radius + width)
    if frozen:
        thickness = pxf(1.5)
        painter.setPen(QPen(colour, thickness))
        painter.drawEllipse(center, radius - thickness / 2, radius - thickness / 2)
    else:
        painter.setBrush(colour)
        painter.drawEllipse(center, radius, radius)


def _transparent(width: int, height: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(ceil(width * ratio), ceil(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap
