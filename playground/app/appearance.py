"""Theme, scale and motion of the whole program, as the settings ask."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication

from playground.widgets import theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playground.app.settings import Settings, ThemeChoice


class Appearance(QObject):
    """Applies a change at once, remembers it, and follows the system while the choice is "auto"."""

    def __init__(self, app: QApplication, settings: Settings) -> None:
        super().__init__(app)
        self._app = app
        self._settings = settings
        settings.give_scale_back()  # where the program ended in the middle of teaching
        theme.set_scale(settings.scale / 100)
        theme.set_reduced_motion(reduced=settings.reduced_motion)
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self._apply()

    @property
    def choice(self) -> ThemeChoice:
        """What the person chose."""
        return self._settings.theme

    def choose(self, choice: ThemeChoice) -> None:
        """Take a theme."""
        self._settings.theme = choice
        self._apply()

    def toggle(self) -> None:
        """From dark to light and back."""
        self.choose("light" if theme.current() is theme.DARK else "dark")

    def set_scale(self, percent: int) -> None:
        """Set the size of the interface."""
        self._settings.scale = percent
        theme.set_scale(self._settings.scale / 100)
        self._apply()

    def set_reduced_motion(self, reduced: bool) -> None:
        """Switch animations off or on."""
        self._settings.reduced_motion = reduced
        theme.set_reduced_motion(reduced=reduced)

    @Slot()
    def _on_system_changed(self) -> None:
        if self.choice == "auto":
            self._apply()

    def _apply(self) -> None:
        choice = self.choice
        if choice == "auto":
            light = self._app.styleHints().colorScheme() is Qt.ColorScheme.Light
            choice = "light" if light else "dark"
        theme.apply_theme(self._app, theme.LIGHT if choice == "light" else theme.DARK)


@contextmanager
def worn(colours: str) -> Iterator[None]:
    """Paint in the light or the dark theme for a moment, as long as no event is handled; "shown" is the one at hand."""
    before = theme.current()
    wanted = {"light": theme.LIGHT, "dark": theme.DARK}.get(colours, before)
    app = QApplication.instance()
    if wanted is before or not isinstance(app, QApplication):
        yield
        return
    focused = app.focusWidget()
    theme.apply_theme(app, wanted)
    try:
        yield
    finally:
        theme.apply_theme(app, before)
        if focused is not None and app.focusWidget() is not focused:
            focused.setFocus(Qt.FocusReason.OtherFocusReason)  # a box of buttons loses it with its style
