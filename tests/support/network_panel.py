"""Driving the Network panel: snapshots made by hand, clicks and drags in the scene."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from playground.document.plan import resolve
from playground.domains.plane.inputs import INPUTS
from playground.training.probes.color_scale import Scales
from playground.training.state.layout import initial_parameters
from playground.views.network.edges import curve_points
from playground.views.network.hit import Part
from tests.support.probes import snapshot_with, unit_pictures

LEFT = Qt.MouseButton.LeftButton


def snapshot_of(document, run=1, side=16, fill=None):
    layout = resolve(document).layout
    flat = initial_parameters(layout, document.training.seed).astype(np.float32)
    parameters = {slot.key: slot.view(flat).copy() for slot in layout.parameters}
    random = np.random.default_rng(0)
    made = {
        layer.uid: random.uniform(0, 1, (layer.own_units, side, side)).astype(np.float32)
        for layer in resolve(document).layers
    }
    if fill is not None:
        for array in (*parameters.values(), *made.values()):
            array[...] = fill
    inputs = random.uniform(-1, 1, (len(INPUTS), side, side)).astype(np.float32)
    full = 1.0 if fill is None else fill
    scales = {uid: Scales(full, np.full(len(values), full, np.float32)) for uid, values in made.items()}
    pictures = unit_pictures(made, scales, inputs)
    return snapshot_with(document, pictures, run=run, epoch=0, batch=0, parameters=parameters)


def named(view, name):
    """The one control of a name, as screen readers say it."""
    (found,) = (one for one in view.findChildren(QWidget) if one.accessibleName() == name)
    return found


def at(view, place: QPointF) -> QPoint:
    return view.scene.from_scene(place)


def click(view, place: QPointF) -> None:
    QTest.mouseClick(view.scene, LEFT, Qt.KeyboardModifier.NoModifier, at(view, place))


def drag(view, start: QPointF, end: QPointF, modifiers=Qt.KeyboardModifier.NoModifier, release=True) -> None:
    QTest.mousePress(view.scene, LEFT, modifiers, at(view, start))
    for share in (0.25, 0.5, 0.75, 1.0):
        QTest.mouseMove(view.scene, at(view, start + (end - start) * share))
    if release:
        QTest.mouseRelease(view.scene, LEFT, modifiers, at(view, end))


def column(view, uid):
    found = view.scene.state.layout.column(uid)
    assert found is not None
    return found


def edge_place(view, gap: int, place: int = -1) -> tuple[QPointF, tuple, tuple]:
    """A place on an edge of a gap where no other edge is nearer."""
    edges = view.scene.state.edges[gap]
    points = curve_points(edges.starts[place : place + 1 or None], edges.ends[place : place + 1 or None], 101)[0]
    key, index = edges.key, (int(edges.rows[place]), int(edges.columns[place]))
    for x, y in points[5:-5]:
        hit = view.scene.hit(QPointF(round(x), round(y)))
        if hit.part is Part.EDGE and (hit.edge.row, hit.edge.column) == index:
            return QPointF(round(x), round(y)), key, index
    raise AssertionError("no place on the edge is its own")


def set_values(session):
    """What was sent to the trainer, without one: key, index, value."""
    sent = []
    session.set_parameter = lambda text, key, index, value, gesture: sent.append((text, key, index, value, gesture))
    return sent


def wheel(view, place: QPointF, delta: int, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    where = QPointF(at(view, place))
    event = QWheelEvent(
        where,
        view.scene.mapToGlobal(where),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.scene, event)
