"""What can be laid over the map: the linear regions of a network of ReLUs, and what the points push."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from playground.training.linear_regions import obstacle
from playground.views.canvas.formula import formula_words
from playground.widgets import theme
from playground.widgets.control import rounded
from playground.widgets.format import count
from playground.widgets.qt_arrays import path_of
from playground.widgets.text import draw_text, text_width

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QPainterPath

    from playground.document.model import Document
    from playground.training.linear_regions import Regions
    from playground.training.messages import Pushes, Snapshot
    from playground.views.canvas.camera import Frame

TINT = 0.10
"""Opacity of the ink over every other region."""
FIRST, LATER = (1.25, 0.8), (0.75, 0.45)
"""Width and opacity of the lines of the first layer's units, and of all others."""
NOTHING = 1e-12
"""A gradient that points nowhere."""
LONGEST, SHORTEST = 1 / 15, 3.0
"""Of an arrow: a part of the map's side, and pixels; shorter ones are left out."""
HEAD, MOST_HEAD = 0.32, 6.0
"""Of an arrow's head: a part of its length, pixels."""
ARROW, RIM = 1.4, 3.2
CHIP, CHIP_PADDING = 22, 8
NAMES = ("regions", "pushes")


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the picture at hand was drawn for."""

    frame: Frame
    ratio: float
    colours: str
    regions: Regions | None
    pushes: Pushes | None


class Overlays:
    """Keeps what was computed last and a picture of it, which is drawn anew only when one of them changes."""

    def __init__(self) -> None:
        self._on: frozenset[str] = frozenset()
        self._regions: Regions | None = None
        self._pushes: Pushes | None = None
        self._document: Document | None = None
        self._kept: _Kept | None = None
        self._pixmap = QPixmap()

    def switch(self, name: str, on: bool) -> None:
        """Turn one of `NAMES` on or off."""
        self._on = self._on | {name} if on else self._on - {name}
        if not on:
            setattr(self, f"_{name}", None)

    def is_on(self, name: str) -> bool:
        """Whether one of `NAMES` is on."""
        return name in self._on

    def wants(self) -> dict[str, object]:
        """Fields of the request to the trainer."""
        return dict.fromkeys(sorted(self._on), True)

    def take(self, snapshot: Snapshot) -> None:
        """Take what a snapshot brings of what is on."""
        self._document = snapshot.document
        self._regions = snapshot.regions if "regions" in self._on else None
        self._pushes = snapshot.pushes if "pushes" in self._on else None

    def picture(self, frame: Frame, ratio: float) -> QPixmap | None:
        """The square as a picture to be laid over the map; None when nothing is on."""
        if self._regions is None and self._pushes is None:
            return None
        wanted = _Kept(frame, ratio, theme.current().name, self._regions, self._pushes)
        if wanted != self._kept:
            self._kept = wanted
            self._draw(frame, ratio)
        return self._pixmap

    def words(self, document: Document, place: tuple[float, float] | None) -> str:
        """How many regions there are, or what the network is at a place; or why there are none. Empty when off."""
        if "regions" not in self._on:
            return ""
        problem, regions = obstacle(document), self._regions
        if problem or regions is None or self._document is None:
            return problem
        index = None if place is None else regions.at(*place)
        if index is None or place is None:
            return regions.problem or count(len(regions), "linear region")
        return formula_words(self._document, regions.formulas[index], place)

    def paint_above(
        self, painter: QPainter, frame: Frame, document: Document, place: tuple[float, float] | None
    ) -> None:
        """What moves with the pointer: the rim of the region under it, and its formula in the corner."""
        regions = self._regions
        index = None if regions is None or place is None else regions.at(*place)
        if regions is not None and index is not None:
            corners = frame.points_to_screen(regions.corners[regions.starts[index] : regions.starts[index + 1]])
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.current().ink, theme.pxf(1.5)))
            painter.drawPath(_outlines([np.concatenate((corners, corners[:1]))]))
        words = self.words(document, place)
        if words:
            _paint_chip(painter, frame, words)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _draw(self, frame: Frame, ratio: float) -> None:
        side = max(round(frame.side * ratio), 1)
        if self._pixmap.width() != side or self._pixmap.devicePixelRatio() != ratio:
            self._pixmap = QPixmap(side, side)
            self._pixmap.setDevicePixelRatio(ratio)
        self._pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-frame.left, -frame.top)
        if self._regions is not None:
            _paint_regions(painter, frame, self._regions)
        if self._pushes is not None:
            _paint_pushes(painter, frame, self._pushes)
        painter.end()


def _paint_regions(painter: QPainter, frame: Frame, regions: Regions) -> None:
    """Tint every other one, then draw the lines of the units: the first layer's stand out."""
    shown = theme.current()
    corners = frame.points_to_screen(regions.corners)
    cells = np.split(corners, regions.starts[1:-1]) if len(regions) else []
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.with_alpha(shown.ink, TINT))
    painter.drawPath(_outlines([cell for cell, odd in zip(cells, regions.odd.tolist(), strict=True) if odd]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ends = frame.points_to_screen(regions.cuts)
    for chosen, (width, opacity) in ((regions.depths > 0, LATER), (regions.depths == 0, FIRST)):
        painter.setPen(QPen(theme.with_alpha(shown.ink, opacity), theme.pxf(width)))
        painter.drawPath(path_of(ends[chosen].reshape(-1, 2), np.tile([True, False], int(chosen.sum()))))


def arrows(pushes: Pushes, frame: Frame) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Arrows as polylines: corners on the screen, (5 n, 2), and which of them begin one.

    Lengths go with the root of the gradient, so that weak ones are seen too; the strongest twentieth has the full one.
    """
    gradients = pushes.gradients.astype(np.float64)
    sizes = np.linalg.norm(gradients, axis=1)
    strongest = float(np.quantile(sizes, 0.95)) if len(sizes) else 0.0
    lengths = LONGEST * frame.side * np.sqrt(np.minimum(sizes / max(strongest, 1e-30), 1.0))
    long = (lengths > theme.pxf(SHORTEST)) & (sizes > NOTHING)
    tails = frame.points_to_screen(pushes.points.astype(np.float64))[long]
    along = gradients[long] * (1.0, -1.0) / sizes[long, None]
    across, reach = along[:, ::-1] * (-1.0, 1.0), lengths[long, None]
    tips, barbs = tails + along * reach, np.minimum(HEAD * reach, theme.pxf(MOST_HEAD))
    sides = [tips + barbs * (turn * across * 0.7 - along) for turn in (1.0, -1.0)]
    corners = np.stack((tails, tips, sides[0], tips, sides[1]), axis=1).reshape(-1, 2)
    return corners, np.tile([True, False, True, False, False], len(tails))


def _paint_pushes(painter: QPainter, frame: Frame, pushes: Pushes) -> None:
    path, shown = path_of(*arrows(pushes, frame)), theme.current()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((theme.with_alpha(shown.halo, 0.7), RIM), (shown.ink, ARROW)):
        pen = QPen(colour, theme.pxf(width), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(path)


def _outlines(polylines: list[NDArray[np.float64]]) -> QPainterPath:
    """Polylines, none of them empty, as one path."""
    starts = np.zeros(sum(len(one) for one in polylines), dtype=np.bool_)
    if not polylines:
        return path_of(np.empty((0, 2)), starts)
    starts[np.cumsum([0, *(len(one) for one in polylines[:-1])])] = True
    return path_of(np.concatenate(polylines), starts)


def _paint_chip(painter: QPainter, frame: Frame, words: str) -> None:
    """Words in the lower left corner of the map."""
    shown, margin = theme.current(), theme.pxf(8)
    width = min(text_width(words, "label") + 2 * theme.pxf(CHIP_PADDING), frame.side - 2 * margin)
    height = theme.pxf(CHIP)
    place = QRectF(frame.left + margin, frame.top + frame.side - margin - height, width, height)
    rounded(painter, place, 6, theme.with_alpha(shown.card, 0.92))
    inner = place.adjusted(theme.pxf(CHIP_PADDING), 0, -theme.pxf(CHIP_PADDING) + 1, 0)
    draw_text(painter, inner, words, "label", shown.ink)
