"""What a stroke feels while the network trains: `python -m tests.bench.drawing [SECONDS]`, 5 for each case by default.

The mouse is played: a press, a move due every 8 ms (125 Hz) whatever the window is doing, then the release. For each
case, paused and at full speed, printed are

- from the moment at which a move was due to the end of the painting of the map that shows its points, in ms;
- the largest number of frames of 1/60 s that one of them took;
- after how many snapshots of older points one came that was trained on the new ones, at most, and how long that took;
- epochs a second while the hand was drawing, and paintings of the map a second;
- processor time of the GUI's thread for each painting, all panels included: that is the same on a busy machine.

The brush soon multiplies the 250 points of the first cases; the last one begins with 100,000.
"""

import os
import sys
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from time import perf_counter, thread_time

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QMouseEvent

from playground.app.bench_cases import CASES as WINDOW_CASES
from playground.app.bench_gui import is_ready, run_for
from playground.app.launch import make_app, make_window
from playground.app.settings import Settings
from playground.interop.sources import Opened
from playground.session.speed import MOST_SPEED
from playground.training.loop.commands import SetSpeed
from playground.views.plane.canvas import Canvas

MOVE_S, FRAME_MS, TURN_S = 0.008, 1000 / 60, 2.0
CASES = ("2-4-2-1", "7-8x6-1", "100000-points")


def say(line):
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@dataclass
class Seen:
    """What happened while the hand was drawing; times of `perf_counter`, in seconds.

    Attributes:
        due: When each move was to come that has not been handled.
        waiting: Of the moves that were handled and are not painted.
        painted: Seconds from due to painted.
        edits: Number and time of each dataset, by identity; the dataset itself, so that none gets its number again.
        behind: Snapshots of older points that came before the first one with an edit's points.
        followed: Seconds from an edit to that snapshot.
    """

    due: list = field(default_factory=list)
    waiting: list = field(default_factory=list)
    painted: list = field(default_factory=list)
    paintings: int = 0
    edits: dict = field(default_factory=dict)
    open_edits: list = field(default_factory=list)
    behind: list = field(default_factory=list)
    followed: list = field(default_factory=list)


class WatchedCanvas:
    """Wraps the canvas's own handlers: when moves are handled, and when what they drew is painted."""

    def __init__(self):
        self.seen = Seen()
        self._move, self._paint = Canvas.mouseMoveEvent, Canvas.paintEvent
        # A bound method would not be given the canvas.
        Canvas.mouseMoveEvent = lambda canvas, event: self._on_move(canvas, event)  # noqa: PLW0108
        Canvas.paintEvent = lambda canvas, event: self._on_paint(canvas, event)  # noqa: PLW0108

    def _on_move(self, canvas, event):
        self._move(canvas, event)
        self.seen.waiting += self.seen.due
        self.seen.due.clear()

    def _on_paint(self, canvas, event):
        self._paint(canvas, event)
        now = perf_counter()
        self.seen.painted += [now - due for due in self.seen.waiting]
        self.seen.waiting.clear()
        self.seen.paintings += 1


