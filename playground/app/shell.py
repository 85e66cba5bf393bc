"""What actions may ask of the window, so that the table of actions need not know the window itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from playground.app.appearance import Appearance
    from playground.app.challenge_desk import ChallengeDesk
    from playground.app.doctor_desk import DoctorDesk
    from playground.app.documents import Documents
    from playground.app.importing.imports import Imports
    from playground.app.layout import PanelLayout
    from playground.app.lesson_desk import LessonDesk
    from playground.app.settings import Settings
    from playground.app.whats_this import WhatsThis
    from playground.session.session import Session


HelpPage = Literal["overview", "keys", "words"]


class Dialogs(Protocol):
    """What actions open over the window."""

    def show_examples(self) -> None:
        """The gallery of examples."""

    def show_export(self) -> None:
        """Code, models and results that leave the program."""

    def show_run_film(self) -> None:
        """The run as a moving picture."""

    def show_palette(self) -> None:
        """Find any command by a few letters."""

    def show_help(self, page: HelpPage) -> None:
        """What the panels show, all keys, or what words mean."""

    def show_welcome(self) -> None:
        """Three ways to begin."""

    def show_about(self) -> None:
        """Show the program's version, purpose and licences."""

    def save_picture(self) -> None:
        """A picture of the window or of any views."""

    def copy_picture(self) -> None:
        """The panel at hand as a picture on the clipboard."""


class Shell(Protocol):
    """The main window as actions see it."""

    session: Session
    settings: Settings
    documents: Documents
    doctor_desk: DoctorDesk
    imports: Imports
    appearance: Appearance
    layout_of_panels: PanelLayout
    whats_this: WhatsThis
    challenge_desk: ChallengeDesk
    lesson_desk: LessonDesk

    @property
    def dialogs(self) -> Dialogs:
        """What opens over the window."""

    def dialog_parent(self) -> QWidget:
        """What dialogs open over."""

    def close(self) -> bool:
        """Close the window, asking where edits would be lost."""

    def toggle_full_screen(self) -> None:
        """Full screen and back."""

    def toggle_reduced_motion(self) -> None:
        """Animations off and on."""

    def change_scale(self, step: int) -> None:
        """Make the interface larger or smaller, in percent."""
