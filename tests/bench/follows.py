"""How soon what a hand does is seen: `python -m tests.bench.follows [SECONDS [NAME ...]]`, 3 for each by default.

The mouse is played: a move due every 8 ms (125 Hz) whatever the window is doing. For each promise, paused and at full
speed, printed are the milliseconds from the moment at which a move was due to the end of the painting that shows it, or
a later one; the share of moves that were answered at all; how many such paintings there were a second; and processor
time of the GUI's thread for each. Time in which the GUI's thread waits for a core does not count.
"""

import os
import sys
from dataclasses import dataclass, field
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
from playground.interop.sources import Opened
from playground.session.speed import MOST_SPEED
from playground.training.loop.commands import SetSpeed
from playground.views.experiments.method_maps import MethodMaps
from playground.views.network.edges import EdgeAddress
from playground.views.network.kernel_card import KernelCard
from playground.views.network.scene import NetworkScene
from playground.views.plane.canvas import Canvas
from playground.views.spaces.film import Film
from tests.bench.own_clock import OwnClock

MOVE_S, TURN_S, CIRCLE, AMONG = 0.008, 2.0, 3.5, 0.4
QUICK = ("logistic", "neighbours", "svm-rbf", "tree")
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


def say(line):
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@dataclass
class Promise:
    """Something that follows a hand.

    Attributes:
        hand: The widget that the mouse is on.
        eye: The widget whose painting is looked at.
        place: From seconds to pixels of the hand's widget.
        asked: What the last move asks for.
        shown: What a painting shows, equal to what was asked for then.
        holds: Whether a button is down.
    """

    hand: QObject
    eye: QObject
    place: object
    asked: object
    shown: object
    holds: bool = True


@dataclass
class Seen:
    """What came of the moves: when each was due and what it asked for, and seconds until it was seen."""

    waiting: list = field(default_factory=list)
    answered: list = field(default_factory=list)
    moves: int = 0
    paintings: int = 0


