"""The hidden space panel on made-up networks: whatever arrives is drawn, and every handle does what it says."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.document.dataset import Dataset, default_classes, frozen
from playground.document.model import Document
from playground.document.training import Training
from playground.layers import Dense
from playground.render import raster
from playground.session.session import Session
from playground.training.probes.layer_spaces.memory import SpaceMemory
from playground.training.probes.layer_spaces.space import LayerSpaces, SpacePictures
from playground.training.probes.request import Results
from playground.training.snapshots.snapshot import TrainerState
from playground.views.spaces import HiddenView
from playground.widgets import theme
from playground.widgets.text import text_width
from tests.support.probes import arrive
from tests.support.space_panel import choose, click, inside, plays, scroll_area, titles, wells
from tests.support.spaces import spaces


def document(widths=(8, 8), classes=2, count=60):
    rng = np.random.default_rng(0)
    targets = rng.integers(0, classes, count) if classes else rng.normal(size=(count, 1))
    data = Dataset(
        frozen(rng.uniform(-5, 5, (count, 2)), np.float64),
        frozen(targets, np.int64 if classes else np.float64),
        frozen(rng.random(count) < 0.3, np.bool_),
        default_classes(classes),
    )
    network = tuple(Dense(uid=i + 1, units=width) for i, width in enumerate(widths))
    task = "classification" if classes else "regression"
    loss = "cross_entropy" if classes else "mse"
    return Document(task, data, ("x", "y"), network, Training(loss=loss))


def forward(doc, seed=0):
    sizes = [2, *(layer.units for layer in doc.network), max(len(doc.dataset.classes), 1)]
    sizes[-1] = 1 if sizes[-1] <= 2 else sizes[-1]
    rng = np.random.default_rng(seed)
    weights = [rng.normal(size=pair) for pair in pairwise(sizes)]

    def layers(points):
        found = [points.astype(np.float64)]
        for index, weight in enumerate(weights):
            sums = found[-1] @ weight
            found.append(sums if index == len(weights) - 1 else np.tanh(sums))
        return found

    return layers


def request_of(session):
    (wanted,) = session.wanted("hidden")
    return wanted


def broken_space(space, number):
    """One that no trainer posts: a number that is none in each of its arrays."""
    arrays = {name: getattr(space, name).copy() for name in ("points", "sheet", "answers")}
    for array in arrays.values():
        array[:2] = number
    return replace(space, separability=number, **arrays)


def feed(session, state=TrainerState.PAUSED, broken=None, seed=0):
    """What the trainer would post: a snapshot that answers the present wishes."""
    doc = session.document
    made, chosen = spaces(forward(doc, seed), doc, request_of(session), SpaceMemory())
    if broken is not None:
        made = tuple(broken_space(space, broken) for space in made)
    return arrive(session, Results({LayerSpaces: SpacePictures(made, chosen)}), state=state)


@pytest.fixture(scope="module", autouse=True)
def compiled():
    raster.prepare()


@pytest.fixture
def make(qtbot):
    def made(doc=None, size=(744, 360)):
        session = Session(doc or document())
        view = HiddenView(session)
        qtbot.addWidget(view)
        view.resize(*size)
        view.show()
        return session, view

    return made


def finish(view):
    view.advance(float("inf"))


def pixels(widget):
    image = widget.grab().toImage()
    return bytes(image.constBits())


# ---- whatever arrives ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(744, 360), (640, 312), (1056, 440), (430, 230)])
@pytest.mark.parametrize("shown", [theme.DARK, theme.LIGHT], ids=lambda shown: shown.name)
def test_it_draws_at_every_size_in_both_themes(make, qapp, size, shown):
    theme.apply_theme(qapp, shown)
    session, view = make(size=size)
    before = pixels(view)
    feed(session)
    assert pixels(view) != before
    theme.apply_theme(qapp, theme.DARK)


@pytest.mark.parametrize("classes", [0, 1, 2, 3, 9])
@pytest.mark.parametrize("widths", [(), (1,), (2,), (8, 1, 3), (4,) * 6])
def test_any_task_and_any_width_is_drawn(make, classes, widths):
    session, view = make(document(widths, classes))
    feed(session)
    for step in range(2 * len(titles(view))):
        view.move_to(step / 2.0)
        feed(session)
        view.grab()
    assert inside(view).large.space is not None


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf, 1e38])
def test_numbers_that_are_none_are_survived(make, broken):
    session, view = make()
    feed(session, broken=broken)
    view.move_to(1.5)
    feed(session, broken=broken)
    view.grab()


@pytest.mark.parametrize("count", [0, 1, 2])
def test_hardly_any_points(make, count):
    session, view = make(document(count=count))
    feed(session)
    view.grab()
    assert (inside(view).strip.labels()[0] == "") == (count == 0)


@pytest.mark.parametrize("hidden", [2, 5, 12])
def test_the_words_at_the_stops_fit_under_their_spaces(make, hidden):
    session, view = make(document((4,) * hidden))
    feed(session)
    strip = inside(view).strip
    assert any(strip.labels())
    for label, well in zip(strip.labels(), strip.wells, strict=True):
        assert text_width(label, "label_strong") <= well.width()
        assert label.endswith("right") == (hidden == 2)


def test_five_stages_fit_into_the_least_window(make):
    session, view = make(document((4,) * 3), size=(580, 298))
    feed(session)
    assert inside(view).strip.width() <= scroll_area(view).width()


def test_it_draws_before_anything_has_arrived_and_says_what_is_missing(make):
    session, view = make(replace(document(), inputs=()))
    view.grab()
    assert inside(view).large.notice() == session.problems[0].text


def test_a_coarse_mesh_stands_in_until_the_raster_is_compiled(make, monkeypatch):
    session, view = make()
    monkeypatch.setattr(raster, "_ready", [])
    feed(session)
    coarse = pixels(inside(view).large)
    monkeypatch.undo()
    theme.theme_signals().changed.emit()
    assert pixels(inside(view).large) != coarse


# ---- what it asks for ----------------------------------------------------------------------------------------------


def test_it_asks_only_while_it_is_seen(make):
    session, view = make()
    assert request_of(session).uids == (-1, 1, 2, 0)
    assert request_of(session).main == 2
    view.hide()
    assert session.wanted("hidden") == ()


def test_between_two_stages_both_are_fine(make):
    session, view = make()
    view.move_to(1.25)
    asked = request_of(session)
    assert (asked.main, asked.towards) == (1, 2)
    found = {space.uid: space for space in feed(session)[LayerSpaces].spaces}
    assert found[1].mesh is found[2].mesh
    assert found[-1].mesh is found[0].mesh
    assert len(found[0].sheet) < len(found[1].sheet) <= (asked.cells + 1) ** 2


def test_the_sheet_is_finer_while_there_is_time(make):
    session, _view = make()
    resting = request_of(session).cells
    session.play()
    training = request_of(session).cells
    session.pause()
    assert training < resting == request_of(session).cells


def test_a_hidden_panel_does_nothing_with_snapshots(make):
    session, view = make()
    posted = feed(session)[LayerSpaces]
    view.hide()
    drawn = [well.space for well in wells(view)]
    arrive(session, Results({LayerSpaces: replace(posted, spaces=posted.spaces[:-1])}))
    assert all(well.space is space for well, space in zip(wells(view), drawn, strict=True))


def test_the_view_stays_while_pictures_are_of_the_document_before(make):
    session, view = make()
    posted = feed(session)[LayerSpaces]
    view.recall_view({"view": "pca3"})
    chosen = view.view_state()["view"]
    session.load(document(), "another")
    narrow = tuple(replace(space, width=1) for space in posted.spaces)
    view.recall_view({"view": "pca3"})
    arrive(session, Results({LayerSpaces: replace(posted, spaces=narrow)}))
    assert view.view_state()["view"] == chosen == "pca3"


# ---- handles -------------------------------------------------------------------------------------------------------


def test_the_large_space_begins_at_the_last_hidden_layer(make):
    session, view = make()
    feed(session)
    assert inside(view).large.words() == ("Layer 2", "read-out view")
    assert view.position() == 2.0


def test_a_click_on_a_small_space_goes_there_and_tells_the_others(make, qtbot):
    session, view = make()
    feed(session)
    with qtbot.waitSignal(session.selection.space_changed, timeout=0):
        QTest.mouseClick(inside(view).strip.wells[0], Qt.MouseButton.LeftButton)
    finish(view)
    assert session.selection.space == -1
    assert view.position() == 0.0
    assert inside(view).large.words()[0] == "Input"


def test_a_layer_selected_elsewhere_is_followed(make):
    session, view = make()
    session.selection.select_layer(1)
    finish(view)
    assert view.position() == 1.0


def test_dragging_the_slider_morphs(make):
    session, view = make()
    feed(session)
    slider = inside(view).strip.slider
    start, end = (QPointF(slider.place(at), slider.height() / 2).toPoint() for at in (2.0, 1.75))
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(slider, end)
    move_event(slider, end)
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=end)
    assert view.position() == pytest.approx(1.75, abs=0.02)
    assert inside(view).large.words()[0] == "Layer 1 \N{RIGHTWARDS ARROW} 2"
    assert session.selection.space == 2


def move_event(widget, place):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    left = Qt.MouseButton.LeftButton
    at = QPointF(place)
    event = QMouseEvent(QEvent.Type.MouseMove, at, at, Qt.MouseButton.NoButton, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def test_arrow_keys_move_by_ten_percent_and_snap(make):
    _session, view = make()
    slider = inside(view).strip.slider
    for _ in range(3):
        QTest.keyClick(slider, Qt.Key.Key_Left)
    assert view.position() == pytest.approx(1.7)
    for _ in range(3):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    assert view.position() == 2.0
    QTest.keyClick(slider, Qt.Key.Key_End)
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert view.position() == 3.0


def test_stops_lie_under_the_middles_of_the_small_spaces(make):
    _session, view = make()
    strip = inside(view).strip
    for index, well in enumerate(strip.wells):
        middle = well.geometry().left() + well.width() / 2
        assert strip.slider.place(index) + strip.slider.x() == pytest.approx(middle, abs=0.6)


def test_a_double_click_plays_to_the_output_and_back(make, monkeypatch):
    _session, view = make()
    monkeypatch.setattr("playground.views.spaces.view.perf_counter", lambda: 100.0)
    slider = inside(view).strip.slider
    QTest.mouseDClick(slider, Qt.MouseButton.LeftButton, pos=QPointF(slider.place(2), 12).toPoint())
    seen = []
    for seconds in (0.0, 0.9, 2.7, 4.5, 5.5):
        view.advance(100.0 + seconds)
        seen.append(view.position())
    assert seen == pytest.approx([0.0, 1.0, 3.0, 1.0, 2.0])
    assert not plays(view)


def test_with_reduced_motion_a_jump_is_at_once(make):
    _session, view = make()
    theme.set_reduced_motion(reduced=True)
    QTest.mouseClick(inside(view).strip.wells[0], Qt.MouseButton.LeftButton)
    assert view.position() == 0.0
    theme.set_reduced_motion(reduced=False)


def test_a_point_under_the_pointer_lights_up_in_every_space(make):
    session, view = make()
    feed(session)
    well = inside(view).strip.wells[0]
    place = well.places()[7]
    move_event(well, QPointF(*place).toPoint())
    lit = {one.lit for one in wells(view)}
    assert len(lit) == 1
    assert np.hypot(*(well.places()[lit.pop()] - place)) < 1.5


def test_the_parts_can_be_switched_off(make):
    session, view = make()
    feed(session)
    full = pixels(inside(view).large)
    for part in ("Sheet", "Grid", "Points"):
        click(view, part)
        assert pixels(inside(view).large) != full
        click(view, part)
        assert pixels(inside(view).large) == full


def test_two_neurons_can_be_chosen(make):
    session, view = make()
    feed(session)
    choose(view, "View", "units")
    choose(view, "Neuron up", 5)
    asked = request_of(session)
    assert (asked.view, asked.units) == ("units", (0, 5))
    feed(session)
    assert inside(view).large.words()[1] == "two neurons"


def test_another_network_keeps_the_panel_alive(make):
    session, view = make()
    feed(session)
    view.move_to(1.5)
    for widths in ((3,), (), (2, 2, 2, 2, 2, 2, 2, 2)):
        session.show(replace(document(widths)))
        view.grab()
        feed(session)
        view.grab()
        assert len(inside(view).strip.wells) == len(widths) + 2
    assert inside(view).strip.width() > scroll_area(view).width()


# ---- words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("classes", "start"),
    [(0, "A straight slope explains"), (3, "Straight lines get"), (1, "All points are of one class")],
)
def test_the_caption_suits_the_task(make, classes, start):
    session, view = make(document(classes=classes))
    feed(session)
    assert start in inside(view).caption.text()
