"""A grid of cells in the program's look: quiet lines, and a header that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QTableView

from playground.widgets.fonts import font
from playground.widgets.text import LEFT, RIGHT, draw_text
from playground.widgets.theme import current, px, theme_signals

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from playground.widgets.fonts import FontRole

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROW, PADDING, ICON_GAP = 26, 8, 6


class _Cell(QStyledItemDelegate):
    """Paints a cell as the style sheet would, with the background that the model names, in a tenth of the time."""

    def __init__(self, role: FontRole, padding: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._role, self._padding = role, padding
        self.edited = QPersistentModelIndex()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Make the line that a person types into, and keep of which cell it is."""
        self.edited = QPersistentModelIndex(index)
        return super().createEditor(parent, option, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, icon, text, and the line below."""
        style: Any = option  # its fields are not in the stubs
        rect, theme = QRectF(style.rect), current()
        selected = bool(style.state & QStyle.StateFlag.State_Selected)
        ground = theme.control_hover if selected else index.data(Role.BackgroundRole)
        if isinstance(ground, QColor):
            painter.fillRect(rect, ground)
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.line)
        inner = rect.adjusted(px(self._padding), 0, -px(self._padding), -1)
        icon = index.data(Role.DecorationRole)
        if isinstance(icon, QIcon):
            side = style.decorationSize.width()
            place = QRectF(inner.left(), inner.center().y() - side / 2, side, side)
            icon.paint(painter, place.toAlignedRect())
            inner.setLeft(inner.left() + side + px(ICON_GAP))
        colour = index.data(Role.ForegroundRole)
        ink = colour if isinstance(colour, QColor) and not selected else theme.ink
        align = index.data(Role.TextAlignmentRole)
        right = isinstance(align, Qt.AlignmentFlag) and bool(align & Qt.AlignmentFlag.AlignRight)
        draw_text(painter, inner, str(index.data() or ""), self._role, ink, RIGHT if right else LEFT)


class Grid(QTableView):
    """A table view without row numbers; whole rows are selected.

    Args:
        name: For screen readers.
        parent: Qt parent.
        role: Of the cells' font.
        padding: At both sides of a cell, at scale 100 %.
    """

    def __init__(
        self, name: str, parent: QWidget | None = None, role: FontRole = "row", padding: int = PADDING
    ) -> None:
        super().__init__(parent)
        self._role, self._padding = role, padding
        self.setAccessibleName(name)
        self._cells = _Cell(role, padding, self)
        self.setItemDelegate(self._cells)
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

    def commitData(self, editor: QWidget) -> None:
        """Take what was typed; nothing where the editor's cell has gone.

        Enter reaches this a turn of the event loop after it was pressed: rows may have come or gone meanwhile, and
        another cell may be in its editor by now. Qt warns of such a call.
        """
        if self.indexWidget(self._cells.edited) is editor:
            super().commitData(editor)

    def _restyle(self) -> None:
        theme = current()
        self.setFont(font(self._role))
        self.horizontalHeader().setFont(font("label_strong"))
        self.verticalHeader().setDefaultSectionSize(px(ROW))
        self.setStyleSheet(
            f"""
QTableView {{ background: {theme.card.name()}; border: 1px solid {theme.line.name()}; border-radius: {px(6)}px; }}
QHeaderView {{ background: {theme.sunken.name()}; }}
QHeaderView::section {{ background: {theme.sunken.name()}; color: {theme.ink2.name()}; border: none;
    border-bottom: 1px solid {theme.line.name()}; padding: 0 {px(self._padding - 2)}px; min-height: {px(ROW)}px; }}
QHeaderView::section:hover {{ color: {theme.ink.name()}; }}
"""
        )
