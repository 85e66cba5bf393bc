"""Start of the window: the one place where all parts are put together."""

from __future__ import annotations

import logging
import signal
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QApplication

from playground.app.appearance import Appearance
from playground.app.settings import Settings
from playground.app.window import MainWindow
from playground.session.session import Session
from playground.widgets.fonts import load_fonts

if TYPE_CHECKING:
    from types import TracebackType

    from playground.interop.sources import Opened


def make_app() -> QApplication:
    """The application object with its names and fonts; the one that exists already, if there is one."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
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


def launch(opened: Opened) -> int:
    """Open the window and stay until it is closed."""
    app = make_app()
    window = make_window(opened, app, Settings())
    sys.excepthook = _Reporter(window)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # What a window manager puts around a window must fit on the screen as well.
    window.resize(window.size().boundedTo(window.screen().availableSize() - QSize(4, 32)))
    window.show()
    QTimer.singleShot(0, window.session.start)
    return app.exec()


class _Reporter:
    """An exception in a slot becomes one calm line in the message bar, and its traceback goes to the log."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        logging.getLogger("playground").error("unhandled exception", exc_info=(kind, error, trace))
        text = f"Something went wrong ({kind.__name__}: {error}). Your work is still here and can be saved."
        self._window.session.message_posted.emit(text, "danger")
