"""Kernels as small pictures beside the tiles that they lead to: of each map the one from the strongest input."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from playground.views.network.edges import EdgeAddress
from playground.widgets.theme import pxf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.views.network.columns import NetworkLayout
    from playground.views.network.edges import Edges

SIDE, GAP = 15, 5
"""Of a picture, and between it and the card."""


@dataclass(frozen=True, slots=True)
class KernelPlace:
    """Where the picture of a kernel stands, and the edge that carries it."""

    rect: QRectF
    edge: EdgeAddress


def kernel_places(layout: NetworkLayout, gaps: Sequence[Edges]) -> list[KernelPlace]:
    """All kernels that are shown, in the coordinates of the scene."""
    found: list[KernelPlace] = []
    side = pxf(SIDE)
    for edges in gaps:
        column = layout.column(edges.right)
        if column is None or edges.key is None or not edges.carried.is_kernel or prod(edges.carried.shape) == 1:
            continue
        for cell in column.cells if len({one.rect.left() for one in column.cells}) == 1 else ():
            into = np.flatnonzero(edges.rows == cell.unit)
            if not len(into):
                continue
            strongest = int(into[-1])
            corner = QPointF(column.rect.left() - side - pxf(GAP), cell.rect.center().y() - side / 2)
            address = EdgeAddress(edges.key, cell.unit, int(edges.columns[strongest]), edges.carried)
            found.append(KernelPlace(QRectF(corner.x(), corner.y(), side, side), address))
    return found
