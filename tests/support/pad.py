"""Driving the pad: strokes by mouse, and answers made by hand."""

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from playground.training.probes.activations import Activations, SampleActivations
from playground.training.probes.request import Results
from playground.training.probes.saliency import Saliency, SampleSaliency
from playground.training.snapshots.snapshot import Snapshot, TrainerState

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
SEVEN = ((0.3, 0.25), (0.7, 0.22), (0.62, 0.45), (0.45, 0.8))
KINDS = {
    "press": QMouseEvent.Type.MouseButtonPress,
    "move": QMouseEvent.Type.MouseMove,
    "release": QMouseEvent.Type.MouseButtonRelease,
}


def mouse(view, kind, place, button=LEFT):
    """One event at a place of the pad, 0 to 1."""
    square = view.pad.square()
    at = QPointF(square.left() + place[0] * square.width(), square.top() + place[1] * square.height())
    held = Qt.MouseButton.NoButton if kind == "release" else button
    pressed = Qt.MouseButton.NoButton if kind == "move" else button
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(view.pad, QMouseEvent(KINDS[kind], at, view.pad.mapToGlobal(at), pressed, held, none))


def stroke(view, places=SEVEN, button=LEFT):
    """A whole stroke."""
    mouse(view, "press", places[0], button)
    for place in places[1:]:
        mouse(view, "move", place, button)
    mouse(view, "release", places[-1], button)


def answer(session, probabilities, gradient=None, **values):
    """Let the trainer's answer to the picture at hand arrive."""
    sample = tuple(session.selection.picture.reshape(-1).tolist())
    said = np.array(probabilities, np.float32)
    results = {Activations: SampleActivations(sample, {}, {}, said)}
    if gradient is not None:
        results[Saliency] = SampleSaliency(sample, int(said.argmax()), gradient, float(np.abs(gradient).max()))
    base = {
        "run": session.run,
        "document": session.document,
        "epoch": 3,
        "batch": 1,
        "parameters": {},
        "state": TrainerState.PAUSED,
        "results": Results(results),
    }
    session.pump.arrived.emit(Snapshot(**(base | values)))
