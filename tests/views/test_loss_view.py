"""The loss panel: whatever the history holds is drawn without a warning."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document import edits_data
from playground.document.presets import document_for
from playground.session.session import Session
from playground.training.probes.plane.true_posterior import PosteriorMap, TruePosterior
from playground.training.probes.point_predictions import PointPredictions
from playground.training.probes.request import Results
from playground.training.snapshots.snapshot import TrainerState
from playground.views.loss import LossView
from playground.views.loss.confusion_page import ConfusionPage
from playground.views.loss.statistics import Statistics
from playground.widgets import theme
from tests.support.loss_panel import (
    arrive,
    choose,
    falling,
    head,
    leave,
    numbers,
    pixels,
    place,
    plot,
    point_at,
    record,
    set_log,
)

NAN, INF = float("nan"), float("inf")


@pytest.fixture
def make(qtbot):
    def made(document=None, size=(432, 316)):
        session = Session(document or document_for("spiral", (4,)))
        view = LossView(session)
        qtbot.addWidget(view)
        view.resize(*size)
        view.show()
        return session, view

    return made


def matrix(view):
    return view.findChild(ConfusionPage).matrix


HISTORIES = {
    "nothing": [],
    "one": [(0.0, 0.7, 0.8, 0.5, 0.4)],
    "constant": [(float(e), 0.5, 0.5, 1.0, 1.0) for e in range(50)],
    "zero": [(float(e), 0.0, 0.0, 0.0, 0.0) for e in range(50)],
    "negative": [(float(e), -1.0 - e, -2.0, -5.0, -1e9) for e in range(50)],
    "no test points": [(float(e), 1.0 / (e + 1), NAN, 0.9, NAN) for e in range(50)],
    "all nan": [(float(e), NAN, NAN, NAN, NAN) for e in range(5)],
    "diverged": [(0.0, 0.7, 0.8, 0.5, 0.5), (1.0, 1e30, 1e35, 0.5, 0.5), (2.0, INF, NAN, NAN, NAN)],
    "holes": [(float(e), NAN if e % 3 else 0.1 * e, 0.3, 0.5, 0.5) for e in range(60)],
    "tiny": [(float(e), 1e-30, 1e-45, 1.0, 1.0) for e in range(20)],
    "same epoch": [(3.0, 0.5, 0.6, 0.5, 0.5)] * 4,
}


@pytest.mark.parametrize("name", HISTORIES)
@pytest.mark.parametrize("page", ["loss", "score", "confusion"])
@pytest.mark.parametrize("log", [True, False])
def test_any_history_is_drawn(make, name, page, log):
    session, view = make()
    record(session, *HISTORIES[name])
    set_log(view, log)
    head(view).choose(page)
    if page != "confusion" and not place(view).words():
        point_at(view, 1.0)
    assert pixels(view)
    if page != "confusion":
        finite = [row for row in HISTORIES[name] if np.isfinite(row[1 if page == "loss" else 3])]
        assert bool(place(view).words()) == (not finite)


@pytest.mark.parametrize("size", [(432, 316), (376, 300), (576, 330), (330, 210)])
@pytest.mark.parametrize("shown", [theme.DARK, theme.LIGHT], ids=lambda shown: shown.name)
def test_it_draws_at_every_size_in_both_themes(make, qapp, size, shown):
    theme.apply_theme(qapp, shown)
    session, view = make(size=size)
    empty = pixels(view)
    record(session, *falling(500))
    arrive(session)
    assert pixels(view) != empty
    theme.apply_theme(qapp, theme.DARK)


def test_play_is_not_recommended_where_it_is_disabled(make):
    session, view = make()
    inviting = pixels(view)
    session.edit("Clear", edits_data.clear_points)
    arrive(session)
    assert session.problems
    assert pixels(view) != inviting


def one_class(document):
    return edits_data.remove_points(document, document.dataset.targets == 0)


@pytest.mark.parametrize("edit", [edits_data.clear_points, one_class])
def test_numbers_of_before_do_not_stand_for_data_that_cannot_train(make, edit):
    session, view = make()
    record(session, *falling(30))
    arrive(session)
    before = numbers(view)
    session.edit("Edit", edit)
    assert session.problems
    assert numbers(view) == ["–"] * 4
    assert view.findChild(Statistics).toolTip() == "Nothing is measured while there is nothing to learn."
    session.undo_stack.undo()
    assert numbers(view) == before


def test_a_loss_below_the_axis_leaves_the_names_of_the_axis_alone(make):
    session, view = make()
    record(session, *falling(300, rate=0.08), *((300.0 + e, 9e-13, 0.5, 1.0, 0.9) for e in range(100)))
    arrive(session)
    shown = plot(view)
    below = shown.rect().adjusted(shown.width() - 60, shown.height() - 16, 0, 0)
    seen = shown.grab(below).toImage()
    record(session, (400.0, 0.4, 0.5, 1.0, 0.9))
    arrive(session)
    assert shown.grab(below).toImage() == seen


def test_the_statistics_are_the_latest_record(make):
    session, view = make()
    record(session, (0.0, 0.7, 0.8, 0.5, 0.4), (1.0, 0.0045, 0.0364, 1.0, 0.988))
    arrive(session)
    gap = "\N{NARROW NO-BREAK SPACE}"
    assert numbers(view) == ["0.00450", "0.0364", f"100.0{gap}%", f"98.8{gap}%"]


def test_regression_has_r_squared_and_no_confusion(make):
    session, view = make(document_for("reg-plane", (4,)))
    record(session, (0.0, 0.7, 0.8, 0.5, -3.0))
    arrive(session)
    assert [one.label for one in view.findChild(Statistics).shown()][2:] == ["Train R²", "Test R²"]
    head(view).recall({"page": "confusion"})
    assert head(view).page() == "loss"


def test_a_change_of_task_leaves_the_page_that_is_gone(make):
    session, view = make()
    head(view).choose("confusion")
    session.show(document_for("reg-plane", (4,)))
    assert head(view).page() == "loss"
    assert not session.wanted("loss")


def test_a_new_record_is_drawn_when_it_is_the_panels_turn(make, qtbot):
    session, view = make()
    record(session, *falling(2))
    head(view).choose("loss")
    session.pump.start()
    arrive(session, state=TrainerState.TRAINING)
    session.pump.ticked.emit()
    drawn = plot(view).curves()
    record(session, *falling(20))
    arrive(session, state=TrainerState.TRAINING)
    assert plot(view).curves() is drawn

    def has_its_turn():
        session.pump.ticked.emit()
        return plot(view).curves() is not drawn

    qtbot.waitUntil(has_its_turn)
    session.pump.stop()


def test_a_hidden_panel_waits(make):
    session, view = make()
    view.hide()
    record(session, *falling(20))
    arrive(session)
    assert plot(view).curves() is None
    view.show()
    assert len(plot(view).curves().train.x) == 20


def test_answers_are_asked_for_only_while_the_matrix_is_seen(make):
    session, view = make()
    assert not session.wanted("loss")
    head(view).choose("confusion")
    assert session.wanted("loss")
    view.hide()
    assert not session.wanted("loss")
    view.show()
    head(view).choose("loss")
    assert not session.wanted("loss")


def test_the_matrix_counts_the_test_points_and_on_request_the_others(make):
    session, view = make()
    data = session.document.dataset
    head(view).choose("confusion")
    right = np.eye(2, dtype=np.float32)[data.targets]
    arrive(session, Results({PointPredictions: right}))
    np.testing.assert_array_equal(matrix(view).counts(), np.diag(np.bincount(data.targets[data.is_test])))
    choose(view, "Train or test", "train")
    np.testing.assert_array_equal(matrix(view).counts(), np.diag(np.bincount(data.targets[~data.is_test])))
    view.grab()


@pytest.mark.parametrize("classes", [2, 3, 8])
def test_wrong_answers_are_named(make, classes):
    session, view = make(document_for("blobs", (4,), parameter=classes))
    data = session.document.dataset
    head(view).choose("confusion")
    arrive(
        session,
        Results({PointPredictions: np.eye(classes, dtype=np.float32)[np.roll(np.arange(classes), -1)[data.targets]]}),
    )
    names = [one.name for one in data.classes]
    assert f"{names[0]} taken for {names[1]}" in matrix(view).accessibleDescription()
    assert "taken for" in view.findChild(ConfusionPage).words.text()
    view.grab()


def test_answers_of_older_points_are_left_alone(make):
    session, view = make()
    head(view).choose("confusion")
    arrive(session, Results({PointPredictions: np.full((3, 2), 0.5, np.float32)}))
    view.grab()


def test_all_points_train(make):
    document = document_for("spiral", (4,))
    data = document.dataset
    nobody = np.zeros(len(data), dtype=np.bool_)
    session, view = make(replace(document, dataset=replace(data, is_test=nobody)))
    head(view).choose("confusion")
    arrive(session, Results({PointPredictions: np.eye(2, dtype=np.float32)[data.targets]}))
    assert matrix(view).words() == "There are no test points."


def test_the_pointer_reads_out_the_nearest_record(make):
    session, view = make()
    record(session, *falling(101))
    arrive(session)
    point_at(view, 50.2)
    assert plot(view).readout() == "epoch 50\ntrain 0.607\ntest 0.779"
    leave(plot(view))
    assert plot(view).readout() == ""


def test_the_accuracy_that_nobody_can_beat_is_marked(make):
    session, view = make(document_for("gauss", (3,)))
    record(session, *falling(50))
    best = Results({TruePosterior: PosteriorMap((-6.0, 6.0, -6.0, 6.0), np.empty((0, 2, 2)), 0.125)})
    head(view).choose("score")
    arrive(session, best)
    assert plot(view).best() == 0.875
    point_at(view, 20.0)
    assert "at best 87.5" in plot(view).readout()
    head(view).choose("loss")
    assert plot(view).best() is None
    head(view).choose("score")
    arrive(session)
    assert plot(view).best() is None
