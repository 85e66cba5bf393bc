"""The phase map of a sweep over two knobs: cells told and opened, the part in sight trained first and swept finer."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from playground.experiments.experiment import Experiment
from playground.experiments.outcomes import Measure, RunOutcome, Verdict, in_columns
from playground.experiments.ranges import parse_axis
from playground.experiments.results import ExperimentResults
from playground.experiments.variations import KnobGrid
from playground.session.course import Course, CourseStage
from playground.views.experiments.phase_layers import PhaseCell, layers_of
from playground.views.experiments.pictures import cell_colours, cell_maps, map_image
from playground.widgets.theme import current
from tests.support.experiments_view import finish, open_view, tiny

__all__ = ["open_view"]


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
    page.phase.opened.emit(PhaseCell(course, 1))
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


def test_a_class_that_the_document_does_not_have_has_the_colour_that_it_would_get():
    document = tiny()
    results = ExperimentResults(Experiment(document, KnobGrid((), 1), Measure(3, map_side=4)))
    third = np.zeros((3, 4, 4), np.float16)
    third[2] = 1.0
    results.put(in_columns([0], [RunOutcome(Verdict.SOLVED, map=third)], len(results.looks)))
    assert len(document.dataset.classes) == 2
    assert map_image(results, 0).pixelColor(1, 1).name() == current().maps[2].lower()


def test_the_part_in_sight_is_swept_finer_by_itself(open_view, qtbot):
    session, view = open_view()
    view.show_kind("sweep")
    page = view.pages["sweep"]
    for field, value in ((page.across.first, 0.01), (page.across.last, 1.0), (page.across.count, 4.0)):
        field.set_value(value)
    page.up.last.set_value(3.0)
    page.seeds.setValue(1)
    page.epochs.set_value(2)
    page.finer.setChecked(False)
    page.run.click()
    whole = finish(session, qtbot, "sweep")
    page.cells.set_current("maps")
    plot = page.phase.plot
    for _ in range(6):
        QTest.keyClick(plot, Qt.Key.Key_Plus)
    sight = plot.visible()
    page.closer.look()
    assert session.experiments.course("sweep") is whole, "it is switched off"
    page.finer.click()
    part = finish(session, qtbot, "sweep")
    assert plot.visible() == sight, "the map stays where it was"
    rates = [course.experiment.grid.axes[1].values for course in (whole, part)]
    assert len(rates[1]) == 4
    assert rates[0][0] < rates[1][0] < rates[1][-1] < rates[0][-1]
    assert part.experiment.grid.seeds > 1, "layers have no halves of units"
    assert page.across.axis().values == rates[0]
    assert [item.course for item in session.experiments.kept.listed()] == [part, whole]
    middle = sight.center()
    assert [plot.cell_at(*at).course for at in ((middle.x(), middle.y()), (0.1, 0.1))] == [part, whole]
    assert f"over {whole.experiment.grid.cells} cells" in page.hint.text()
    view.grab()


def test_what_is_fine_enough_is_not_swept_again(open_view, qtbot):
    session, view = open_view()
    view.show_kind("sweep")
    page = view.pages["sweep"]
    axes = parse_axis(session.document, "l2=0:0.8:3"), parse_axis(session.document, "learning_rate=0.1:0.9:3")
    session.experiments.start("sweep", Experiment(session.document, KnobGrid(axes, 1), Measure(1)))
    finish(session, qtbot, "sweep")
    plot = page.phase.plot
    for key in [Qt.Key.Key_Plus] * 5:
        QTest.keyClick(plot, key)
    page.closer.look()
    part = finish(session, qtbot, "sweep")
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Home):
        QTest.keyClick(plot, key)
        page.closer.look()
        assert session.experiments.course("sweep") is part
    assert not session.experiments.at_work


def test_parts_hardly_begun_go_when_one_looks_elsewhere(open_view):
    session, view = open_view(starts=False)
    view.show_kind("sweep")
    page = view.pages["sweep"]
    axes = parse_axis(session.document, "l2=0:0.8:9"), parse_axis(session.document, "learning_rate=0.1:0.9:9")
    ground = Course(Experiment(session.document, KnobGrid(axes, 1), Measure(3)))
    ends = [RunOutcome(Verdict.STUCK)] * 81
    ground.take(in_columns(range(81), ends, len(ground.results.looks)))
    ground.enter(CourseStage.DONE)
    kept = session.experiments.kept
    session.experiments.show(kept.add("sweep", ground, "Sweep"))
    plot = page.phase.plot
    for _ in range(6):
        QTest.keyClick(plot, Qt.Key.Key_Plus)
    page.closer.look()
    first = session.experiments.course("sweep")
    assert first is not ground
    assert session.experiments.at_work == "sweep"
    for _ in range(6):
        QTest.keyClick(plot, Qt.Key.Key_Right)
    page.closer.look()
    second = session.experiments.course("sweep")
    assert second not in {first, ground}
    assert [item.course for item in kept.items] == [ground, second]


def test_a_part_that_is_opened_is_shown_on_the_map_that_it_lies_on(open_view):
    session, view = open_view(starts=False)
    view.show_kind("sweep")
    plot = view.pages["sweep"].phase.plot
    courses = []
    for ranges in (("l2=0:0.8:3", "learning_rate=0.1:0.9:3"), ("l2=0.2:0.6:5", "learning_rate=0.2:0.4:5")):
        axes = tuple(parse_axis(session.document, one) for one in ranges)
        course = Course(Experiment(session.document, KnobGrid(axes, 1), Measure(3)))
        course.take(in_columns([0, 1], [RunOutcome(Verdict.STUCK)] * 2, len(course.results.looks)))
        course.enter(CourseStage.STOPPED)
        courses.append(course)
        item = session.experiments.kept.add("sweep", course, "Sweep")
    session.experiments.show(item)
    whole, part = courses
    assert plot.cell_at(2.9, 2.9) == PhaseCell(whole, 8)
    beginning = plot.centre_of(0, layer=1)
    at = plot.view.mapSceneToView(beginning)
    assert plot.cell_at(at.x(), at.y()) == PhaseCell(part, 0)
    between = plot.view.mapSceneToView(plot.centre_of(12, layer=1))
    assert plot.cell_at(between.x(), between.y()).course is whole, "nothing is known there of the part"


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
    for _ in range(3):
        QTest.keyClick(plot, Qt.Key.Key_Plus)
    cells = layers_of(course, ())[0].cells_in(plot.visible())
    assert 0 < len(cells) < 64
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
