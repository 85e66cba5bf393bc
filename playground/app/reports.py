"""What goes wrong is written to a log, and said once, calmly, with a report that can be copied."""

from __future__ import annotations

import faulthandler
import logging
import platform
import sys
import threading
import traceback
from collections import deque
from contextlib import suppress
from functools import partial
from logging.handlers import RotatingFileHandler
from time import monotonic
from typing import TYPE_CHECKING, TextIO

import PySide6
from PySide6.QtCore import QObject, QtMsgType, QUrl, Slot, qInstallMessageHandler
from PySide6.QtGui import QDesktopServices, QGuiApplication

from playground import __version__
from playground.widgets.timers import ticking

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from PySide6.QtCore import QMessageLogContext

    from playground.app.toast import Toast

LOG, CRASH_LOG = "playground.log", "crash.log"
LOG_BYTES, LOGS_KEPT = 1_000_000, 2
POLL_MS, SETTLE_S = 200, 0.15
"""A trainer's error comes with a message of its own; the report's, with its buttons, is to come after it."""
LEAST_GAP_S = 10.0
"""Between two messages: an error in painting comes with every frame."""
LINES_KEPT = 60

log = logging.getLogger("playground")


class Reports(QObject):
    """Catches what nobody caught, on any thread, from `begin` to `end`."""

    def __init__(self, toast: Toast, folder: Path) -> None:
        super().__init__(toast)
        self._toast, self._folder = toast, folder
        self._handler = _Recorder()
        self._lines: logging.Handler | None = None
        self._crash: TextIO | None = None
        self._said_at = -LEAST_GAP_S
        self._timer = ticking(self, POLL_MS, self.look)

    def begin(self) -> None:
        """Take over the hooks of Python and Qt."""
        log.addHandler(self._handler)
        try:
            self._open_logs()
        except OSError:
            log.warning("there is no place for a log", exc_info=False)
        sys.excepthook = _on_exception
        threading.excepthook = _on_thread_exception
        qInstallMessageHandler(_on_qt_message)
        self._timer.start()

    def end(self) -> None:
        """Restore the hooks of Python and Qt that were set before `begin`, and close the log files."""
        self._timer.stop()
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
        qInstallMessageHandler(None)
        for handler in (self._handler, self._lines):
            if handler is not None:
                log.removeHandler(handler)
                handler.close()
        if self._crash is not None:
            faulthandler.disable()
            self._crash.close()

    def report(self) -> str:
        """What a person sends to who mends it: versions, the last error, the last lines of the log."""
        torch = getattr(sys.modules.get("torch"), "__version__", "not loaded")
        python = platform.python_version()
        lines = [
            f"Playground {__version__}, Python {python}, PySide6 {PySide6.__version__}, torch {torch}",
            f"{platform.platform()}, {QGuiApplication.platformName()}",
            "",
            *self._handler.lines,
        ]
        return "\n".join(lines) + "\n"

    def _open_logs(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        lines = _LogFile(self._folder / LOG, maxBytes=LOG_BYTES, backupCount=LOGS_KEPT, encoding="utf-8", delay=True)
        lines.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
        log.addHandler(lines)
        self._lines = lines
        self._crash = (self._folder / CRASH_LOG).open("a", encoding="utf-8")
        # To a file: a program without a console has no stderr, and a crash in C leaves no Python to write with.
        faulthandler.enable(self._crash)

    @Slot()
    def look(self) -> None:
        """Say once that something went wrong, when no other error has come for a moment."""
        now = monotonic()
        if not self._handler.errors or now - self._handler.errors[-1] < SETTLE_S:
            return
        # Cleared though nothing may be said: else the message would come ten seconds after the error, for something
        # that is over.
        self._handler.errors.clear()
        if now - self._said_at < LEAST_GAP_S:
            return
        self._said_at = now
        self._toast.offer(
            "Something went wrong. Your work is still here and can be saved.",
            "danger",
            (("Copy report", self._copy), ("Open log folder", partial(_show_folder, self._folder))),
        )

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report())


class _LogFile(RotatingFileHandler):
    """A log that goes without a line where the disk is full: what was to be logged is said to the person elsewhere."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is logging's
        """Nothing, in place of a traceback on the terminal for each line."""

    def close(self) -> None:
        """Close the file; lines that it still holds and cannot write are lost."""
        with suppress(OSError):
            super().close()


class _Recorder(logging.Handler):
    """Keeps the last lines, and when there were errors. Called on any thread."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: deque[str] = deque(maxlen=LINES_KEPT)
        self.errors: deque[float] = deque(maxlen=LINES_KEPT)
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(threadName)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.lines.append(self.format(record))
        if record.levelno >= logging.ERROR:
            self.errors.append(monotonic())


def _on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """An exception in a slot, or in painting."""
    # Ctrl+C is no fault.
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.error("unhandled exception\n%s", "".join(traceback.format_exception(kind, error, trace)).rstrip())


def _on_thread_exception(arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_value is not None:
        _on_exception(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)


def _on_qt_message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """What Qt has to say goes to the log; what ends the program, to the terminal as well."""
    if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
        sys.stderr.write(f"{text}\n")
    log.warning("Qt: %s", text)


def _show_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
