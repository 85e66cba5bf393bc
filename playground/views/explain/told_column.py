"""What is said below a picture or bars: as high as its words need where there is room, else it scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.theme import px

LEAST = 150
"""Its height where there is little room: some lines of words."""


class ToldColumn(ColumnScroll):
    """Leaves to what stands above it all that its own words do not need.

    Args:
        content: A column of words and controls.
        parent: Qt parent.
    """

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(content, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        content.installEventFilter(self)

    def sizeHint(self) -> QSize:
        """As high as all words in this width."""
        content: QWidget | None = self.widget()
        wide = max(self.width(), px(LEAST))
        if content is None:
            return QSize(wide, px(LEAST))
        high = content.heightForWidth(wide) if content.hasHeightForWidth() else content.sizeHint().height()
        return QSize(wide, high)

    def minimumSizeHint(self) -> QSize:
        """Some lines, or all where they are fewer."""
        return QSize(px(LEAST), min(px(LEAST), self.sizeHint().height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Other words may need another height."""
        if watched is self.widget() and event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
