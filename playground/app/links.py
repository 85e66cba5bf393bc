"""TensorFlow Playground links on the clipboard and on the way in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox

from playground.interop.sources import is_link
from playground.tf_playground.link_writer import inexpressible, write_link
from playground.widgets.text import literal

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtWidgets import QWidget

    from playground.session.session import Session

COPIED = "The link is on the clipboard. It holds points, network and settings, not what was learned."
CANNOT = "A link cannot hold all of this document:"
OTHER_WEIGHTS = "It opens as TF Playground: with that page's own weights and order of points."


def link_in(data: QMimeData) -> str:
    """The link that was dropped or copied; empty for anything else."""
    addresses = [url.toString(QUrl.ComponentFormattingOption.FullyEncoded) for url in data.urls()]
    return next((text.strip() for text in (data.text(), *addresses) if is_link(text.strip())), "")


def copy_link(session: Session, window: QWidget | None) -> None:
    """Put the document on the clipboard as a link, or say what no link can hold."""
    document = session.document
    parts = inexpressible(document)
    if parts:
        text = "\n".join((CANNOT, *(f"\u2022 {part[:1].upper()}{part[1:]}" for part in parts)))
        QMessageBox.information(window, "No link", literal(text))
        return
    QGuiApplication.clipboard().setText(write_link(document))
    words = COPIED if document.training.as_tf_playground else f"{COPIED} {OTHER_WEIGHTS}"
    session.message_posted.emit(words, "info")
