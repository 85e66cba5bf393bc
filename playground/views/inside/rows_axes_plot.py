"""What stands beside the rows of the layers: names and states at the left, ends of the numbers at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyqtgraph as pg
from PySide6.QtCore import QRectF

from playground.widgets.text import RIGHT, draw_text, text_width
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

NAMES, NUMBERS, GAP = 88, 36, 6
LINE, NUMBER = 16, 14
"""Heights of a line and of a number at scale 100 %."""


class NameAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """Number and kind of each layer, and below it how many of its units are dead or saturated."""

    is_log = False

    def __init__(self) -> None:
        super().__init__("left")
        self._rows: tuple[tuple[tuple[str, str], tuple[str, bool]], ...] = ()

    def show_rows(self, rows: tuple[tuple[tuple[str, str], tuple[str, bool]], ...]) -> None:
        """Show titles, each with its state in words and whether that is alarming."""
        self._rows = rows
        self.update()

    def fit(self) -> None:
        """Take the room of a usual name."""
        if px(NAMES) != self.fixedWidth:
            self.setWidth(px(NAMES))

    def lines(self, row: int) -> list[str]:
        """What is written of a layer; over two lines where it needs them and no state stands below."""
        (name, kind), (state, _) = self._rows[row]
        whole = name if name == "Out" else f"{name}  {kind}"
        first, gap, rest = whole.rpartition(" ")
        wraps = not state and " " in kind and text_width(whole, "button") > px(NAMES - GAP)
        return [first, rest] if gap and wraps else [whole]

    def paint(self, painter: QPainter, *_: object) -> None:
        """Names, and states in the colour of a warning where they alarm."""
        theme, width = current(), pxf(NAMES - GAP)
        for row, (_, (state, alarming)) in enumerate(self._rows):
            lines = self.lines(row)
            top = row_box(self, row, len(self._rows)).center().y() - pxf(LINE / 2) * (len(lines) + bool(state))
            for index, text in enumerate(lines):
                box = QRectF(0, top + index * pxf(LINE), width, pxf(LINE))
                draw_text(painter, box, text, "button", theme.ink)
            if state:
                box = QRectF(0, top + pxf(LINE), width, pxf(LINE))
                draw_text(painter, box, state, "label", theme.warn if alarming else theme.ink3)


class EndAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """The numbers at the upper and lower end of each row."""

    def __init__(self) -> None:
        super().__init__("right")
        self._ends: tuple[tuple[str, str] | None, ...] = ()

    def show_ends(self, ends: tuple[tuple[str, str] | None, ...]) -> None:
        """Show what is written at the upper and the lower end of each row; None for a row without numbers."""
        self._ends = ends
        self.update()

    def fit(self) -> None:
        """Take the room of a short number."""
        if px(NUMBERS) != self.fixedWidth:
            self.setWidth(px(NUMBERS))

    def paint(self, painter: QPainter, *_: object) -> None:
        """The numbers."""
        for row, ends in enumerate(self._ends):
            box = row_box(self, row, len(self._ends))
            for text, top in zip(ends or (), (box.top() + pxf(1), box.bottom() - pxf(NUMBER + 1)), strict=False):
                at = QRectF(0, top, pxf(NUMBERS), pxf(NUMBER))
                draw_text(painter, at, text, "label", current().ink3, RIGHT)


def row_box(axis: pg.AxisItem, row: int, count: int) -> QRectF:
    """Where a row is, in the coordinates of an axis beside it."""
    area = axis.linkedView().mapRectToItem(axis, axis.linkedView().rect())
    pitch = area.height() / max(count, 1)
    return QRectF(area.left(), area.top() + row * pitch, area.width(), pitch - well_gap(pitch))


def well_gap(pitch: float) -> float:
    """Pixels between two rows that lie so far apart, from one to the next."""
    return min(pxf(GAP), pitch / 2)
