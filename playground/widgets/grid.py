"""A grid of cells in the program's look: quiet lines, and a header that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QTableView

from playground.widgets.fonts import font
from playground.widgets.theme import current, px, theme_signals

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

Index = QModelIndex | QPersistentModelIndex
ROW = 26


class _Tinted(QStyledItemDelegate):
    """Fills a cell with the background that the model names, which a style sheet would leave out."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The background, then the cell."""
        colour = index.data(Qt.ItemDataRole.BackgroundRole)
        if isinstance(colour, QColor):
            painter.fillRect(option.rect, colour)
        super().paint(painter, option, index)


class Grid(QTableView):
    """A table view without row numbers; whole rows are selected."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(_Tinted(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        theme_signals().changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        theme = current()
        self.setFont(font("row"))
        self.horizontalHeader().setFont(font("label_strong"))
        self.verticalHeader().setDefaultSectionSize(px(ROW))
        self.setStyleSheet(
            f"""
QTableView {{ background: {theme.card.name()}; border: 1px solid {theme.line.name()}; border-radius: {px(6)}px; }}
QTableView::item {{ border-bottom: 1px solid {theme.line.name()}; border-radius: 0; padding: 0 {px(6)}px; }}
QTableView::item:hover {{ background: transparent; }}
QTableView::item:selected {{ background: {theme.control_hover.name()}; color: {theme.ink.name()}; }}
QHeaderView {{ background: {theme.sunken.name()}; }}
QHeaderView::section {{ background: {theme.sunken.name()}; color: {theme.ink2.name()}; border: none;
    border-bottom: 1px solid {theme.line.name()}; padding: 0 {px(6)}px; min-height: {px(ROW)}px; }}
QHeaderView::section:hover {{ color: {theme.ink.name()}; }}
"""
        )
