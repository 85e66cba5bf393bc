"""Points too many to be drawn one by one: a picture of their density, kept beyond the edges so that panning is free."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from playground.render.colormap import hex_to_rgb
from playground.render.density import density_image

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.render.density import Cloud
    from playground.views.plane.camera import Extent, PlaneTransform

CELL = 2.0
"""Side of a cell in device pixels, or up to a fifth more or less: cells keep their place while zooming a little."""
LEVELS_PER_OCTAVE = 2
MARGIN = 0.25
"""How far the picture reaches beyond each edge of the view, as a share of its side."""
FULL_PERCENTILE = 99.0
LEAST_ALPHA, ALPHA_RANGE = 0.35, 0.6
UNCHOSEN, LEAST_CHOSEN = 0.25, 0.75
"""While points are selected: what is left of the others' opacity; how opaque a cell of selected ones is at least."""


@dataclass(frozen=True, slots=True, eq=False)
class CountedPart:
    """The part of the plane that has been counted.

    Attributes:
        extent: Left, right, bottom, top; whole multiples of `cell`, so that cells stand still in the plane.
        cell: Side of a cell, in units of the plane.
        image: One pixel a cell.
        count: Points in it.
    """

    extent: Extent
    cell: float
    image: QImage
    count: int

    def covers(self, frame: PlaneTransform, cell: float) -> bool:
        """Whether a view can be painted from it."""
        left, right, bottom, top = self.extent
        x0, x1, y0, y1 = frame.camera.extent
        return cell == self.cell and left <= x0 and x1 <= right and bottom <= y0 and y1 <= top


class Crowd:
    """A cloud of points with its colours. Counting takes some milliseconds for a million; painting takes none."""

    def __init__(self, cloud: Cloud, marks: tuple[str, ...]) -> None:
        """Take a cloud and the colour of each of its kinds, as hex."""
        self._cloud = cloud
        self._marks = np.array([hex_to_rgb(mark) for mark in marks], dtype=np.float32)
        self._counted: CountedPart | None = None
        self._full_density = 0.0
        self._near: NDArray[np.intp] | None = None
        self._chosen: Cloud | None = None

    def select(self, chosen: NDArray[np.bool_] | None) -> None:
        """Let the points where the mask, (N,), is true stand out from the others; None for no difference."""
        self._chosen = None if chosen is None else self._cloud.part(chosen)
        self._counted = None

    def look_at(self, frame: PlaneTransform, ratio: float) -> int:
        """Count anew where the view asks for it; tell how many points are in or near the view."""
        cell = cell_size(frame, ratio)
        if self._counted is None or not self._counted.covers(frame, cell):
            self._counted, self._near = self._count(frame, cell), None
        return self._counted.count

    def near(self) -> NDArray[np.intp]:
        """Indices into the cloud of the points in or near the view."""
        if self._near is None:
            assert self._counted is not None  # noqa: S101  (`look_at` comes first)
            left, right, bottom, top = self._counted.extent
            x, y = self._cloud.x, self._cloud.y
            self._near = np.flatnonzero((x >= left) & (x <= right) & (y >= bottom) & (y <= top))
        return self._near

    def paint(self, painter: QPainter, frame: PlaneTransform, target: QRectF) -> None:
        """Paint the view that was looked at."""
        window = self._counted
        assert window is not None  # noqa: S101  (`look_at` comes first)
        left, _, _, top = window.extent
        x0, _, _, y1 = frame.camera.extent
        side = frame.camera.span / window.cell
        source = QRectF((x0 - left) / window.cell, (top - y1) / window.cell, side, side)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(target, window.image, source)

    def _count(self, frame: PlaneTransform, cell: float) -> CountedPart:
        camera = frame.camera
        reach = camera.span * (0.5 + MARGIN)
        # Whole multiples of a cell counted from the origin: cells stand still in the plane, and panning moves a picture
        # in place of making points flicker from one cell to the next.
        first = [math.floor((middle - reach) / cell) for middle in (camera.x, camera.y)]
        last = [math.ceil((middle + reach) / cell) for middle in (camera.x, camera.y)]
        extent = (first[0] * cell, last[0] * cell, first[1] * cell, last[1] * cell)
        shape = (last[1] - first[1], last[0] - first[0])
        counts = density_image(self._cloud, extent, shape)
        total = counts.sum(axis=0)
        chosen = None if self._chosen is None else density_image(self._chosen, extent, shape)[0]
        return CountedPart(extent, cell, self._image(counts, total, chosen, cell), int(total.sum()))

    def _image(
        self, counts: NDArray[np.int64], total: NDArray[np.int64], chosen: NDArray[np.int64] | None, cell: float
    ) -> QImage:
        """Colours mixed by the share of each kind in a cell; the more points, and selected ones, the more opaque."""
        rows, columns = total.shape
        packed = np.zeros((rows, columns, 4), np.uint8)
        # Colours are worked out for cells with points only; mostly those are few.
        taken = np.flatnonzero(total)
        many = total.ravel()[taken]
        full = np.log1p(self._full(many, cell))
        # By the logarithm: densities differ a thousandfold, and evenly shaded all but the thickest cells would vanish.
        # One point alone is seen all the same.
        shade = LEAST_ALPHA + ALPHA_RANGE * np.minimum(np.log1p(many.astype(np.float32)) / full, 1.0)
        if chosen is not None:
            share = chosen.ravel()[taken].astype(np.float32) / many
            shade = share * np.maximum(shade, LEAST_CHOSEN) + (1.0 - share) * shade * UNCHOSEN
        mixed = (counts.reshape(len(counts), -1)[:, taken].astype(np.float32) / many).T @ self._marks
        pixels = np.empty((len(taken), 4), np.uint8)
        # Premultiplied, and blue first: ARGB32 on a machine that puts the low byte first.
        pixels[:, 2::-1] = mixed * shade[:, None]
        pixels[:, 3] = shade * 255
        row, column = np.divmod(taken, columns)
        packed.reshape(-1, 4)[(rows - 1 - row) * columns + column] = pixels
        form = QImage.Format.Format_ARGB32_Premultiplied
        return QImage(packed.data, columns, rows, 4 * columns, form).copy()

    def _full(self, many: NDArray[np.int64], cell: float) -> float:
        """Points of a cell that is fully opaque: the same density throughout, so that panning changes no brightness.

        Args:
            many: Points of each cell that has some.
            cell: Side of a cell.
        """
        if self._full_density == 0.0 and len(many):
            self._full_density = float(np.percentile(many, FULL_PERCENTILE)) / cell**2
        return max(self._full_density * cell**2, 1.0)


def cell_size(frame: PlaneTransform, ratio: float) -> float:
    """Side of a cell in units of the plane, one of a series of fixed sizes."""
    wanted = CELL / (frame.unit * ratio)
    return float(2.0 ** (round(math.log2(wanted) * LEVELS_PER_OCTAVE) / LEVELS_PER_OCTAVE))
