"""The panel of the loss landscape: what it asks for, shows and says, and the dot that moves the network."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from playground.document.edits_data import split
from playground.document.presets import document_for
from playground.layers import Dense
from playground.session.session import Session
from playground.training.loop.commands import StepUnit
from playground.training.probes.landscape.request import LossLandscape
from playground.training.snapshots.snapshot import TrainerState
from playground.views.landscape import LandscapeView, waiting_words

WAIT_MS = 20_000


def tiny():
    made = document_for("circle", (), count=40)
    return replace(made, network=(Dense(uid=1, units=3),))


@pytest.fixture
def session(qtbot):
    made = Session(tiny())
    made.start()
    yield made
    assert made.close()


@pytest.fixture
def view(qtbot, session):
    made = LandscapeView(session)
    qtbot.addWidget(made)
    made.resize(420, 460)
    made.show()
    qtbot.waitUntil(lambda: made.place.words() == "", timeout=WAIT_MS)
    return made


def surface_of(session):
    return session.snapshot.get(LossLandscape)


def train(session, qtbot, epochs=4):
    for number in range(1, epochs + 1):
        session.step(StepUnit.EPOCH)
        qtbot.waitUntil(lambda n=number: session.snapshot.live_epoch >= n, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: settled(session), timeout=WAIT_MS)


def settled(session):
    surface = surface_of(session)
    paused = session.state is TrainerState.PAUSED
    return paused and surface is not None and len(surface.losses) >= 41 and is_here(session, surface)


def is_here(session, surface):
    return np.allclose(surface.plane.weights_at(surface.here), weights(session), atol=1e-5)


def weights(session):
    return np.concatenate([values.ravel() for values in session.snapshot.parameters.values()])


def pixel(view, place):
    return view.place.plot.place_of(*place).toPoint()


def drag(view, to, *, drop=True):
    viewport = view.place.plot.viewport()
    start = pixel(view, view.place.plot.here())
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.5, 1.0):
        QTest.mouseMove(viewport, start + QPoint(round(to.x() * share), round(to.y() * share)))
    if drop:
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start + to)


def test_it_says_how_much_of_the_path_it_holds(qtbot, session, view):
    assert "no path yet" in view.held.text()
    train(session, qtbot)
    qtbot.waitUntil(lambda: "of the path" in view.held.text(), timeout=WAIT_MS)
    held = surface_of(session).held
    assert f"{100 * held:.0f}" in view.held.text() or held > 0.99
    view.grab()


def test_in_a_narrow_column_its_sides_stay_equal(qtbot, view):
    view.resize(300, 900)
    qtbot.waitUntil(lambda: view.place.height() < view.place.width(), timeout=WAIT_MS)
    area = view.place.plot.area()
    assert area.height() == pytest.approx(area.width(), abs=8)
    qtbot.waitUntil(lambda: view.hint.y() < view.place.geometry().bottom() + 40, timeout=WAIT_MS)


def test_the_dot_is_at_the_weights_that_are_shown(qtbot, session, view):
    train(session, qtbot)
    surface = surface_of(session)
    np.testing.assert_allclose(view.place.plot.here(), surface.here, atol=1e-5)
    session.time.show(session.time.timeline.moments[0])
    qtbot.waitUntil(lambda: session.snapshot.moment is not None, timeout=WAIT_MS)
    np.testing.assert_allclose(view.place.plot.here(), (0.0, 0.0), atol=1e-5)
    assert view.hint.text().startswith("The ring is")
    session.time.live()
    assert view.hint.text().startswith("Drag the dot")


def test_a_drag_moves_the_network_as_one_step(qtbot, session, view):
    train(session, qtbot)
    before, surface = weights(session), surface_of(session)
    drag(view, QPoint(30, -20))
    place = np.array(view.place.plot.here())
    assert np.linalg.norm(place - surface.here) > 0.0
    expected = before + (place - surface.plane.places_of(before)) @ surface.plane.directions
    qtbot.waitUntil(lambda: np.allclose(weights(session), expected, atol=1e-5), timeout=WAIT_MS)
    assert session.undo_stack.count() == 1
    assert session.undo_stack.undoText() == "Move over the loss landscape"
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: np.array_equal(weights(session), before), timeout=WAIT_MS)
    session.undo_stack.redo()
    qtbot.waitUntil(lambda: np.allclose(weights(session), expected, atol=1e-5), timeout=WAIT_MS)


def test_escape_takes_a_drag_back(qtbot, session, view):
    train(session, qtbot)
    before = weights(session)
    drag(view, QPoint(30, 10), drop=False)
    qtbot.waitUntil(lambda: not np.array_equal(weights(session), before), timeout=WAIT_MS)
    QTest.keyClick(view.place.plot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: np.array_equal(weights(session), before), timeout=WAIT_MS)
    assert session.undo_stack.count() == 0
    assert session.wanted("landscape") == (view.request(),)


def test_alt_and_arrows_move_it_too(qtbot, session, view):
    train(session, qtbot)
    before = weights(session)
    here = np.array(view.place.plot.here())
    for _ in range(2):
        QTest.keyClick(view.place.plot, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert view.place.plot.here()[0] > here[0]
    qtbot.waitUntil(lambda: not np.array_equal(weights(session), before), timeout=WAIT_MS)
    assert session.undo_stack.count() == 1


def test_the_past_is_looked_at_and_not_moved(qtbot, session, view):
    train(session, qtbot)
    session.time.show(session.time.timeline.moments[0])
    qtbot.waitUntil(lambda: session.snapshot.moment is not None, timeout=WAIT_MS)
    QTest.keyClick(view.place.plot, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert session.undo_stack.count() == 0


def test_a_click_on_the_path_shows_that_epoch(qtbot, session, view):
    train(session, qtbot)
    view.place.chosen.emit(0, 0)
    assert session.time.shown is session.time.timeline.moments[0]
    view.place.chosen.emit(0, len(surface_of(session).paths[0].places) - 1)
    assert session.time.shown is None


def test_the_pointer_tells_the_loss_and_the_epoch(qtbot, session, view):
    train(session, qtbot)
    surface = surface_of(session)
    view.place.pointed.emit(tuple(surface.paths[0].places[0]))
    assert view.hint.text().startswith("Loss 0.")
    assert view.hint.text().endswith("epoch 0")
    view.place.pointed.emit(None)
    assert view.hint.text() == "Drag the dot to move the network"


def test_a_set_without_samples_is_said(qtbot, session, view):
    session.edit("Split", lambda d: split(d, 1.0, 0))
    view.sets.set_current("test")
    view.sets.chosen.emit("test")
    assert view.place.words() == "No points test: there is no test loss"
    view.sets.set_current("train")
    view.sets.chosen.emit("train")
    qtbot.waitUntil(lambda: view.place.words() == "", timeout=WAIT_MS)


def test_a_plane_through_another_run_is_offered(qtbot, session, view):
    train(session, qtbot)
    session.new_weights()
    qtbot.waitUntil(lambda: len(session.time.timeline.branches) == 1, timeout=WAIT_MS)
    train(session, qtbot, 2)
    number = session.time.timeline.branches[0].number
    view.plane.set_value(f"points {number}")
    view.plane.chosen.emit(f"points {number}")
    assert session.wanted("landscape") == (LossLandscape("points", number),)
    qtbot.waitUntil(lambda: len(surface_of(session).paths) == 2, timeout=WAIT_MS)
    session.time.delete(number)
    qtbot.waitUntil(lambda: view.plane.value() == "path", timeout=WAIT_MS)


def test_random_directions_can_be_drawn_again(session, view):
    assert not view.again.isVisible()
    view.plane.set_value("random")
    view.plane.chosen.emit("random")
    assert view.again.isVisible()
    view.again.click()
    assert session.wanted("landscape") == (LossLandscape("random", seed=1),)


def test_projects_remember_plane_set_and_heights(view):
    view.recall({"plane": "random", "set": "test", "log": False})
    assert view.view_state() == {"plane": "random", "set": "test", "log": False}
    view.recall({"plane": "flat", "set": 3, "log": "yes"})
    assert view.view_state() == {"plane": "random", "set": "test", "log": True}


def test_what_takes_too_long_beside_training_says_so():
    assert waiting_words(12.3) == "A picture takes 12 s: pause to see it"
