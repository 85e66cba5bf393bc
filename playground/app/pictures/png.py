"""Pictures that a person keeps: PNG files that carry the project they show, unless that is not wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from playground.app.beside import write_file
from playground.document.png import with_project
from playground.document.project import Project, pack_project

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QPixmap


def png_of(picture: QPixmap | QImage) -> bytes:
    """A picture as the bytes of a PNG. An image, which is memory only, may be encoded on any thread."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image = picture if isinstance(picture, QImage) else picture.toImage()
    QImageWriter(buffer, b"png").write(image)
    return bytes(data.data())


def write_picture(path: Path, picture: QPixmap, project: Project | None) -> None:
    """Write a PNG; opened in the program, it is the project.

    Raises:
        OSError: It cannot be written.
    """
    png = png_of(picture)
    write_file(path, lambda: with_project(png, pack_project(project) if project is not None else b""))
