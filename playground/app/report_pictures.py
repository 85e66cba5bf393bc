"""The panels as pictures for a report, from a window on the screen or one that nobody sees."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from playground.app.pictures import png_of
from playground.interop.export_report import COLOURS
from playground.widgets.theme import role_colour

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QDockWidget

    from playground.interop.exports import Work

PANELS = {"output": "Decision map", "network": "Network", "hidden": "Hidden space", "loss": "Loss"}


def pictures_of(docks: Mapping[str, QDockWidget]) -> dict[str, bytes]:
    """PNG of every panel that is open, by title."""
    return {
        title: png_of(docks[key].widget().grab()) for key, title in PANELS.items() if docks[key].widget().isVisible()
    }


def theme_colours() -> dict[str, str]:
    """The colours of the theme at hand, for a page around the pictures."""
    return {role: role_colour(role).name() for role in COLOURS}


def with_pictures(work: Work, theme: str) -> Work:
    """The work with pictures from an invisible window that shows it.

    Raises:
        SourceError: The window does not come to show it.
    """
    from playground.app.offscreen import shown_offscreen
    from playground.interop.sources import Opened

    opened = Opened(work.document, work.name, None, dict(work.checkpoint), dict(work.history))
    with shown_offscreen(opened, theme) as window:
        return replace(work, pictures=pictures_of(window.docks), colours=theme_colours())
