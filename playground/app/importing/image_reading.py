"""Pictures as arrays: measured before they are decoded, scaled down while they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from playground.document.errors import DocumentError
from playground.document.png import project_in
from playground.interop.image_points import MOST_SIDE
from playground.interop.sources import PICTURE_SUFFIX, SourceError
from playground.interop.table_files import MOST_BYTES

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif")
MOST_PIXELS = 100_000_000
"""A picture of more would take some 400 MB before it could be scaled down."""


def carries_project(path: Path) -> bool:
    """Whether a picture is one that this program has put a project into."""
    if path.suffix.lower() != PICTURE_SUFFIX:
        return False
    try:
        return path.stat().st_size <= MOST_BYTES and project_in(path.read_bytes()) is not None
    except (OSError, DocumentError):
        return False


def read_image(path: Path) -> NDArray[np.uint8]:
    """Read a picture, at most `MOST_SIDE` pixels wide and high.

    Returns:
        Red, green, blue and opacity, shape (H, W, 4).

    Raises:
        SourceError: It is none, is damaged, or is too large; nothing has then been decoded.
    """
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid():
        raise SourceError(f"{path.name}: this is not a picture that can be read")
    if size.width() * size.height() > MOST_PIXELS:
        words = f"{size.width():,} × {size.height():,} pixels are too many; {MOST_PIXELS // 10**6} million are the most"
        raise SourceError(f"{path.name}: {words}")
    if max(size.width(), size.height()) > MOST_SIDE:
        reader.setScaledSize(size.scaled(QSize(MOST_SIDE, MOST_SIDE), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise SourceError(f"{path.name}: the picture is damaged ({reader.errorString()})")
    return pixels_of(image)


def pixels_of(image: QImage) -> NDArray[np.uint8]:
    """A picture as red, green, blue and opacity, (H, W, 4), at most `MOST_SIDE` pixels wide and high."""
    if max(image.width(), image.height()) > MOST_SIDE:
        aspect, mode = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        image = image.scaled(MOST_SIDE, MOST_SIDE, aspect, mode)
    made = image.convertToFormat(QImage.Format.Format_RGBA8888)
    data: Any = made.constBits()
    rows = np.frombuffer(data, np.uint8).reshape(made.height(), made.bytesPerLine())
    return rows[:, : made.width() * 4].reshape(made.height(), made.width(), 4).copy()
