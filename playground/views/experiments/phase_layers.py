"""The layers of a phase map: a sweep over two knobs, and on it finer ones over parts of it, as a map of streets has."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from playground.experiments.axis_places import span_of
from playground.views.experiments.words import stale_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playground.experiments.variations import KnobGrid
    from playground.session.course import Course

SLACK = 1.5
"""A layer does for a part of the map if its cells are at most so many times as wide as they could be."""


@dataclass(frozen=True, slots=True)
class PhaseCell:
    """A cell of the map.

    Attributes:
        course: The sweep that it is of.
        index: As the sweep's grid counts.
    """

    course: Course
    index: int


@dataclass(frozen=True, slots=True)
class PhaseLayer:
    """One sweep on the map.

    Attributes:
        course: The sweep.
        box: Where its cells lie; a cell of the lowest layer is one wide and one high, and rows go upwards.
    """

    course: Course
    box: QRectF

    @property
    def cell_size(self) -> tuple[float, float]:
        """How wide and high a cell is."""
        rows, columns = self.course.experiment.grid.shape
        return self.box.width() / columns, self.box.height() / rows

    def cell_at(self, x: float, y: float) -> int | None:
        """The cell at a place; None beside them."""
        width, height = self.cell_size
        rows, columns = self.course.experiment.grid.shape
        row, column = floor((y - self.box.top()) / height), floor((x - self.box.left()) / width)
        return row * columns + column if 0 <= row < rows and 0 <= column < columns else None

    def cells_in(self, part: QRectF) -> list[int]:
        """The cells of which at least some is in a part of the map."""
        width, height = self.cell_size
        rows, columns = self.course.experiment.grid.shape
        inner = part.translated(-self.box.topLeft())
        across = range(max(floor(inner.left() / width), 0), min(ceil(inner.right() / width), columns))
        up = range(max(floor(inner.top() / height), 0), min(ceil(inner.bottom() / height), rows))
        return [row * columns + column for row in up for column in across]

    def box_of(self, cell: int) -> QRectF:
        """Where a cell lies."""
        width, height = self.cell_size
        row, column = divmod(cell, self.course.experiment.grid.shape[1])
        return QRectF(self.box.left() + column * width, self.box.top() + row * height, width, height)


def layers_of(ground: Course, others: Iterable[Course]) -> tuple[PhaseLayer, ...]:
    """The layers of a map, the sweep it is of first, then those over parts of it, the finest last.

    Args:
        ground: Over two knobs.
        others: Any sweeps; those of another document, measured otherwise, or over other ranges are left out.
    """
    found = [PhaseLayer(one, box) for one in others if one is not ground and (box := _box(ground, one)) is not None]
    found.sort(key=lambda layer: -layer.cell_size[0] * layer.cell_size[1])
    rows, columns = ground.experiment.grid.shape
    return PhaseLayer(ground, QRectF(0.0, 0.0, columns, rows)), *found


def layer_over(ground: Course, grid: KnobGrid) -> QRectF | None:
    """Where the cells of a grid lie on the map of a sweep; None where they are no part of it."""
    axes = ground.experiment.grid.axes
    if len(grid.axes) != len(axes):
        return None
    up, across = (span_of(axis, part) for axis, part in zip(axes, grid.axes, strict=True))
    if up is None or across is None:
        return None
    return QRectF(across[0], up[0], across[1] - across[0], up[1] - up[0])


def does_for(layer: PhaseLayer, grid: KnobGrid, box: QRectF, sight: QRectF) -> bool:
    """Whether a layer shows a part of the map about as finely, and from about as many seeds, as a grid would.

    Args:
        layer: That is there.
        grid: That could be.
        box: Where its cells would lie.
        sight: The part of the map.
    """
    rows, columns = grid.shape
    width, height = layer.cell_size
    is_fine = width <= SLACK * box.width() / columns and height <= SLACK * box.height() / rows
    within = layer.box.contains(sight.intersected(box))
    return is_fine and within and SLACK * layer.course.experiment.grid.seeds >= grid.seeds


def _box(ground: Course, other: Course) -> QRectF | None:
    """Where the cells of a sweep lie on the map of another; None where it has no place there."""
    box = layer_over(ground, other.experiment.grid)
    if box is None or other.experiment.measure != ground.experiment.measure:
        return None
    return None if stale_words(other.results, ground.experiment.document) else box
