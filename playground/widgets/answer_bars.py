"""What the network says of a sample: a bar for each class, or its most probable ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.widgets import theme
from playground.widgets.accessible import Tells, Told
from playground.widgets.answer_words import answer_text, answer_words
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.format import DASH
from playground.widgets.markers import marker_path
from playground.widgets.text import RIGHT, draw_text, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtGui import QPainter, QPaintEvent

    from playground.document.model import Document

IN_ORDER, BEST = 10, 8
"""So many classes stand in their order; of more the best few are shown, best first."""
ROW, MARKER, TRACK, GAP, BETWEEN = 20, 4.0, 8, 8, 20
TWO_COLUMNS_FROM, MOST_NAME = 300, 72
LEAST_ROWS = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """One row.

    Attributes:
        name: Of the class, or of a value.
        color: Place in the palette; −1 for a value, which has no marker.
        share: How long the bar is, 0 to 1; None where nothing is known, or where there is no bar.
        text: The number in words.
        is_best: Whether it is what the network answers.
    """

    name: str
    color: int
    share: float | None = None
    text: str = DASH
    is_best: bool = False


class Bars(Tells, QWidget):
    """Rows in one column, or in two where there is room; where there is not enough for all, the best of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self.setAccessibleName("What the network says")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def told(self) -> Told:
        """The rows that are seen, one after the other."""
        return Told(QAccessible.Role.List, ", ".join(f"{bar.name} {bar.text}" for bar in self.shown()))

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show other numbers, in the order of the classes; the same ones again paint nothing."""
        taken = tuple(bars)
        if taken == self._bars:
            return
        count, self._bars = len(self._bars), taken
        if len(taken) != count:
            self.updateGeometry()
        self.update()

    def shown(self) -> list[Bar]:
        """The rows that are seen, in the order in which they stand."""
        room = self._columns() * max(self.height() // theme.px(ROW), 1)
        if len(self._bars) <= min(IN_ORDER, room):
            return list(self._bars)
        ranked = sorted(self._bars, key=lambda bar: -(bar.share or 0.0))
        return ranked[: min(BEST, room)]

    def sizeHint(self) -> QSize:
        """Room for the bars of all rows."""
        rows = -(-self._most() // self._columns())
        return QSize(theme.px(TWO_COLUMNS_FROM), rows * theme.px(ROW))

    def minimumSizeHint(self) -> QSize:
        """Room for the bars of a few rows."""
        rows = min(LEAST_ROWS, -(-self._most() // self._columns()))
        return QSize(theme.px(120), rows * theme.px(ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars, column after column."""
        bars = self.shown()
        if not bars:
            return
        columns = self._columns()
        rows = -(-len(bars) // columns)
        width = (self.width() - (columns - 1) * theme.pxf(BETWEEN)) / columns
        names = min(max(text_width(bar.name, "row") for bar in bars), theme.px(MOST_NAME))
        with smooth_painter(self) as painter:
            for place, bar in enumerate(bars):
                column, row = divmod(place, rows)
                left = column * (width + theme.pxf(BETWEEN))
                _paint(painter, QRectF(left, row * theme.pxf(ROW), width, theme.pxf(ROW)), bar, names)

    def _most(self) -> int:
        return len(self._bars) if len(self._bars) <= IN_ORDER else BEST

    def _columns(self) -> int:
        return 2 if self._most() > 4 and self.width() >= theme.px(TWO_COLUMNS_FROM) else 1

    def resizeEvent(self, event: object) -> None:
        """Another width may have another number of columns."""
        del event
        self.updateGeometry()


def bars_of(document: Document, answer: NDArray[np.float32] | None) -> list[Bar]:
    """A bar for each class, in their order, or a row for each value; empty ones where there is no answer."""
    classes, values = document.dataset.classes, document.dataset.values
    if not classes:
        return [
            Bar(name, -1) if answer is None else Bar(name, -1, None, answer_words(document, answer.tolist(), index))
            for index, name in enumerate(values)
        ]
    if answer is None:
        return [Bar(one.name, one.color) for one in classes]
    best = int(answer.argmax())
    return [
        Bar(one.name, one.color, min(max(number_of, 0.0), 1.0), answer_text(document, number_of), index == best)
        for index, (one, number_of) in enumerate(zip(classes, answer.tolist(), strict=True))
    ]


def _paint(painter: QPainter, row: QRectF, bar: Bar, names: int) -> None:
    """Marker, name, bar, number."""
    shown = theme.current()
    left = row.left()
    if bar.color >= 0:
        painter.save()
        painter.translate(left + theme.pxf(MARKER), row.center().y())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shown.mark(bar.color))
        painter.drawPath(marker_path(bar.color, theme.pxf(MARKER)))
        painter.restore()
        left += theme.pxf(2 * MARKER + GAP)
    ink = shown.ink if bar.is_best else shown.ink2
    draw_text(painter, QRectF(left, row.top(), names, row.height()), bar.name, "row", ink)
    left += names + theme.pxf(GAP)
    number = float(text_width("> 99 %", "row"))
    draw_text(painter, QRectF(row.right() - number, row.top(), number, row.height()), bar.text, "row", ink, RIGHT)
    if bar.color < 0:
        return
    track = QRectF(
        left,
        row.center().y() - theme.pxf(TRACK) / 2,
        row.right() - number - theme.pxf(GAP) / 2 - left,
        theme.pxf(TRACK),
    )
    rounded(painter, track, TRACK / 2, shown.control)
    if bar.share:
        track.setWidth(max(bar.share * track.width(), theme.pxf(1.5)))
        rounded(painter, track, min(TRACK / 2, track.width() / 2), shown.mark(bar.color))
