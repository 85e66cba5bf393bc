"""Paints the kernels beside the tiles that they lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF

from playground.views.network.kernels import KernelPlace, kernel_places
from playground.widgets.picture_image import signed_image
from playground.widgets.theme import current

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from playground.views.network.state import SceneState


def paint_kernels(painter: QPainter, state: SceneState) -> None:
    """One block of colour a number; one scale a layer."""
    by_key: dict[object, list[KernelPlace]] = {}
    for one in kernel_places(state.layout, state.edges):
        by_key.setdefault(one.edge.key, []).append(one)
    for places in by_key.values():
        edge = places[0].edge
        weights = state.numbers(edge.key)
        kernels = (
            []
            if weights is None
            else [one.edge.carried.numbers(weights, one.edge.row, one.edge.column) for one in places]
        )
        if any(kernel is None for kernel in kernels) or not kernels:
            continue
        stacked = np.nan_to_num(np.concatenate([np.asarray(kernel) for kernel in kernels]))
        image, (height, width) = signed_image(stacked, max(float(np.abs(stacked).max()), 1e-9)), edge.carried.shape
        painter.save()
        painter.setRenderHint(painter.RenderHint.SmoothPixmapTransform, on=False)
        painter.setPen(current().line_strong)
        for place, one in enumerate(places):
            painter.drawImage(one.rect, image, QRectF(0.0, place * height, width, height))
            painter.drawRect(one.rect)
        painter.restore()
