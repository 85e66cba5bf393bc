"""A panel as a picture on the clipboard, to be pasted into slides or a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from playground.app.pictures.files import image_of_page
from playground.app.pictures.page import page_of
from playground.app.pictures.views import VIEWS, why_not

if TYPE_CHECKING:
    from playground.app.pictures.views import Subject

SCALE = 2.0
"""Pixels for a logical one: sharp on a projector."""


def copy_picture(subject: Subject, dock: str) -> str:
    """Put a picture of a panel on the clipboard; without that panel, of the window.

    Returns:
        What has been done, a sentence.
    """
    found = next((key for key, view in VIEWS.items() if view.dock == dock and view.part is None), "window")
    key = "window" if why_not(found, subject) else found
    image = image_of_page(page_of(subject, [key]), SCALE)
    QGuiApplication.clipboard().setImage(image)
    return f"{VIEWS[key].title}: a picture of {image.width():,} × {image.height():,} pixels is on the clipboard."
