"""Pictures that a person keeps: PNG files that carry the project they show, unless that is not wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtWidgets import QFileDialog

from playground.app.beside import write_file
from playground.document.png import with_project
from playground.document.project import Project, pack_project

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QWidget

WITH, WITHOUT = "Picture that carries the project (*.png)", "Picture only (*.png)"


def png_of(picture: QPixmap) -> bytes:
    """A picture as the bytes of a PNG."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return bytes(data.data())


def write_picture(path: Path, picture: QPixmap, project: Project | None) -> None:
    """Write a PNG; opened in the program, it is the project.

    Raises:
        OSError: It cannot be written.
    """
    png = png_of(picture)
    write_file(path, lambda: with_project(png, pack_project(project) if project is not None else b""))


def ask_for_picture(parent: QWidget, suggested: Path, *, carries: bool) -> tuple[str, bool]:
    """Ask for a file, and whether the picture is to carry the project.

    Args:
        parent: Of the dialog.
        suggested: A file in the folder to begin with.
        carries: What was answered last time.

    Returns:
        The name, empty when the person changed their mind, and the answer.
    """
    filters = f"{WITH};;{WITHOUT}"
    first = WITH if carries else WITHOUT
    name, chosen = QFileDialog.getSaveFileName(parent, "Save picture", str(suggested), filters, first)
    if name and not name.lower().endswith(".png"):
        name += ".png"
    return name, chosen != WITHOUT
