"""Paints patches of training pictures that fire a feature map: each in a well, in the place that the rim left it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from playground.widgets.control import rounded
from playground.widgets.picture_image import ink_image
from playground.widgets.theme import current, pxf

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPainter

    from playground.training.probes.firing_patches import FiringPatch, StrongestPatches

ACROSS, GAP, RADIUS = 3, 4, 3


def paint_grid(painter: QPainter, rect: QRectF, found: StrongestPatches) -> None:
    """The patches in three rows, without words."""
    side = (min(rect.width(), rect.height()) - pxf(GAP) * (ACROSS - 1)) / ACROSS
    for place, patch in enumerate(found.patches):
        row, column = divmod(place, ACROSS)
        corner = rect.topLeft() + QPointF(column, row) * (side + pxf(GAP))
        paint_patch(painter, QRectF(corner.x(), corner.y(), side, side), patch, found.shape)


def paint_well(painter: QPainter, rect: QRectF, line: QColor | None = None) -> None:
    """The ground of a patch."""
    theme = current()
    rounded(painter, rect, RADIUS, theme.sunken, line or theme.line)


def paint_patch(
    painter: QPainter, rect: QRectF, patch: FiringPatch, shape: tuple[int, int], line: QColor | None = None
) -> None:
    """One block a pixel; what the rim of the picture has cut off stays empty.

    Args:
        painter: At work.
        rect: A square.
        patch: What is shown.
        shape: Height and width of a whole patch.
        line: Of the frame; None for the usual one.
    """
    paint_well(painter, rect, line)
    room = rect.adjusted(1.0, 1.0, -1.0, -1.0)
    block = room.width() / max(shape)
    height, width = patch.pixels.shape[1:]
    above = shape[0] - height if patch.field.top == 0 else 0
    before = shape[1] - width if patch.field.left == 0 else 0
    left = room.center().x() + (before - shape[1] / 2) * block
    top = room.center().y() + (above - shape[0] / 2) * block
    painter.save()
    painter.setRenderHint(painter.RenderHint.SmoothPixmapTransform, on=False)
    painter.drawImage(QRectF(left, top, width * block, height * block), ink_image(patch.pixels[0]))
    painter.restore()
