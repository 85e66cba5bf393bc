"""Counting how often a widget is painted."""

from PySide6.QtCore import QEvent, QObject


class PaintSpy(QObject):
    """Watches one widget from now on."""

    def __init__(self, widget):
        super().__init__(widget)
        self.paintings = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched, event):
        self.paintings += event.type() is QEvent.Type.Paint
        return False
