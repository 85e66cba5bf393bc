"""Qt's application object, which also hears of files that the system hands over while the program runs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class PlaygroundApp(QApplication):
    """On macOS a double click in Finder comes as an event, and not as an argument of the command.

    Its own events are few; a filter over it would be asked for each event of every widget.

    Signals:
        file_opened(str): The path of a file that is to be opened.
    """

    file_opened = Signal(str)

    def event(self, event: QEvent) -> bool:
        """Emit `file_opened` for a file that the desktop hands to the running program, as macOS does."""
        if event.type() is QEvent.Type.FileOpen and isinstance(event, QFileOpenEvent) and event.file():
            self.file_opened.emit(event.file())
            return True
        return super().event(event)