class Hand(QObject):
    """Plays the mouse for a promise, and sees when it is kept."""

    def __init__(self, promise):
        super().__init__()
        self.seen, self._promise, self._clock = Seen(), promise, OwnClock()
        self._done = 0
        promise.eye.installEventFilter(self)
        if promise.holds:
            self._send(QEvent.Type.MouseButtonPress, 0.0)
        self._before, self._begun = promise.asked(), self._clock()
        self._timer = self.startTimer(1, Qt.TimerType.PreciseTimer)

    def timerEvent(self, _event):
        """Make the moves that are due; those that came while the window was busy become one, as Qt makes of them."""
        due = int((self._clock() - self._begun) / MOVE_S)
        if due <= self._done:
            return
        moved = [self._begun + number * MOVE_S for number in range(self._done + 1, due + 1)]
        self._done = due
        self._send(QEvent.Type.MouseMove, due * MOVE_S)
        asked = self._promise.asked()
        if asked is not self._before and asked != self._before:  # else nothing was asked for
            self.seen.moves += len(moved)
            self.seen.waiting += [(one, asked) for one in moved]
            self._before = asked

    def eventFilter(self, watched, event):
        """Paint in Qt's place, to know when it is done."""
        if event.type() is not QEvent.Type.Paint:
            return False
        watched.paintEvent(event)
        now, shown, seen = self._clock(), self._promise.shown(), self.seen
        places = [place for place, (_, asked) in enumerate(seen.waiting) if asked is shown or asked == shown]
        if places:
            seen.paintings += 1
            seen.answered += [now - due for due, _ in seen.waiting[: places[-1] + 1]]
            del seen.waiting[: places[-1] + 1]
        return True

    def end(self):
        """Let go."""
        self.killTimer(self._timer)
        if self._promise.holds:
            self._send(QEvent.Type.MouseButtonRelease, self._done * MOVE_S)
        self._promise.eye.removeEventFilter(self)

    def _send(self, kind, seconds):
        hand = self._promise.hand
        at = QPointF(self._promise.place(seconds))
        pressed = NONE if kind is QEvent.Type.MouseMove else LEFT
        held = NONE if kind is QEvent.Type.MouseButtonRelease or not self._promise.holds else LEFT
        event = QMouseEvent(kind, at, QPointF(hand.mapToGlobal(at)), pressed, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(hand, event)


# ---- the promises ----------------------------------------------------------------------------------------------------


def _of_points(window, eye, shown, tool="brush", radius=CIRCLE):
    """A hand on the map that goes in circles."""
    canvas = window.findChild(Canvas)
    window.session.hand.set_tool(tool)

    def place(seconds):
        angle = 2 * np.pi * seconds / TURN_S
        middle = canvas.frame().points_to_screen(np.array([[radius * np.cos(angle), radius * np.sin(angle)]]))[0]
        return QPointF(*middle.tolist())

    return Promise(canvas, eye or canvas, place, lambda: window.session.document.dataset, shown)


def brush(window):
    """Points that are drawn."""
    return _of_points(window, None, lambda: window.session.document.dataset)


def brush_map(window):
    """The map of the network that has got them."""
    return _of_points(window, None, lambda: window.session.snapshot.document.dataset)


def methods(window):
    """The oldest of the quick methods' maps, while all points are dragged."""
    window.docks["experiments"].show()
    session, fits = window.session, window.session.experiments.methods
    session.experiments.shown.emit("methods")
    run_for(3.0)

    def oldest():
        orders = [fits.fit_of(name).order.document.dataset for name in QUICK if fits.fit_of(name) is not None]
        return min(orders, key=lambda one: seen.setdefault(id(one), len(seen)), default=None)

    seen = {}
    session.dataset_changed.connect(
        lambda: kept.append(session.document.dataset) or seen.setdefault(id(kept[-1]), len(seen))
    )
    kept = [session.document.dataset]
    session.selection.select_points(np.ones(len(session.document.dataset), np.bool_))
    return _of_points(window, window.findChild(MethodMaps), oldest, "select", AMONG)


def cell(window):
    """The receptive field of a number of a feature map under the pointer, and its sum."""
    scene = window.findChild(NetworkScene)
    uid = window.session.document.network[0].uid
    rect = next(one.rect for one in scene.state.layout.column(uid).cells if one.unit == 1)

    def place(seconds):
        angle = 2 * np.pi * seconds / TURN_S
        way = QPointF(rect.width() * np.cos(3 * angle), rect.height() * np.sin(2 * angle)) * AMONG
        return QPointF(scene.from_scene(rect.center() + way))

    return Promise(scene, scene, place, lambda: scene.state.cell, lambda: scene.state.cell, holds=False)


def _of_kernel(window, shown):
    """A hand that drags a kernel's first number up and down."""
    scene, card = window.findChild(NetworkScene), window.findChild(KernelCard)
    uid = window.session.document.network[0].uid
    edges = next(one for one in scene.state.edges if one.key[0] == uid)
    address = EdgeAddress(edges.key, 0, 0, edges.carried)
    scene.pin_edge(address)
    run_for(0.2)
    index = address.carried.index(0, 0, (0, 0))
    middle = card.cell(0, 0).center()

    def place(seconds):
        return middle + QPointF(0.0, 40.0 * np.sin(2 * np.pi * seconds / TURN_S))

    def asked():
        held = scene.state.held.get((address.key, index))
        return None if held is None else np.float32(held)

    return Promise(card, scene, place, asked, lambda: shown(scene, address.key, index))


def kernel(window):
    """The number itself, in the network."""
    return _of_kernel(window, lambda scene, key, index: np.float32(scene.state.held.get((key, index), np.nan)))


def kernel_maps(window):
    """The feature maps with it; while the network trains its next step changes the number, so that one is enough."""
    session = window.session

    def shown(_scene, key, index):
        return session.snapshot.parameters[key][index]

    return _of_kernel(window, shown)


def scrubbing(window):
    """The map of the moment that the film's handle is on."""
    film, time = window.findChild(Film), window.session.time

    def place(seconds):
        return QPointF((0.5 + 0.45 * np.cos(2 * np.pi * seconds / TURN_S)) * film.width(), film.height() / 2)

    return Promise(film, window.findChild(Canvas), place, lambda: time.shown, lambda: window.session.snapshot.moment)


PROMISES = {
    "brush": ("7-8x6-1", brush),
    "brush-map": ("7-8x6-1", brush_map),
    "methods": ("2-4-2-1", methods),
    "cell": ("digits", cell),
    "kernel": ("digits", kernel),
    "kernel-maps": ("digits", kernel_maps),
    "scrubbing": ("7-8x6-1", scrubbing),
}


def follow(window, promise, seconds):
    """A gesture; a line of figures."""
    begun, cpu = perf_counter(), thread_time()
    hand = Hand(promise)
    run_for(seconds)
    hand.end()
    spent, cpu, seen = perf_counter() - begun, thread_time() - cpu, hand.seen
    p50, p95, p99 = np.percentile(1000 * np.array(seen.answered or [np.nan]), (50, 95, 99))
    share = len(seen.answered) / max(seen.moves, 1)
    return (
        f"{seen.moves:6} {p50:6.1f} {p95:6.1f} {p99:6.1f} {share:9.0%} {seen.paintings / spent:8.1f} "
        f"{1000 * cpu / max(seen.paintings, 1):8.1f}"
    )


def main(seconds="3", *names):
    """Print the figures."""
    say(f"{'':26} {'moves':>6} {'p50':>6} {'p95':>6} {'p99':>6} {'answered':>9} {'a second':>8} {'cpu, ms':>8}")
    with TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        for name in names or PROMISES:
            case, promise = PROMISES[name]
            window = make_window(Opened(WINDOW_CASES[case].make(), case), make_app(), Settings())
            window.resize(1440, 900)
            window.show()
            window.session.start()
            while not is_ready(window):
                run_for(0.05)
            window.session.play()
            run_for(1.5)
            window.session.pause()
            run_for(0.5)
            say(f"{name + ', paused':26} {follow(window, promise(window), float(seconds))}")
            window.session.time.live()
            window.session.set_speed(SetSpeed(None, MOST_SPEED))
            window.session.play()
            run_for(1.0)
            say(f"{name + ', full speed':26} {follow(window, promise(window), float(seconds))}")
            window.session.undo_stack.setClean()
            window.close()
            window.deleteLater()
            run_for(0.2)


if __name__ == "__main__":
    main(*sys.argv[1:])
