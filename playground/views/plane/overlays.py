"""What can be laid over the map: the linear regions of a network of ReLUs, what the points push, steps of samples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from playground.document.figures import share
from playground.document.true_posterior import truth_refusal
from playground.training.probes.plane.input_gradients import InputGradients
from playground.training.probes.plane.linear_regions import LinearRegions, obstacle
from playground.training.probes.plane.true_posterior import TruePosterior
from playground.views.plane.formula import formula_words
from playground.views.plane.sheet import Sheet, outlines
from playground.widgets import theme
from playground.widgets.control import rounded
from playground.widgets.format import count
from playground.widgets.text import draw_text, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from PySide6.QtGui import QImage, QPainter

    from playground.document.model import Document
    from playground.domains.plane.grid import Extent
    from playground.domains.section import Section
    from playground.session.map_overlays import MapOverlays
    from playground.session.selection import SampleStep
    from playground.training.probes.plane.input_gradients import PointGradients
    from playground.training.probes.plane.linear_regions import Regions
    from playground.training.probes.plane.true_posterior import PosteriorMap
    from playground.training.probes.request import Request
    from playground.training.snapshots.snapshot import Snapshot
    from playground.views.plane.camera import PlaneTransform

TINT, MOST_TINTED = 0.10, 1000
"""Opacity of the ink over every other region; more of them could not be told apart."""
FIRST, LATER = (1.25, 0.8), (0.75, 0.45)
"""Width and opacity of the lines of the first layer's units, and of all others."""
NOTHING, HUGE = 1e-12, 1e12
"""A gradient that points nowhere, and where larger ones are cut off."""
LONGEST, SHORTEST = 1 / 15, 3.0
"""Of an arrow: a part of the map's side, and pixels; shorter ones are left out."""
HEAD, MOST_HEAD = 0.32, 6.0
"""Of an arrow's head: a part of its length, pixels."""
ARROW, RIM, RIM_OPACITY = 1.4, 3.2, 0.7
CHIP, CHIP_PADDING = 22, 8
DASH, BORDER, BORDER_RIM = 7.0, 1.6, 3.6
TURNED = 0.35
"""Dashes are the dark fields of a board turned by so many radians: no border runs along its lines."""
STEP, STEP_RIM = 2.0, 4.5
STEP_HEAD, TURN = 8.0, 150.0
"""Pixels of the sides of a head, and the degrees that they turn back by."""
RING, LEAST_STEP = 5.0, 2.0
"""The ring where a step ends, and pixels below which a step has no arrow."""


