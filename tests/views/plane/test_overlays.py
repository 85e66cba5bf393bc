"""What is laid over the map: asked for only when it is on and seen, drawn in both themes, said in words."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from playground.document import edits_data
from playground.document.presets import document_for
from playground.document.true_posterior import CHANGED
from playground.layers import Dense
from playground.render import raster
from playground.training.probes.addresses import NeuronAddress
from playground.training.probes.plane.input_gradients import (
    MOST_POINTS,
    InputGradients,
    PointGradients,
    input_gradients,
)
from playground.training.probes.plane.linear_regions import LinearRegions
from playground.training.probes.plane.true_posterior import TruePosterior
from playground.training.probes.request import Results
from playground.training.state.run import Run
from playground.views.plane.camera import Camera, PlaneTransform
from playground.views.plane.formula import formula_words, linear_words
from playground.views.plane.output_map import OutputMapWidget
from playground.views.plane.overlay_panel import OverlayPanel
from playground.views.plane.overlays import LONGEST, arrows, dashes, draw_regions, regions_words
from playground.views.plane.sheet import Sheet
from playground.widgets import theme
from tests.support.output_panel import HOME, mouse, picture, send, snapshot
from tests.support.probes import taken
from tests.support.regions import linear_regions

FRAME = PlaneTransform(Camera(), 0.0, 0.0, 300.0)


def relu_document(generator="circle", activation="relu"):
    document = document_for(generator, (), count=60)
    return replace(document, network=(Dense(uid=1, units=6, activation=activation, init="he"),))


def run_of(document):
    run = Run(document)
    run.parameters[...] = np.random.default_rng(1).normal(size=len(run.parameters))
    return run


def seen(session, run=None):
    """A snapshot with what the trainer found."""
    run = run or run_of(session.document)
    found = linear_regions(session.document, run.parameters, run.buffers, HOME)
    made = snapshot(session)
    truth = taken(run, TruePosterior(HOME))
    overlays = truth | Results({LinearRegions: found, InputGradients: input_gradients(run)})
    return replace(made, results=made.results | overlays)


def wanted(session):
    kinds = {LinearRegions: "regions", InputGradients: "pushes", TruePosterior: "truth"}
    return {kinds[type(request)] for request in session.wanted() if type(request) in kinds}


def button_panel(view):
    view.overlays.click()
    return view.window().findChild(OverlayPanel)


# ---- switches ------------------------------------------------------------------------------------------------------


def test_nothing_is_asked_for_at_first(open_view):
    session, _ = open_view(relu_document())
    assert not wanted(session)


@pytest.mark.parametrize("name", ["regions", "pushes", "truth"])
def test_a_switch_asks_while_the_map_is_seen(open_view, name):
    session, view = open_view(relu_document())
    panel = button_panel(view)
    panel.switches[name].click()
    assert name in wanted(session)
    assert view.overlays.is_lit()
    view.window().hide()
    assert name not in wanted(session)
    view.window().show()
    assert name in wanted(session)
    panel.switches[name].click()
    assert name not in wanted(session)
    assert not view.overlays.is_lit()


def test_the_panel_opens_as_things_are(open_view):
    session, view = open_view(relu_document())
    session.overlays.switch("pushes", on=True)
    panel = button_panel(view)
    assert (panel.switches["regions"].isChecked(), panel.switches["pushes"].isChecked()) == (False, True)
    assert panel.switches["regions"].accessibleName() == "Linear regions"
    assert panel.switches["pushes"].toolTip().startswith("Push of the points\n")


def test_the_switches_work_by_keyboard(open_view, qtbot):
    session, view = open_view(relu_document())
    panel = button_panel(view)
    qtbot.keyClick(panel.switches["regions"], Qt.Key.Key_Space)
    assert "regions" in wanted(session)


def test_what_cannot_be_had_is_off_with_the_reason_and_what_is_on_can_be_put_off(open_view):
    session, view = open_view(relu_document())
    panel = button_panel(view)
    switch = panel.switches["regions"]
    session.edit("tanh", lambda _: relu_document(activation="tanh"))
    assert not switch.isEnabled()
    assert switch.toolTip() == "Linear regions\nNo linear regions: tanh in layer 1 is curved"
    assert panel.switches["pushes"].isEnabled()
    session.overlays.switch("regions", on=True)
    assert switch.isEnabled()
    assert switch.isChecked()
    assert switch.toolTip().startswith("Linear regions\nWhere")


def test_they_are_remembered_by_name(open_view):
    session, view = open_view(relu_document())
    session.overlays.recall(["pushes", "of another version"])
    assert session.overlays.all_on() == ("pushes",)
    assert view.overlays.is_lit()
    assert "pushes" in wanted(session)


def test_of_many_points_the_panel_says_how_many_push(open_view):
    _, view = open_view(document_for("circle", (), count=1000))
    assert f"{MOST_POINTS} of the training points" in button_panel(view).switches["pushes"].toolTip()


# ---- pictures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["regions", "pushes", "truth"])
@pytest.mark.parametrize("shown", [theme.DARK, theme.LIGHT], ids=lambda shown: shown.name)
def test_they_are_drawn_and_taken_away(open_view, qapp, name, shown):
    theme.apply_theme(qapp, shown)
    session, view = open_view(relu_document())
    send(session, seen(session))
    plain = picture(view)
    session.overlays.switch(name, on=True)
    send(session, seen(session))
    assert (picture(view) != plain).sum() > 2000
    session.overlays.switch(name, on=False)
    np.testing.assert_array_equal(picture(view), plain)
    theme.apply_theme(qapp, theme.DARK)


def test_the_picture_is_kept_until_something_new_comes(open_view, monkeypatch):
    session, view = open_view(relu_document())
    session.overlays.switch("regions", on=True)
    first = seen(session)
    send(session, first)
    picture(view)
    monkeypatch.setattr(Sheet, "stroke", lambda *_: pytest.fail("drawn again"))
    send(session, replace(first, epoch=413))
    picture(view)


def test_a_network_that_cannot_be_trained_has_none(open_view):
    session, view = open_view(relu_document())
    session.overlays.switch("regions", on=True)
    send(session, seen(session))
    session.edit("Without inputs", lambda d: replace(d, inputs=()))
    assert session.problems
    assert picture(view).any()


# ---- words ---------------------------------------------------------------------------------------------------------


def test_the_count_is_said_and_the_formula_under_the_pointer(open_view):
    session, view = open_view(relu_document())
    session.overlays.switch("regions", on=True)
    made = seen(session)
    send(session, made)
    overlays = view.canvas.overlays
    assert overlays.words(session.document, None) == regions_words(made[LinearRegions])
    assert (
        regions_words(replace(made[LinearRegions], region_count=1))
        == f"1 linear region in {len(made[LinearRegions])} cells"
    )
    a, b, c = made[LinearRegions].formulas[made[LinearRegions].at(1.0, 2.0), 0]
    assert overlays.words(session.document, (1.0, 2.0)) == f"logit = {linear_words([a, b, c])}"
    before = picture(view)
    mouse(view, "move", (1.0, 2.0), button=Qt.MouseButton.NoButton)
    assert (picture(view) != before).any()


@pytest.mark.parametrize(("generator", "words"), [("blobs", "logit of "), ("reg-plane", "value = ")])
def test_what_the_formula_is_of(generator, words):
    document = relu_document(generator)
    run = run_of(document)
    found = linear_regions(document, run.parameters, run.buffers, HOME)
    assert formula_words(document, found.formulas[found.at(0.5, 0.5)], (0.5, 0.5)).startswith(words)


def test_why_there_are_no_regions(open_view):
    session, view = open_view(relu_document(activation="tanh"))
    session.overlays.switch("regions", on=True)
    assert view.canvas.overlays.words(session.document, (0.0, 0.0)) == "No linear regions: tanh in layer 1 is curved"
    send(session, seen(session))
    assert "curved" in view.canvas.overlays.words(session.document, None)


def test_another_task_does_not_read_the_old_formulas(open_view):
    session, view = open_view(relu_document("blobs"))
    session.overlays.switch("regions", on=True)
    send(session, seen(session))
    session.edit("Another", lambda _: relu_document("circle"))
    assert view.canvas.overlays.words(session.document, (0.0, 0.0)).startswith("logit")


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([0.42, -1.1, 3.0], "0.42 x − 1.1 y + 3"),
        ([-2.0, 0.0, -0.5], "−2 x − 0.5"),
        ([0.0, 1.0, 1e-12], "1 y"),
        ([0.0, 0.0, 0.0], "0"),
    ],
)
def test_formulas_as_people_write_them(numbers, words):
    assert linear_words(numbers) == words


# ---- arrows --------------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("error")
def test_gradients_on_their_way_to_overflow_are_drawn_as_far_as_they_can():
    wild = np.array([[np.inf, 0.0], [np.nan, 1.0], [1e38, -1e38], [1.0, 1.0]], np.float32)
    assert np.isfinite(arrows(PointGradients(np.zeros((4, 2), np.float32), wild), FRAME)).all()


@pytest.mark.parametrize(("generator", "words"), [("circle", "decision line"), ("reg-plane", "lines of equal value")])
def test_the_panel_says_what_is_pushed(open_view, generator, words):
    _, view = open_view(relu_document(generator))
    assert words in button_panel(view).switches["pushes"].toolTip()


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)), max_size=50))
def test_arrows_point_along_the_gradient_and_are_no_longer_than_allowed(rows):
    gradients = np.array(rows, dtype=np.float32).reshape(-1, 2)
    points = np.zeros_like(gradients)
    found = arrows(PointGradients(points, gradients), FRAME)
    assert np.isfinite(found).all()
    along = found[:, 0, 2:] - found[:, 0, :2]
    assert (np.linalg.norm(along, axis=1) <= LONGEST * FRAME.side * 1.001).all()
    long = np.linalg.norm(along, axis=1) > 3
    if len(along) == len(gradients):
        turned = gradients * (1.0, -1.0)  # up is less on the screen
        cosines = (along * turned).sum(axis=1)[long] / np.linalg.norm(along[long], axis=1)
        np.testing.assert_allclose(cosines, np.linalg.norm(turned[long], axis=1), rtol=1e-4)


def test_no_gradient_has_no_arrow():
    assert arrows(PointGradients(np.ones((4, 2), np.float32), np.zeros((4, 2), np.float32)), FRAME).shape == (0, 3, 4)


def test_the_button_leaves_room_for_a_neuron_s_name(open_view):
    session, view = open_view(size=(376, 488))
    session.selection.pin(NeuronAddress(2, 4))
    assert view.minimumSizeHint().width() <= 376
    assert view.hand_button.accessibleName() == "Orange"
    session.selection.pin(None)
    assert view.hand_button.text() == "Orange"


# ---- the two ways to stroke ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_the_raster_strokes_where_qt_does(qapp, monkeypatch, ratio):
    run = run_of(relu_document())
    found = linear_regions(run.document, run.parameters, run.buffers, HOME)
    raster.prepare()
    shown = []
    for ready in (True, False):
        monkeypatch.setattr(raster, "ready", lambda ready=ready: ready)
        image = Sheet(draw_regions).picture(found, FRAME, ratio)
        assert image.width() == 300 * ratio
        shown.append(np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1).astype(int).copy())
    assert np.abs(shown[0] - shown[1]).mean() < 2.0
    assert np.corrcoef(shown[0].ravel(), shown[1].ravel())[0, 1] > 0.95


# ---- the true border -----------------------------------------------------------------------------------------------


def said(session, view):
    """The words in the corner of the map."""
    return view.findChild(OutputMapWidget).overlays.words(session.document, None)


def test_the_chip_says_how_often_the_best_guess_is_right(open_view):
    session, view = open_view(document_for("gauss", (3,), noise=0.4))
    session.overlays.switch("truth", on=True)
    send(session, seen(session))
    assert "At best 94.0" in said(session, view)


def test_two_overlays_are_said_side_by_side(open_view):
    session, view = open_view(relu_document("gauss"))
    for name in ("truth", "regions"):
        session.overlays.switch(name, on=True)
    send(session, seen(session))
    regions, truth = said(session, view).split(" · ")
    assert "region" in regions
    assert truth.startswith("At best")


def test_points_that_were_changed_have_no_true_border(open_view):
    session, view = open_view(document_for("gauss", (3,)))
    session.overlays.switch("truth", on=True)
    send(session, seen(session))
    bordered = picture(view)
    session.edit("Draw", lambda d: edits_data.add_points(d, np.array([[0.0, 1.0]]), 1))
    send(session, seen(session))
    assert said(session, view) == CHANGED
    assert (picture(view) != bordered).any()
    panel = button_panel(view)
    panel.switches["truth"].click()
    assert not panel.switches["truth"].isEnabled()
    assert CHANGED in panel.switches["truth"].toolTip()


@pytest.mark.parametrize("angle", np.linspace(0.0, np.pi, 13))
def test_half_of_every_line_is_drawn(angle):
    along = np.linspace(-200.0, 200.0, 801)[:, None] * np.array([np.cos(angle), np.sin(angle)]) + 150.0
    kept = dashes(np.concatenate((along[:-1], along[1:]), axis=1), 7.0)
    assert 0.3 < kept.mean() < 0.7
    assert np.count_nonzero(np.diff(kept)) > 20
