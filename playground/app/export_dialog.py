"""The dialog of everything that can leave the program: code, models, results."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from playground.app.tall_dialog import fill_dialog
from playground.interop.exports.table import EXPORTS, GROUPS, ExportWork, obstacle
from playground.widgets.buttons import IconButton
from playground.widgets.control import Control, rounded, smooth_painter
from playground.widgets.label import Label
from playground.widgets.text import RIGHT, draw_text, text_width
from playground.widgets.theme import current, px, pxf

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

WIDTH, HEIGHT, INSET = 520, 46, 10
SAVE, COPY = "save", "copy"
TEXT_GROUP = "Code"


class ExportDialog(QDialog):
    """A row for each format; what a document does not allow is grey and says why.

    Attributes:
        chosen: The format and `SAVE` or `COPY`; None when the person changed their mind.
    """

    def __init__(self, work: ExportWork, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export")
        self.chosen: tuple[str, str] | None = None
        self.rows = {kind: FormatRow(kind, obstacle(kind, work)) for kind in EXPORTS}
        self.copies = {kind: _copy_button(row) for kind, row in self.rows.items() if EXPORTS[kind].group == TEXT_GROUP}
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(px(20 - INSET), px(16), px(20 - INSET), px(16))
        column.setSpacing(0)
        for group in GROUPS:
            column.addWidget(_inset(Label(group, "title", "ink")))
            column.addSpacing(px(4))
            for kind in (kind for kind, one in EXPORTS.items() if one.group == group):
                column.addWidget(self._line(kind))
            if group != GROUPS[-1]:
                column.addSpacing(px(14))
        fill_dialog(self, content)

    @classmethod
    def choose(cls, work: ExportWork, parent: QWidget | None) -> tuple[str, str] | None:
        """Show the dialog; what was chosen, as `chosen` has it."""
        dialog = cls(work, parent)
        dialog.exec()
        dialog.deleteLater()
        return dialog.chosen

    def _line(self, kind: str) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(4))
        self.rows[kind].clicked.connect(partial(self._choose, kind, SAVE))
        row.addWidget(self.rows[kind], 1)
        if kind in self.copies:
            self.copies[kind].clicked.connect(partial(self._choose, kind, COPY))
            row.addWidget(self.copies[kind])
        return line

    @Slot()
    def _choose(self, kind: str, way: str) -> None:
        self.chosen = kind, way
        self.accept()


class FormatRow(Control, QToolButton):
    """Title and suffix, and below what the format is good for, or why it cannot be had."""

    def __init__(self, kind: str, fault: str, parent: QWidget | None = None) -> None:
        one = EXPORTS[kind]
        super().__init__(one.title, fault or one.explanation, parent)
        self._title, self._suffix = one.title, one.suffix
        self._words = fault or one.explanation
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setEnabled(not fault)

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(px(WIDTH), px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Title and sentence of the format."""
        theme = current()
        with smooth_painter(self) as painter:
            area = QRectF(self.rect())
            fill = self.fill(None)
            if fill is not None:
                rounded(painter, area, 6, fill)
            inner = area.adjusted(pxf(INSET), pxf(5), -pxf(INSET), -pxf(5))
            upper, lower = QRectF(inner), QRectF(inner)
            upper.setHeight(inner.height() / 2)
            lower.setTop(upper.bottom())
            suffix = text_width(self._suffix, "row")
            draw_text(painter, upper, self._suffix, "row", self.ink(theme.ink3), RIGHT)
            upper.setWidth(upper.width() - suffix - pxf(12))
            draw_text(painter, upper, self._title, "value", self.ink(theme.ink))
            draw_text(painter, lower, self._words, "row", theme.ink3)


def _copy_button(row: FormatRow) -> IconButton:
    button = IconButton("copy", f"Copy {row.accessibleName()}", f"Copy {row.accessibleName()}: the code as text")
    button.setEnabled(row.isEnabled())
    return button


def _inset(widget: QWidget) -> QWidget:
    """A widget on the text column of the rows."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(px(INSET), 0, 0, 0)
    row.addWidget(widget)
    return holder