class Hand(QTimer):
    """Draws in circles with the brush; moves that come while the window is busy become one, as Qt makes of them."""

    def __init__(self, canvas, seconds, seen):
        super().__init__()
        self.setInterval(1)
        self.setTimerType(Qt.TimerType.PreciseTimer)
        self._canvas, self._seen = canvas, seen
        self._due = np.arange(MOVE_S, seconds, MOVE_S)
        angles = 2 * np.pi * self._due / TURN_S
        places = np.column_stack([4 * np.cos(angles), 4 * np.sin(angles)])
        self._places = canvas.frame().points_to_screen(places).tolist()
        self._done = 0
        left = Qt.MouseButton.LeftButton
        self._send(QEvent.Type.MouseButtonPress, self._places[0], left, left)
        self._due += perf_counter()
        self.timeout.connect(self._move)
        self.start()

    def _move(self):
        until = int(np.searchsorted(self._due, perf_counter(), side="right"))
        if until > self._done:
            self._seen.due += self._due[self._done : until].tolist()
            self._done = until
            self._send(
                QEvent.Type.MouseMove, self._places[until - 1], Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
            )
        if self._done == len(self._due):
            left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
            self._send(QEvent.Type.MouseButtonRelease, self._places[-1], left, none)
            self.stop()

    def _send(self, kind, place, button, buttons):
        at = QPointF(*place)
        event = QMouseEvent(kind, at, at, button, buttons, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(self._canvas, event)


class Bench:
    """One window; the canvas is watched from outside."""

    def __init__(self, watched, name):
        self.watched = watched
        self.window = make_window(Opened(WINDOW_CASES[name].make(), name), make_app(), Settings())
        self.session = self.window.session
        self.window.resize(1440, 900)
        self.window.show()
        self.session.start()
        while not is_ready(self.window):
            run_for(0.05)
        self.canvas = self.window.docks["output"].widget().canvas
        self.session.dataset_changed.connect(self._on_dataset)
        self.session.snapshot_arrived.connect(self._on_snapshot)

    def _on_dataset(self):
        seen, data = self.watched.seen, self.session.document.dataset
        seen.edits[id(data)] = (len(seen.edits), data)
        seen.open_edits.append([len(seen.edits) - 1, perf_counter(), 0])

    def _on_snapshot(self, snapshot):
        seen = self.watched.seen
        number, _ = seen.edits.get(id(snapshot.document.dataset), (-1, None))
        now = perf_counter()
        for edit in seen.open_edits:
            if edit[0] <= number:
                seen.followed.append(now - edit[1])
                seen.behind.append(edit[2])
            else:
                edit[2] += 1
        seen.open_edits = [edit for edit in seen.open_edits if edit[0] > number]

    def draw(self, seconds):
        """One stroke; what was seen, with epochs a second."""
        self.watched.seen = seen = Seen()
        before, start, cpu = self.session.snapshot.epoch, perf_counter(), thread_time()
        hand = Hand(self.canvas, seconds, seen)
        while hand.isActive():
            run_for(0.05)
        spent, cpu = perf_counter() - start, thread_time() - cpu
        epochs = self.session.snapshot.epoch - before
        run_for(0.5)
        return seen, epochs / spent, seen.paintings / spent, 1000 * cpu / max(seen.paintings, 1)

    def close(self):
        """End without a question."""
        self.session.undo_stack.setClean()
        self.window.close()
        self.window.deleteLater()
        run_for(0.2)


def row(label, seen, epochs, frames, cpu):
    """One line of the table."""
    painted = 1000 * np.array(seen.painted)
    p50, p95, p99 = np.percentile(painted, (50, 95, 99))
    followed = 1000 * np.array(seen.followed or [np.nan])
    behind = max(seen.behind, default=-1)
    worst = np.ceil(painted.max() / FRAME_MS)
    return (
        f"{label:26} {len(painted):6} {p50:6.1f} {p95:6.1f} {p99:6.1f} {painted.max():6.1f} {worst:7.0f} "
        f"{behind:7} {np.percentile(followed, 50):8.0f} {np.percentile(followed, 99):6.0f} "
        f"{epochs:9.0f} {frames:8.0f} {cpu:8.1f}"
    )


def main(seconds="5"):
    """Print the figures."""
    make_app()
    watched = WatchedCanvas()
    say(f"{'':26} {'moves':>6} {'p50':>6} {'p95':>6} {'p99':>6} {'most':>6} {'frames':>7} "
        f"{'behind':>7} {'to map':>8} {'p99':>6} {'epochs/s':>9} {'frames/s':>8} {'cpu, ms':>8}")  # fmt: skip
    with TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        for name in CASES:
            bench = Bench(watched, name)
            bench.draw(1.0)
            say(row(f"{name}, paused", *bench.draw(float(seconds))))
            bench.session.undo_stack.undo()
            bench.session.set_speed(SetSpeed(None, MOST_SPEED))
            bench.session.play()
            run_for(1.0)
            say(row(f"{name}, full speed", *bench.draw(float(seconds))))
            bench.close()


if __name__ == "__main__":
    main(*sys.argv[1:2])
