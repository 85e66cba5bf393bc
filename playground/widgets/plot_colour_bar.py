"""A bar of the colours of a plot, with numbers beside it. pyqtgraph's own brings a whole plot's menus along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPen

from playground.widgets.fonts import font
from playground.widgets.theme import current, px

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtWidgets import QGraphicsGridLayout

    from playground.widgets.plot_axis import Places

WIDTH, ROOM = 10, 38


class ColourBar:
    """Stands in the layout of a plot, right of its curves."""

    def __init__(self) -> None:
        self._box = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0.0)
        self._image = pg.ImageItem(np.linspace(0.0, 1.0, 256)[:, None], axisOrder="row-major", levels=(0.0, 1.0))
        self._axis = pg.AxisItem("right", linkView=self._box)
        self._box.addItem(self._image)
        self._box.setXRange(0.0, 1.0, padding=0)

    def add_to(self, layout: QGraphicsGridLayout, column: int) -> None:
        """Take two columns of a plot's first row."""
        layout.addItem(self._box, 0, column)
        layout.addItem(self._axis, 0, column + 1)

    def show_range(self, low: float, high: float, places: Places) -> None:
        """Say which heights its ends stand for, and what is written where."""
        self._image.setRect(QRectF(0.0, low, 1.0, high - low))
        self._box.setYRange(low, high, padding=0)
        self._axis.setTicks([places])

    def restyle(self, table: NDArray[np.uint8]) -> None:
        """Take the colours of a table, (256, 3), from the lowest, and font and sizes of the theme."""
        theme = current()
        self._image.setLookupTable(table)
        self._box.setFixedWidth(px(WIDTH))
        self._axis.setTextPen(theme.ink3)
        self._axis.setPen(QPen(theme.line_strong, 0))
        self._axis.setStyle(tickFont=font("label"), tickLength=0, tickTextOffset=px(4))
        self._axis.setWidth(px(ROOM))
