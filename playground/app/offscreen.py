"""Pictures without a display: the real window on Qt's offscreen platform, trained, grabbed, closed."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from math import inf
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from playground.app.destinations import destination
from playground.app.interrupts import asked_to_end, check, orderly
from playground.document.model import domain_of
from playground.interop.source_errors import SourceError
from playground.training.engines.torch_door import require_torch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playground.app.pictures.film import FilmChoices
    from playground.app.pictures.views import Subject
    from playground.app.progress import Progress
    from playground.app.window import MainWindow
    from playground.interop.sources import Opened
    from playground.session.session import Session
    from playground.storage.project import Project

WINDOW_SIZE = (1440, 900)
DEFAULT_EPOCHS = 300
FRAMES_OF_TRAINING = 120
SETTLE_S = 60.0
"""For the first picture, before which PyTorch is loaded."""
PICTURE_SUFFIXES = (".png", ".tiff", ".svg", ".pdf")


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


@dataclass(frozen=True, slots=True)
class Rendered:
    """What came of it.

    Attributes:
        path: The file that was written; of a series the name that numbers were added to.
        trouble: Why training ended before its time, a sentence; empty where it did not.
    """

    path: Path
    trouble: str = ""


def render(opened: Opened, wanted: Rendering, target: str, progress: Progress) -> Rendered:
    """Train in the real window and write a picture of its views; the suffix says whether as PNG, TIFF, SVG or PDF.

    Raises:
        SourceError: The picture cannot be written, or the document not be trained.
        AskedToEndError: By Ctrl+C or SIGTERM; nothing is written.
    """
    path = destination(
        target, PICTURE_SUFFIXES, "pictures are PNG, TIFF, SVG or PDF files and named .png, .tiff, .svg or .pdf"
    ).absolute()
    from PySide6.QtCore import QSize

    from playground.app.pictures.choices import PictureChoices
    from playground.app.pictures.files import taken
    from playground.app.pictures.page import page_of
    from playground.storage.atomic import atomic_write

    with _trained(opened, wanted, progress) as (window, subject):
        size = None if wanted.size is None or "window" in wanted.views else QSize(*wanted.size)
        choices = PictureChoices(wanted.views, path.suffix.lower()[1:], wanted.scale)  # type: ignore[arg-type]
        project = _project(window, opened) if wanted.with_project and choices.form == "png" else None
        encode = taken(page_of(subject, wanted.views, size), choices, window.session.name, None, project)
        check()
        _written(target, lambda: atomic_write(path, encode()))
        return Rendered(path, _trouble(window))


def film(opened: Opened, wanted: Rendering, choices: FilmChoices, target: str, progress: Progress) -> Rendered:
    """Train in the real window and write the run as a moving picture.

    Raises:
        SourceError: The film cannot be written, or the document not be trained.
        AskedToEndError: By Ctrl+C or SIGTERM; of a series the pictures so far stay.
    """
    from playground.app.pictures.film import SUFFIXES, FilmCancelledError, encode, photograph

    suffix = SUFFIXES[choices.way]
    path = destination(target, (suffix,), f"the name of such a film ends in {suffix}").absolute()
    from playground.app.pictures.views import VIEWS

    def tell(words: str) -> Callable[[float], bool]:
        def told(share: float) -> bool:
            progress.show(share, words)
            return not asked_to_end()

        return told

    with _trained(opened, wanted, progress) as (window, subject):
        view = VIEWS[wanted.views[0]].widget(subject)
        try:
            progress.begin()
            packed = photograph(window.session, view, choices, tell("Taking the frames"))
            progress.begin()
            _written(target, lambda: encode(path, packed, choices, tell("Writing the film")))
        except FilmCancelledError:
            check()
            raise
        progress.clear()
        return Rendered(path, _trouble(window))


def _written(target: str, write: Callable[[], object]) -> None:
    try:
        write()
    except OSError as error:
        raise SourceError(f"{target}: {error.strerror or error}") from None


def _trouble(window: MainWindow) -> str:
    """Why training ended before its time."""
    from playground.session.session import ENDED

    snapshot = window.session.snapshot
    return snapshot.message if snapshot is not None and snapshot.state in ENDED else ""


@contextmanager
def _trained(opened: Opened, wanted: Rendering, progress: Progress) -> Iterator[tuple[MainWindow, Subject]]:
    """The window that nobody sees, trained, with the panels open that are to be shown."""
    rule = opened.document.training.stop_epochs or DEFAULT_EPOCHS
    epochs = rule if wanted.epochs is None else wanted.epochs
    from playground.app.pictures.views import VIEWS, Subject

    with _window(_stopping_at(opened, epochs), wanted.theme) as window:
        window.resize(*(wanted.size if wanted.size and "window" in wanted.views else WINDOW_SIZE))
        for key in wanted.views:
            if VIEWS[key].dock:
                window.docks[VIEWS[key].dock].show()
        for key in wanted.views:
            if VIEWS[key].find(Subject(window, window.docks)) is None:
                raise SourceError(f"--view {key}: {domain_of(opened.document).samples} have no such view")
        window.show()
        _train(window, epochs, progress)
        window.toast.dismiss()
        yield window, Subject(window, window.docks)


def _project(window: MainWindow, opened: Opened) -> Project:
    """What was trained, with the stop rule of the source."""
    return replace(window.documents.project(), document=opened.document)


@contextmanager
def shown_offscreen(opened: Opened, theme: str, progress: Progress) -> Iterator[MainWindow]:
    """The window that nobody sees, with what was opened, as far as that was trained, in every panel.

    Raises:
        SourceError: The first picture does not come.
        AskedToEndError: By Ctrl+C or SIGTERM.
    """
    with _window(opened, theme) as window:
        window.resize(*WINDOW_SIZE)
        window.show()
        _train(window, 0, progress)
        yield window


@contextmanager
def _window(opened: Opened, theme: str) -> Iterator[MainWindow]:
    """The window with settings of its own, in a folder that nobody else sees; closed afterwards."""
    require_torch()
    # Before Qt is imported: the platform is chosen once, with the application object.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QSettings, qInstallMessageHandler

    qInstallMessageHandler(_without_platform_remarks)
    from playground.app.launch import make_app, make_window
    from playground.app.settings import Settings

    app = make_app()
    with orderly(), TemporaryDirectory(prefix="playground-") as folder:
        # A picture must not depend on what a person has set, nor change it.
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        settings = Settings()
        settings.theme = "light" if theme == "light" else "dark"
        window = make_window(opened, app, settings)
        try:
            yield window
        finally:
            # Nobody is there to answer whether edits are to be saved.
            window.session.undo_stack.setClean()
            window.close()
            window.deleteLater()
            settings.sync()


def _without_platform_remarks(_kind: object, _context: object, text: str) -> None:
    """Pass Qt's messages on, but for those that only say what an offscreen window cannot do."""
    if not text.startswith("This plugin does not support"):
        sys.stderr.write(f"{text}\n")


