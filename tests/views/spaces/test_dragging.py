"""A point of a space is dragged: it lands where it is let go, by the least change, in one undo step; or nowhere."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from playground.document.model import INPUT_UID
from playground.document.presets import document_for
from playground.layers import Dense
from playground.session.session import Session
from playground.training.probes.layer_spaces.space import LayerSpaces
from playground.training.probes.least_change import LeastChange
from playground.views.spaces import HiddenView
from tests.support.space_panel import control, inside

WAIT_MS = 600_000
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def panel(qtbot):
    layers = (Dense(uid=1, units=4), Dense(uid=2, units=2))
    session = Session(replace(document_for("moons", (), count=40), network=layers))
    view = HiddenView(session)
    qtbot.addWidget(view)
    view.resize(744, 360)
    session.start()
    session.selection.show_space(2)
    view.show()
    view.move_to(2.0)
    qtbot.waitUntil(lambda: space_of(session) is not None, timeout=WAIT_MS)
    yield session, view, inside(view).large
    assert session.close()


def space_of(session, uid=2):
    found = None if session.snapshot is None else session.snapshot.get(LayerSpaces)
    return None if found is None else next((one for one in found.spaces if one.uid == uid), None)


def place(large, point):
    return QPoint(*(round(number) for number in large.places()[point, :2]))


def middle_point(large):
    """One from which there is room all around, and no other is nearer."""
    places = large.places()[:, :2]
    return int(np.linalg.norm(places - places.mean(axis=0), axis=1).argmin())


def turn_on(view):
    control(view, "Drag the answer").click()


def drag(large, point, step, *, release=True):
    start = place(large, point)
    QTest.mousePress(large, LEFT, NONE, start)
    for share in (0.5, 1.0):
        QTest.mouseMove(large, start + step * share)
    if release:
        QTest.mouseRelease(large, LEFT, NONE, start + step)


def weights(session):
    return session.snapshot.parameters[2, "linear.weight"]


def numbers(session):
    return {key: values.copy() for key, values in session.snapshot.parameters.items()}


def test_it_lands_where_it_is_let_go_and_one_undo_brings_all_back(panel, qtbot):
    session, view, large = panel
    turn_on(view)
    point, before = middle_point(large), numbers(session)
    made = space_of(session)
    drag(large, point, QPoint(30, -20))
    (request,) = session.wanted("drag")
    assert request.space.uid == 2
    qtbot.waitUntil(lambda: session.undo_stack.count() == 1, timeout=WAIT_MS)
    assert session.undo_stack.undoText().startswith("Drag")
    qtbot.waitUntil(lambda: not np.array_equal(weights(session), before[2, "linear.weight"]), timeout=WAIT_MS)
    np.testing.assert_array_equal(session.snapshot.parameters[1, "linear.weight"], before[1, "linear.weight"])
    qtbot.waitUntil(
        lambda: space_of(session) is not None and (space_of(session).points != made.points).any(), timeout=WAIT_MS
    )
    np.testing.assert_allclose(space_of(session).points[point], request.space.place, atol=1e-5)
    assert session.wanted("drag") == ()
    assert session.selection.borders == ()
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: np.array_equal(weights(session), before[2, "linear.weight"]), timeout=WAIT_MS)


def test_before_it_is_let_go_its_ghost_is_seen_and_escape_takes_it_back(panel, qtbot):
    session, view, large = panel
    turn_on(view)
    bare = large.grab().toImage()
    drag(large, middle_point(large), QPoint(25, 10), release=False)
    qtbot.waitUntil(lambda: bool(session.selection.borders), timeout=WAIT_MS)
    assert session.selection.borders[0].is_dashed
    assert large.grab().toImage() != bare
    QTest.keyClick(large, Qt.Key.Key_Escape)
    QTest.mouseRelease(large, LEFT, NONE, QPoint(5, 5))
    assert session.selection.borders == ()
    assert session.wanted("drag") == ()
    assert session.undo_stack.count() == 0


def test_arrow_keys_move_the_selected_point_and_enter_lets_it_go(panel, qtbot):
    session, view, large = panel
    turn_on(view)
    session.selection.select_points(np.arange(40) == 7)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up):
        QTest.keyClick(large, key)
    (request,) = session.wanted("drag")
    assert request.sample == tuple(session.document.dataset.samples[7].tolist())
    QTest.keyClick(large, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.undo_stack.count() == 1, timeout=WAIT_MS)


def test_off_a_drag_selects_and_asks_for_nothing(panel):
    session, _, large = panel
    QTest.mousePress(large, LEFT, NONE, QPoint(2, 2))
    QTest.mouseMove(large, QPoint(200, 200))
    QTest.mouseMove(large, QPoint(large.width() - 2, large.height() - 2))
    QTest.mouseRelease(large, LEFT, NONE, QPoint(large.width() - 2, large.height() - 2))
    assert session.selection.points is not None
    assert session.wanted("drag") == ()


def test_beside_all_points_a_drag_selects_as_ever(panel):
    session, view, large = panel
    turn_on(view)
    QTest.mousePress(large, LEFT, NONE, QPoint(2, 2))
    QTest.mouseMove(large, QPoint(200, 200))
    QTest.mouseMove(large, QPoint(large.width() - 2, large.height() - 2))
    QTest.mouseRelease(large, LEFT, NONE, QPoint(large.width() - 2, large.height() - 2))
    assert session.selection.points is not None
    assert session.wanted("drag") == ()


def test_inputs_and_what_moves_are_refused_in_words(panel, qtbot):
    session, view, large = panel
    said = []
    session.message_posted.connect(lambda text, _role: said.append(text))
    session.selection.show_space(INPUT_UID)
    view.move_to(0.0)
    turn_on(view)
    assert said == ["Inputs are data: no weight moves them."]
    assert "no weight" in control(view, "Drag the answer").toolTip()
    drag(large, middle_point(large), QPoint(20, 0))
    assert session.wanted("drag") == ()
    view.move_to(2.0)
    session.play()
    qtbot.waitUntil(lambda: "Pause first" in control(view, "Drag the answer").toolTip(), timeout=WAIT_MS)
    session.pause()


def test_what_no_weight_reaches_is_said_and_changes_nothing(panel, qtbot):
    session, view, large = panel
    said = []
    session.message_posted.connect(lambda text, _role: said.append(text))
    turn_on(view)
    session.selection.select_points(np.arange(40) == 7)
    for _ in range(60):  # far beyond what a tanh can give
        QTest.keyClick(large, Qt.Key.Key_Right)
    QTest.keyClick(large, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(said), timeout=WAIT_MS)
    assert "brings the point there" in said[0]
    assert session.undo_stack.count() == 0


def test_a_point_of_values_is_dragged_as_well(qtbot):
    session = Session(replace(document_for("ripple", (), count=40), network=(Dense(uid=1, units=2),)))
    view = HiddenView(session)
    qtbot.addWidget(view)
    view.resize(744, 360)
    session.start()
    session.selection.show_space(1)
    view.show()
    view.move_to(1.0)
    qtbot.waitUntil(lambda: space_of(session, 1) is not None, timeout=WAIT_MS)
    turn_on(view)
    drag(inside(view).large, middle_point(inside(view).large), QPoint(15, 10))
    qtbot.waitUntil(lambda: session.undo_stack.count() == 1, timeout=WAIT_MS)
    assert session.close()


def test_menus_and_palette_switch_it(panel):
    session, view, _ = panel
    session.selection.drag_asked.emit()
    assert control(view, "Drag the answer").isChecked()


def test_a_dragged_point_goes_before_other_questions():
    asked = LeastChange((0.0, 0.0), 1)
    dragged = LeastChange((0.0, 0.0), space=object())
    assert asked.merged(dragged) is dragged
    assert dragged.merged(asked) is dragged
