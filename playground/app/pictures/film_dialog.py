"""The window that asks how a run is to be exported as a moving picture, and says how far that is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QLabel, QVBoxLayout

from playground.app.pictures.film import SUFFIXES, FilmCancelledError, FilmChoices, encode, moments_of, photograph
from playground.app.pictures.views import VIEWS, why_not
from playground.widgets.label import FlowText, Label
from playground.widgets.number_range import NumberRange
from playground.widgets.progress_bar import ProgressBar
from playground.widgets.segmented import Segment, Segmented
from playground.widgets.slider_row import SliderRow
from playground.widgets.theme import px

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.app.pictures.views import Subject
    from playground.app.settings import Settings
    from playground.session.session import Session

WIDTH, PREVIEW = 420, 220
WAYS = (
    Segment("gif", "GIF", tip="GIF\nPlays everywhere; 255 colours a frame"),
    Segment("apng", "APNG", tip="APNG\nPlays in browsers; every colour"),
    Segment("series", "PNG series", tip="PNG series\nA picture for each frame, for films cut elsewhere"),
)
TITLES = {"boundary": "Output", "network": "Network", "hidden": "Hidden", "loss": "Loss", "window": "Window"}
"""Of the views that move, shorter than in the table of views."""
SHOOTING = 0.6
"""Of the whole: photographing; the rest is encoding."""


class RunFilmDialog(QDialog):
    """Export writes and closes; Cancel while it works stops, and leaves nothing half-written.

    Args:
        session: Whose run.
        subject: Whose views can be photographed; those that are hidden are left out.
        settings: Where files went last.

    Attributes:
        is_cancelled: Whether the person has stopped the writing that is under way.
    """

    def __init__(self, session: Session, subject: Subject, settings: Settings) -> None:
        super().__init__(subject.window)
        self.setWindowTitle("Export the run")
        self._session, self._settings = session, settings
        self._views = {key: VIEWS[key].widget(subject) for key in TITLES if not why_not(key, subject)}
        self._is_working = self.is_cancelled = False
        segments = tuple(Segment(key, TITLES[key], tip=f"{VIEWS[key].title}\n{VIEWS[key].hint}") for key in self._views)
        self.view = Segmented("View", segments, stretch=True)
        self.way = Segmented("Format", WAYS, stretch=True)
        counts = NumberRange(minimum=2, maximum=300, step=1, integer=True)
        rates = NumberRange(minimum=1, maximum=50, step=1, integer=True)
        widths = NumberRange(minimum=120, maximum=1920, step=10, integer=True)
        chosen = FilmChoices()
        self.frames = _row("Frames", counts, chosen.frames, "Frames\nEvenly over log epochs, as far as recorded")
        self.rate = _row(
            "Frames/s", rates, chosen.per_second, "Frames a second\nHow fast it plays; the last stands a second longer"
        )
        self.width_row = _row("Width", widths, chosen.width, "Width\nOf a frame, in pixels")
        self.words = FlowText("", "row", "ink3")
        self.preview = QLabel()
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setFixedHeight(px(PREVIEW))
        self.preview.setAccessibleName("The view as it is now")
        self.progress = ProgressBar()
        self._build()
        self._connect()
        self._show()
        self._show_view()

    def choices(self) -> FilmChoices:
        """What is set."""
        numbers = (round(row.value()) for row in (self.frames, self.rate, self.width_row))
        return FilmChoices(self.way.current_key(), *numbers)

    def export_to(self, path: Path) -> bool:
        """Photograph, encode and write. False when it was stopped or cannot be written, which the message bar says."""
        choices = self.choices()
        self._begin("Photographing")
        try:
            packed = photograph(
                self._session, self._views[self.view.current_key()], choices, self._telling(0.0, SHOOTING)
            )
            self.progress.begin("Writing")
            encode(path, packed, choices, self._telling(SHOOTING, 1.0))
        except FilmCancelledError:
            return False
        except OSError as error:
            self._session.message_posted.emit(f"Could not write {path.name}: {error.strerror or error}", "danger")
            return False
        finally:
            self._end()
        self._settings.last_folder = path.parent
        self._session.message_posted.emit(f"{len(packed)} frames of the run: {path.name}", "info")
        return True

    def reject(self) -> None:
        """Stop what is being done; else close."""
        if self._is_working:
            self.is_cancelled = True
        else:
            super().reject()

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = self.buttons.addButton("Export…", QDialogButtonBox.ButtonRole.AcceptRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(16))
        column.setSpacing(px(10))
        column.addWidget(self.preview)
        for title, widget in (("View", self.view), ("Format", self.way)):
            column.addWidget(Label(title, "label_strong", "ink3"))
            column.addWidget(widget)
        for row in (self.frames, self.rate, self.width_row):
            column.addWidget(row)
        column.addWidget(self.words)
        column.addStretch(1)
        column.addWidget(self.progress)
        column.addWidget(self.buttons)
        self.setFixedWidth(px(WIDTH))
        self.accept_button.setDefault(True)  # at last: the dialog takes note of a button only once it is in it

    def _connect(self) -> None:
        self.buttons.accepted.connect(self._on_export)
        self.buttons.rejected.connect(self.reject)
        self.progress.cancelled.connect(self.reject)
        self.view.chosen.connect(self._show_view)
        self.way.chosen.connect(self._show)
        for row in (self.frames, self.rate, self.width_row):
            row.value_changed.connect(self._show)

    @Slot()
    def _on_export(self) -> None:
        choices = self.choices()
        suffix = SUFFIXES[choices.way]
        suggested = self._settings.last_folder / f"{self._session.name}{suffix}"
        name, _ = QFileDialog.getSaveFileName(self, "Export the run", str(suggested), f"Picture (*{suffix})")
        if not name:
            return
        path = Path(name)
        if self.export_to(path if path.suffix else path.with_name(path.name + suffix)):
            self.accept()

    @Slot()
    def _show_view(self) -> None:
        """The view as it is now, small."""
        view = self._views.get(self.view.current_key())
        if view is None:
            return
        picture = view.grab()
        room = QSize(px(WIDTH - 40), px(PREVIEW)) * picture.devicePixelRatio()
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        self.preview.setPixmap(picture.scaled(room, keep, smooth))

    @Slot()
    def _show(self) -> None:
        choices = self.choices()
        moments = self._session.time.timeline.moments
        found = len(moments_of(moments, choices.frames))
        if found == 0 or not self._views:
            self.words.set_text("Nothing is recorded yet: train first.")
        else:
            seconds = found / choices.per_second
            last = f"{moments[-1].epoch:,}"
            self.words.set_text(
                f"{found} moments from epoch 0 to {last}, {seconds:.1f} seconds. Training pauses meanwhile."
            )
        self.accept_button.setEnabled(found > 0 and bool(self._views))

    def _begin(self, words: str) -> None:
        self._is_working, self.is_cancelled = True, False
        self._set_controls_enabled(False)
        self.progress.begin(words)

    def _end(self) -> None:
        self._is_working = False
        self.progress.hide()
        self._set_controls_enabled(True)

    def _set_controls_enabled(self, enabled: bool) -> None:
        for widget in (self.view, self.way, self.frames, self.rate, self.width_row, self.buttons):
            widget.setEnabled(enabled)

    def _telling(self, begin: float, end: float) -> Callable[[float], bool]:
        def tell(share: float) -> bool:
            self.progress.set_share(begin + share * (end - begin))
            return not self.is_cancelled

        return tell


def _row(label: str, limits: NumberRange, value: float, tip: str) -> SliderRow:
    return SliderRow(label, limits, value, tip=tip, label_width=72, surface="window")
