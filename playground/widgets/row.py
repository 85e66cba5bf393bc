"""Rows of a list: a class with marker, name, count and key; or an icon with words that does something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QToolButton

from playground.widgets.control import Control, rounded
from playground.widgets.format import count as counted
from playground.widgets.format import integer
from playground.widgets.icons import paint_icon
from playground.widgets.inline_edit import InlineEdit
from playground.widgets.text import CENTRE, RIGHT, draw_text, text_width
from playground.widgets.theme import current, marker_path, px, pxf

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QContextMenuEvent, QEnterEvent, QKeyEvent, QMouseEvent, QPainter
    from PySide6.QtWidgets import QWidget

HEIGHT = 30
OVERHANG = 6  # how far a row reaches beyond the text column on both sides
_MARKER_X = 15
_NAME_X = 30
_BADGE = 18
_RADIUS = 5.0


class Row(Control, QRadioButton):
    """A class: click takes it in hand, double click renames it, right click asks for its menu.

    Signals:
        renamed(str): The new name.
        menu_requested(QPoint): Where, on the screen.
        hovered(bool): The pointer has come, or gone.
    """

    renamed = Signal(str)
    menu_requested = Signal(QPoint)
    hovered = Signal(bool)

    def __init__(  # noqa: PLR0913 - what a row shows
        self,
        class_index: int,
        name: str,
        count: int = 0,
        key: str = "",
        *,
        selected: bool = False,
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, tip, parent)
        self._class_index, self._name, self._count, self._key = class_index, name, count, key
        self.setChecked(selected)
        self._editor: InlineEdit | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._describe()

    def set_state(self, name: str, count: int, *, selected: bool) -> None:
        """Show other values without a signal."""
        if (name, count, selected) == (self._name, self._count, self.isChecked()):
            return
        self._name, self._count = name, count
        self.setChecked(selected)
        self.setAccessibleName(name)
        self._describe()
        self.update()

    def nextCheckState(self) -> None:
        """Stay until the hand says what it holds."""

    def start_renaming(self) -> None:
        """Put an editor over the name."""
        if self._editor is not None:
            return
        self._editor = InlineEdit(self, self._name, _clean_name, "row")
        self._editor.setMaxLength(40)
        self._editor.setAccessibleName(f"Name of {self._name}")
        self._editor.committed.connect(self._rename)
        self._editor.closed.connect(self._close_editor)
        right = self._count_rect().left() - px(4)
        self._editor.open(QRectF(pxf(_NAME_X - 2), 0, right - pxf(_NAME_X - 2), self.height()))

    def sizeHint(self) -> QSize:
        """Marker, name, count, badge."""
        return QSize(px(_NAME_X + 72) + text_width(self._name, "row"), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """A few letters of the name."""
        return QSize(px(_NAME_X + 100), px(HEIGHT))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Rename."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.start_renaming()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Say that the pointer is here."""
        super().enterEvent(event)
        self.hovered.emit(True)

    def leaveEvent(self, event: QEvent) -> None:
        """Say that it is no more."""
        super().leaveEvent(event)
        self.hovered.emit(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 renames."""
        if event.key() == Qt.Key.Key_F2:
            self.start_renaming()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu."""
        self.menu_requested.emit(event.globalPos())
        event.accept()

    def paint(self, painter: QPainter) -> None:
        """Fill, marker, name, count, badge."""
        theme = current()
        area = QRectF(self.rect())
        fill = theme.control_hover if self.isChecked() else self.fill(None)
        if fill is not None:
            rounded(painter, area, 6, fill)
        self._paint_marker(painter)
        if self._editor is None:
            name = QRectF(pxf(_NAME_X), 0, self._count_rect().left() - pxf(_NAME_X + 6), area.height())
            lit = self.isChecked() or self.underMouse()
            draw_text(
                painter, name, self._name, "button" if self.isChecked() else "row", theme.ink if lit else theme.ink2
            )
        number = theme.ink2 if self.isChecked() else theme.ink3
        draw_text(painter, self._count_rect(), integer(self._count), "row", number, RIGHT)
        if self._key:
            self._paint_badge(painter)

    def _paint_marker(self, painter: QPainter) -> None:
        painter.save()
        painter.translate(QPointF(pxf(_MARKER_X), self.height() / 2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current().mark(self._class_index))
        painter.drawPath(marker_path(self._class_index, pxf(_RADIUS)))
        painter.restore()

    def _paint_badge(self, painter: QPainter) -> None:
        theme = current()
        badge = self._badge_rect()
        rounded(painter, badge, 4, theme.card if self.isChecked() else theme.control)
        draw_text(painter, badge, self._key, "label_strong", theme.ink if self.isChecked() else theme.ink2, CENTRE)

    def _badge_rect(self) -> QRectF:
        side = pxf(_BADGE)
        return QRectF(self.width() - pxf(OVERHANG) - side, (self.height() - side) / 2, side, side)

    def _count_rect(self) -> QRectF:
        width = text_width(integer(self._count), "row")
        right = self._badge_rect().left() - pxf(8)  # without a key too: numbers stand below each other
        return QRectF(right - width, 0, width, self.height())

    def _describe(self) -> None:
        self.setAccessibleDescription(counted(self._count, "point"))

    def _rename(self, name: str) -> None:
        self.renamed.emit(name)

    def _close_editor(self) -> None:
        self._editor = None
        self.update()


class ActionRow(Control, QToolButton):
    """An icon with words, in the columns of a class row: "Add class"."""

    def __init__(self, icon: str, text: str, tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, tip, parent)
        self._icon, self._text = icon, text
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Icon and words."""
        return QSize(px(_NAME_X + OVERHANG) + text_width(self._text, "row"), px(HEIGHT))

    def paint(self, painter: QPainter) -> None:
        """Icon and words."""
        theme = current()
        area = QRectF(self.rect())
        fill = self.fill(None)
        if fill is not None:
            rounded(painter, area, 6, fill)
        size = pxf(14)
        place = QRectF(pxf(_MARKER_X) - size / 2, area.center().y() - size / 2, size, size)
        paint_icon(painter, self._icon, place, self.ink(theme.ink3))
        draw_text(painter, area.adjusted(pxf(_NAME_X), 0, 0, 0), self._text, "row", self.ink(theme.ink2))


def _clean_name(typed: str) -> str | None:
    return typed.strip() or None
