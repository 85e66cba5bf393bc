"""Pictures as arrays: measured before they are decoded, scaled down while they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from playground.document.errors import DocumentError
from playground.interop.image_points import MOST_SIDE
from playground.interop.sources import PICTURE_SUFFIX, SourceError
from playground.interop.tables.csv_layout import CsvError
from playground.interop.tables.file_bytes import bytes_of
from playground.storage.png import project_in

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif")
_FORMATS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"RIFF": "webp", b"BM": "bmp", b"GIF8": "gif"}
"""What such files begin with: by that the reader is chosen, never by Qt, which would take an SVG as well."""
_MARK, _SCAN, _END = 0xFF, 0xDA, b"\xff\xd9"
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Marks of JPEG without a length."""


def carries_project(path: Path) -> bool:
    """Whether a picture is one that this program has put a project into."""
    if path.suffix.lower() != PICTURE_SUFFIX:
        return False
    try:
        return project_in(bytes_of(path)) is not None
    except (OSError, DocumentError, CsvError):
        return False


def most_pixels(depth: int = 32) -> int:
    """How many pixels of so many bits Qt makes room for."""
    return QImageReader.allocationLimit() * 2**20 * 8 // depth


def read_image(path: Path) -> NDArray[np.uint8]:
    """Read a picture, at most `MOST_SIDE` pixels wide and high.

    Returns:
        Red, green, blue and opacity, shape (H, W, 4).

    Raises:
        SourceError: It is none, is damaged or cut off, or is too large; nothing has then been decoded.
    """
    try:
        data = bytes_of(path)
        return _decoded(data)
    except CsvError as error:
        raise SourceError(f"{path.name}: {error}") from None
    except OSError as error:
        raise SourceError(f"{path.name}: {error.strerror or error}") from None


def _decoded(data: bytes) -> NDArray[np.uint8]:
    kind = next((kind for mark, kind in _FORMATS.items() if data.startswith(mark)), "")
    if not kind or (kind == "webp" and data[8:12] != b"WEBP"):
        raise CsvError("this is not a picture that can be read; PNG, JPEG, WebP, BMP and GIF are")
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return _decoded_by(QImageReader(buffer, kind.encode()), data, kind)


def _decoded_by(reader: QImageReader, data: bytes, kind: str) -> NDArray[np.uint8]:
    """What a reader makes of the data; it is gone before the buffer that it reads from."""
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid():
        raise CsvError("the picture is damaged")
    _check_size(size, reader.imageFormat())
    if _is_cut(data, kind):
        raise CsvError("the picture is damaged: its end is missing")
    if max(size.width(), size.height()) > MOST_SIDE:
        reader.setScaledSize(size.scaled(QSize(MOST_SIDE, MOST_SIDE), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise CsvError(f"the picture is damaged ({reader.errorString()})")
    return pixels_of(image)


def _check_size(size: QSize, form: QImage.Format) -> None:
    depth = max(QImage.toPixelFormat(form).bitsPerPixel(), 32) if form != QImage.Format.Format_Invalid else 32
    most = most_pixels(depth)
    if size.width() * size.height() > most:
        words = f"{size.width():,} × {size.height():,} pixels"
        raise CsvError(f"the picture is too large: {words}; {most // 10**6} million are the most")


def _is_cut(data: bytes, kind: str) -> bool:
    """Whether the end is missing: Qt would fill the rest with grey or black, and say nothing."""
    if kind == "png":
        return b"IEND" not in data[-64:] and b"IEND" not in data
    if kind == "gif":
        return b"\x3b" not in data[-16:]
    if kind == "webp":
        return int.from_bytes(data[4:8], "little") + 8 > len(data)
    if kind == "bmp":
        return int.from_bytes(data[2:6], "little") > len(data)
    return _END not in data[_scan_of(data) :]


def _scan_of(data: bytes) -> int:
    """Where the picture of a JPEG begins, behind all that is told about it: a small one there has an end as well."""
    place = 2
    while place + 4 <= len(data):
        if data[place] != _MARK:
            return place
        mark = data[place + 1]
        if mark == _SCAN:
            return place + 4
        if mark == _MARK:  # filling
            place += 1
        elif mark in _ALONE:
            place += 2
        else:
            place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return len(data)


def pixels_of(image: QImage) -> NDArray[np.uint8]:
    """A picture as red, green, blue and opacity, (H, W, 4), at most `MOST_SIDE` pixels wide and high."""
    if max(image.width(), image.height()) > MOST_SIDE:
        aspect, mode = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        image = image.scaled(MOST_SIDE, MOST_SIDE, aspect, mode)
    made = image.convertToFormat(QImage.Format.Format_RGBA8888)
    data: Any = made.constBits()
    rows = np.frombuffer(data, np.uint8).reshape(made.height(), made.bytesPerLine())
    return rows[:, : made.width() * 4].reshape(made.height(), made.width(), 4).copy()