def _stopping_at(opened: Opened, epochs: int) -> Opened:
    training = replace(opened.document.training, stop_epochs=epochs)
    return replace(opened, document=replace(opened.document, training=training))


def _train(window: MainWindow, epochs: int, progress: Progress) -> None:
    from playground.app.first_answer import is_answered
    from playground.session.session import ENDED
    from playground.training.loop.commands import SetSpeed

    session = window.session
    progress.wait("Loading PyTorch")
    session.start()
    _wait(
        lambda: is_answered(session),
        SETTLE_S,
        "the first picture",
    )
    if epochs and not session.problems:
        # Not at full speed: the curve in the picture is to have its points.
        session.set_speed(SetSpeed(None, max(epochs / FRAMES_OF_TRAINING, 1.0)))
        session.play()
        progress.begin()

        def is_done() -> bool:
            _tell(session, epochs, progress)
            reached = session.snapshot is not None and session.snapshot.epoch >= epochs
            return (reached or session.state in ENDED) and not session.playing

        _wait(is_done, None, "the end of training")
    progress.clear()
    _settle(window)
    check()


def _tell(session: Session, epochs: int, progress: Progress) -> None:
    """How far training is, or what it waits for."""
    from playground.training.snapshots.snapshot import TrainerState

    snapshot = session.snapshot
    if snapshot is None or snapshot.state is TrainerState.LOADING:
        progress.begin()
        progress.wait(snapshot.message if snapshot is not None else "")
    else:
        progress.show(snapshot.epoch / epochs, f"Epoch {snapshot.epoch:,} of {epochs:,}")


def _settle(window: MainWindow) -> None:
    """Let every view show the last snapshot: half a second of frames."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(700, loop.quit)
    loop.exec()
    window.repaint()


def _wait(done: Callable[[], bool], seconds: float | None, what: str) -> None:
    """Let the window live until something is so; None for as long as that takes.

    Raises:
        SourceError: It did not come in time.
        AskedToEndError: By Ctrl+C or SIGTERM.
    """
    from time import monotonic

    from PySide6.QtCore import QCoreApplication, QEventLoop

    end = inf if seconds is None else monotonic() + seconds
    while not done():
        check()
        if monotonic() > end:
            raise SourceError(f"{what} did not come within {seconds} s")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
