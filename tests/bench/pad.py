"""How soon the pad is answered: `python -m tests.bench.pad [SECONDS]`, 5 for each case by default.

The mouse is played: a stroke with a move due every 8 ms (125 Hz) whatever the window is doing. For each case, paused
and at full speed, printed are the milliseconds from the moment at which a move was due to the end of the painting of
the bars that answer it, or a later one; processor time of the GUI's thread for each of these paintings; how many of
them there were a second; and epochs a second meanwhile.
"""

import os
import sys
from tempfile import TemporaryDirectory
from time import perf_counter, thread_time

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from playground.app.bench_cases import CASES as WINDOW_CASES
from playground.app.bench_gui import is_ready, run_for
from playground.app.launch import make_app, make_window
from playground.app.settings import Settings
from playground.app.surfaces import answer_surface, drawing_surface
from playground.interop.sources import Opened
from playground.session.speed import MOST_SPEED
from playground.training.loop.commands import SetSpeed
from playground.views.pad.answers import answer_at_hand
from playground.widgets.answer_bars import bars_of
from tests.bench.own_clock import OwnClock

MOVE_S, TURN_S = 0.008, 1.5
CASES = ("digits", "digits-all")


def say(line):
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Hand(QObject):
    """Draws circles on the pad, and sees when the bars answer them."""

    def __init__(self, window):
        super().__init__(window)
        self._session, self._clock = window.session, OwnClock()
        self._pad, self._bars = drawing_surface(window), answer_surface(window)
        self._begun = self._done = 0
        self._waiting, self.answered, self.paintings = [], [], 0
        self._bars.installEventFilter(self)
        self._timer = self.startTimer(1, Qt.TimerType.PreciseTimer)
        self._send(QEvent.Type.MouseButtonPress, 0.0)
        self._begun = self._clock()

    def timerEvent(self, _event):
        """Make the moves that are due; those that came while the window was busy become one, as Qt makes of them."""
        due = int((self._clock() - self._begun) / MOVE_S)
        if due > self._done:
            self._waiting += [self._begun + number * MOVE_S for number in range(self._done + 1, due + 1)]
            self._done = due
            self._send(QEvent.Type.MouseMove, due * MOVE_S)

    def eventFilter(self, watched, event):
        """Paint in Qt's place, to know when it is done."""
        if event.type() is not QEvent.Type.Paint:
            return False
        watched.paintEvent(event)
        self.paintings += 1
        self._see(self._clock())
        return True

    def _see(self, now):
        session = self._session
        said = bars_of(*answer_at_hand(session.snapshot, session.document, session.selection.picture))
        if self._bars.shown() == said:
            self.answered += [now - due for due in self._waiting]
            self._waiting.clear()

    def end(self):
        """Lift the pen."""
        self.killTimer(self._timer)
        self._send(QEvent.Type.MouseButtonRelease, self._done * MOVE_S)
        self._bars.removeEventFilter(self)

    def _send(self, kind, seconds):
        angle, square = 2 * np.pi * seconds / TURN_S, self._pad.square()
        reach = 0.15 + 0.2 * abs(np.sin(angle / 7))
        at = square.center() + QPointF(np.cos(angle), np.sin(angle)) * reach * square.width()
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        pressed = none if kind is QEvent.Type.MouseMove else left
        held = none if kind is QEvent.Type.MouseButtonRelease else left
        place = QPointF(self._pad.mapToGlobal(at))
        QApplication.sendEvent(self._pad, QMouseEvent(kind, at, place, pressed, held, Qt.KeyboardModifier.NoModifier))


def draw(window, seconds):
    """Strokes of a second each; a line of figures."""
    hands, epoch, cpu, start = [], window.session.snapshot.epoch, thread_time(), perf_counter()
    while perf_counter() - start < seconds:
        hands.append(Hand(window))
        run_for(1.0)
        hands[-1].end()
        drawing_surface(window).clear()
    spent, cpu = perf_counter() - start, thread_time() - cpu
    paintings = sum(hand.paintings for hand in hands)
    answered = 1000 * np.concatenate([hand.answered for hand in hands])
    p50, p95, p99 = np.percentile(answered, (50, 95, 99)) if len(answered) else [np.nan] * 3
    epochs = (window.session.snapshot.epoch - epoch) / spent
    return (
        f"{len(answered):6} {p50:6.1f} {p95:6.1f} {p99:6.1f} {1000 * cpu / max(paintings, 1):8.1f} "
        f"{paintings / spent:8.1f} {epochs:9.1f}"
    )


def main(seconds="5"):
    """Print the figures."""
    say(f"{'':26} {'moves':>6} {'p50':>6} {'p95':>6} {'p99':>6} {'cpu, ms':>8} {'bars/s':>8} {'epochs/s':>9}")
    with TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        for name in CASES:
            case = WINDOW_CASES[name]
            window = make_window(Opened(case.make(), name), make_app(), Settings())
            window.resize(1440, 900)
            window.show()
            window.session.start()
            while not is_ready(window):
                run_for(0.05)
            case.prepare(window)
            draw(window, 1.0)
            say(f"{name + ', paused':26} {draw(window, float(seconds))}")
            window.session.set_speed(SetSpeed(None, MOST_SPEED))
            window.session.play()
            run_for(2.0)
            say(f"{name + ', full speed':26} {draw(window, float(seconds))}")
            window.session.undo_stack.setClean()
            window.close()
            window.deleteLater()
            run_for(0.2)


if __name__ == "__main__":
    main(*sys.argv[1:2])
