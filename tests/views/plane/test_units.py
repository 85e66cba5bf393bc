"""The map of a document with units of its own: axes, legend, formulas and values are in them, and Fit finds points."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.document.dataset import frozen
from playground.document.presets import document_for
from playground.document.scaling import AxisScale
from playground.layers import Dense
from playground.training.headless import evaluate
from playground.training.state.run import Run
from playground.views.plane.camera import Camera, home_of, unit_ticks
from playground.views.plane.formula import formula_words
from playground.views.plane.legend import value_text
from playground.views.plane.palette import ToolPalette
from playground.views.plane.tools.base import hand_name
from tests.support.output_panel import HOME, picture, send, snapshot
from tests.support.regions import linear_regions
from tests.support.scaled import exam_document, house_document


def texts(centre, scale, low=-6.0, high=6.0):
    return [text for _, text in unit_ticks(low, high, 386.0, AxisScale(centre, scale))]


def test_ticks_are_round_in_units():
    assert texts(0.0, 1.0) == ["−4", "−2", "0", "2", "4"]
    assert texts(65.0, 7.0) == ["40", "60", "80", "100"]
    assert texts(300_000.0, 40_000.0) == ["100k", "200k", "300k", "400k", "500k"]
    assert texts(1e6, 5e5) == ["−1M", "0", "1M", "2M", "3M"]
    assert texts(0.002, 2e-4) == ["0.0010", "0.0015", "0.0020", "0.0025", "0.0030"]
    assert texts(5e-6, 1e-6) == ["0", "2e−6", "4e−6", "6e−6", "8e−6", "1.0e−5"]


@given(st.floats(-1e12, 1e12), st.floats(-12, 12))
def test_ticks_can_be_told_apart_and_lie_in_view(centre, power):
    axis = AxisScale(centre, max(10.0**power, 1e-10 * abs(centre)))
    found = unit_ticks(-6.0, 6.0, 386.0, axis)
    assert 2 <= len(found) <= 8
    assert len({text for _, text in found}) == len(found)
    assert all(-6.0 < place < 6.0 for place, _ in found)


def test_fit_finds_points_wherever_they_are():
    near = np.array([[-5.0, 1.0], [5.9, -2.0]])
    assert home_of(near) == home_of(near[:0]) == Camera()
    far = np.array([[30.0, 40.0], [100.0, 90.0]])
    assert home_of(far).share_of(far) == 1.0
    assert home_of(far).extent[0] > 0.0
    beside = np.array([[0.0, 0.0], [9.0, 1.0]])
    assert home_of(beside).share_of(np.concatenate((beside, [[-6.0, -6.0]]))) == 1.0
    millions = far * 1e6
    assert home_of(millions).share_of(millions) == 1.0


def test_a_far_camera_is_zoomed_and_moved_from_where_it_is():
    camera = Camera(7e5, 0.0, 1e6)
    closer = camera.zoomed(1.25, 7e5, 0.0)
    assert closer.span == pytest.approx(8e5)
    assert closer.x == pytest.approx(7e5)
    assert camera.zoomed(0.5, 7e5, 0.0).span == 1e6
    assert camera.moved(1e5, 0.0).x == 7e5
    assert camera.moved(-1e5, 0.0).x == 6e5


def test_the_map_goes_to_points_that_come_from_afar(open_view):
    session, view = open_view()
    data = session.document.dataset
    far = replace(data, samples=frozen(data.samples * 5.0 + 60.0, np.float64))
    session.edit("Move", lambda d: replace(d, dataset=far))
    assert view.canvas.camera.share_of(far.samples) == 1.0
    session.edit("Back", lambda d: replace(d, dataset=data))
    assert view.canvas.camera == Camera()


def test_a_stroke_does_not_move_the_map(open_view):
    session, view = open_view()
    view.canvas.set_camera(Camera(0.0, 0.0, 20.0))
    data = session.document.dataset
    points = data.samples.copy()
    points[0] = 9.0
    session.edit("Move one", lambda d: replace(d, dataset=replace(data, samples=frozen(points, np.float64))))
    assert view.canvas.camera.span == 20.0


def test_wide_numbers_have_room_beside_the_map(open_view):
    document = exam_document()
    units = document.dataset.units
    wide = replace(document.dataset, units=replace(units, columns=(units.column(0), AxisScale(1_000_000.0, 10.0))))
    session, view = open_view(document)
    before, plain = view.canvas.frame().left, picture(view)
    session.edit("Other units", lambda d: replace(d, dataset=wide))
    assert view.canvas.frame().left > before
    assert picture(view).shape == plain.shape


def test_the_legend_has_values_in_units(open_view):
    session, view = open_view(house_document())
    send(session, snapshot(session, classes=0))
    axis = session.document.dataset.units.value(0)
    shown = view.canvas.shown.scale()
    assert shown.centre == axis.centre
    assert 0.5 * axis.scale < shown.scale < 1.5 * axis.scale
    assert view.legend.ramps.accessibleDescription().startswith("values from ")
    assert "k to " in view.legend.ramps.accessibleDescription()


def test_values_of_the_legend_have_the_digits_they_need():
    assert [value_text(value, AxisScale(0.0, 1.0)) for value in (-1.0, -0.5, 0.0)] == ["−1", "−0.5", "0"]
    assert value_text(444_141.0, AxisScale(444_141.0, 2e5)) == "444k"
    assert value_text(21_500.0, AxisScale(20_000.0, 2e3)) == "21.5k"
    assert value_text(20.5, AxisScale(20.0, 3.0)) == "20.5"
    assert value_text(0.00213, AxisScale(0.002, 0.0005)) == "0.00213"


@pytest.mark.parametrize("make", [exam_document, house_document])
def test_the_formula_under_the_pointer_is_in_units(make):
    document = make(hidden=())
    document = replace(document, network=(Dense(uid=1, units=4, activation="relu"),))
    run = Run(document, dtype=np.float64)
    found = linear_regions(document, run.parameters, run.buffers, HOME)
    place = (1.0, 2.0)
    words = formula_words(document, found.formulas[found.at(*place)], place)
    x, y = document.dataset.units.samples_to_units(np.array([place]))[0]
    numbers = words.split(" = ")[1].replace("−", "-").replace(",", "").replace(" x", f"*{x}").replace(" y", f"*{y}")
    said = evaluate(document, run.checkpoint(), np.array([[x, y]]), layers=True)
    if document.task == "regression":
        assert eval(numbers) == pytest.approx(said["value"][0], rel=0.02)
    else:
        assert eval(numbers) == pytest.approx(said["output.unit_1"][0], abs=0.05)


def test_the_value_in_hand_is_said_and_chosen_in_units(open_view, qtbot):
    session, _ = open_view(house_document())
    axis = session.document.dataset.units.value(0)
    session.hand.set_value(0.0)
    assert hand_name(session) == f"value {axis.centre:,.0f}"
    palette = ToolPalette(session)
    qtbot.addWidget(palette)
    assert palette.value.value() == pytest.approx(axis.centre)
    palette.value.value_changed.emit(axis.to_units(0.5))
    assert session.hand.value == pytest.approx(0.5)


def test_without_units_everything_is_as_it_was(open_view):
    session, view = open_view(document_for("reg-plane", (4,)))
    send(session, snapshot(session, classes=0))
    assert view.canvas.shown.scale().centre == 0.0
    assert hand_name(session) == "value 1.00"
