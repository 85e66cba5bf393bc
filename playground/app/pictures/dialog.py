"""The window of still pictures: which views, as what, how large, in which colours, with a picture of what will come."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Qt, QTimer, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout

from playground.app.appearance import worn
from playground.app.background import write_file
from playground.app.pictures.choices import choices_from
from playground.app.pictures.files import image_of_page, taken
from playground.app.pictures.form import PictureForm, words_of
from playground.app.pictures.page import page_of
from playground.app.pictures.preview import PicturePreview
from playground.app.pictures.views import VIEWS, WINDOW, why_not
from playground.widgets.progress_bar import ProgressBar
from playground.widgets.theme import px

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.app.pictures.choices import PictureChoices
    from playground.app.pictures.views import Subject
    from playground.app.settings import Settings
    from playground.session.session import Session
    from playground.storage.project import Project

FILTERS = {
    "png": "PNG picture (*.png)",
    "tiff": "TIFF picture (*.tiff)",
    "svg": "SVG drawing (*.svg)",
    "pdf": "PDF (*.pdf)",
}
NOTHING = "Nothing is ticked: choose what the picture is to show"
SAVE_TIP = "Save…\nTakes the picture now, then asks for its name"


class CancelledError(Exception):
    """The person does not want it any more."""


class PictureDialog(QDialog):
    """Save takes the picture at once, all of one moment; then it asks where to, and writes beside the window.

    Args:
        subject: Whose views.
        session: What it is named, and where a word about it goes.
        settings: What was chosen last.
        project: What a PNG carries, as it is when the picture is taken.

    Attributes:
        is_cancelled: Whether the person has stopped the writing that is under way.
    """

    def __init__(self, subject: Subject, session: Session, settings: Settings, project: Callable[[], Project]) -> None:
        super().__init__(subject.window)
        self.setWindowTitle("Save picture")
        self._subject, self._session, self._settings, self._project = subject, session, settings, project
        self._is_working = self.is_cancelled = False
        choices = replace(choices_from(self._settings.picture), carries=self._settings.pictures_carry_project)
        missing = {key: why_not(key, subject) for key in VIEWS}
        seen = tuple(key for key in choices.views if not missing[key])
        self.form = PictureForm(replace(choices, views=seen or (WINDOW,)), missing)
        self.preview = PicturePreview()
        self.progress = ProgressBar()
        self._build()
        self.form.changed.connect(self._on_changed)
        self.preview.wanted.connect(self._show_preview)
        self._on_changed(resized=True)

    # ---- the person ------------------------------------------------------------------------------------------------

    @Slot()
    def save(self) -> None:
        """Take the picture, ask for a file, write it."""
        choices = self.form.choices()
        self._remember(choices)
        self._begin()
        try:
            encode = self._taken(choices)
            self.progress.set_share(0.5)
            path = self._asked(f".{choices.form}", FILTERS[choices.form])
            if path is not None and self._write(path, encode):
                self.accept()
        except CancelledError:
            pass
        finally:
            self._end()

    def reject(self) -> None:
        """Stop what is being done; else close."""
        if self._is_working:
            self.is_cancelled = True
            return
        self._remember(self.form.choices())
        super().reject()

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save_button = self.buttons.addButton("Save…", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self.save)
        self.buttons.rejected.connect(self.reject)
        self.progress.cancelled.connect(self.reject)
        column = QVBoxLayout()
        column.setSpacing(px(12))
        column.addWidget(self.form, 1)
        column.addWidget(self.progress)
        column.addWidget(self.buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(20), px(16), px(20), px(16))
        row.setSpacing(px(20))
        row.addLayout(column)
        row.addWidget(self.preview, 1)
        for button in self.buttons.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(button is self.save_button)
        self.save_button.setDefault(True)  # at last: the dialog takes note of a button only once it is in it
        self.save_button.setFocus()

    @Slot(bool)
    def _on_changed(self, resized: bool) -> None:
        """Other settings; other views have a size of their own."""
        choices = self.form.choices()
        self.save_button.setEnabled(bool(choices.views))
        self.save_button.setToolTip(SAVE_TIP if choices.views else NOTHING)
        if choices.views and resized:
            page = page_of(self._subject, choices.views)
            self.form.show_size(page.size, fixed=page.is_fixed)
        words = words_of(self.form.size_wanted(), choices, self.form.width_mm()) if choices.views else NOTHING
        self.form.show_words(words)
        # To wear the other theme for a moment takes longer than a picture: not again and again while something trains.
        self.preview.ask_soon(live=choices.colours == "shown")

    @Slot()
    def _show_preview(self) -> None:
        choices = self.form.choices()
        if self._is_working:
            return
        if not choices.views:
            self.preview.show_image(QImage(), "Tick what the picture is to show")
            return
        page, ratio = page_of(self._subject, choices.views, self.form.size_wanted()), self.devicePixelRatioF()
        fitted = page.size.scaled(self.preview.room(), Qt.AspectRatioMode.KeepAspectRatio).boundedTo(page.size)
        with worn(choices.colours):
            image = image_of_page(page, ratio * fitted.width() / page.size.width())
        image.setDevicePixelRatio(ratio)
        self.preview.show_image(image, words_of(page.size, choices, self.form.width_mm()))

    def _taken(self, choices: PictureChoices) -> Callable[[], bytes]:
        """The picture of this moment, to be turned into bytes on a thread."""
        page = page_of(self._subject, choices.views, self.form.size_wanted())
        project = self._project() if choices.form == "png" and choices.carries else None
        with worn(choices.colours):
            return taken(page, choices, self._session.name, self.form.width_mm(), project)

    def _asked(self, suffix: str, kind: str) -> Path | None:
        suggested = self._settings.last_folder / f"{self._session.name}{suffix}"
        while True:
            name, _ = QFileDialog.getSaveFileName(self, "Save picture", str(suggested), kind)
            path = Path(name)
            if not name:
                return None
            if path.suffix.lower() == suffix:
                return path
            suggested = path.with_name(path.name + suffix)
            if not suggested.exists():
                return suggested
            # With its whole name, the file dialog asks whether it is to be replaced.

    def _write(self, path: Path, encode: Callable[[], bytes]) -> bool:
        """Write a file; False when it cannot be, which the message bar says."""

        def unless_cancelled() -> bytes:
            data = encode()
            if self.is_cancelled:
                raise CancelledError
            return data

        try:
            write_file(path, unless_cancelled, stoppable=True)
        except OSError as error:
            self._session.message_posted.emit(f"Could not write {path.name}: {error.strerror or error}", "danger")
            return False
        self._settings.last_folder = path.parent
        self._session.message_posted.emit(f"Picture: {path.name}", "info")
        return True

    def _remember(self, choices: PictureChoices) -> None:
        self._settings.picture = choices.to_text()
        self._settings.pictures_carry_project = choices.carries

    def _begin(self) -> None:
        self._is_working, self.is_cancelled = True, False
        self.form.setEnabled(False)
        self.buttons.setEnabled(False)
        self.progress.begin("Taking the picture")
        self._rest()

    def _end(self) -> None:
        self._is_working = False
        self.progress.hide()
        self.form.setEnabled(True)
        self.buttons.setEnabled(True)

    def _rest(self) -> None:
        """Let the progress be seen."""
        loop = QEventLoop()
        QTimer.singleShot(0, loop.quit)
        loop.exec()
