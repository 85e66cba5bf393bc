"""What the colours of the map mean, which of the values they show, and the switches for the points."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainterPath
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from playground.document.scaling import AxisScale
from playground.render.colormap import SIGNED_EXPONENT, pack, ramp
from playground.views.plane.class_key import ClassKey
from playground.widgets import theme
from playground.widgets.answers_image import grey_ramp
from playground.widgets.buttons import PushButton
from playground.widgets.chip import Chip
from playground.widgets.choice import Choice, ChoiceButton
from playground.widgets.control import smooth_painter
from playground.widgets.format import decimal, in_units, percent, plain
from playground.widgets.lengths import add_gap, scaled
from playground.widgets.markers import marker_path
from playground.widgets.popover import Popover
from playground.widgets.qt_arrays import image_of
from playground.widgets.text import CENTRE, LEFT, draw_text, literal, text_width

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent

    from playground.document.dataset import DataClass
    from playground.widgets.fonts import FontRole

PAIR = 2
HEIGHT, RAMP = 30, 8
GAP, LEAST_RAMP, MOST_RAMP, SHORT_RAMP, MOST_BAR = 8, 14, 58, 40, 320
"""A ramp of two classes or of values is no longer than the last, or its words would stand far apart."""
FIRST_ROW, SECOND_ROW, MIDDLE = 11, 26, 18
FIRST_LINE, LINE = 8, 15
MOST_LINES, MOST_IN_A_ROW = 3, 4
FEW, LONGEST = 9, 110
"""Of more classes those are named for which there is room, none of them wider than that, and a button shows all."""
ROW_GAP, MARKER, MARKER_INK, MORE = 5, 9, 0.85, 16
"""From a marker to its ramp, and from there to the name."""
LETTERS = ((1e9, "G"), (1e6, "M"), (1e3, "k"))
COMPACT_FROM, FEW_DIGITS = 1e4, 30.0
"""Larger values are written as 44.1k, and as 444k where they reach over more than thirty thousand."""
TICK_GAP = 5
AGREE = "runs agree", "they do not"
CERTAINTIES = (0.99, 0.9, 0.5, 0.9, 0.99)


def value_text(value: float, scale: AxisScale) -> str:
    """A value of the legend: two digits where zero is in the middle, else as many as tell it from its neighbours."""
    if scale.centre == 0.0:
        return plain(value, 2)
    most, reach = abs(scale.centre) + scale.scale, scale.scale
    size, letter = next(((size, letter) for size, letter in LETTERS if most >= size <= 10 * reach), (1.0, ""))
    if most < COMPACT_FROM or not letter:
        return in_units(value, reach, 1)
    return f"{decimal(value / size, 0 if reach >= FEW_DIGITS * size else 1)}{letter}"


def certainty_place(share: float) -> float:
    """How far from the middle of a two-class ramp a probability lies: tanh(ln(p / (1 - p)) / 4)."""
    return float(np.tanh(np.log(share / (1 - share)) / 4))


class Ramps(QLabel):
    """One ramp between two classes or signs; with more classes, a short one for each; with many, names alone.

    Attributes:
        more: Says how many classes have no room, and opens the list of all.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_whole = False
        tip = "All classes\nTheir colours, from even odds to full certainty"
        self.more = PushButton("", tip=tip, flat=True, height=MORE, parent=self)
        self.more.hide()
        self.more.clicked.connect(self._open_key)
        self._classes: tuple[DataClass, ...] = ()
        self._tells_agreement = False
        self._scale, self._are_likely = AxisScale(0.0, 0.0), True
        self.setAccessibleName("Legend")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_classes(self, classes: tuple[DataClass, ...], *, are_likely: bool = True) -> None:
        """Explain class colours: those of probabilities, or of scores between 0 and 1."""
        if classes and not self._tells_agreement and (classes, are_likely) == (self._classes, self._are_likely):
            return
        self._tells_agreement = False
        self._classes, self._are_likely = classes, are_likely
        self._describe(f"{'Probability' if are_likely else 'Score'} of {', '.join(one.name for one in classes)}")

    def show_agreement(self) -> None:
        """Explain greys: where many runs agree, and where they do not."""
        self._tells_agreement = True
        self._describe(f"{AGREE[0]} to {AGREE[1]}")

    def set_whole(self, whole: bool) -> None:
        """Name every class, in as many lines as that takes: on a picture there is nothing to open."""
        self._is_whole = whole
        self._fit()

    def show_values(self, scale: AxisScale) -> None:
        """Explain values: the one in the middle, and how far from it full colour is."""
        if not self._tells_agreement and (self._classes, self._scale) == ((), scale):
            return
        self._tells_agreement = False
        self._classes, self._scale = (), scale
        self._describe(f"values from {self._text(-1.0)} to {self._text(1.0)}")

    def _text(self, share: float) -> str:
        """The value at a share of full colour."""
        return value_text(float(self._scale.to_units(share)), self._scale)

    def sizeHint(self) -> QSize:
        """A ramp with its ticks."""
        return QSize(theme.px(180), self._height())

    def minimumSizeHint(self) -> QSize:
        """Enough to tell the colours apart."""
        return QSize(theme.px(90), self._height())

    def _height(self) -> int:
        """Two rows, or as many as the classes take."""
        rows = self._rows() if len(self._classes) > PAIR else 2
        return theme.px(HEIGHT + max(rows - 2, 0) * LINE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The kind of legend that the map needs."""
        with smooth_painter(self) as painter:
            if self._tells_agreement:
                self._paint_agreement(painter)
            elif not self._classes:
                self._paint_values(painter)
            elif len(self._classes) == PAIR:
                self._paint_pair(painter)
            else:
                self._paint_classes(painter)

    def _describe(self, text: str) -> None:
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)
            self.setToolTip(literal(text))
            self._fit()
        self.update()

    def _fit(self) -> None:
        """Take the height of the rows, and show the button in the last place where not all classes are named."""
        self.updateGeometry()
        self.update()
        hidden = len(self._classes) - self._named()
        self.more.setVisible(hidden > 0)
        if hidden > 0:
            self.more.set_text(f"+ {hidden} more")
            row, column = divmod(self._named(), self._across())
            middle = theme.px(FIRST_LINE + LINE * row)
            self.more.resize(self.more.sizeHint())
            top = min(middle - self.more.height() // 2, self.height() - self.more.height())
            self.more.move(int(column * self._pitch()), top)

    @Slot()
    def _open_key(self) -> None:
        Popover(ClassKey(self._classes), padding=2).open_at(self.more)

    def _paint_pair(self, painter: QPainter) -> None:
        first, second = self._classes
        widths = self._pair_widths()
        row, gap = theme.pxf(16), theme.pxf(GAP)
        top = theme.pxf(FIRST_ROW) - row / 2
        ink = theme.current().ink2
        bar = QRectF(widths[0] + gap, 0, min(self.width() - sum(widths) - 2 * gap, theme.pxf(MOST_BAR)), 0)
        draw_text(painter, QRectF(0, top, widths[0], row), first.name, "row", ink)
        draw_text(painter, QRectF(bar.right() + gap, top, widths[1], row), second.name, "row", ink)
        self._paint_ramp(painter, bar, theme.pxf(FIRST_ROW), _two_sided(first.color, second.color))
        ticks = {}
        for index, share in enumerate(CERTAINTIES):
            side = -1 if index < len(CERTAINTIES) // 2 else 1
            even = share == CERTAINTIES[len(CERTAINTIES) // 2]
            text = (percent(share) if even else f"{share * 100:.0f}") if self._are_likely else plain(share, 2)
            ticks[side * certainty_place(share)] = text
        self._paint_ticks(painter, bar, ticks)

    def _pair_widths(self) -> list[int]:
        """Of two names, whole as long as a short ramp stays between them; the longer one gives way first."""
        wishes = [text_width(one.name, "row") for one in self._classes]
        room = self.width() - 2 * theme.px(GAP) - theme.px(SHORT_RAMP)
        shorter = min(*wishes, room // PAIR)
        return [wish if wish == shorter else min(wish, room - shorter) for wish in wishes]

    def _paint_agreement(self, painter: QPainter) -> None:
        row, gap, ink = theme.pxf(16), theme.pxf(GAP), theme.current().ink2
        wide = [text_width(text, "row") for text in AGREE]
        top, room = theme.pxf(MIDDLE) - row / 2, min(self.width() - sum(wide) - 2 * gap, theme.pxf(MOST_BAR))
        bar = QRectF(wide[0] + gap, 0, room, 0)
        draw_text(painter, QRectF(0, top, wide[0], row), AGREE[0], "row", ink)
        draw_text(painter, QRectF(bar.right() + gap, top, wide[1], row), AGREE[1], "row", ink)
        self._paint_ramp(painter, bar, theme.pxf(MIDDLE), grey_ramp())

    def _paint_values(self, painter: QPainter) -> None:
        bar = QRectF(theme.pxf(2), 0, min(self.width() - theme.pxf(6), theme.pxf(MOST_BAR)), 0)
        self._paint_ramp(painter, bar, theme.pxf(FIRST_ROW), _two_sided(0, 1))
        half = 0.5**SIGNED_EXPONENT
        shares = {-1.0: -1.0, -half: -0.5, 0.0: 0.0, half: 0.5, 1.0: 1.0}
        self._paint_ticks(painter, bar, {at: self._text(share) for at, share in shares.items()})

    def _paint_classes(self, painter: QPainter) -> None:
        rows, across, pitch = self._rows(), self._across(), self._pitch()
        for index, one in enumerate(self._classes[: self._named()]):
            line, column = divmod(index, across)
            y = theme.pxf(MIDDLE if rows == 1 else FIRST_LINE + LINE * line)
            self._paint_class(painter, one, QRectF(column * pitch, y, pitch - theme.pxf(GAP), 0), rows)

    def _across(self) -> int:
        """How many classes stand in a row."""
        if len(self._classes) > FEW:
            return max(int((self.width() + theme.pxf(GAP)) / self._pitch()), 1)
        return -(-len(self._classes) // self._rows())

    def _pitch(self) -> float:
        """From one class of a row to the next."""
        if len(self._classes) > FEW:
            return min(self._widest(MOST_LINES), theme.pxf(LONGEST)) + theme.pxf(GAP)
        rows = self._rows()
        most = self._widest(rows) + theme.pxf(MOST_RAMP + GAP)
        return min((self.width() + theme.pxf(GAP)) / (-(-len(self._classes) // rows)), most)

    def _named(self) -> int:
        """How many classes are named; the button takes the room of those that its words need."""
        count, places = len(self._classes), self._rows() * self._across() if self._classes else 0
        if count <= FEW or count <= places:
            return count
        taken = ceil(text_width(f"+ {count} more", "button") / self._pitch()) + 1
        return max(places - min(taken, self._across()), 0)

    def _widest(self, rows: int) -> float:
        """What the longest name needs, with its marker."""
        font: FontRole = "row" if rows == 1 else "label"
        return max(text_width(one.name, font) for one in self._classes) + theme.pxf(MARKER + ROW_GAP)

    def ramp_width(self) -> float:
        """How long the ramp of each of several classes is, the same for all; 0 where the longest name leaves none."""
        if not PAIR < len(self._classes) <= FEW:
            return 0.0
        gaps = theme.pxf(GAP + ROW_GAP)  # to the next class, and to the name
        spare = min(self._pitch() - self._widest(self._rows()) - gaps, theme.pxf(MOST_RAMP))
        return spare if spare >= theme.pxf(LEAST_RAMP) else 0.0

    def _rows(self) -> int:
        """As few as have room for every name; no more than three, where the rest can be opened."""
        if len(self._classes) > FEW:
            rows = ceil(len(self._classes) / self._across())
            return rows if self._is_whole else min(rows, MOST_LINES)
        for rows in range(1, MOST_LINES):
            across = -(-len(self._classes) // rows)
            fits = self._widest(rows) <= (self.width() + theme.pxf(GAP)) / across - theme.pxf(GAP)
            if fits and across <= (MOST_IN_A_ROW if rows == 1 else len(self._classes)):
                return rows
        return MOST_LINES

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other rows may be another height."""
        super().resizeEvent(event)
        self._fit()

    def _paint_class(self, painter: QPainter, one: DataClass, place: QRectF, rows: int) -> None:
        """Marker, ramp where there is room for it, name."""
        font: FontRole = "row" if rows == 1 and len(self._classes) <= FEW else "label"
        gap, height, shown = theme.pxf(ROW_GAP), theme.pxf(16), theme.current()
        radius = theme.pxf(MARKER) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shown.marks[one.color % len(shown.marks)]))
        painter.drawPath(marker_path(one.color, radius * MARKER_INK).translated(place.left() + radius, place.top()))
        left = place.left() + 2 * radius + gap
        spare = self.ramp_width()
        if spare:
            self._paint_ramp(
                painter, QRectF(left, 0, spare, 0), place.top(), ramp(shown.map0.name(), shown.maps[one.color])
            )
            left += spare + gap
        text = QRectF(left, place.top() - height / 2, place.right() - left, height)
        draw_text(painter, text, one.name, font, shown.ink2, LEFT)

    def _paint_ramp(self, painter: QPainter, bar: QRectF, middle: float, table: NDArray[np.uint8]) -> None:
        height = theme.pxf(RAMP)
        place = QRectF(bar.left(), round(middle - height / 2), max(bar.width(), 1.0), height)
        painter.drawImage(place, image_of(pack(table)[None]))
        _round_ends(painter, place)

    def _paint_ticks(self, painter: QPainter, bar: QRectF, ticks: dict[float, str]) -> None:
        """Texts below a ramp, at places from −1 to 1: the middle, the ends, and between them where there is room."""
        row = theme.pxf(16)
        taken: list[tuple[float, float]] = []
        for at, text in sorted(ticks.items(), key=lambda tick: (tick[0] != 0.0, -abs(tick[0]))):
            x = bar.left() + bar.width() * (at + 1) / 2
            wide = text_width(text, "label")
            x = min(max(x - wide / 2, bar.left() - theme.pxf(2)), bar.right() + theme.pxf(2) - wide)
            if all(x > right or x + wide < left for left, right in taken):
                taken.append((x - theme.pxf(TICK_GAP), x + wide + theme.pxf(TICK_GAP)))
                place = QRectF(x, theme.pxf(SECOND_ROW) - row / 2, wide + 1, row)
                draw_text(painter, place, text, "label", theme.current().ink3, CENTRE)


