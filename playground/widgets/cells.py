"""The tool bar's cells: a small label over a value, in one card with hairlines between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from playground.widgets.choice import ChoiceButton
from playground.widgets.control import rounded, smooth_painter
from playground.widgets.lengths import add_gap
from playground.widgets.number_field import NumberField
from playground.widgets.text import draw_text, text_width
from playground.widgets.theme import current, px, pxf, theme_signals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QColor, QPainter, QPaintEvent

    from playground.widgets.fonts import FontRole


HEIGHT = 40
_PAD = 12


def _cell_size(label: str, value: str, trailing: int = 0, minimum_width: int = 0) -> QSize:
    wide = max(text_width(label, "label_strong"), text_width(value, "value") + px(trailing), px(minimum_width))
    return QSize(wide + px(2 * _PAD), px(HEIGHT))


def _paint_cell(painter: QPainter, area: QRectF, label: str, value: str, colours: tuple[QColor, QColor]) -> None:
    inner = area.adjusted(pxf(_PAD), 0, -pxf(_PAD) + 1, 0)
    label_colour, value_colour = colours
    draw_text(painter, QRectF(inner.left(), pxf(5), inner.width(), pxf(14)), label, "label_strong", label_colour)
    draw_text(painter, QRectF(inner.left(), pxf(19), inner.width(), pxf(16)), value, "value", value_colour)


def _hover_area(cell: QWidget) -> QRectF:
    return QRectF(cell.rect()).adjusted(pxf(3), pxf(3), -pxf(3), -pxf(3))


class NumberCell(NumberField):
    """A number in two lines; dragged, wheeled or typed as any number field."""

    def sizeHint(self) -> QSize:
        """Label or value, whichever is wider."""
        return _cell_size(self.accessibleName(), self.text(), 0, self._minimum_width)

    def minimumSizeHint(self) -> QSize:
        """The whole cell: it is shown whole or not at all."""
        return self.sizeHint()

    def editor_rect(self) -> QRectF:
        """Over the value alone."""
        return QRectF(pxf(_PAD), pxf(17), self.width() - pxf(2 * _PAD - 4), pxf(20))

    @property
    def editor_role(self) -> FontRole:
        """The font of the value."""
        return "value"

    @property
    def editor_align(self) -> Qt.AlignmentFlag:
        """Where the value stands."""
        return Qt.AlignmentFlag.AlignLeft

    def paint(self, painter: QPainter) -> None:
        """Label and value; a fill under the pointer."""
        theme = current()
        fill = self.fill(None)
        if fill is not None:
            rounded(painter, _hover_area(self), 6, fill)
        colours = (theme.ink3, theme.ink) if self.isEnabled() else (theme.ink_off, theme.ink_off)
        value = "" if self._editor is not None else self.text()
        _paint_cell(painter, QRectF(self.rect()), self.accessibleName(), value, colours)


class ChoiceCell(ChoiceButton):
    """A choice in two lines."""

    def sizeHint(self) -> QSize:
        """Label or value with its chevron."""
        return _cell_size(self.accessibleName(), self.title(), 17)

    def minimumSizeHint(self) -> QSize:
        """The whole cell."""
        return self.sizeHint()

    def paint(self, painter: QPainter) -> None:
        """Label, value, chevron."""
        theme = current()
        fill = theme.control_hover if self._popover is not None else self.fill(None)
        if fill is not None:
            rounded(painter, _hover_area(self), 6, fill)
        colours = (theme.ink3, theme.ink) if self.isEnabled() else (theme.ink_off, theme.ink_off)
        _paint_cell(painter, QRectF(self.rect()), self.accessibleName(), self.title(), colours)
        x = pxf(_PAD) + text_width(self.title(), "value") + pxf(10.5)
        self.paint_chevron(painter, x, pxf(27))


class CellGroup(QWidget):
    """Cells side by side in one card; a hidden cell takes its hairline with it."""

    def __init__(self, cells: Sequence[QWidget] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: list[QWidget] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 0, 1, 0)
        self._row.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for cell in cells:
            self.add(cell)
        theme_signals().changed.connect(self._measure)
        self._measure()

    def add(self, cell: QWidget) -> None:
        """Put a cell, or a button of 28, at the end."""
        self._cells.append(cell)
        if not isinstance(cell, NumberCell | ChoiceCell):
            add_gap(self._row, 4)
        self._row.addWidget(cell)
        if not isinstance(cell, NumberCell | ChoiceCell):
            add_gap(self._row, 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The card and the hairlines."""
        theme = current()
        shown = [cell for cell in self._cells if cell.isVisibleTo(self)]
        with smooth_painter(self) as painter:
            rounded(painter, QRectF(self.rect()), 8, theme.card, theme.line)
            for cell in shown[1:]:
                x = cell.geometry().left() - (0 if isinstance(cell, NumberCell | ChoiceCell) else px(5))
                painter.fillRect(QRectF(x, px(9), 1, self.height() - px(18)), theme.line)

    def _measure(self) -> None:
        self.setFixedHeight(px(HEIGHT))
