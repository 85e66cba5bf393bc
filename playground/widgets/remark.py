"""A short remark beside a control, as a tooltip that nobody had to wait for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QTimer
from PySide6.QtWidgets import QToolTip

from playground.widgets.text import literal

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

REMARK_MS = 5000


def say_at(widget: QWidget, text: str) -> None:
    """Say a sentence below a widget for some seconds.

    It comes with the next event: Qt hides tooltips when the focus changes, which is when there is something to say.
    """
    QTimer.singleShot(0, widget, lambda: _show(widget, text))


def _show(widget: QWidget, text: str) -> None:
    if widget.isVisible():
        below = widget.mapToGlobal(QPoint(0, widget.height()))
        QToolTip.showText(below, literal(text), widget, QRect(), REMARK_MS)
