"""Pictures without a display: the real window on Qt's offscreen platform, trained, grabbed, closed."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from playground.interop.sources import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playground.app.pictures.film import FilmChoices
    from playground.app.pictures.views import Subject
    from playground.app.window import MainWindow
    from playground.document.project import Project
    from playground.interop.sources import Opened

WINDOW_SIZE = (1440, 900)
DEFAULT_EPOCHS = 300
FRAMES_OF_TRAINING = 120
TRAIN_S, SETTLE_S = 600.0, 20.0
PICTURE_SUFFIXES = (".png", ".svg", ".pdf")


@dataclass(frozen=True, slots=True)
class Rendering:
    """What is wanted of a picture or film.

    Attributes:
        views: Keys of `pictures.views.VIEWS`; a film shows the first.
        epochs: How long to train; the document's stop rule or 300 when None, 0 for untrained.
        size: Of the page in logical pixels, or as on the screen.
        scale: Pixels of a PNG in a logical one.
        theme: "dark" or "light".
        with_project: Whether a PNG carries the project.
    """

    views: tuple[str, ...]
    epochs: int | None = None
    size: tuple[int, int] | None = None
    scale: int = 1
    theme: str = "dark"
    with_project: bool = True


def render(opened: Opened, wanted: Rendering, target: str) -> Path:
    """Train in the real window and write a picture of its views; the suffix says whether as PNG, SVG or PDF.

    Returns:
        The file that was written.

    Raises:
        SourceError: The picture cannot be written, or the document not be trained.
    """
    path = _checked(target, PICTURE_SUFFIXES, "pictures are PNG, SVG or PDF files and named .png, .svg or .pdf")
    from PySide6.QtCore import QSize

    from playground.app.pictures.choices import PictureChoices
    from playground.app.pictures.files import taken
    from playground.app.pictures.page import page_of
    from playground.document.atomic import atomic_write

    with _trained(opened, wanted) as (window, subject):
        size = None if wanted.size is None or "window" in wanted.views else QSize(*wanted.size)
        choices = PictureChoices(wanted.views, path.suffix.lower()[1:], wanted.scale)  # type: ignore[arg-type]
        project = _project(window, opened) if wanted.with_project and choices.form == "png" else None
        encode = taken(page_of(subject, wanted.views, size), choices, window.session.name, None, project)
        _written(target, lambda: atomic_write(path, encode()))
    return path


def film(opened: Opened, wanted: Rendering, choices: FilmChoices, target: str) -> Path:
    """Train in the real window and write the run as a moving picture.

    Returns:
        The file that was written; of a series the name that numbers were added to.

    Raises:
        SourceError: The film cannot be written, or the document not be trained.
    """
    from playground.app.pictures.film import SUFFIXES, encode, photograph

    suffix = SUFFIXES[choices.way]
    path = _checked(target, (suffix,), f"the name of such a film ends in {suffix}")
    from playground.app.pictures.views import VIEWS

    with _trained(opened, wanted) as (window, subject):
        view = VIEWS[wanted.views[0]].widget(subject)
        packed = photograph(window.session, view, choices, lambda _: True)
        _written(target, lambda: encode(path, packed, choices, lambda _: True))
    return path


def _checked(target: str, suffixes: tuple[str, ...], words: str) -> Path:
    path = Path(target).expanduser().absolute()
    if path.suffix.lower() not in suffixes:
        raise SourceError(f"{target}: {words}")
    if not path.parent.is_dir():
        raise SourceError(f"{target}: there is no folder {path.parent}")
    return path


def _written(target: str, write: Callable[[], object]) -> None:
    try:
        write()
    except OSError as error:
        raise SourceError(f"{target}: {error.strerror or error}") from None


@contextmanager
def _trained(opened: Opened, wanted: Rendering) -> Iterator[tuple[MainWindow, Subject]]:
    """The window that nobody sees, trained, with the panels open that are to be shown."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    rule = opened.document.training.stop_epochs or DEFAULT_EPOCHS
    epochs = rule if wanted.epochs is None else wanted.epochs
    from playground.app.pictures.views import VIEWS, Subject

    window = _window(_stopping_at(opened, epochs), wanted.theme)
    try:
        window.resize(*(wanted.size if wanted.size and "window" in wanted.views else WINDOW_SIZE))
        for key in wanted.views:
            if VIEWS[key].dock:
                window.docks[VIEWS[key].dock].show()
        window.show()
        _train(window, epochs)
        window.toast.dismiss()
        yield window, Subject(window, window.docks)
    finally:
        window.session.undo_stack.setClean()
        window.close()
        window.deleteLater()


def _project(window: MainWindow, opened: Opened) -> Project:
    """What was trained, with the stop rule of the source."""
    return replace(window.documents.project(), document=opened.document)


@contextmanager
def shown_offscreen(opened: Opened, theme: str) -> Iterator[MainWindow]:
    """The window that nobody sees, with what was opened, as far as that was trained, in every panel.

    Raises:
        SourceError: The first picture does not come.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    window = _window(opened, theme)
    try:
        window.resize(*WINDOW_SIZE)
        window.show()
        _train(window, 0)
        yield window
    finally:
        window.session.undo_stack.setClean()
        window.close()
        window.deleteLater()


def _window(opened: Opened, theme: str) -> MainWindow:
    from PySide6.QtCore import QSettings, qInstallMessageHandler

    qInstallMessageHandler(_without_platform_remarks)
    from playground.app.launch import make_app, make_window
    from playground.app.layout import LAYOUT
    from playground.app.settings import Settings

    app = make_app()
    folder = Path(os.environ.get("TMPDIR", "/tmp"))  # noqa: S108
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder / "playground-offscreen"))
    settings = Settings()
    settings.theme = "light" if theme == "light" else "dark"
    settings.forget_layout(LAYOUT)  # an earlier picture of one panel has left it floating
    return make_window(opened, app, settings)


def _without_platform_remarks(_kind: object, _context: object, text: str) -> None:
    """Pass Qt's messages on, but for those that only say what an offscreen window cannot do."""
    if not text.startswith("This plugin does not support"):
        sys.stderr.write(f"{text}\n")


def _stopping_at(opened: Opened, epochs: int) -> Opened:
    training = replace(opened.document.training, stop_epochs=epochs)
    return replace(opened, document=replace(opened.document, training=training))


def _train(window: MainWindow, epochs: int) -> None:
    from playground.training.messages import SetSpeed, TrainerState

    session = window.session
    session.start()
    _wait(
        lambda: session.snapshot is not None and session.snapshot.map is not None,
        SETTLE_S,
        "the first picture",
    )
    if epochs and not session.problems:
        # Not at full speed: the curve in the picture is to have its points.
        session.set_speed(SetSpeed(None, max(epochs / FRAMES_OF_TRAINING, 1.0)))
        session.play()
        ended = (TrainerState.DIVERGED, TrainerState.FAILED)
        _wait(
            lambda: (
                session.snapshot is not None
                and (session.snapshot.epoch >= epochs or session.state in ended)
                and not session.playing
            ),
            TRAIN_S,
            "the end of training",
        )
    _settle(window)


def _settle(window: MainWindow) -> None:
    """Let every view show the last snapshot: half a second of frames."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(700, loop.quit)
    loop.exec()
    window.repaint()


def _wait(done: Callable[[], bool], seconds: float, what: str) -> None:
    from time import monotonic

    from PySide6.QtCore import QCoreApplication, QEventLoop

    end = monotonic() + seconds
    while not done():
        if monotonic() > end:
            raise SourceError(f"{what} did not come within {seconds:g} s")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
