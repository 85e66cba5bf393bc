"""The panel of experiments: what its pages start, show while runs come in, and open."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from playground.document.edits_network import change_training
from playground.document.presets import document_for
from playground.experiments.ensemble import ensemble_of
from playground.experiments.experiment import Experiment
from playground.experiments.outcomes import Measure, RunOutcome, Verdict, in_columns
from playground.experiments.ranges import parse_axis
from playground.experiments.results import ExperimentResults
from playground.experiments.variations import KnobGrid
from playground.session.course import Course, CourseStage
from playground.session.session import Session
from playground.training.snapshots.snapshot import TrainerState
from playground.views.experiments.pictures import ensemble_images
from playground.views.experiments.words import duration, stale_words
from playground.views.loss import LossView
from playground.views.loss.statistics import Statistics
from playground.widgets.column_scroll import ColumnScroll
from playground.widgets.theme import current
from tests.support.experiments_view import WAIT_MS, finish, open_view, tiny
from tests.support.rows import rows_document

__all__ = ["open_view"]


def click(widget, at):
    QTest.mouseMove(widget, at)
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at)


def test_before_the_first_one_it_invites(open_view):
    _, view = open_view(starts=False)
    page = view.pages["seeds"]
    assert page.run.isVisible()
    assert not page.bar.isVisible()
    assert not page.maps.isVisible()
    assert page.epochs.value() == 300


def test_seeds_fill_and_are_sorted_and_counted(open_view, qtbot):
    session, view = open_view()
    page = view.pages["seeds"]
    page.seeds.set_current("16")
    page.epochs.set_value(5)
    page.run.click()
    course = finish(session, qtbot, "seeds")
    results = course.results
    assert (len(course.experiment.grid), course.experiment.measure.epochs) == (16, 5)
    losses = [float(results.columns["test_loss"][place]) for place in page.maps.places()]
    assert len(losses) == 16
    assert losses == sorted(losses)
    assert page.verdict.text().startswith("Reaches 95")
    assert f"of 16 ({100 * results.solved().low:.0f} to" in page.verdict.text()
    assert page.bar.words.text().startswith("16 of 16 runs")
    assert page.bar.export.isVisible()
    assert not page.bar.cancel.isVisible()


def test_the_pointer_tells_of_a_run_and_a_click_opens_it(open_view, qtbot):
    session, view = open_view()
    page = view.pages["seeds"]
    page.seeds.set_current("16")
    page.epochs.set_value(5)
    page.run.click()
    finish(session, qtbot, "seeds")
    place = page.maps.places()[3]
    QTest.mouseMove(page.maps, page.maps.cell(3).center().toPoint())
    assert page.hint.text().startswith(f"Seed {place}: loss 0.")
    click(page.maps, page.maps.cell(3).center().toPoint())
    assert session.document.training.seed == place
    assert session.undo_stack.count() == 1
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.live_epoch == 5, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: session.state is TrainerState.PAUSED, timeout=WAIT_MS)
    assert not page.stale.isVisible(), "another seed is no other network"
    found = session.history.columns()["test_loss"][-1]
    assert found == pytest.approx(float(page.course.results.columns["test_loss"][place]), rel=1e-4)


def test_the_keyboard_goes_from_run_to_run(open_view, qtbot):
    session, view = open_view()
    page = view.pages["seeds"]
    page.seeds.set_current("16")
    page.epochs.set_value(2)
    page.run.click()
    finish(session, qtbot, "seeds")
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(page.maps, key)
    assert session.document.training.seed == page.maps.places()[1]


def test_rows_of_a_table_show_scores_and_say_so(open_view, qtbot):
    session, view = open_view(rows_document(columns=4))
    page = view.pages["seeds"]
    page.seeds.set_current("16")
    page.epochs.set_value(1)
    page.run.click()
    finish(session, qtbot, "seeds")
    assert page.course.results.maps.size == 0
    assert "shows its score" in page.hint.text()
    view.grab()


def test_a_change_of_the_document_is_said(open_view):
    document = tiny()
    results = ExperimentResults(Experiment(document, KnobGrid((), 2), Measure(2)))
    assert stale_words(results, document) == ""
    assert stale_words(results, change_training(document, seed=8)) == ""
    assert stale_words(results, change_training(document, learning_rate=0.5)).startswith("Of the settings before")
    assert stale_words(results, replace(document, network=())).startswith("Of the network before")
    other = replace(document, dataset=document_for("circle", (), count=50).dataset)
    assert stale_words(results, other).startswith("Of the data before")


def test_a_refused_cell_is_not_opened(open_view, qtbot):
    session, _ = open_view(starts=False)
    axis = parse_axis(session.document, "data.samples=10,4000")
    course = Course(Experiment(session.document, KnobGrid((axis,), 1), Measure(3)))
    course.take(in_columns([1], [RunOutcome(Verdict.REFUSED, refusal="There are too few.")], 4))
    from playground.session.experiment_starts import open_run

    with qtbot.waitSignal(session.message_posted, timeout=0) as said:
        open_run(session, course, 1)
    assert said.args[0] == "There are too few."
    assert session.undo_stack.count() == 0


def test_one_knob_makes_curves(open_view, qtbot):
    session, view = open_view()
    view.show_kind("sweep")
    page = view.pages["sweep"]
    page.up.choose("")
    page.across.choose("optimizer")
    page.across.pick("adam", on=False)
    axis = page.across.axis()
    assert "adam" not in axis.values
    page.across.choose("layer1.units")
    page.across.last.set_value(4.0)
    page.across.count.set_value(4.0)
    page.seeds.setValue(2)
    page.epochs.set_value(2)
    assert "8 runs" in page.run.toolTip()
    page.up.choose("layer1.units")
    assert "choose another one" in page.run.toolTip()
    page.up.choose("")
    page.run.click()
    course = finish(session, qtbot, "sweep")
    assert course.experiment.grid.axes[0].values == (1, 2, 3, 4)
    assert page.share.is_loaded
    assert page.titles.text() == "Across: Layer 1: units"
    view.grab()


def test_pause_go_on_and_cancel_are_at_the_bar(open_view, qtbot):
    session, view = open_view()
    page = view.pages["seeds"]
    page.seeds.set_current("256")
    page.epochs.set_value(3000)
    page.run.click()
    course = session.experiments.course("seeds")
    qtbot.waitUntil(lambda: course.stage is CourseStage.WORKING, timeout=WAIT_MS)
    page.bar.pause.click()
    assert course.stage is CourseStage.PAUSED
    assert page.bar.words.text().endswith("paused")
    assert not page.why.isVisible()
    view.show_kind("sweep")
    assert not view.pages["sweep"].run.isEnabled()
    assert "Seeds is at work: let it end, or cancel it on its page" in view.pages["sweep"].why.text()
    view.show_kind("seeds")
    page.bar.pause.click()
    assert course.stage is CourseStage.WORKING
    page.bar.cancel.click()
    assert course.stage is CourseStage.CANCELLED
    assert page.bar.pause.toolTip().startswith("Go on")
    page.bar.pause.click()
    assert course.is_at_work
    page.bar.cancel.click()
    view.show_kind("sweep")
    assert view.pages["sweep"].run.isEnabled()
    assert not view.pages["sweep"].why.isVisible()


@pytest.mark.parametrize(("seconds", "words"), [(0.04, "under 0.1 s"), (0.4, "0.4 s"), (90.0, "2 min")])
def test_no_time_is_nought(seconds, words):
    assert duration(seconds) == words


def test_the_ensemble_needs_two_runs_and_their_maps(open_view, qtbot):
    session, view = open_view()
    page = view.pages["seeds"]
    assert not page.ensemble.isVisible()
    page.seeds.set_current("16")
    page.epochs.set_value(5)
    page.run.click()
    finish(session, qtbot, "seeds")
    assert page.ensemble.isVisible()
    view.grab()
    shown = session.experiments.guest
    page.ensemble.pressed.emit(0)
    assert shown.guest.title == "Mean of 16 runs"
    assert shown.guest.samples.predictions.shape == (24, 24, 2)
    assert np.allclose(shown.guest.samples.predictions.sum(axis=-1), 1.0, atol=1e-3)
    page.ensemble.pressed.emit(1)
    assert shown.guest.title == "Where 16 runs disagree"
    assert shown.guest.strengths.shape == (24, 24)
    assert [page.ensemble.is_on(index) for index in range(2)] == [False, True]
    page.ensemble.pressed.emit(1)
    assert shown.guest is None
    page.ensemble.pressed.emit(0)
    view.show_kind("sweep")
    assert shown.guest is None


@pytest.mark.parametrize(("solved", "words"), [(0, "No seed of 16 reaches it"), (1, "")])
def test_where_no_seed_succeeds_it_is_said_how_that_is_known(open_view, solved, words):
    session, view = open_view(starts=False)
    course = Course(Experiment(session.document, KnobGrid((), 16), Measure(2)))
    ends = [Verdict.SOLVED] * solved + [Verdict.STUCK] * (16 - solved)
    course.take(in_columns(range(16), [RunOutcome(one) for one in ends], len(course.results.looks)))
    session.experiments.show(session.experiments.kept.add("seeds", course, "Seeds"))
    page = view.pages["seeds"]
    assert words in page.limit.text()
    assert page.limit.isVisible() is bool(words)
    assert ("not proved" in page.limit.text()) is bool(words)


def test_where_all_agree_nothing_is_marked():
    results = ExperimentResults(Experiment(tiny(), KnobGrid((), 2), Measure(2, map_side=2)))
    maps = np.array([[[0.1, 0.9], [0.1, 0.9]]], np.float16)
    other = np.array([[[0.2, 0.8], [0.2, 0.3]]], np.float16)
    runs = [RunOutcome(Verdict.SOLVED, map=maps), RunOutcome(Verdict.STUCK, map=other)]
    results.put(in_columns([0, 1], runs, len(results.looks)))
    found = ensemble_of(results)
    assert found.disagreement.tolist() == [[0.0, 0.0], [0.0, 1.0]]
    _, disagreement = ensemble_images(found, results.experiment.document.dataset)
    ground = current().map0.name()
    assert disagreement.pixelColor(0, 1).name() == ground
    assert disagreement.pixelColor(1, 0).name() == current().ink.name()


def test_a_click_with_the_right_button_on_a_loss_asks_how_sure_it_is(qtbot):
    session = Session(tiny())
    session.start()
    loss = LossView(session)
    qtbot.addWidget(loss)
    loss.show()
    readout = loss.findChild(Statistics)
    with qtbot.waitSignal(session.experiments.shown, timeout=0) as shown:
        readout.menu().actions()[0].trigger()
    assert shown.args == ["seeds"]
    assert len(session.experiments.course("seeds").experiment.grid) == 64
    assert session.close(WAIT_MS / 1000), "PyTorch may still be loading"


def test_a_page_scrolls_only_where_its_plot_cannot_be_lower(open_view, qtbot):
    session, view = open_view(starts=False)
    axes = tuple(parse_axis(session.document, text) for text in ("layer1.units=1:4", "learning_rate=0.1,1"))
    course = Course(Experiment(session.document, KnobGrid(axes, 1), Measure(2)))
    course.take(in_columns(range(8), [RunOutcome(Verdict.STUCK)] * 8, len(course.results.looks)))
    session.experiments.show(session.experiments.kept.add("sweep", course, "Sweep"))
    page = view.pages["sweep"]
    scroll = next(one for one in view.findChildren(ColumnScroll) if one.widget() is page)

    def scrolls_with(room):
        around, least = view.height() - scroll.viewport().height(), page.heightForWidth(page.width())
        assert least < page.layout().totalHeightForWidth(page.width())
        view.resize(320, around + least + room)
        return scroll.bar.isVisible()

    qtbot.waitUntil(lambda: scrolls_with(-10))
    qtbot.waitUntil(lambda: not scrolls_with(10))
