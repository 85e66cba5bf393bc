"""The panels as pictures for a report, and the colours of the page around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.app.pictures.png import png_of
from playground.interop.exports.report import COLOURS
from playground.widgets.theme import role_colour

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QDockWidget

PANELS = {"output": "Decision map", "network": "Network", "hidden": "Hidden space", "loss": "Loss"}


def pictures_of(docks: Mapping[str, QDockWidget]) -> dict[str, bytes]:
    """PNG of every panel that is open, by title."""
    return {
        title: png_of(docks[key].widget().grab()) for key, title in PANELS.items() if docks[key].widget().isVisible()
    }


def theme_colours() -> dict[str, str]:
    """The colours of the theme at hand, for a page around the pictures."""
    return {role: role_colour(role).name() for role in COLOURS}
