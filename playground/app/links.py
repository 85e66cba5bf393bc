"""The document on the clipboard, as text or as a link of another program; and links on their way in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from playground.interop.sources import is_link
from playground.storage.text import to_text
from playground.widgets.text import literal

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from playground.document.emulation import Emulation
    from playground.session.session import Session

COPIED = "The link is on the clipboard. It holds points, network and settings, not what was learned."
CANNOT = "A link cannot hold all of this document:"
OTHER_WEIGHTS = "It opens as {title}: with that page's own weights and order of points."


def link_in(data: QMimeData) -> str:
    """The link that was dropped or copied; empty for anything else."""
    addresses = [url.toString(QUrl.ComponentFormattingOption.FullyEncoded) for url in data.urls()]
    return next((text.strip() for text in (data.text(), *addresses) if is_link(text.strip())), "")


def copy_link(emulation: Emulation, session: Session) -> None:
    """Put the document on the clipboard as a link, or say what no link can hold."""
    document = session.document
    parts = emulation.inexpressible(document)
    if parts:
        text = "\n".join((CANNOT, *(f"\u2022 {part[:1].upper()}{part[1:]}" for part in parts)))
        QMessageBox.information(QApplication.activeWindow(), "No link", literal(text))
        return
    QGuiApplication.clipboard().setText(emulation.write_link(document))
    words = "" if emulation.is_wanted(document.training) else f" {OTHER_WEIGHTS.format(title=emulation.title)}"
    session.message_posted.emit(COPIED + words, "info")


def copy_text(session: Session) -> None:
    """Put the document on the clipboard as text; pasted, it opens again."""
    text = to_text(session.document)
    QGuiApplication.clipboard().setText(text)
    words = f"The document is on the clipboard: {len(text):,} characters for mail or chat. Paste opens it."
    session.message_posted.emit(words, "info")
