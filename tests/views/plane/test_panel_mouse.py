"""Drawing and looking, by mouse and keys."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from playground.document.edits_data import clear_points
from playground.document.presets import first_document
from playground.document.scaling import AxisScale
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.plane.output_map import UnitSamples
from playground.training.probes.point_predictions import PointPredictions
from playground.training.probes.request import Results
from playground.views.plane.palette import ToolPalette
from tests.support.output_panel import HOME, MIDDLE, RIGHT, at, drag, mouse, picture, send, snapshot, wheel
from tests.support.probes import map_picture

# ---- drawing -------------------------------------------------------------------------------------------------------


def test_a_drag_with_the_left_button_paints_under_the_pointer(open_view):
    session, view = open_view(clear_points(first_document()))
    session.hand.set_radius(0.3)
    drag(view, (-3, 2), (0, 2), (3, 2))
    points = session.document.dataset.samples
    assert len(points) > 5
    assert np.abs(points[:, 1] - 2).max() <= 0.31
    assert session.undo_stack.count() == 1


def test_a_drag_with_the_right_button_or_alt_erases(open_view):
    session, view = open_view()
    count = len(session.document.dataset)
    drag(view, (-4, 0), (0, 0), (4, 0), button=RIGHT)
    after_right = len(session.document.dataset)
    assert after_right < count
    drag(view, (0, -4), (0, 4), held=Qt.KeyboardModifier.AltModifier)
    assert len(session.document.dataset) < after_right
    assert session.undo_stack.count() == 2


def test_escape_cancels_the_stroke(open_view, qtbot):
    session, view = open_view()
    before = session.document
    mouse(view, "press", (1, 1))
    mouse(view, "move", (3, 3))
    assert session.document is not before
    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    mouse(view, "release", (3, 3))
    assert session.document is before
    assert session.undo_stack.count() == 0


def test_a_press_beside_the_map_draws_nothing(open_view):
    session, view = open_view()
    drag(view, (-6.5, 0), (0, 0))
    assert session.undo_stack.count() == 0


def test_spray_goes_on_while_it_is_held(open_view, qtbot):
    session, view = open_view(clear_points(first_document()))
    session.hand.set_tool("spray")
    mouse(view, "press", (0, 0))
    qtbot.waitUntil(lambda: len(session.document.dataset) > 5)
    mouse(view, "release", (0, 0))
    assert session.undo_stack.count() == 1


def test_a_right_click_opens_tools_and_classes_at_the_pointer(open_view):
    session, view = open_view()
    drag(view, (1, 1), button=RIGHT)
    palette = view.window().findChild(ToolPalette)
    assert palette is not None
    assert session.undo_stack.count() == 0
    palette.rows[1].clicked.emit()
    assert session.hand.class_index == 1
    assert not palette.isVisible()


def test_keys_put_points_without_a_mouse(open_view, qtbot):
    session, view = open_view(clear_points(first_document()))
    session.hand.set_tool("point")
    view.window().activateWindow()
    qtbot.waitUntil(view.window().isActiveWindow)
    view.fit.setFocus()
    view.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Return)
    for _ in range(3):
        qtbot.keyClick(view.canvas, Qt.Key.Key_Right)
    session.hand.set_class(1)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Return)
    first, second = session.document.dataset.samples
    assert first == pytest.approx((0, 0), abs=0.1)
    assert second[0] - first[0] == pytest.approx(30 / view.canvas.frame().unit)
    assert session.document.dataset.targets.tolist() == [0, 1]


@pytest.fixture
def by_keyboard(open_view, qtbot):
    """An empty canvas that was reached by Tab."""
    session, view = open_view(clear_points(first_document()))
    view.window().activateWindow()
    qtbot.waitUntil(view.window().isActiveWindow)
    view.fit.setFocus()
    view.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    return session, view


def test_shift_enter_holds_the_tool_and_arrows_drag_it(by_keyboard, qtbot):
    session, view = by_keyboard
    session.hand.set_tool("line")
    qtbot.keyClick(view.canvas, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    for _ in range(8):
        qtbot.keyClick(view.canvas, Qt.Key.Key_Right)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Return)
    assert view.canvas.driver.busy is None
    points = session.document.dataset.samples
    assert points[-1, 0] - points[0, 0] == pytest.approx(80 / view.canvas.frame().unit)
    assert session.undo_stack.count() == 1


def test_escape_lets_a_held_tool_go_without_trace(by_keyboard, qtbot):
    session, view = by_keyboard
    session.hand.set_tool("shape")
    qtbot.keyClick(view.canvas, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Up)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert session.undo_stack.count() == 0
    assert len(session.document.dataset) == 0


def test_enter_taps_tools_that_work_with_time(by_keyboard, qtbot):
    session, view = by_keyboard
    session.hand.set_tool("spray")
    qtbot.keyClick(view.canvas, Qt.Key.Key_Return)
    assert len(session.document.dataset) > 3
    before = session.document
    session.hand.set_tool("magnet")
    qtbot.keyClick(view.canvas, Qt.Key.Key_Return)
    assert session.document is not before


def test_space_plays_on_release_and_pans_when_dragged(open_view, qtbot):
    session, view = open_view()
    qtbot.keyPress(view.canvas, Qt.Key.Key_Space)
    qtbot.keyRelease(view.canvas, Qt.Key.Key_Space)
    assert session.playing
    session.pause()
    qtbot.keyPress(view.canvas, Qt.Key.Key_Space)
    drag(view, (0, 0), (1, 0))
    qtbot.keyRelease(view.canvas, Qt.Key.Key_Space)
    assert not session.playing
    assert view.canvas.camera.x == pytest.approx(-1, abs=0.05)


# ---- looking -------------------------------------------------------------------------------------------------------


def test_the_wheel_zooms_at_the_pointer_and_asks_for_what_is_visible(open_view):
    session, view = open_view()
    place = (3.0, -2.0)
    before = at(view, *place)
    wheel(view, place, 2)
    after = at(view, *place)
    assert (after - before).manhattanLength() < 1e-6
    assert view.canvas.camera.span == pytest.approx(12 / 1.44)
    (wanted,) = session.wanted("canvas")
    assert wanted.extent == view.canvas.camera.extent
    assert min(wanted.size) >= 128


def test_middle_drag_pans_and_fit_goes_home(open_view, qtbot):
    _, view = open_view()
    drag(view, (0, 0), (2, 1), button=MIDDLE)
    assert (view.canvas.camera.x, view.canvas.camera.y) == pytest.approx((-2, -1), abs=0.05)
    view.fit.click()
    assert view.canvas.camera.is_home
    wheel(view, (0, 0), 1)
    qtbot.keyClick(view.canvas, Qt.Key.Key_F)
    assert view.canvas.camera.is_home


def test_a_hidden_panel_asks_for_no_map(open_view):
    session, view = open_view()
    assert session.wanted("canvas")
    view.window().hide()
    assert session.wanted("canvas") == ()


def test_the_old_map_stays_where_it_belongs_until_the_new_one_comes(open_view):
    session, view = open_view(clear_points(first_document()))
    session.edit("Two points", lambda d: first_document())
    send(session, snapshot(session))
    shown = view.canvas.shown.picture
    view.canvas.set_camera(view.canvas.camera.zoomed(4, 5, 5))
    view.grab()
    assert view.canvas.shown.picture is shown
    assert shown.extent == HOME


def test_the_session_is_told_where_the_pointer_is(open_view, qtbot):
    session, view = open_view()
    with qtbot.waitSignal(session.hand.pointer_moved, timeout=0):
        mouse(view, "move", (2, 3))
    assert session.hand.pointer == pytest.approx((2, 3), abs=0.05)
    mouse(view, "move", (-6.5, 0))
    assert session.hand.pointer is None


def test_train_and_test_points_can_be_hidden(open_view):
    _, view = open_view()
    pictures = [picture(view)]
    for chip in (view.legend.train, view.legend.test):
        chip.click()
        pictures.append(picture(view))
    assert not (pictures[0] == pictures[1]).all()
    assert not (pictures[1] == pictures[2]).all()


def test_misclassified_points_are_ringed_when_asked(open_view):
    session, view = open_view()
    view.wrong.click()
    assert PointPredictions() in session.wanted("canvas")
    targets = session.document.dataset.targets
    answers = np.eye(2)[1 - targets].astype(np.float32)
    answers[0] = answers[0, ::-1]
    made = snapshot(session)
    send(session, replace(made, results=made.results | Results({PointPredictions: answers})))
    assert view.canvas.shown.wrong.tolist() == [False] + [True] * (len(targets) - 1)
    drag(view, (5, 5))
    assert view.canvas.shown.wrong is None
    view.wrong.click()
    assert PointPredictions() not in session.wanted("canvas")


def test_a_pinned_neuron_takes_the_map_and_escape_gives_it_back(open_view, qtbot):
    session, view = open_view()
    neuron = NeuronAddress(2, 4)
    session.selection.pin(neuron)
    assert session.wanted("canvas")[0].focus == neuron
    assert view.title.text() == "Layer 2 · neuron 5"
    assert view.unpin.isVisible()
    values = np.linspace(-1, 1, 64 * 64, dtype=np.float32).reshape(64, 64)
    shown = map_picture(np.full((64, 64, 2), 0.5, np.float32), focus=UnitSamples(neuron, values, 2.0, 0.5))
    send(session, snapshot(session, results=shown))
    assert view.canvas.shown.scale() == AxisScale(0.0, 0.5)
    session.selection.share_scale(on=True)
    assert view.canvas.shown.scale() == AxisScale(0.0, 2.0)
    session.selection.share_scale(on=False)
    assert len(view.canvas.shown.picture.boundary) == 0
    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert view.title.text() == "Output"
    assert session.wanted("canvas")[0].focus is None
    assert view.canvas.shown.scale() is None


def test_a_hovered_neuron_shows_without_a_cross(open_view):
    session, view = open_view()
    session.selection.hover(NeuronAddress(-1, 0))
    assert view.title.text() == "Input x"
    assert not view.unpin.isVisible()
    session.selection.hover(NeuronAddress(0, 0))
    assert view.title.text() == "Output · neuron 1"
