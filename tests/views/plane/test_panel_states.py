"""Whatever a trainer may send is shown, or said in words."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from playground.document.dataset import default_classes
from playground.document.edits_data import clear_points, make_dataset, remove_points, set_dataset
from playground.document.presets import document_for, first_document
from playground.training.probes.plane.output_map import OutputMap
from playground.training.snapshots.snapshot import TrainerState
from playground.views.plane.tools.base import Touch
from playground.widgets import theme
from tests.support.output_panel import picture, send, snapshot
from tests.support.probes import map_picture

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
    view.discrete.click()
    assert not (picture(view) == blank).all()
    theme.apply_theme(qapp, theme.DARK)


@pytest.mark.parametrize("poison", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("share", [0.3, 1.0])
@pytest.mark.parametrize("generator", ["spiral", "spirals", "reg-gauss"])
def test_a_map_that_is_not_a_number_keeps_the_last_good_picture(open_view, poison, share, generator):
    session, view = open_view(document_for(generator, (4,)))
    kinds = len(session.document.dataset.classes)
    send(session, snapshot(session, kinds))
    good = view.canvas.shown.picture
    bad = snapshot(session, kinds)[OutputMap].predictions.copy()
    bad[: int(share * len(bad))] = poison
    send(session, snapshot(session, kinds, results=map_picture(bad), state=TrainerState.DIVERGED))
    view.grab()
    if share == 1.0:
        assert view.canvas.shown.picture is good


def test_divergence_offers_two_ways_back(open_view, monkeypatch):
    session, view = open_view()
    send(session, snapshot(session, state=TrainerState.DIVERGED, last_finite_epoch=410, diverged_epoch=412))
    assert view.notices.diverged.isVisible()
    assert view.notices.diverged.accessibleName() == (
        "The loss stopped being a number at epoch 412. Shown are the last good weights, of epoch 410."
    )
    assert view.notices.diverged.back.text() == "Go on from epoch 410"
    rate = session.document.training.learning_rate
    view.notices.diverged.back.click()
    assert session.document.training.learning_rate == rate
    view.notices.diverged.slower.click()
    assert session.document.training.learning_rate == pytest.approx(rate / 10)
    send(session, snapshot(session, state=TrainerState.PAUSED, run=session.run))
    assert not view.notices.diverged.isVisible()


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
    assert "second class" in view.notices.problem.accessibleName()
    assert view.notices.problem.isVisible()
    session.edit("Keep one", lambda d: remove_points(d, np.arange(len(d.dataset)) > 0))
    view.grab()
    assert view.notices.problem.isVisible()
    session.undo_stack.undo()
    session.edit("Both", lambda d: replace(d, dataset=document.dataset))
    assert not view.notices.problem.isVisible()


def test_words_over_the_map_step_aside_while_a_stroke_is_drawn(open_view):
    document = first_document()
    session, view = open_view(remove_points(document, document.dataset.targets == 1))
    session.hand.set_tool("brush")
    assert view.notices.problem.isVisible()
    view.canvas.driver.press(Touch(0.0, -5.0, 0.03))
    view.canvas.driver.move(Touch(1.0, -5.0, 0.03))
    assert not view.notices.problem.isVisible()
    view.canvas.driver.release(Touch(1.0, -5.0, 0.03))
    assert view.notices.problem.isVisible()
    view.canvas.driver.press(Touch(0.0, -5.0, 0.03))
    view.canvas.driver.cancel()
    assert view.notices.problem.isVisible()


def test_a_hundred_thousand_points_become_their_density(open_view):
    random = np.random.default_rng(0)
    many = make_dataset(random.normal(size=(100_000, 2)), random.integers(0, 2, 100_000), default_classes(2))
    session, view = open_view(set_dataset(first_document(), many))
    send(session, snapshot(session))
    with_points = picture(view)
    view.legend.train.click()
    view.legend.test.click()
    assert not (picture(view) == with_points).all()


def test_points_that_are_not_numbers_are_left_out(open_view):
    dataset = make_dataset([[0, 0], [np.nan, 1], [np.inf, -np.inf]], [0, 1, 0], default_classes(2))
    _, view = open_view(set_dataset(first_document(), dataset))
    view.grab()
    assert view.notices.problem.isVisible()


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
