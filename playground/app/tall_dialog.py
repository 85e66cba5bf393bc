"""Dialogs of one column that may be higher than the screen, as in a large interface: they scroll there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.theme import px

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

TITLE_BAR = 40
"""What the desktop puts over a window, about."""


def fill_dialog(dialog: QDialog, content: QWidget) -> None:
    """Put all of a dialog into it, which takes the size of that; where the screen is lower, it scrolls.

    Args:
        dialog: Without a layout.
        content: Whole, with margins: the bar lies over the right one.
    """
    content.setObjectName("content")
    whole = QVBoxLayout(dialog)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(ColumnScroll(content))
    wanted, room = content.sizeHint(), dialog.screen().availableGeometry().height() - px(TITLE_BAR)
    dialog.setFixedSize(wanted.width(), min(wanted.height(), room))
