"""What is dropped on the window: a link, files, or a picture out of another program."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from playground.app.links import link_in

if TYPE_CHECKING:
    from PySide6.QtGui import QDropEvent

    from playground.app.shell import Shell


def can_take(event: QDropEvent) -> bool:
    """Whether what is dragged over the window may be one of them."""
    data = event.mimeData()
    return data.hasUrls() or data.hasImage() or bool(link_in(data))


def take_dropped(shell: Shell, event: QDropEvent) -> None:
    """Open what was dropped, unless a lesson has locked that."""
    if not shell.session.lessons.allows("open"):
        return
    data, link = event.mimeData(), link_in(event.mimeData())
    names = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    if not (link or names or data.hasImage()):
        return
    event.acceptProposedAction()
    image = None if link or names else data.imageData()
    # The other program waits until this returns, so it must not wait for a dialog of ours.
    QTimer.singleShot(0, shell.dialog_parent(), partial(_open, shell, link, names, image))


def _open(shell: Shell, link: str, names: list[str], image: object) -> None:
    if link:
        shell.documents.open(link)
    elif not names:
        shell.imports.take_image(image, "another program")
    elif not shell.challenge_desk.take_dropped(Path(names[0])):
        shell.imports.take_files(names)
