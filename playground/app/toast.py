"""Messages float over the top of the panels, so that nothing below moves when one comes or goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Slot

from playground.widgets.message_bar import MessageBar
from playground.widgets.text import text_width
from playground.widgets.theme import px

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

TOP, MOST_WIDTH, SPARE = 64, 880, 96
INFO_MS = 6000


class Toast(QObject):
    """Keeps the message bar in the upper middle of the window; what only informs goes away by itself."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.bar = MessageBar(window)
        self._timer = QTimer(self, singleShot=True, interval=INFO_MS)
        self._timer.timeout.connect(self.bar.dismiss)
        window.installEventFilter(self)

    @Slot(str, str)
    def show(self, text: str, kind: str = "info") -> None:
        """Say something; warnings and errors stay until they are closed."""
        self._place(text)
        self.bar.raise_()
        self.bar.show_message(text, kind)
        if kind == "info":
            self._timer.start()
        else:
            self._timer.stop()

    def dismiss(self) -> None:
        """Take it away at once."""
        self._timer.stop()
        self.bar.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle while the window changes its size."""
        if watched is self._window and event.type() is QEvent.Type.Resize and not self.bar.isHidden():
            self._place(self.bar.text())
        return super().eventFilter(watched, event)

    def _place(self, text: str) -> None:
        room = min(px(MOST_WIDTH), self._window.width() - px(32))
        width = min(text_width(text, "row") + px(SPARE), room)
        self.bar.setFixedWidth(width)
        self.bar.move((self._window.width() - width) // 2, px(TOP))