class Legend(QWidget):
    """Which of several values, ramps, then two chips that show or hide points."""

    points_shown = Signal(str, bool)
    """"train" or "test", and whether those points are to be shown."""
    value_chosen = Signal(object)
    """The value of a regression that the map is to show, by its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ramps = Ramps()
        tip = "Value (1 to 9)\nWhich of the values map, points and spaces show, and tools paint"
        self.value = ChoiceButton("Value", (), 0, prefix="Value:", tip=tip)
        self.value.chosen.connect(self.value_chosen)
        self.train = Chip("Train", "Train points\nThe points that the network learns from, drawn filled")
        self.test = Chip("Test", "Test points\nThe points kept back to test it, drawn hollow", hollow=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        scaled(row.setSpacing, 4)
        row.addWidget(self.value)
        row.addWidget(self.ramps, 1)
        add_gap(row, 6)
        row.addWidget(self.train, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.test, 0, Qt.AlignmentFlag.AlignBottom)
        self.train.clicked.connect(self._on_train)
        self.test.clicked.connect(self._on_test)

    def show_value(self, names: tuple[str, ...], value: int) -> None:
        """Offer the values by name, and which is shown; one alone is no choice."""
        self.value.setVisible(len(names) > 1)
        self.value.set_choices([Choice(index, name) for index, name in enumerate(names)])
        self.value.set_value(value)

    def _on_train(self, shown: bool) -> None:
        self.points_shown.emit("train", shown)

    def _on_test(self, shown: bool) -> None:
        self.points_shown.emit("test", shown)


def _two_sided(left: int, right: int) -> NDArray[np.uint8]:
    """From one class's full colour over "no opinion" to the other's."""
    shown = theme.current()
    tables = [ramp(shown.map0.name(), shown.maps[color]) for color in (left, right)]
    return np.concatenate([tables[0][::-1], tables[1]])


def _round_ends(painter: QPainter, place: QRectF) -> None:
    """Cover the corners of a ramp with the panel's colour."""
    path = QPainterPath()
    path.addRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))
    path.addRoundedRect(place, theme.pxf(3), theme.pxf(3))
    painter.fillPath(path, theme.current().card)
