"""The numbers of maps in a row, as a Flatten lays them out: a strip down its card, and which place each comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPen

from playground.document.plan import resolve
from playground.views.network.hit import Part, number_rect, numbers_each
from playground.views.network.shown import maps_before
from playground.views.network.sums import Cell
from playground.widgets.control import rounded
from playground.widgets.picture_image import signed_image
from playground.widgets.theme import current, pxf

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from playground.views.network.columns import LayerColumn
    from playground.views.network.hit import Hit
    from playground.views.network.state import SceneState

APART = 8
"""Numbers of a map are set apart from those of the next where they are at least so high together."""


def paint_row(painter: QPainter, state: SceneState, column: LayerColumn) -> None:
    """One block of colour a number, those of each map together, in the colours of their layer's scale."""
    sample, theme = state.pictures.sample, current()
    values = None if sample is None else sample.layers.get(column.uid)
    each = numbers_each(state.document, column)
    painter.save()
    painter.setRenderHint(painter.RenderHint.SmoothPixmapTransform, on=False)
    image = None
    if sample is not None and values is not None and values.shape == (each * column.units,):
        image = signed_image(values[:, None], max(sample.scales[column.uid], 1e-9))
    for cell in column.cells:
        gap = pxf(1) if cell.rect.height() >= pxf(APART) else 0.0
        rect = cell.rect.adjusted(0.0, 0.0, 0.0, -gap)
        if image is None:
            rounded(painter, rect, 0, theme.map0)
        else:
            painter.drawImage(rect, image, QRectF(0.0, cell.unit * each, 1.0, each))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.line_strong, 1.0))
    painter.drawRect(column.block.adjusted(-0.5, -0.5, 0.5, 0.5))
    hover = state.hover
    marked = number_rect(state.document, column, hover.index) if hover.part is Part.NUMBER else None
    if marked is not None and hover.uid == column.uid:
        painter.setPen(QPen(theme.ink, pxf(1.5)))
        painter.drawRect(marked.adjusted(-1.0, -0.5, 1.0, 0.5))
    painter.restore()


def cell_in_row(state: SceneState, hit: Hit) -> Cell | None:
    """The place of a map that a number of a row comes from; None where none is known.

    Args:
        state: What is shown.
        hit: A number of a row.
    """
    plan, column = resolve(state.document), state.layout.column(hit.uid)
    shape = maps_before(plan, hit.uid)
    if column is None or not shape:
        return None
    stages = plan.stages
    place = stages.index(hit.uid)
    while len(plan.layers[place - 1].shape_in) == 1:
        place -= 1
    channel, inside = divmod(hit.index, int(np.prod(shape)))
    return Cell(stages[place - 1], channel, *divmod(inside, shape[1]))
