"""A column that scrolls when it is too high, and is as wide then as it was before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

MARGIN = 4
"""Pixels that are seen beyond what is revealed."""


class ColumnScroll(QScrollArea):
    """Its bar lies over the column's right margin, or beside a column that has none.

    A bar beside the column would make it narrower, pictures as high as wide would then be lower, the bar would not be
    needed any more, and so on for ever. So room beside the column is kept whether or not there is a bar.

    Args:
        content: The column.
        parent: Qt parent.
        beside: Whether the bar has room of its own.
    """

    def __init__(self, content: QWidget, parent: QWidget | None = None, *, beside: bool = False) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the focus of what is in it
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        if beside:
            self.setViewportMargins(0, 0, self.bar.sizeHint().width() + 2, 0)
        self._revealed: QWidget | None = None
        hidden = self.verticalScrollBar()
        hidden.rangeChanged.connect(self._fit_bar)
        hidden.rangeChanged.connect(self._show_revealed)
        hidden.valueChanged.connect(self.bar.setValue)
        self.bar.valueChanged.connect(hidden.setValue)
        self._fit_bar()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the bar at the right edge."""
        super().resizeEvent(event)
        self._fit_bar()

    def reveal(self, widget: QWidget | None) -> None:
        """Scroll until a part of the column is seen, now and once the column has got the height of what is new in it.

        Args:
            widget: The part; None for none any more.
        """
        self._revealed = widget
        if widget is not None:
            self.ensureWidgetVisible(widget, 0, MARGIN)

    @Slot()
    def _show_revealed(self) -> None:
        widget, self._revealed = self._revealed, None
        if widget is not None:
            self.ensureWidgetVisible(widget, 0, MARGIN)

    @Slot()
    def _fit_bar(self) -> None:
        hidden = self.verticalScrollBar()
        self.bar.setRange(hidden.minimum(), hidden.maximum())
        self.bar.setPageStep(hidden.pageStep())
        self.bar.setSingleStep(hidden.singleStep())
        self.bar.setVisible(hidden.maximum() > hidden.minimum())
        width = self.bar.sizeHint().width()
        self.bar.setGeometry(self.width() - width, 0, width, self.height())
