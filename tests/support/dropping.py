"""Dropping on the window, as another program does it."""

from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent


def drop(window, what):
    """Drop a path, or data, and let the window take it, which it does when the other program is free again.

    Returns:
        Whether the window said that it would take it.
    """
    data = what if isinstance(what, QMimeData) else QMimeData()
    if data is not what:
        data.setUrls([QUrl.fromLocalFile(str(what))])
    flags = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(50, 50).toPoint(), *flags)
    enter.ignore()
    window.dragEnterEvent(enter)
    window.dropEvent(QDropEvent(QPointF(50, 50), *flags))
    QCoreApplication.processEvents()
    return enter.isAccepted()
