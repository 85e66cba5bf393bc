"""What the clipboard holds."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication


def clipboard_data() -> QMimeData:
    """What the clipboard holds, in all its formats; nothing of any where it is empty.

    `QClipboard.mimeData` returns None then on some platforms, which the type that PySide gives it leaves out.
    """
    data: QMimeData | None = QGuiApplication.clipboard().mimeData()
    return QMimeData() if data is None else data
