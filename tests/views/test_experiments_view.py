"""The panel of experiments: what its pages start, show while runs come in, and open."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from playground.document.edits_network import change_training
from playground.document.presets import document_for
from playground.experiments.experiment import Experiment
from playground.experiments.outcomes import Measure, RunOutcome, Verdict, in_columns
from playground.experiments.ranges import parse_axis
from playground.experiments.results import ExperimentResults
from playground.experiments.variations import KnobGrid
from playground.layers import Dense
from playground.session.course import Course, CourseStage
from playground.session.session import Session
from playground.training.snapshots.snapshot import TrainerState
from playground.views.experiments import ExperimentsView
from playground.views.experiments.pictures import cell_colours, cell_maps, ensemble_images
from playground.views.experiments.words import stale_words
from playground.views.loss import LossView
from playground.views.loss.statistics import Statistics
from playground.widgets.theme import current
from tests.support.rows import rows_document

WAIT_MS = 600_000


def tiny():
    made = document_for("circle", (), count=40)
    return replace(made, network=(Dense(uid=1, units=3),))


@pytest.fixture
def open_view(qtbot):
    made = []

    def make(document=None, *, starts=True):
        session = Session(document or tiny())
        made.append(session)
        if starts:
            session.start()
        view = ExperimentsView(session)
        qtbot.addWidget(view)
        view.resize(320, 700)
        view.show()
        return session, view

    yield make
    for session in made:
        assert session.close()


def finish(session, qtbot, kind):
    course = session.experiments.course(kind)
    qtbot.waitUntil(lambda: not course.is_at_work, timeout=WAIT_MS)
    return course


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
    with qtbot.waitSignal(page.maps.opened, timeout=0) as opened:
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
            QTest.keyClick(page.maps, key)
    assert opened.args == [page.maps.places()[1]]


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


def test_two_knobs_make_a_map_and_a_cell_that_cannot_be_says_why(open_view, qtbot):
    session, view = open_view()
    view.show_kind("sweep")
    page = view.pages["sweep"]
    assert page.across.path() == "learning_rate"
    assert page.up.path() == "layer1.units"
    up = parse_axis(session.document, "data.samples=10,4000")
    across = parse_axis(session.document, "learning_rate=0.01:1:log:3")
    session.experiments.start("sweep", Experiment(session.document, KnobGrid((up, across), 2), Measure(3)))
    course = finish(session, qtbot, "sweep")
    assert course.results.count(Verdict.REFUSED) == 6
    view.grab()
    plot = page.phase.plot
    QTest.mouseMove(plot.viewport(), plot.centre_of(4).toPoint())
    assert "There are only" in page.hint.text()
    QTest.mouseMove(plot.viewport(), plot.centre_of(1).toPoint())
    assert "Learning rate 0.1" in page.hint.text()
    typical = course.results.typical(1)
    seed = course.experiment.grid.variation(typical).seed
    assert f"a click opens seed {seed}, the typical run" in page.hint.text()
    page.phase.opened.emit(1)
    assert session.document.training.seed == seed
    assert session.document.training.learning_rate == pytest.approx(0.1)
    assert session.undo_stack.count() == 1


def test_cells_show_decision_maps_in_the_frame_of_how_they_ended():
    document = tiny()
    up, across = parse_axis(document, "layer1.units=1:2"), parse_axis(document, "learning_rate=0.1,0.2,0.3")
    results = ExperimentResults(Experiment(document, KnobGrid((up, across), 1), Measure(3, map_side=4)))
    everywhere = np.ones((1, 4, 4), np.float16)
    runs = [RunOutcome(Verdict.SOLVED, reached=1.0, map=everywhere), RunOutcome(Verdict.DIVERGED)]
    results.put(in_columns([4, 0], runs, len(results.looks)))
    plain, picture = cell_colours(results), cell_maps(results)
    assert picture.shape == (8, 12)
    cell = picture[4:8, 4:8]
    assert (cell[0] == plain[1, 1]).all()
    second = document.dataset.classes[1].color
    assert (cell[1:3, 1:3] == int(current().maps[second].removeprefix("#"), 16) | 0xFF000000).all()
    assert (picture[0:4, 0:4] == plain[0, 0]).all()


def test_the_part_in_sight_is_looked_at_closer(open_view, qtbot):
    session, view = open_view()
    view.show_kind("sweep")
    page = view.pages["sweep"]
    page.across.first.set_value(0.01)
    page.across.last.set_value(1.0)
    page.across.count.set_value(4.0)
    page.up.last.set_value(3.0)
    page.seeds.setValue(1)
    page.epochs.set_value(2)
    page.run.click()
    whole = finish(session, qtbot, "sweep")
    assert page.cells.isVisible()
    page.cells.set_current("maps")
    page.refresh()
    assert not page.closer.isVisible()
    plot = page.phase.plot
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    assert 0 < len(plot.cells_in_sight()) <= 12
    assert page.closer.isVisible()
    page.closer.click()
    course = finish(session, qtbot, "sweep")
    assert course is not whole
    assert len(course.experiment.grid.axes[1].values) == 4
    rates = [one.experiment.grid.axes[1].values for one in (whole, course)]
    assert rates[0][0] <= rates[1][0] < rates[1][-1] <= rates[0][-1]
    assert page.across.axis().values == rates[1]
    assert [item.course for item in session.experiments.kept.listed()] == [course, whole]
    view.grab()


def test_while_it_works_what_is_in_sight_comes_next(open_view):
    session, view = open_view(starts=False)
    view.show_kind("sweep")
    page = view.pages["sweep"]
    preferred = []
    session.experiments.prefer = lambda kind, places: preferred.append((kind, list(places)))
    axes = parse_axis(session.document, "layer1.units=1:8"), parse_axis(session.document, "learning_rate=0.1:0.8:8")
    course = Course(Experiment(session.document, KnobGrid(axes, 2), Measure(3)))
    course.take(in_columns([0], [RunOutcome(Verdict.STUCK)], len(course.results.looks)))
    session.experiments.show(session.experiments.kept.add("sweep", course, "Sweep"))
    plot = page.phase.plot
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    cells = plot.cells_in_sight()
    assert preferred[-1] == ("sweep", [*cells, *(64 + cell for cell in cells)])
    QTest.keyClick(plot, Qt.Key.Key_Home)
    assert preferred[-1] == ("sweep", [])


def test_enter_opens_the_cell_in_the_middle_of_what_is_in_sight(open_view, qtbot):
    session, view = open_view(starts=False)
    view.show_kind("sweep")
    axes = parse_axis(session.document, "layer1.units=1:3"), parse_axis(session.document, "learning_rate=0.1:0.3:3")
    course = Course(Experiment(session.document, KnobGrid(axes, 1), Measure(3)))
    course.take(in_columns([4], [RunOutcome(Verdict.STUCK)], len(course.results.looks)))
    session.experiments.show(session.experiments.kept.add("sweep", course, "Sweep"))
    QTest.keyClick(view.pages["sweep"].phase.plot, Qt.Key.Key_Return)
    assert session.document.network[0].units == 2
    assert session.document.training.learning_rate == pytest.approx(0.2)


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
    page.bar.pause.click()
    assert course.stage is CourseStage.WORKING
    page.bar.cancel.click()
    assert course.stage is CourseStage.CANCELLED
    assert page.bar.pause.toolTip().startswith("Go on")
    page.bar.pause.click()
    assert course.is_at_work
    page.bar.cancel.click()


def test_the_ensemble_needs_two_runs_and_their_maps(open_view, qtbot):
    session, view = open_view()
    page = view.pages["seeds"]
    assert not page.ensemble.isVisible()
    page.seeds.set_current("16")
    page.epochs.set_value(5)
    page.run.click()
    finish(session, qtbot, "seeds")
    assert page.ensemble.isVisible()
    mean, disagreement = ensemble_images(page.course.results)
    assert (mean.width(), disagreement.width()) == (24, 24)
    view.grab()


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
    _, disagreement = ensemble_images(results)
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
    assert session.close()
