"""Parallel coordinates (Inselberg 1985): a column of the table is a place across, a sample a line through all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF

from playground.widgets.fonts import font
from playground.widgets.format import in_units
from playground.widgets.icons import icon
from playground.widgets.plot_axis import AcrossAxis, LevelAxis, Places
from playground.widgets.plot_series import pixel_pen, round_pen, side_by_side
from playground.widgets.plots import Plot
from playground.widgets.sprites import class_looks, value_indices, value_looks, value_scale
from playground.widgets.text import text_width
from playground.widgets.theme import current, px, with_alpha

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QMenu

    from playground.document.dataset import Dataset

LEFT, BOTTOM = 40, 20
MOST_LINES = 600
"""Of more samples some stand for all: more lines than this hide each other."""
LINE, CHOSEN_LINE, LIT_LINE = 1.0, 1.75, 2.5
FAINT, ALONE, BACKGROUND = 0.30, 0.55, 0.10
"""Opacity of lines where there are many, where there are few, and of those that are not selected."""
FEW = 60
REACH = 8.0
"""Pixels from a line within which the pointer means it."""
MARGIN = 0.04
"""Beyond the least and the largest number of a column, as a part of what lies between them."""
MOST_NAME = 110
"""Pixels of a column's name."""


@dataclass(frozen=True, slots=True, eq=False)
class ColumnLines:
    """What is drawn of a dataset.

    Attributes:
        dataset: All samples.
        rows: Which of them have a line, (M,).
        heights: Of these lines at each column, 0 for its least number and 1 for its largest, (M, D).
        looks: Which colour each line has, (M,).
    """

    dataset: Dataset
    rows: NDArray[np.int64]
    heights: NDArray[np.float64]
    looks: NDArray[np.int64]


def lines_of(dataset: Dataset, value: int = 0) -> ColumnLines:
    """The lines of a dataset, as many as can be told apart, in the colours of its classes or of one of its values."""
    rows = dataset.sample(MOST_LINES)
    low, high = dataset.samples.min(axis=0), dataset.samples.max(axis=0)
    span = np.where(high > low, high - low, 1.0)
    heights = np.where(high > low, (dataset.samples[rows] - low) / span, 0.5)
    targets = dataset.target(value)
    looks = targets[rows].astype(np.int64) if dataset.classes else value_indices(targets[rows], value_scale(targets))
    return ColumnLines(dataset, rows, heights, looks)


