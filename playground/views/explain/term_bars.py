"""Signed bars, one for each input of a network: what it does to an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.widgets import theme
from playground.widgets.accessible import Tells, Told
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.text import RIGHT, draw_text, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QColor, QPainter, QPaintEvent

ROW, TRACK, GAP, MOST_NAME = 22, 10, 8, 124
NAME_SHARE = 0.45
"""Of the width, for names that are longer than `MOST_NAME`."""
LEAST_BAR = 1.0
WIDEST_NUMBER = "−0.0000"


@dataclass(frozen=True, slots=True)
class Term:
    """One row.

    Attributes:
        name: Of the input.
        value: What it does to the answer: above 0 it speaks for it.
        text: The same in words.
        number: What the input is, in words; "" where that is not told.
    """

    name: str
    value: float
    text: str
    number: str = ""

    @property
    def told_number(self) -> str:
        """What follows the name: " = 13.4"."""
        return f" = {self.number}" if self.number else ""


class TermBars(Tells, QWidget):
    """Bars to both sides of a line: what speaks for the answer to the right, what speaks against it to the left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.terms: tuple[Term, ...] = ()
        self._colours: tuple[int | None, int | None] = (1, 0)
        self.setAccessibleName("What each input does to the answer")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def told(self) -> Told:
        """The rows, one after the other."""
        return Told(QAccessible.Role.List, ", ".join(f"{one.name}{one.told_number}: {one.text}" for one in self.terms))

    def show_terms(self, terms: Sequence[Term], colours: tuple[int | None, int | None] = (1, 0)) -> None:
        """Show other terms; the same ones again paint nothing.

        Args:
            terms: In the order of the rows.
            colours: Places in the palette, for what speaks for the answer and against it; None for grey.
        """
        taken = tuple(terms)
        if taken == self.terms and colours == self._colours:
            return
        count, self.terms, self._colours = len(self.terms), taken, colours
        if len(taken) != count:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(theme.px(240), bars_height(len(self.terms)))

    def minimumSizeHint(self) -> QSize:
        """All rows: where there is no room for them, what holds them scrolls."""
        return QSize(theme.px(160), self.sizeHint().height())

    def name_width(self) -> int:
        """Room for the names: what the longest needs, but no more than a share of a wide panel."""
        widest = max((text_width(one.name + one.told_number, "row") for one in self.terms), default=0)
        return min(widest, max(theme.px(MOST_NAME), int(NAME_SHARE * self.width())))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The line, then a bar, a name and a number for each."""
        if not self.terms:
            return
        shown, row = theme.current(), theme.pxf(ROW)
        names = self.name_width()
        numbers = max(text_width(WIDEST_NUMBER, "row"), *(text_width(one.text, "row") for one in self.terms))
        left, right = names + theme.pxf(GAP), self.width() - numbers - theme.pxf(GAP)
        middle, reach = (left + right) / 2, max((right - left) / 2, 1.0)
        largest = max(*(abs(one.value) for one in self.terms), 1e-30)
        with smooth_painter(self) as painter:
            for place, one in enumerate(self.terms):
                top = place * row
                _draw_name(painter, QRectF(0.0, top, names, row), one)
                draw_text(painter, QRectF(self.width() - numbers, top, numbers, row), one.text, "row", shown.ink, RIGHT)
                long = max(abs(one.value) / largest * reach, theme.pxf(LEAST_BAR))
                start = middle if one.value >= 0 else middle - long
                height = theme.pxf(TRACK)
                bar = QRectF(start, top + (row - height) / 2, long, height)
                rounded(painter, bar, min(2.0, long / 2), _colour(self._colours[one.value < 0]))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.fillRect(QRectF(middle - 0.5, 0.0, 1.0, len(self.terms) * row), shown.line_strong)


def _draw_name(painter: QPainter, room: QRectF, term: Term) -> None:
    """The number whole, and of the name what there is room for."""
    shown, tail = theme.current(), term.told_number
    name = min(text_width(term.name, "row"), room.width() - text_width(tail, "row"))
    draw_text(painter, QRectF(room.left(), room.top(), name, room.height()), term.name, "row", shown.ink2)
    draw_text(painter, room.adjusted(name, 0.0, 0.0, 0.0), tail, "row", shown.ink2)


def bars_height(count: int) -> int:
    """What so many rows take, in logical pixels."""
    return max(count, 1) * theme.px(ROW)


def _colour(place: int | None) -> QColor:
    shown = theme.current()
    return shown.ink3 if place is None else shown.mark(place)
