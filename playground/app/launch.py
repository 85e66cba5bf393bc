"""Start of the window: the one place where all parts are put together."""

from __future__ import annotations

import gc
import sys
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from playground.app.appearance import Appearance
from playground.app.application import PlaygroundApp
from playground.app.folders import draft_folder, log_folder, recovery_folder
from playground.app.learning_files import begin_learning
from playground.app.recovery import keep_lessons, keep_safe
from playground.app.reports import Reports
from playground.app.settings import Settings
from playground.app.signals import SystemSignals
from playground.app.window import MainWindow
from playground.interop.tables.wishes import NO_WISHES
from playground.session.session import Session
from playground.training.snapshots.snapshot import TrainerState
from playground.widgets.fonts import load_fonts
from playground.widgets.timers import one_shot

if TYPE_CHECKING:
    from playground.interop.sources import Opened
    from playground.interop.tables.wishes import Wishes
    from playground.training.snapshots.snapshot import Snapshot


SWITCH_S = 0.0001
"""How long Python code on one thread may keep another thread's waiting; Python's own 5 ms are a third of a frame.

Qt, numpy and the kernels let go of the interpreter all the time and have to get it back to go on.
"""
LOADED_AT_LAST_MS = 60_000
"""Garbage is collected from then on, whatever has become of loading."""


def make_app() -> QApplication:
    """The application object with its names and fonts; the one that exists already, if there is one."""
    sys.setswitchinterval(SWITCH_S)
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = PlaygroundApp(sys.argv[:1])
    app.setApplicationName("playground")
    app.setApplicationDisplayName("Playground")
    app.setDesktopFileName("playground")
    load_fonts()
    return app


def make_window(opened: Opened, app: QApplication, settings: Settings) -> MainWindow:
    """Session and window around what was opened."""
    appearance = Appearance(app, settings)
    window = MainWindow(Session(opened.document), settings, appearance)
    window.documents.take(opened)
    return window


def launch(
    opened: Opened,
    large: str | None = None,
    points: str | None = None,
    wishes: Wishes = NO_WISHES,
    lesson: str | None = None,
) -> int:
    """Open the window and stay until it is closed.

    Args:
        opened: What it shows.
        large: A file too large to wait for, to be read beside the window and shown then.
        points: A table or picture to be shown in the import window.
        wishes: What is said of that table beforehand.
        lesson: A file with a lesson or a challenge, to be begun.
    """
    app = make_app()
    window = make_window(opened, app, Settings())
    reports = Reports(window.toast, log_folder())
    reports.begin()
    # Before the window is shown: from the first stroke on there is something to lose.
    keep_safe(window, recovery_folder())
    keep_lessons(window, draft_folder())
    app.applicationStateChanged.connect(partial(_look_at_file, window))
    signals = SystemSignals(window.end, window)
    signals.begin()
    open_window(window)
    if isinstance(app, PlaygroundApp):
        app.file_opened.connect(window.documents.choose)
    if large is not None:
        window.documents.load(large)
    if points is not None:
        QTimer.singleShot(0, partial(window.imports.read_file, points, wishes))
    if lesson is not None:
        QTimer.singleShot(0, partial(begin_learning, window.lesson_desk, window.challenge_desk, lesson))
    status = app.exec()
    reports.end()
    signals.end()
    return status


def open_window(window: MainWindow) -> None:
    """Show the window; what loads PyTorch starts when it has been painted, or the first frame would wait for it.

    Garbage is collected from the moment on at which everything is loaded.
    """
    # What a window manager puts around a window must fit on the screen as well.
    window.resize(window.size().boundedTo(window.screen().availableSize() - QSize(4, 32)))
    # Before `show`, or the first paint may have come and gone.
    window.installEventFilter(_AfterPaint(window))
    _Collection(window)
    window.show()
    welcome(window)


def welcome(window: MainWindow) -> None:
    """Greet who starts the program for the first time; later say what a lesson has left behind.

    Whoever begins with a file of their own wants to see that, and is greeted at a start without one.
    """
    if window.settings.is_welcomed:
        window.kept_work.offer()
    elif window.documents.path is None:
        window.settings.is_welcomed = True
        window.dialogs.show_welcome()


class _AfterPaint(QObject):
    """Starts the session once the first frame is there."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window's paint event begins a frame; what is queued in it runs after it."""
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._window.session.start)
        return False


class _Collection(QObject):
    """Turns the collection of garbage on once PyTorch is loaded, and exempts what is there by then.

    Python would look through all of it again and again while more is loaded: a sixth of the start, and pauses of the
    window when it has just been painted.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._session = window.session
        self._session.snapshot_arrived.connect(self._on_snapshot)
        self._latest = one_shot(self, LOADED_AT_LAST_MS, self._begin)
        self._latest.start()

    @Slot(object)
    def _on_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot.state is not TrainerState.LOADING:
            self._begin()

    @Slot()
    def _begin(self) -> None:
        self._latest.stop()
        self._session.snapshot_arrived.disconnect(self._on_snapshot)
        # Modules and their tables live as long as the program: frozen, no collection looks through them again.
        gc.freeze()
        gc.enable()


def _look_at_file(window: MainWindow, state: Qt.ApplicationState) -> None:
    """Whenever the person comes back from another program: it may have written the document's file."""
    documents = window.documents
    if state is not Qt.ApplicationState.ApplicationActive or documents.path is None:
        return
    name = documents.path.name
    match documents.look_at_file():
        case "changed":
            text = f"Another program has written {name}. Saving asks before it is overwritten."
            window.toast.offer(text, "warn", (("Reload", documents.reload),))
        case "missing":
            window.toast.show(f"{name} is not there any more. Your document is still here: save it again.", "warn")