class ColumnsPlot(Plot):
    """ColumnLines in the colours of classes or values; the pointer lights up the nearest one everywhere.

    Signals:
        lit(object): Index of the sample under the pointer, or None.
        chosen(object): Index of the sample that was clicked, or None.
        column_asked(int, str): A column is to be shown on the maps, "across" or "up".
    """

    lit = Signal(object)
    chosen = Signal(object)
    column_asked = Signal(int, str)

    def __init__(self) -> None:
        self._drawn: ColumnLines | None = None
        self._selected: NDArray[np.bool_] | None = None
        self._row: int | None = None
        # plain curves: those that thin themselves out take lines that go back to the first column for one
        self._items = [pg.PlotCurveItem(antialias=True) for _ in value_looks(current())]
        self._over, self._one = pg.PlotCurveItem(antialias=True), pg.PlotCurveItem(antialias=True)
        super().__init__(LevelAxis(LEFT), AcrossAxis(self._names, height=BOTTOM))
        self.left.set_kind(log=False, share=True)
        for item in (*self._items, self._over, self._one):
            self.view.addItem(item, ignoreBounds=True)
        self.view.clicked.connect(self._on_clicked)

    # ---- what it shows ---------------------------------------------------------------------------------------------

    def show_lines(self, lines: ColumnLines) -> None:
        """Show a dataset."""
        self._drawn = lines
        columns = lines.heights.shape[1]
        self.set_range((-0.25, columns - 0.75), (-MARGIN, 1.0 + MARGIN))
        names, places = lines.dataset.columns, lines.dataset.places
        self.table = lambda: {name: places[:, index] for index, name in enumerate(names)}
        self._draw()

    def show_selected(self, mask: NDArray[np.bool_] | None) -> None:
        """Let the selected samples stand out, (N,); None for none."""
        self._selected = mask
        self._draw()

    def show_lit(self, row: int | None) -> None:
        """Let one sample stand out, by its index in the dataset, and tell its numbers."""
        if row == self._row:
            return
        self._row = row
        lines = self._drawn
        height = np.empty(0)
        if lines is not None and row is not None and row in lines.rows:
            height = lines.heights[int(np.flatnonzero(lines.rows == row)[0])]
        self._one.setData(np.arange(len(height), dtype=np.float64), height)
        self.viewport().update()

    def restyle(self) -> None:
        """Colours of the theme on all lines."""
        super().restyle()
        self._one.setPen(round_pen(current().ink, LIT_LINE))
        self._draw()

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        lines = self._drawn
        if lines is None:
            return
        theme, data = current(), lines.dataset
        looks = class_looks(tuple(one.color for one in data.classes), theme) if data.classes else value_looks(theme)
        mask = self._selected
        chosen = mask[lines.rows] if mask is not None and len(mask) == len(data) else None
        opacity = BACKGROUND if chosen is not None else FAINT if len(lines.rows) > FEW else ALONE
        across = np.arange(lines.heights.shape[1], dtype=np.float64)
        for index, item in enumerate(self._items):
            heights = lines.heights[lines.looks == index]
            sane = side_by_side(across, heights)
            item.setData(sane.x, sane.y, connect=sane.connect, skipFiniteCheck=True)
            if index < len(looks):
                item.setPen(pixel_pen(with_alpha(QColor(looks[index].mark), opacity), LINE))
        sane = side_by_side(across, lines.heights[chosen] if chosen is not None else lines.heights[:0])
        self._over.setData(sane.x, sane.y, connect=sane.connect, skipFiniteCheck=True)
        self._over.setPen(pixel_pen(theme.ink2, CHOSEN_LINE))
        self.viewport().update()

    def _names(self, low: float, high: float, width: float) -> Places:
        """Names of the columns, as many as fit."""
        if self._drawn is None:
            return []
        step = width / max(high - low, 1e-9)
        room = min(max(int(step) - px(6), px(24)), px(MOST_NAME))
        metrics, right = QFontMetricsF(font("label")), Qt.TextElideMode.ElideRight
        names = [metrics.elidedText(name, right, room) for name in self._drawn.dataset.columns]
        every = max(-(-max(text_width(name, "label") for name in names) // max(int(step), 1)), 1)
        return [(float(place), name) for place, name in enumerate(names) if place % every == 0]

    def _nearest(self, x: float, y: float) -> int | None:
        """The sample whose line passes nearest a place, within reach of the pointer."""
        lines = self._drawn
        if lines is None or not len(lines.rows):
            return None
        last = lines.heights.shape[1] - 1
        left = min(max(int(np.floor(x)), 0), max(last - 1, 0))
        right, share = min(left + 1, last), min(max(x - left, 0.0), 1.0)
        away = np.abs(lines.heights[:, left] * (1.0 - share) + lines.heights[:, right] * share - y)
        nearest = int(away.argmin())
        pixels = away[nearest] / max(self.view.viewPixelSize()[1], 1e-12)
        return int(lines.rows[nearest]) if pixels <= px(REACH) else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the line under the pointer, and say its number in the nearest column."""
        super().mouseMoveEvent(event)
        if self._drawn is None or not self.area().contains(event.position()):
            self.lit.emit(None)
            self.show_readout(None)
            return
        at = self.view.mapSceneToView(event.position())
        row = self._nearest(at.x(), at.y())
        self.lit.emit(row)
        column = min(max(round(at.x()), 0), len(self._drawn.dataset.columns) - 1)
        self.show_readout(float(column), self.words(column, row))

    def leaveEvent(self, event: QEvent) -> None:
        """No line is meant where no pointer is."""
        self.lit.emit(None)
        self.show_readout(None)
        super().leaveEvent(event)

    def words(self, column: int, row: int | None) -> tuple[str, ...]:
        """What is said of a column, and of a sample there: its name, the number, and from where to where it reaches."""
        assert self._drawn is not None  # noqa: S101  (who asks has seen lines)
        data = self._drawn.dataset
        axis, numbers = data.units.column(column), data.samples[:, column]
        low, high = (in_units(axis.to_units(end), axis.scale) for end in (numbers.min(), numbers.max()))
        said = () if row is None else (f"row {row + 1:,}: {in_units(axis.to_units(numbers[row]), axis.scale)}",)
        return (data.columns[column], *said, f"{low} to {high}")

    def menu_actions(self, menu: QMenu, x: float) -> None:
        """Show the column on the maps."""
        if self._drawn is None:
            return
        column = min(max(round(x), 0), len(self._drawn.dataset.columns) - 1)
        name = self._drawn.dataset.columns[column].replace("&", "&&")
        for way, picture in (("across", "arrow-right"), ("up", "arrow-up")):
            action = menu.addAction(icon(picture), f"Show {name} {way} the map")
            action.triggered.connect(lambda _checked=False, way=way: self.column_asked.emit(column, way))
        menu.addSeparator()

    def _on_clicked(self, x: float, y: float) -> None:
        self.chosen.emit(self._nearest(x, y))

    def limits(self, whole: QRectF) -> dict[str, float]:
        """Nothing lies beyond the columns."""
        return super().limits(whole) | {"xMin": whole.left(), "xMax": whole.right()}
