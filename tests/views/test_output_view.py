"""The output panel, driven by mouse and keys, and shown everything that a trainer may send."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from playground.document.dataset import default_classes
from playground.document.edits_data import clear_points, make_dataset, remove_points, set_dataset
from playground.document.presets import document_for, first_document
from playground.session.session import Session
from playground.training.messages import NeuronAddress, Snapshot, TrainerState
from playground.views.canvas.palette import ToolPalette
from playground.views.canvas.view import OutputView
from playground.widgets import theme

LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
HOME = (-6.0, 6.0, -6.0, 6.0)


@pytest.fixture
def open_view(qtbot):
    """A window with the panel for a document."""
    opened = []

    def make(document=None, size=(432, 488)):
        session = Session(document or first_document())
        window = QWidget()
        qtbot.addWidget(window)
        layout = QVBoxLayout(window)
        layout.setContentsMargins(0, 0, 0, 0)
        view = OutputView(session)
        layout.addWidget(view)
        window.resize(*size)
        window.show()
        opened.append((session, window))
        return session, view

    yield make
    for session, _ in opened:
        assert session.close()


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
        "extent": HOME,
        "state": TrainerState.PAUSED,
        "map": shown.astype(np.float32),
    }
    return Snapshot(**(base | values))


def send(session, made):
    session._on_snapshot(made)


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


# ---- drawing -------------------------------------------------------------------------------------------------------


def test_a_drag_with_the_left_button_paints_under_the_pointer(open_view):
    session, view = open_view(clear_points(first_document()))
    session.hand.set_radius(0.3)
    drag(view, (-3, 2), (0, 2), (3, 2))
    points = session.document.dataset.points
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
    qtbot.keyClick(view.canvas, "2")
    qtbot.keyClick(view.canvas, Qt.Key.Key_Return)
    first, second = session.document.dataset.points
    assert first == pytest.approx((0, 0), abs=0.1)
    assert second[0] - first[0] == pytest.approx(30 / view.canvas.frame().unit)
    assert session.document.dataset.targets.tolist() == [0, 1]


def test_brackets_change_the_size_and_digits_the_class(open_view, qtbot):
    session, view = open_view()
    radius = session.hand.radius
    qtbot.keyClick(view.canvas, "]")
    assert session.hand.radius > radius
    qtbot.keyClick(view.canvas, "[")
    assert session.hand.radius == pytest.approx(radius)
    qtbot.keyClick(view.canvas, "2")
    qtbot.keyClick(view.canvas, "9")
    assert session.hand.class_index == 1


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
    wanted = session._wants["canvas"]
    assert wanted["extent"] == view.canvas.camera.extent
    assert min(wanted["map_size"]) >= 128


def test_middle_drag_pans_and_fit_goes_home(open_view, qtbot):
    _, view = open_view()
    drag(view, (0, 0), (2, 1), button=MIDDLE)
    assert (view.canvas.camera.x, view.canvas.camera.y) == pytest.approx((-2, -1), abs=0.05)
    view.fit.activate()
    assert view.canvas.camera.is_home
    wheel(view, (0, 0), 1)
    qtbot.keyClick(view.canvas, Qt.Key.Key_F)
    assert view.canvas.camera.is_home


def test_a_hidden_panel_asks_for_no_map(open_view):
    session, view = open_view()
    assert "map_size" in session._wants["canvas"]
    view.window().hide()
    assert session._wants["canvas"] == {}


def test_the_old_map_stays_where_it_belongs_until_the_new_one_comes(open_view):
    session, view = open_view(clear_points(first_document()))
    session.edit("Two points", lambda d: first_document())
    send(session, snapshot(session))
    shown = view.canvas._picture
    view.canvas.set_camera(view.canvas.camera.zoomed(4, 5, 5))
    view.grab()
    assert view.canvas._picture is shown
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
        chip.activate()
        pictures.append(picture(view))
    assert not (pictures[0] == pictures[1]).all()
    assert not (pictures[1] == pictures[2]).all()


def test_misclassified_points_are_ringed_when_asked(open_view):
    session, view = open_view()
    view.wrong.activate()
    assert session._wants["canvas"]["answers"] is True
    targets = session.document.dataset.targets
    answers = np.eye(2)[1 - targets].astype(np.float32)
    answers[0] = answers[0, ::-1]
    send(session, snapshot(session, answers=answers))
    assert view.canvas._wrong.tolist() == [False] + [True] * (len(targets) - 1)
    drag(view, (5, 5))
    assert view.canvas._wrong is None
    view.wrong.activate()
    assert "answers" not in session._wants["canvas"]


def test_a_pinned_neuron_takes_the_map_and_escape_gives_it_back(open_view, qtbot):
    session, view = open_view()
    neuron = NeuronAddress(2, 4)
    session.selection.pin(neuron)
    assert session._wants["canvas"]["focus"] == neuron
    assert view.title.text() == "Layer 2 · neuron 5"
    assert view.unpin.isVisible()
    values = np.linspace(-1, 1, 64 * 64, dtype=np.float32).reshape(64, 64)
    send(session, snapshot(session, focus=neuron, focus_map=values, focus_scale=0.5))
    assert view.canvas.shown_scale() == 0.5
    assert len(view.canvas._picture.boundary) == 0
    qtbot.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert view.title.text() == "Output"
    assert "focus" not in session._wants["canvas"]
    assert view.canvas.shown_scale() is None


def test_a_hovered_neuron_shows_without_a_cross(open_view):
    session, view = open_view()
    session.selection.hover(NeuronAddress(-1, 0))
    assert view.title.text() == "Input x"
    assert not view.unpin.isVisible()
    session.selection.hover(NeuronAddress(0, 0))
    assert view.title.text() == "Output · neuron 1"


# ---- states --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["dark", "light"])
@pytest.mark.parametrize(
    ("generator", "classes", "parameter"),
    [("spiral", 2, None), ("spirals", 3, 3), ("spirals", 5, 5), ("blobs", 8, 8), ("reg-gauss", 0, None)],
)
def test_every_kind_of_data_is_drawn_in_both_themes(open_view, qapp, name, generator, classes, parameter):
    theme.apply_theme(qapp, theme.THEMES[name])
    session, view = open_view(document_for(generator, (4,), parameter=parameter))
    blank = picture(view)
    send(session, snapshot(session, classes))
    view.canvas.pointer = QPointF(200, 200)
    view.discrete.activate()
    assert not (picture(view) == blank).all()
    theme.apply_theme(qapp, theme.DARK)


@pytest.mark.parametrize("poison", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("share", [0.3, 1.0])
@pytest.mark.parametrize("generator", ["spiral", "spirals", "reg-gauss"])
def test_a_map_that_is_not_a_number_keeps_the_last_good_picture(open_view, poison, share, generator):
    session, view = open_view(document_for(generator, (4,)))
    kinds = len(session.document.dataset.classes)
    send(session, snapshot(session, kinds))
    good = view.canvas._picture
    bad = snapshot(session, kinds).map.copy()
    bad[: int(share * len(bad))] = poison
    send(session, snapshot(session, kinds, map=bad, state=TrainerState.DIVERGED, focus_scale=float("nan")))
    view.grab()
    if share == 1.0:
        assert view.canvas._picture is good


def test_divergence_offers_two_ways_back(open_view, monkeypatch):
    session, view = open_view()
    send(session, snapshot(session, state=TrainerState.DIVERGED, last_finite_epoch=410))
    assert view.diverged.isVisible()
    assert view.diverged.accessibleName() == "The loss is not a number since epoch 412."
    assert view.diverged.back.text() == "Back to epoch 410"
    rate = session.document.training.learning_rate
    view.diverged.back.activate()
    assert session.document.training.learning_rate == rate
    view.diverged.slower.activate()
    assert session.document.training.learning_rate == pytest.approx(rate / 10)
    send(session, snapshot(session, state=TrainerState.PAUSED, run=session.run))
    assert not view.diverged.isVisible()


def test_an_empty_dataset_offers_pictures_that_load(open_view):
    session, view = open_view(clear_points(first_document()))
    assert view.empty.isVisible()
    view.grab()
    view.empty.grid.chosen.emit("spirals")
    assert len(session.document.dataset.classes) == 3
    assert not view.empty.isVisible()
    session.undo_stack.undo()
    assert view.empty.isVisible()


def test_one_class_and_one_point_are_said_in_words(open_view):
    document = first_document()
    session, view = open_view(remove_points(document, document.dataset.targets == 1))
    assert "second class" in view.problem.accessibleName()
    assert view.problem.isVisible()
    session.edit("Keep one", lambda d: remove_points(d, np.arange(len(d.dataset)) > 0))
    view.grab()
    assert view.problem.isVisible()
    session.undo_stack.undo()
    session.edit("Both", lambda d: replace(d, dataset=document.dataset))
    assert not view.problem.isVisible()


def test_a_hundred_thousand_points_become_their_density(open_view):
    random = np.random.default_rng(0)
    many = make_dataset(random.normal(size=(100_000, 2)), random.integers(0, 2, 100_000), default_classes(2))
    session, view = open_view(set_dataset(first_document(), many))
    send(session, snapshot(session))
    with_points = picture(view)
    view.legend.train.activate()
    view.legend.test.activate()
    assert not (picture(view) == with_points).all()


def test_points_that_are_not_numbers_are_left_out(open_view):
    dataset = make_dataset([[0, 0], [np.nan, 1], [np.inf, -np.inf]], [0, 1, 0], default_classes(2))
    _, view = open_view(set_dataset(first_document(), dataset))
    view.grab()
    assert view.problem.isVisible()


def test_a_class_that_is_removed_while_its_map_is_shown(open_view):
    session, view = open_view(document_for("spirals", (4,)))
    send(session, snapshot(session, 3))
    session.edit("Other", lambda d: set_dataset(d, first_document().dataset))
    send(session, replace(snapshot(session, 3), document=session.document))
    view.grab()


@pytest.mark.parametrize("size", [(240, 260), (376, 440), (576, 640), (1000, 400)])
def test_every_size_keeps_the_map_square_and_inside(open_view, size):
    session, view = open_view(size=size)
    send(session, snapshot(session))
    view.grab()
    square = view.canvas.square()
    assert square.width() == square.height()
    assert view.canvas.rect().contains(square.toRect())


def test_it_says_what_it_shows(open_view):
    session, view = open_view()
    assert view.canvas.accessibleDescription() == "Output: 2 classes, 280 points"
    session.edit("Clear", clear_points)
    assert view.canvas.accessibleDescription() == "Output: 2 classes, 0 points"
