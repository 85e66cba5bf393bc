"""Pictures as the bytes of PNG files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap


def png_of(picture: QPixmap | QImage) -> bytes:
    """A picture as the bytes of a PNG. An image, which is memory only, may be encoded on any thread."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image = picture if isinstance(picture, QImage) else picture.toImage()
    QImageWriter(buffer, b"png").write(image)
    return bytes(data.data())
