"""Driving the loss panel: records as training makes them, its parts by what they are, and what its plot shows."""

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from playground.training.trainee.history import LossRecord
from playground.views.loss.head import Head
from playground.views.loss.plot import LossPlot
from playground.views.loss.runs import Runs
from playground.views.loss.statistics import Statistics
from playground.widgets.segmented import Segmented
from tests.support.probes import snapshot_with

NO_BUTTON, LEFT, PLAIN = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def record(session, *rows):
    for epoch, *rest in rows:
        session.history.append(LossRecord(session.run, epoch, *rest))


def arrive(session, *results, **fields):
    """What the trainer would post; the panel draws when it is its turn."""
    session.snapshot = snapshot_with(session.document, *results, run=session.run, **fields)
    session.turns.offer(session.snapshot)


def falling(count, rate=0.01):
    epochs = np.arange(count, dtype=float)
    return [(e, np.exp(-rate * e), np.exp(-0.5 * rate * e), 1 - 0.5 * np.exp(-e), 0.9) for e in epochs.tolist()]


def head(view):
    return view.findChild(Head)


def runs(view):
    return view.findChild(Runs)


def numbers(view):
    return [one.value for one in view.findChild(Statistics).shown()]


def place(view):
    """Where the plot stands, or words in place of it."""
    return view.findChild(LossPlot)


def plot(view):
    return place(view).plot


def choose(view, name, key):
    """Choose in a track, by its accessible name, as a click does."""
    track = next(one for one in view.findChildren(Segmented) if one.accessibleName() == name)
    track.button(key).click()


def set_log(view, log):
    head(view).recall({"log": log})


def move_to(shown, at):
    """Move the pointer over a plot."""
    target, at = shown.viewport(), QPointF(at)
    event = QMouseEvent(QEvent.Type.MouseMove, at, target.mapToGlobal(at), NO_BUTTON, NO_BUTTON, PLAIN)
    QApplication.sendEvent(target, event)


def leave(shown):
    QApplication.sendEvent(shown, QEvent(QEvent.Type.Leave))


def point_at(view, epoch):
    """Move the pointer to an epoch of the curves."""
    shown = plot(view)
    move_to(shown, QPointF(shown.place_of(epoch, 0.0).x(), shown.area().center().y()))


def turn_wheel(shown, notches, at=None, modifiers=PLAIN):
    """Whether the plot took it, and did not leave it to what it stands in."""
    target = shown.viewport()
    at = QPointF(shown.area().center() if at is None else at)
    move_to(shown, at)
    delta = QPoint(0, 120 * notches)
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, target.mapToGlobal(at), QPoint(), delta, NO_BUTTON, modifiers, phase, False)
    QApplication.sendEvent(target, event)
    return event.isAccepted()


def drag(shown, begin, end, button=LEFT):
    """Press, move in steps and let go; pyqtgraph would leave out moves that follow each other so fast."""
    import pyqtgraph

    rate = pyqtgraph.getConfigOption("mouseRateLimit")
    pyqtgraph.setConfigOption("mouseRateLimit", 0)
    target, begin, end = shown.viewport(), QPointF(begin), QPointF(end)

    def send(kind, at, button, held):
        QApplication.sendEvent(target, QMouseEvent(kind, at, target.mapToGlobal(at), button, held, PLAIN))

    move_to(shown, begin)
    send(QEvent.Type.MouseButtonPress, begin, button, button)
    for part in (0.25, 0.5, 0.75, 1.0):
        send(QEvent.Type.MouseMove, begin + (end - begin) * part, NO_BUTTON, button)
    send(QEvent.Type.MouseButtonRelease, end, button, NO_BUTTON)
    pyqtgraph.setConfigOption("mouseRateLimit", rate)


def double_click(shown, at):
    target, at = shown.viewport(), QPointF(at)
    for kind in (
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.MouseButtonRelease,
    ):
        held = NO_BUTTON if kind == QEvent.Type.MouseButtonRelease else LEFT
        QApplication.sendEvent(target, QMouseEvent(kind, at, target.mapToGlobal(at), LEFT, held, PLAIN))


def pixels(widget):
    image = widget.grab().toImage()
    return bytes(image.constBits())
