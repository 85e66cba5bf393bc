"""Pictures as the bytes of PNG and TIFF files."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

METRES_PER_INCH = 0.0254


def png_of(picture: QPixmap | QImage) -> bytes:
    """A picture as the bytes of a PNG. An image, which is memory only, may be encoded on any thread."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image = picture if isinstance(picture, QImage) else picture.toImage()
    QImageWriter(buffer, b"png").write(image)
    return bytes(data.data())


def tiff_of(image: QImage) -> bytes:
    """An image as the bytes of a TIFF, compressed without loss, as large on paper as it says; on any thread."""
    from PIL import Image

    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    size, step = (plain.width(), plain.height()), plain.bytesPerLine()
    picture = Image.frombuffer("RGB", size, bytes(plain.constBits()), "raw", "RGB", step, 1)
    dots = image.dotsPerMeterX() * METRES_PER_INCH
    picture.save(data := BytesIO(), "TIFF", compression="tiff_adobe_deflate", dpi=(dots, dots))
    return data.getvalue()
