"""Pictures without a display: the real window on Qt's offscreen platform, trained, grabbed, closed."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from playground.interop.sources import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QPixmap

    from playground.app.window import MainWindow
    from playground.document.project import Project
    from playground.interop.sources import Opened

VIEW_DOCKS = {"boundary": "output", "network": "network", "hidden": "hidden", "loss": "loss"}
WINDOW_SIZE = (1440, 900)
DEFAULT_EPOCHS = 300
FRAMES_OF_TRAINING = 120
TRAIN_S, SETTLE_S = 600.0, 20.0


def render(  # noqa: PLR0913  (each is one of the command's options)
    opened: Opened,
    view: str,
    target: str,
    *,
    epochs: int | None = None,
    size: tuple[int, int] | None = None,
    theme: str = "dark",
    with_project: bool = True,
) -> Path:
    """Train in the real window and write a picture of it or of one panel.

    Args:
        opened: What to show.
        view: "window", or a key of `VIEW_DOCKS`.
        target: A PNG file.
        epochs: How long to train; the document's stop rule or 300 when None, 0 for untrained.
        size: Of the picture, in pixels.
        theme: "dark" or "light".
        with_project: Whether the picture carries the project.

    Returns:
        The file that was written.

    Raises:
        SourceError: The picture cannot be written, or the document not be trained.
    """
    path = Path(target).expanduser().absolute()
    if path.suffix.lower() != ".png":
        raise SourceError(f"{target}: pictures are PNG files, their names end in .png")
    if not path.parent.is_dir():
        raise SourceError(f"{target}: there is no folder {path.parent}")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    wanted = opened.document.training.stop_epochs or DEFAULT_EPOCHS if epochs is None else epochs
    from playground.app.pictures import write_picture

    window = _window(_stopping_at(opened, wanted), theme)
    try:
        if view == "window":
            window.resize(*(size or WINDOW_SIZE))
        window.show()
        _train(window, wanted)
        window.toast.dismiss()
        picture = _grab(window, view, size)
        write_picture(path, picture, _project(window, opened) if with_project else None)
    except OSError as error:
        raise SourceError(f"{target}: {error.strerror or error}") from None
    finally:
        window.session.undo_stack.setClean()
        window.close()
        window.deleteLater()
    return path


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
    from playground.app.settings import Settings
    from playground.app.window import LAYOUT

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


def _grab(window: MainWindow, view: str, size: tuple[int, int] | None) -> QPixmap:
    if view == "window":
        return window.grab()
    dock = window.docks[VIEW_DOCKS[view]]
    panel = dock.widget()
    if size is None:
        return panel.grab()
    panel.setParent(None)
    panel.resize(*size)
    panel.show()
    _settle(window)
    picture = panel.grab()
    dock.setWidget(panel)
    return picture