class Overlays:
    """Keeps what was computed last, and pictures of it that are drawn anew only when it changes."""

    def __init__(self, switches: MapOverlays) -> None:
        self._switches = switches
        self.value = 0
        """Which of the values the formula is of."""
        self._regions: Regions | None = None
        self._gradients: PointGradients | None = None
        self._document: Document | None = None
        self._found: tuple[Regions, tuple[float, float], int | None] | None = None
        self._truth: PosteriorMap | None = None
        self._cells, self._arrows, self._border = Sheet(draw_regions), Sheet(draw_gradients), Sheet(draw_border)

    def forget_what_is_off(self) -> None:
        """It is not up to date when it is turned on again."""
        self._regions = self._regions if self._switches.is_on("regions") else None
        self._gradients = self._gradients if self._switches.is_on("pushes") else None
        self._truth = self._truth if self._switches.is_on("truth") else None

    def requests(self, extent: Extent, section: Section) -> tuple[Request[Any], ...]:
        """What the trainer is asked for, for a part of a plane of samples."""
        kinds: dict[str, Request[Any]] = {
            "regions": LinearRegions(extent, section),
            "pushes": InputGradients(section),
            "truth": TruePosterior(extent),
        }
        return tuple(kinds[name] for name in self._switches.all_on())

    def take(self, snapshot: Snapshot) -> None:
        """Take what a snapshot brings of what is on."""
        self._document = snapshot.document
        self._regions, self._gradients = snapshot.get(LinearRegions), snapshot.get(InputGradients)
        self._truth = snapshot.get(TruePosterior)
        self.forget_what_is_off()

    def pictures(self, frame: PlaneTransform, ratio: float) -> tuple[QImage, ...]:
        """The square as pictures to be laid over the map, lowest first; none when nothing is on."""
        found: list[QImage] = []
        if self._regions is not None:
            found.append(self._cells.picture(self._regions, frame, ratio))
        if self._gradients is not None:
            found.append(self._arrows.picture(self._gradients, frame, ratio))
        if self._truth is not None:
            found.append(self._border.picture(self._truth, frame, ratio))
        return tuple(found)

    def paint_on_paper(self, painter: QPainter, frame: PlaneTransform) -> None:
        """Paint the overlays as shapes."""
        if self._regions is not None:
            self._cells.paint_on_paper(painter, self._regions, frame)
        if self._gradients is not None:
            self._arrows.paint_on_paper(painter, self._gradients, frame)
        if self._truth is not None:
            self._border.paint_on_paper(painter, self._truth, frame)

    def words(self, document: Document, place: tuple[float, float] | None, section: Section | None = None) -> str:
        """What is said of the regions and of the true border that are on; empty where neither is."""
        return " · ".join(filter(None, (self._regions_said(document, place, section), self._truth_said(document))))

    def _truth_said(self, document: Document) -> str:
        """How often the best guess is right; or why that is not known."""
        if not self._switches.is_on("truth"):
            return ""
        problem = truth_refusal(document)
        return problem or ("" if self._truth is None else truth_words(self._truth))

    def _regions_said(self, document: Document, place: tuple[float, float] | None, section: Section | None) -> str:
        """How many regions there are, or what the network is at a place; or why there are none."""
        if not self._switches.is_on("regions"):
            return ""
        problem, regions = obstacle(document), self._regions
        if problem or regions is None or self._document is None:
            return problem
        index = self._region_at(place)
        if index is None or place is None:
            return regions.problem or regions_words(regions)
        return formula_words(self._document, regions.formulas[index], place, section, self.value)

    def _region_at(self, place: tuple[float, float] | None) -> int | None:
        """The region under the pointer; the last answer is kept, for paintings between two movements."""
        if self._regions is None or place is None:
            return None
        if self._found is None or self._found[:2] != (self._regions, place):
            self._found = (self._regions, place, self._regions.at(*place))
        return self._found[2]

    def paint_above(
        self,
        painter: QPainter,
        frame: PlaneTransform,
        document: Document,
        place: tuple[float, float] | None,
        section: Section,
    ) -> None:
        """What moves with the pointer: the rim of the region under it, and its formula in the corner."""
        regions = self._regions
        index = self._region_at(place)
        if regions is not None and index is not None:
            corners = frame.points_to_screen(regions.corners[regions.starts[index] : regions.starts[index + 1]])
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.current().ink, theme.pxf(1.5)))
            painter.drawPath(outlines([np.concatenate((corners, corners[:1]))]))
        words = self.words(document, place, section)
        if words:
            _paint_chip(painter, frame, words)


def regions_words(regions: Regions) -> str:
    """How many linear regions there are, and into how many cells units cut them without a new formula."""
    words = count(regions.region_count, "linear region")
    return words if regions.region_count == len(regions) else f"{words} in {count(len(regions), 'cell')}"


def truth_words(truth: PosteriorMap) -> str:
    """How often the best guess is right on average."""
    return f"At best {share(1.0 - truth.error, 1)} right"


def draw_border(sheet: Sheet[PosteriorMap], truth: PosteriorMap) -> None:
    """The true border in dashes, with a rim that keeps it apart from what it lies on."""
    shown, lines = theme.current(), sheet.places(truth.border).reshape(-1, 4)
    sheet.stroke(lines, theme.pxf(BORDER_RIM), theme.with_alpha(shown.halo, RIM_OPACITY))
    sheet.stroke(lines[dashes(lines, sheet.pixels(DASH))], theme.pxf(BORDER), shown.ink)


def dashes(lines: NDArray[np.float64], length: float) -> NDArray[np.bool_]:
    """Which of many short pieces of lines are drawn, so that each line is in dashes of about a length.

    Args:
        lines: (S, 4), in no order.
        length: Of a dash and of a gap, in the same units.
    """
    x, y = (lines[:, :2] + lines[:, 2:]).T / 2.0
    across = np.cos(TURNED) * x + np.sin(TURNED) * y
    up = np.cos(TURNED) * y - np.sin(TURNED) * x
    fields = np.floor(across / length) + np.floor(up / length)
    return np.asarray(fields % 2.0 == 0.0)


def draw_regions(sheet: Sheet[Regions], regions: Regions) -> None:
    """Tint every other one, then draw the lines of the units: the first layer's stand out."""
    ink = theme.current().ink
    if 0 < len(regions) <= MOST_TINTED:
        cells = np.split(sheet.places(regions.corners), regions.starts[1:-1])
        odd = [cell for cell, odd in zip(cells, regions.odd.tolist(), strict=True) if odd]
        sheet.fill(outlines(odd), theme.with_alpha(ink, TINT))
    ends = sheet.places(regions.cuts).reshape(-1, 4)
    for chosen, (width, opacity) in ((regions.depths > 0, LATER), (regions.depths == 0, FIRST)):
        sheet.stroke(ends[chosen], theme.pxf(width), theme.with_alpha(ink, opacity))


