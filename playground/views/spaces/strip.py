"""One small space for each stage, the morph slider under them, and how separable the points are at each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QLinearGradient, QPainterPath, QPen, QRegion
from PySide6.QtWidgets import QWidget

from playground.document.figures import share
from playground.views.spaces.morph_slider import HEIGHT as SLIDER
from playground.views.spaces.morph_slider import MorphSlider
from playground.views.spaces.small_well import SmallWell
from playground.widgets.buttons import IconButton
from playground.widgets.control import smooth_painter
from playground.widgets.text import CENTRE, draw_text, text_width
from playground.widgets.theme import current, px, pxf, with_alpha

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent

LEAST_SIDE, MOST_SIDE = 38, 150
GAP, _WIDEST_GAP = 10, 28
_TITLE, _BELOW_WELL, _LABEL = 19, 5, 16
_CHART_GAP, _CHART_TITLE, _LEAST_CHART, _MOST_CHART = 14, 20, 28, 64


_PLAY, _LEAST_PLAY = 20, 16
PLAY_TIP = "Play the morph (Ctrl+M)\nFrom the input through every layer to the output and back, once"


class StageStrip(QWidget):
    """Everything that hangs on the x positions of the stages; scrolls as one.

    Signals:
        stage_chosen(int): By a click on a small space or a stop.
        point_hovered(object): Index of a point, or None.
        brushed(object): Points in a rectangle, as a mask.
    """

    stage_chosen = Signal(int)
    point_hovered = Signal(object)
    brushed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("content")
        self.slider = MorphSlider(self)
        self.slider.stage_chosen.connect(self.stage_chosen)
        self.play = IconButton("play", "Play the morph", PLAY_TIP, side=_PLAY, parent=self)
        self.wells: list[SmallWell] = []
        self._titles: tuple[tuple[str, str], ...] = ()
        self._labels: list[str] = []
        self._shares: list[float | None] = []
        self._guess = 0.0
        self._chart_title = ""
        self._chosen = 0
        self._side, self._chart = LEAST_SIDE, 0

    # ---- what it shows ---------------------------------------------------------------------------------------------

    def set_titles(self, titles: Sequence[tuple[str, str]]) -> None:
        """One stage for each title, in full and short; wells are kept as far as they go."""
        for well in self.wells[len(titles) :]:
            well.setParent(None)
            well.deleteLater()
        del self.wells[len(titles) :]
        for index in range(len(self.wells), len(titles)):
            well = SmallWell(index, self)
            well.chosen.connect(self.stage_chosen)
            well.point_hovered.connect(self.point_hovered)
            well.brushed.connect(self.brushed)
            well.show()
            self.wells.append(well)
        self._titles = tuple(titles)
        self._labels, self._shares = [""] * len(titles), [None] * len(titles)
        self._name_wells()

    def set_shares(self, labels: Sequence[str], shares: Sequence[float | None], guess: float, title: str) -> None:
        """Words and numbers at the stops.

        Args:
            labels: One each, "64 % right".
            shares: One each, 0 to 1; None where there is none.
            guess: What guessing reaches; 0 for no line.
            title: Over the chart.
        """
        words = self._labels, self._shares, self._chart_title
        if self._chart and guess != self._guess:  # as with every point that is drawn
            chart = self._chart + px(_CHART_GAP + _CHART_TITLE)
            self.update(0, self.height() - chart, self.width(), chart)
        self._labels, self._shares = list(labels), list(shares)
        self._guess, self._chart_title = guess, title
        if words != (self._labels, self._shares, title):
            self._name_wells()
            beside = QRegion(self.rect())
            for well in self.wells:  # costly, and none of them has changed
                beside -= well.geometry()
            self.update(beside)

    def labels(self) -> list[str]:
        """The words at the stops: bare numbers where the small spaces are too narrow for more."""
        fits = all(text_width(label, "label_strong") <= self._side for label in self._labels)
        return list(self._labels) if fits else [label.rpartition(" ")[0] for label in self._labels]

    def titles(self) -> list[str]:
        """The words over the small spaces: in full where all of them fit, and numbers where not even short ones do."""
        for words in zip(*self._titles, strict=True):
            if self._have_room(words):
                return list(words)
        return [short.removeprefix("Layer ") for _, short in self._titles]

    def _have_room(self, titles: Sequence[str]) -> bool:
        """Whether none of them reaches the next one; what the last lacks of room it takes from the one before it."""
        widths = [text_width(title, "button") for title in titles]
        room, missing = self._side + px(GAP - 2), max(widths[-1] - self._side, 0)
        return max(widths) <= room and (missing == 0 or max(widths[-2:-1], default=0) <= room - missing)

    def show_playing(self, *, on: bool) -> None:
        """Offer to stop the morph, or to play it."""
        self.play.set_icon("pause" if on else "play")
        self.play.set_description("Stop the morph" if on else "Play the morph", PLAY_TIP)

    def choose(self, index: int) -> None:
        """Outline a stage."""
        self._chosen = index
        for number, well in enumerate(self.wells):
            well.set_selected(number == index)
        self.update()

    # ---- where it is -----------------------------------------------------------------------------------------------

    def fit(self, room: QSize) -> None:
        """Take the size that suits a room: as wide as it, or wider when the stages need more."""
        count = max(len(self.wells), 1)
        width = max(room.width(), self.least_width())
        around = _around()
        across, down = (width - (count - 1) * px(GAP)) // count, max(room.height() - around, px(LEAST_SIDE))
        side = min(across, down, px(MOST_SIDE))
        spare = room.height() - around - side - px(_CHART_GAP + _CHART_TITLE)
        self._side = side
        self._chart = min(spare, px(_MOST_CHART)) if spare >= px(_LEAST_CHART) else 0
        chart = px(_CHART_GAP + _CHART_TITLE) + self._chart if self._chart else 0
        self.setFixedSize(width, around + side + chart)
        self._place_children()

    def least_width(self) -> int:
        """What all stages need side by side."""
        count = max(len(self.wells), 1)
        return count * px(LEAST_SIDE) + (count - 1) * px(GAP)

    def least_height(self) -> int:
        """What the smallest spaces need with their titles, the slider and the numbers below."""
        return _around() + px(LEAST_SIDE)

    def centres(self) -> list[float]:
        """The x of every stage."""
        count = len(self.wells)
        if count < 2:  # one stage has no pitch
            return [self._side / 2.0] * count
        pitch = min((self.width() - self._side) / (count - 1), self._side + px(_WIDEST_GAP))
        return [round(index * pitch) + self._side / 2.0 for index in range(count)]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the wells where they belong."""
        self._place_children()
        super().resizeEvent(event)

    def _place_children(self) -> None:
        centres = self.centres()
        for well, centre in zip(self.wells, centres, strict=True):
            well.setGeometry(round(centre - self._side / 2), px(_TITLE), self._side, self._side)
        top, play = px(_TITLE) + self._side + px(_BELOW_WELL), min(px(_PLAY), self._side // 2 - px(8))
        self.slider.setGeometry(0, top, self.width(), px(SLIDER))
        self.play.setGeometry(0, top + (px(SLIDER) - play) // 2, play, play)
        self.play.setVisible(play >= px(_LEAST_PLAY))  # the keyboard and a double-click play it all the same
        self.play.raise_()
        self.slider.set_stops(centres)

    # ---- painting --------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Titles, words at the stops, the chart; nothing of it when only wells are new, or the handle moves."""
        dirty = event.region() - QRegion(self.slider.geometry())
        for well in self.wells:
            dirty -= well.geometry()
        if dirty.isEmpty():
            return
        with smooth_painter(self) as painter:
            centres = self.centres()
            self._paint_words(painter, centres)
            if self._chart and dirty.intersects(QRect(0, self.slider.geometry().bottom(), self.width(), self.height())):
                self._paint_chart(painter, centres)

    def _paint_words(self, painter: QPainter, centres: list[float]) -> None:
        theme = current()
        half = self._side / 2
        below = self.slider.geometry().bottom() + 1
        for index, (centre, title, words) in enumerate(zip(centres, self.titles(), self.labels(), strict=True)):
            chosen = index == self._chosen
            is_last = index == len(centres) - 1  # what its title lacks of room it takes from its left
            missing = max(text_width(title, "button") - self._side, 0) if is_last else 0
            area = QRectF(centre - half - missing, 0, self._side + (missing if is_last else px(GAP - 2)), px(16))
            draw_text(painter, area, title, "button", theme.ink if chosen else theme.ink2)
            area = QRectF(centre - half, below, 2 * half, px(_LABEL))
            role, colour = ("label_strong", theme.ink) if chosen else ("label", theme.ink3)
            draw_text(painter, area, words, role, colour, CENTRE)  # type: ignore[arg-type]

    def _paint_chart(self, painter: QPainter, centres: list[float]) -> None:
        """How much a straight cut separates, from stage to stage."""
        theme = current()
        top = self.height() - self._chart
        left, right = centres[0] - self._side / 2, centres[-1] + self._side / 2
        title = QRectF(left, top - px(_CHART_TITLE) - pxf(2), right - left, px(16))
        draw_text(painter, title, self._chart_title, "row", theme.ink2)
        words, room = f"guessing {share(self._guess)}", right - left - text_width(self._chart_title, "row") - px(GAP)
        if self._guess > 0.0 and text_width(words, "label") <= room:
            behind = title.adjusted(text_width(self._chart_title, "row") + px(GAP), 0, 0, 0)
            draw_text(painter, behind, words, "label", theme.ink3)  # at the right end it would be scrolled out of sight
        base, full = self.height() - pxf(2), top + pxf(4)
        height = base - full
        painter.setPen(QPen(theme.line, 1.0))
        for level in (base, full):
            painter.drawLine(QPointF(left, level), QPointF(right, level))
        if self._guess > 0.0:
            dashes = QPen(theme.line_strong, 1.0)
            dashes.setDashPattern([3.0, 3.0])
            painter.setPen(dashes)
            level = base - self._guess * height
            painter.drawLine(QPointF(left, level), QPointF(right, level))
        known = [
            (index, QPointF(centre, base - share * height))
            for index, (centre, share) in enumerate(zip(centres, self._shares, strict=True))
            if share is not None
        ]
        if known:
            self._paint_curve(painter, known, base)

    def _paint_curve(self, painter: QPainter, known: list[tuple[int, QPointF]], base: float) -> None:
        theme = current()
        line = QPainterPath(known[0][1])
        for _, point in known[1:]:
            line.lineTo(point)
        area = QPainterPath(line)
        area.lineTo(known[-1][1].x(), base)
        area.lineTo(known[0][1].x(), base)
        fade = QLinearGradient(0, base - self._chart, 0, base)
        fade.setColorAt(0.0, with_alpha(theme.ink, 0.10))
        fade.setColorAt(1.0, with_alpha(theme.ink, 0.02))
        painter.fillPath(area, fade)
        pen = QPen(theme.ink3, pxf(2))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(line, pen)
        painter.setPen(Qt.PenStyle.NoPen)
        for index, point in known:
            painter.setBrush(theme.card)
            painter.drawEllipse(point, pxf(5.5), pxf(5.5))
            painter.setBrush(theme.ink if index == self._chosen else theme.ink3)
            painter.drawEllipse(point, pxf(3.5), pxf(3.5))

    def _name_wells(self) -> None:
        for well, (title, _), label in zip(self.wells, self._titles, self._labels, strict=True):
            name = f"{title}, {label}" if label else title
            if name != well.accessibleName():  # a new name is told to screen readers, which takes its time
                well.setAccessibleName(name)


def _around() -> int:
    """The height of all that stands above and below the spaces."""
    return px(_TITLE + _BELOW_WELL + SLIDER + _LABEL)
