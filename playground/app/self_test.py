"""`python -m playground --self-test SECONDS`: starts like any other start, tells when what worked, and quits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPointF, QSettings, Qt, QTimer, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from playground.app.first_answer import is_answered
from playground.app.launch import make_app, make_window, open_window
from playground.app.settings import Settings
from playground.app.surfaces import drawing_surface
from playground.session.speed import MOST_SPEED
from playground.training.engines.fused import FusedStepper
from playground.training.loop.commands import SetSpeed
from playground.training.snapshots.snapshot import TrainerState
from playground.widgets.timers import one_shot

if TYPE_CHECKING:
    from playground.app.window import MainWindow
    from playground.interop.sources import Opened
    from playground.training.snapshots.snapshot import Snapshot

MB = 1e6
PATIENCE_S = 90.0
"""A kernel that has to be compiled is waited for so long; then the times without it are told."""


def self_test(opened: Opened, train_s: float) -> int:
    """Start, draw once, wait for the trainer, train at full speed for some seconds, print what was seen as JSON."""
    with TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        app = make_app()
        window = make_window(opened, app, Settings())
        witness = _Witness(window, train_s)
        open_window(window)
        status = app.exec()
        window.session.undo_stack.setClean()
        window.close()
        window.deleteLater()
        app.sendPostedEvents(window, QEvent.Type.DeferredDelete)
    sys.stdout.write(json.dumps(witness.seen) + "\n")
    return status


def resident_mb() -> float | None:
    """Memory of this process that is in RAM, in millions of bytes; None where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / MB
    except OSError:
        pass
    try:
        told = subprocess.run(  # noqa: S603
            ["ps", "-o", "rss=", "-p", str(os.getpid())],  # noqa: S607  (macOS)
            check=True,
            capture_output=True,
            text=True,
        )
        return int(told.stdout) * 1024 / MB
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


class _Witness(QObject):
    """Notes the moments of a start, by the clock on the wall: the starter knows when the process began."""

    def __init__(self, window: MainWindow, train_s: float) -> None:
        super().__init__(window)
        self.seen: dict[str, Any] = {"memory_mb": {}}
        self._window, self._session, self._train_s = window, window.session, train_s
        self._surface = drawing_surface(window)
        self._points = len(self._session.document.dataset)
        self._last_tick, self._longest_gap = 0.0, 0.0
        self._surface.installEventFilter(self)
        self._session.pump.ticked.connect(self._on_tick)
        self._session.snapshot_arrived.connect(self._on_snapshot)
        self._patience = one_shot(self, round(PATIENCE_S * 1000), self._on_ready)
        self._patience.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the first frame, then for the frame with what was drawn."""
        if watched is self._surface and event.type() is QEvent.Type.Paint:
            if "painted_s" not in self.seen:
                self.seen["painted_s"] = 0.0
                QTimer.singleShot(0, self._on_painted)
            elif "drawn_s" not in self.seen and self._has_drawn():
                self.seen["drawn_s"] = time()
        return False

    def _has_drawn(self) -> bool:
        """Whether there is a point more, or a drawing at hand."""
        return len(self._session.document.dataset) > self._points or self._session.selection.is_drawn

    @Slot()
    def _on_painted(self) -> None:
        """The whole first frame is there: draw as a person would."""
        self.seen["painted_s"] = time()
        self.seen["modules"] = len(sys.modules)
        self._last_tick = perf_counter()
        middle = QPointF(self._surface.rect().center())
        for kind, buttons in (
            (QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton),
            (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
        ):
            at = QPointF(self._surface.mapToGlobal(middle))
            left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
            QApplication.sendEvent(self._surface, QMouseEvent(kind, middle, at, left, buttons, none))

    @Slot()
    def _on_tick(self) -> None:
        now = perf_counter()
        if self._last_tick:
            self._longest_gap = max(self._longest_gap, now - self._last_tick)
            self._last_tick = now

    @Slot(object)
    def _on_snapshot(self, snapshot: Snapshot) -> None:
        if (
            snapshot.state is not TrainerState.LOADING
            and is_answered(self._session)
            and snapshot.stepper == FusedStepper.name
        ):
            self._on_ready()

    @Slot()
    def _on_ready(self) -> None:
        if "ready_s" in self.seen:
            return
        self._patience.stop()
        self.seen |= {"ready_s": time(), "longest_gap_ms": self._longest_gap * 1000}
        self.seen["memory_mb"]["start"] = resident_mb()
        if self._train_s > 0:
            self._session.set_speed(SetSpeed(None, MOST_SPEED))
            self._session.play()
        QTimer.singleShot(round(self._train_s * 1000), self._on_trained)

    @Slot()
    def _on_trained(self) -> None:
        self.seen["memory_mb"]["after_60_s"] = resident_mb()
        QApplication.exit(0)