def draw_gradients(sheet: Sheet[PointGradients], gradients: PointGradients) -> None:
    """An arrow from every point, with a rim that keeps it apart from what it lies on."""
    shown, lines = theme.current(), arrows(gradients, sheet.frame)
    sheet.stroke_screen(lines, theme.pxf(RIM), theme.with_alpha(shown.halo, RIM_OPACITY))
    sheet.stroke_screen(lines, theme.pxf(ARROW), shown.ink)


def arrows(found: PointGradients, frame: PlaneTransform) -> NDArray[np.float64]:
    """Arrows as lines on the screen, (n, 3, 4): both ends of the shaft and of each side of the head.

    Lengths go with the root of the gradient, so that weak ones are seen too; the strongest twentieth has the full one.
    """
    gradients = np.clip(np.nan_to_num(found.gradients.astype(np.float64)), -HUGE, HUGE)
    sizes = np.linalg.norm(gradients, axis=1)
    strongest = float(np.quantile(sizes, 0.95)) if len(sizes) else 0.0
    lengths = LONGEST * frame.side * np.sqrt(np.minimum(sizes / max(strongest, 1e-30), 1.0))
    long = (lengths > theme.pxf(SHORTEST)) & (sizes > NOTHING)
    tails = frame.points_to_screen(found.points.astype(np.float64))[long]
    along = gradients[long] * (1.0, -1.0) / sizes[long, None]
    across, reach = along[:, ::-1] * (-1.0, 1.0), lengths[long, None]
    tips, barbs = tails + along * reach, np.minimum(HEAD * reach, theme.pxf(MOST_HEAD))
    sides = [tips + barbs * (turn * across * 0.7 - along) for turn in (1.0, -1.0)]
    return np.stack(
        [np.concatenate(ends, axis=1) for ends in ((tails, tips), (tips, sides[0]), (tips, sides[1]))], axis=1
    )


def _paint_chip(painter: QPainter, frame: PlaneTransform, words: str) -> None:
    """Words in the lower left corner of the map."""
    shown, margin = theme.current(), theme.pxf(8)
    width = min(text_width(words, "label") + 2 * theme.pxf(CHIP_PADDING), frame.side - 2 * margin)
    height = theme.pxf(CHIP)
    place = QRectF(frame.left + margin, frame.top + frame.side - margin - height, width, height)
    rounded(painter, place, 6, theme.with_alpha(shown.card, 0.92))
    inner = place.adjusted(theme.pxf(CHIP_PADDING), 0, -theme.pxf(CHIP_PADDING) + 1, 0)
    draw_text(painter, inner, words, "label", shown.ink)


def paint_steps(painter: QPainter, frame: PlaneTransform, section: Section, steps: Sequence[SampleStep]) -> None:
    """Each step as an arrow with a rim that keeps it apart from what it lies on; a far one ends in a ring.

    Args:
        painter: Clipped to the map's square.
        frame: Where the plane is on the screen.
        section: The plane of samples that is shown.
        steps: Of samples of as many numbers as the section holds; others are passed over.
    """
    shown = theme.current()
    for step in steps:
        if len(step.start) != len(section.held):
            continue
        start, end = (QPointF(*at) for at in _on_screen(frame, section, step))
        lines = _arrow(start, end)
        for width, colour in ((STEP_RIM, theme.with_alpha(shown.halo, RIM_OPACITY)), (STEP, shown.ink)):
            painter.setPen(QPen(colour, theme.pxf(width), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawLines(lines)
            if step.is_far:
                painter.drawEllipse(end, theme.pxf(RING), theme.pxf(RING))


def _on_screen(frame: PlaneTransform, section: Section, step: SampleStep) -> list[list[float]]:
    places: list[list[float]] = frame.points_to_screen(section.places(np.array([step.start, step.end]))).tolist()
    return places


def _arrow(start: QPointF, end: QPointF) -> list[QLineF]:
    """The shaft and both sides of the head; nothing where the step hardly moves."""
    shaft = QLineF(start, end)
    if shaft.length() < theme.pxf(LEAST_STEP):
        return []
    lines = [shaft]
    for turn in (TURN, -TURN):
        side = QLineF(end, end + (end - start))
        side.setAngle(shaft.angle() + turn)
        side.setLength(min(theme.pxf(STEP_HEAD), shaft.length()))
        lines.append(side)
    return lines
