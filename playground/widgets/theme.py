"""What a custom-painted widget asks while it draws: the current theme, its colours, sizes in pixels, motion.

One import for views. Nothing here is kept by the caller: `current()` is read anew in every paint.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QToolTip

from playground.widgets.fonts import font
from playground.widgets.interface import (
    duration,
    px,
    pxf,
    reduced_motion,
    scale,
    set_reduced_motion,
    set_scale,
    theme_signals,
)
from playground.widgets.markers import MARKERS, marker_path
from playground.widgets.style import palette, style_sheet
from playground.widgets.tokens import COLOUR_ROLES, DARK, LIGHT, THEMES, Theme, with_alpha

if TYPE_CHECKING:
    from PySide6.QtGui import QColor
    from PySide6.QtWidgets import QApplication

__all__ = [
    "COLOUR_ROLES",
    "DARK",
    "LIGHT",
    "MARKERS",
    "THEMES",
    "Theme",
    "apply_theme",
    "current",
    "duration",
    "marker_path",
    "px",
    "pxf",
    "reduced_motion",
    "role_colour",
    "scale",
    "set_reduced_motion",
    "set_scale",
    "theme_signals",
    "with_alpha",
]


@dataclass(slots=True)
class _State:
    theme: Theme = DARK


_state = _State()


def current() -> Theme:
    """The theme that widgets paint with."""
    return _state.theme


def role_colour(role: str) -> QColor:
    """The current colour of a role by name.

    Raises:
        KeyError: No such role.
    """
    if role not in COLOUR_ROLES:
        raise KeyError(role)
    colour: QColor = getattr(current(), role)
    return colour


def apply_theme(app: QApplication, theme: Theme, factor: float | None = None) -> None:
    """Dress the application and tell every widget: Fusion, palette, font, a short style sheet.

    Args:
        app: The application.
        theme: DARK or LIGHT.
        factor: The interface's scale, 0.8 to 2; as it was when left out.
    """
    if factor is not None:
        set_scale(factor)
    _state.theme = theme
    # Setting a style dresses every widget anew, also where it is the same.
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(palette(theme))
    app.setFont(font("row"))
    QToolTip.setFont(font("row"))
    app.setStyleSheet(style_sheet(theme))
    theme_signals().changed.emit()
