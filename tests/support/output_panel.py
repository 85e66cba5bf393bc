"""Driving the Output panel: snapshots made by hand, mouse and wheel in the plane."""

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from playground.training.snapshots.snapshot import Snapshot, TrainerState
from tests.support.probes import map_picture

LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
HOME = (-6.0, 6.0, -6.0, 6.0)


def snapshot(session, classes=2, **values):
    """A snapshot with a map, as the trainer sends it."""
    y, x = np.mgrid[-6:6:64j, -6:6:64j]
    scores = np.stack([np.cos(k) * x + np.sin(k) * y for k in range(max(classes, 1))], axis=-1)
    shown = np.exp(scores) / np.exp(scores).sum(axis=-1, keepdims=True) if classes else scores
    base = {
        "run": session.run,
        "document": session.document,
        "epoch": 412,
        "batch": 1,
        "parameters": {},
        "state": TrainerState.PAUSED,
        "results": map_picture(shown.astype(np.float32)),
    }
    return Snapshot(**(base | values))


def send(session, made):
    session.pump.arrived.emit(made)


def at(view, x, y):
    """The pixel of a place of the plane."""
    return QPointF(*view.canvas.frame().to_screen(x, y))


def mouse(view, kind, place, button=LEFT, held=Qt.KeyboardModifier.NoModifier):
    kinds = {
        "press": QMouseEvent.Type.MouseButtonPress,
        "move": QMouseEvent.Type.MouseMove,
        "release": QMouseEvent.Type.MouseButtonRelease,
        "double": QMouseEvent.Type.MouseButtonDblClick,
    }
    canvas, point = view.canvas, at(view, *place)
    pressed = Qt.MouseButton.NoButton if kind == "release" else button
    event = QMouseEvent(kinds[kind], point, canvas.mapToGlobal(point), button, pressed, held)
    QApplication.sendEvent(canvas, event)


def drag(view, *places, button=LEFT, held=Qt.KeyboardModifier.NoModifier):
    mouse(view, "press", places[0], button, held)
    for place in places[1:]:
        mouse(view, "move", place, button, held)
    mouse(view, "release", places[-1], button, held)


def wheel(view, place, notches):
    point = at(view, *place)
    none = Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        point,
        QPointF(view.canvas.mapToGlobal(point)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        none,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.canvas, event)


def picture(view):
    """The panel as an array of pixels."""
    image = view.grab().toImage().convertToFormat(view.grab().toImage().Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)[:, : 4 * image.width()].copy()
