"""What menus and keys open over the window: galleries, exports, pictures, help and the palette of commands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox

from playground import __version__
from playground.app.lesson_desk import FIRST_LESSON
from playground.app.panel_focus import key_at_hand
from playground.document.model import domain_of
from playground.interop.known_sets import KNOWN_SETS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QDockWidget

    from playground.app.pictures.views import Subject
    from playground.app.shell import HelpPage, Shell


class WindowDialogs:
    """Opens dialogs and cards; each is imported when it is opened first.

    Args:
        shell: What they lie over and work on.
        commands: All that the palette offers, as things are now.
    """

    def __init__(self, shell: Shell, commands: Callable[[], list[QAction]]) -> None:
        self._shell, self._commands = shell, commands

    @property
    def _docks(self) -> Mapping[str, QDockWidget]:
        return self._shell.layout_of_panels.docks

    def _subject(self) -> Subject:
        from playground.app.pictures.views import Subject

        return Subject(self._shell.dialog_parent(), self._docks)

    def show_examples(self) -> None:
        """The gallery of examples."""
        from playground.app.examples_dialog import ExamplesDialog

        chosen = ExamplesDialog.choose(self._shell.dialog_parent())
        if chosen in KNOWN_SETS:
            self._shell.imports.read_known(chosen)
        elif chosen:
            self._shell.documents.open(chosen)

    def show_export(self) -> None:
        """Code, models and results that leave the program."""
        from playground.app.exporting import Exporting

        shell = self._shell
        Exporting(shell.session, shell.settings, self._docks, shell.dialog_parent()).ask()

    def show_run_film(self) -> None:
        """The run as a moving picture."""
        from playground.app.pictures.film_dialog import RunFilmDialog

        RunFilmDialog(self._shell.session, self._subject(), self._shell.settings).exec()

    def show_palette(self) -> None:
        """Find any command by a few letters."""
        from playground.app.command_palette import CommandPalette

        settings = self._shell.settings
        palette = CommandPalette(self._shell.dialog_parent(), self._commands(), settings.recent_commands)
        palette.ran.connect(settings.add_recent_command)
        palette.open_at_top()

    def show_help(self, page: HelpPage = "overview") -> None:
        """What the panels show, all keys, or what words mean."""
        from playground.app.help.dialog import HelpDialog

        dialog = HelpDialog(self._shell.dialog_parent(), page, domain_of(self._shell.session.document))
        dialog.exec()
        dialog.deleteLater()

    def show_welcome(self) -> None:
        """Three ways to begin, as at the first start."""
        from playground.app.welcome import WelcomeCard

        card = WelcomeCard(self._shell.session, self._shell.dialog_parent())
        card.try_asked.connect(partial(self._shell.lesson_desk.open, FIRST_LESSON))
        card.story_asked.connect(partial(self._shell.layout_of_panels.open, "lesson"))
        for dock in self._docks.values():
            dock.toggleViewAction().toggled.connect(card.end_beside_panel)

    def show_about(self) -> None:
        """Show the program's version, purpose and licences."""
        text = (
            f"Version {__version__}\n\nDraw data, stack layers, press Play and watch a network learn.\n\n"
            "MIT licence. Inter and JetBrains Mono: OFL 1.1. Icons: Lucide, ISC."
        )
        QMessageBox.about(self._shell.dialog_parent(), "Playground", text)

    def copy_picture(self) -> None:
        """The panel at hand as a picture on the clipboard."""
        from playground.app.pictures.copying import copy_picture

        words = copy_picture(self._subject(), key_at_hand(self._docks))
        self._shell.session.message_posted.emit(words, "info")

    def save_picture(self) -> None:
        """A picture of the window or of any views, as PNG, SVG or PDF."""
        from playground.app.pictures.dialog import PictureDialog

        shell = self._shell
        dialog = PictureDialog(self._subject(), shell.session, shell.settings, shell.documents.project)
        dialog.exec()
        dialog.deleteLater()
