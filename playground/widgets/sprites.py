"""Every marker drawn once: an atlas from which thousands of points are stamped."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from playground.domains.sampling import sampled
from playground.render.colormap import rgb_of, signed_map, stack_ramps
from playground.widgets import theme
from playground.widgets.markers import marker_path
from playground.widgets.paper import on_paper
from playground.widgets.qt_arrays import draw_sprites

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from playground.widgets.theme import Theme

HALO, RING = 1.1, 1.0
MARK_RING, MARK_GAP = 1.5, 2.5
REACH = 1.8
"""How far the longest marker reaches, in radii."""
VALUE_STEPS = 33
"""Colours of regression points between full negative and full positive."""
FULL_VALUE_PERCENTILE = 99.0
SAMPLED_VALUES = 100_000


@dataclass(frozen=True, slots=True)
class Look:
    """How one kind of point is drawn.

    Attributes:
        shape: Place in the palette, whose marker it is.
        mark: Colour of the point.
        area: Colour in the middle of a hollow one.
        rim: Colour round it.
    """

    shape: int
    mark: str
    area: str
    rim: str


@dataclass(frozen=True, slots=True, eq=False)
class Atlas:
    """Squares in a row: for each look the filled and the hollow point, then the two rings.

    Attributes:
        pixmap: In device pixels, without a device pixel ratio.
        side: Of a square, in device pixels.
        ratio: Device pixels in a logical one.
        draw: Draws one square's point or ring round the painter's origin, in logical pixels.
        count: How many looks.
    """

    pixmap: QPixmap
    side: int
    ratio: float
    draw: Callable[[QPainter, int], None]
    count: int

    @property
    def wrong(self) -> int:
        """The ring round a point that the network gets wrong."""
        return 2 * self.count

    @property
    def selected(self) -> int:
        """The ring round a selected point."""
        return 2 * self.count + 1


def class_looks(colors: tuple[int, ...], shown: Theme) -> tuple[Look, ...]:
    """Looks of classes, from their places in the palette."""
    rim = shown.halo.name()
    return tuple(Look(color, shown.mark(color).name(), shown.map_colour(color).name(), rim) for color in colors)


def value_looks(shown: Theme) -> tuple[Look, ...]:
    """Discs from full negative over grey to full positive: a value of 0 is a point too, not a hole in the map."""
    values = np.linspace(-1.0, 1.0, VALUE_STEPS)
    marks = rgb_of(signed_map(values, 1.0, *stack_ramps(shown.ink_off.name(), shown.marks[:2])))
    areas = rgb_of(signed_map(values, 1.0, *stack_ramps(shown.map0.name(), shown.maps[:2])))
    rim = shown.halo.name()
    return tuple(Look(0, _hex(mark), _hex(area), rim) for mark, area in zip(marks, areas, strict=True))


def value_indices(values: NDArray[Any], scale: float) -> NDArray[np.int64]:
    """Which of `value_looks` each value has."""
    share = np.clip(np.nan_to_num(values / scale), -1.0, 1.0)
    return np.rint((share + 1.0) * ((VALUE_STEPS - 1) / 2)).astype(np.int64)


def value_scale(targets: NDArray[Any]) -> float:
    """The magnitude that gets full colour: the 99th percentile of what is to be learnt, by a sample of many; else 1."""
    sample = targets[sampled(len(targets), SAMPLED_VALUES)]
    finite = np.abs(sample[np.isfinite(sample)])
    # Not the greatest: beside one outlier all others would be pale.
    scale = float(np.percentile(finite, FULL_VALUE_PERCENTILE)) if len(finite) else 0.0
    return scale if scale > 0 else 1.0


@lru_cache(maxsize=32)
def atlas(looks: tuple[Look, ...], radius: float, ratio: float, ring: str, rim: str, halo: float = HALO) -> Atlas:
    """Draw the atlas.

    Args:
        looks: One for each kind of point.
        radius: Of a point, in logical pixels.
        ratio: Device pixels in a logical one.
        ring: Colour of the two rings.
        rim: Colour on both sides of them.
        halo: Width of the rim of a point.
    """
    reach = max(REACH * radius + RING, radius + MARK_GAP + MARK_RING) + halo + 1
    side = 2 * math.ceil(reach * ratio) + 1

    def draw(painter: QPainter, index: int) -> None:
        if index < 2 * len(looks):
            draw_point(painter, looks[index // 2], radius, hollow=bool(index % 2), halo=halo)
        else:
            _draw_ring(painter, radius + MARK_GAP, QColor(ring), QColor(rim), filled=index % 2 == 1)

    pixmap = QPixmap(side * (2 * len(looks) + 2), side)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in range(2 * len(looks) + 2):
            painter.save()
            painter.translate(side * (index + 0.5), side / 2)
            painter.scale(ratio, ratio)
            draw(painter, index)
            painter.restore()
    return Atlas(pixmap, side, ratio, draw, len(looks))


def stamp(painter: QPainter, made: Atlas, centres: NDArray[Any], sprites: NDArray[Any]) -> None:
    """Draw points and rings, in order: as pictures, or, on paper, as shapes.

    Args:
        painter: On a surface in the atlas's device pixels.
        made: What is drawn.
        centres: Where, (sprites, 2), in device pixels.
        sprites: Which, (sprites,).
    """
    if not on_paper():
        draw_sprites(painter, made.pixmap, centres, sprites, made.side)
        return
    for (x, y), index in zip(centres.tolist(), sprites.tolist(), strict=True):
        painter.save()
        painter.translate(x, y)
        painter.scale(made.ratio, made.ratio)
        made.draw(painter, index)
        painter.restore()


def draw_point(painter: QPainter, look: Look, radius: float, *, hollow: bool = False, halo: float = HALO) -> None:
    """Draw one point round the painter's origin: filled for training, hollow for testing."""
    path = marker_path(look.shape, radius)
    outer = halo + (RING / 2 if hollow else 0.0)
    # Twice as wide, for the point is painted over the inner half.
    painter.strokePath(path, _pen(QColor(look.rim), 2 * outer))
    painter.fillPath(path, QColor(look.area if hollow else look.mark))
    if hollow:
        painter.strokePath(path, _pen(QColor(look.mark), RING))


def _draw_ring(painter: QPainter, radius: float, colour: QColor, rim: QColor, *, filled: bool) -> None:
    path = QPainterPath()
    path.addEllipse(QPointF(0, 0), radius, radius)
    if filled:
        painter.fillPath(path, theme.with_alpha(colour, 0.3))
    painter.strokePath(path, _pen(rim, MARK_RING + 2 * 0.9))
    painter.strokePath(path, _pen(colour, MARK_RING))


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _hex(rgb: NDArray[np.uint8]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*rgb)
