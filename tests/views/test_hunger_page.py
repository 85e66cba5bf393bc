"""Data hunger in the window: curves over the number of samples, what they say, what is kept of them."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from playground.document.presets import document_for
from playground.experiments.hunger import hunger_curves, hunger_experiment
from playground.experiments.hunger_grid import HungerGrid
from playground.experiments.outcomes import RunOutcome, Verdict, in_columns
from playground.experiments.saved import from_plain, to_plain
from playground.layers import Dense
from playground.session.course import Course
from playground.session.session import Session
from playground.views.experiments import ExperimentsView
from playground.views.experiments.hunger_plot import HungerPlot
from playground.widgets.column_scroll import ColumnScroll
from tests.support.loss_panel import turn_wheel

WAIT_MS = 600_000


@pytest.fixture
def moons():
    made = document_for("moons", (), count=60)
    return replace(made, network=(Dense(uid=1, units=3),))


@pytest.fixture
def open_page(qtbot):
    made = []

    def make(document, *, starts=True):
        session = Session(document)
        if starts:
            session.start()
        view = ExperimentsView(session)
        made.append((session, view))
        qtbot.addWidget(view)
        view.resize(320, 700)
        view.show()
        view.show_kind("hunger")
        return session, view.pages["hunger"]

    yield make
    for session, _ in made:
        assert session.close()


def measured(document, scores):
    """The course of an experiment whose learners have these test scores at the sizes, the same in every draw."""
    experiment = hunger_experiment(document, ("bayes",), draws=2, sizes=3)
    course, grid = Course(experiment), experiment.grid
    for place in range(len(grid)):
        row, size = divmod(grid.cell_of(place), grid.shape[1])
        outcome = RunOutcome(Verdict.STUCK, test_score=scores[row][size] + 0.01 * (place // grid.cells))
        course.take(in_columns([place], [outcome], len(course.results.looks)))
    return course


def test_it_measures_and_says_what_it_shows(open_page, qtbot, moons):
    session, page = open_page(moons)
    page.methods.pick("forest", on=False)
    page.methods.pick("neighbours", on=False)
    page.draws.set_current("4")
    page.epochs.set_value(2)
    page.show_run_button()
    assert "32 trainings and 64 fits" in page.run.toolTip()
    page.run.click()
    course = session.experiments.course("hunger")
    qtbot.waitUntil(lambda: not course.is_at_work, timeout=WAIT_MS)
    assert course.done == 96
    assert "three quarters of the 4 draws" in page.says.text()
    assert [title for _, title, _ in page.key.learners()] == ["Network", "Logistic regression", "SVM, RBF"]
    assert page.title.text() == "Test accuracy with 42 training samples"
    page.grab()


def test_the_pointer_reads_the_curves(open_page, moons):
    session, page = open_page(moons, starts=False)
    course = measured(moons, ([0.6, 0.7, 0.8], [0.7, 0.72, 0.74]))
    page.show_results(course)
    session.experiments.show(session.experiments.kept.add("hunger", course, "Data hunger"))
    page.place.hovered.emit(np.log10(8.0))
    assert page.title.text() == "Test accuracy with 8 training samples"
    assert page.key.learners()[0][2].startswith("60.5")
    page.place.hovered.emit(None)
    assert page.title.text() == "Test accuracy with 42 training samples"
    columns = page.place.plot.table()
    assert columns["samples"].tolist() == [8, 18, 42]
    assert columns["bayes_median"] == pytest.approx([0.705, 0.725, 0.745])


def test_the_key_has_two_columns_where_there_is_room(open_page, qtbot, moons):
    session, page = open_page(moons, starts=False)
    course = measured(moons, ([0.6, 0.7, 0.8], [0.7, 0.72, 0.74]))
    session.experiments.show(session.experiments.kept.add("hunger", course, "Data hunger"))
    high = page.key.height()
    page.window().resize(560, 700)
    qtbot.waitUntil(lambda: page.key.height() < high)


def test_the_wheel_scrolls_a_page_that_is_too_high_and_zooms_with_ctrl(qtbot):
    plot = HungerPlot()
    plot.setFixedHeight(400)
    page = ColumnScroll(plot)
    qtbot.addWidget(page)
    page.resize(300, 200)
    page.show()
    before = plot.visible()
    assert not turn_wheel(plot, -3)
    assert plot.visible() == before
    assert turn_wheel(plot, -3, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert plot.visible().width() > before.width()


def test_what_is_kept_comes_back_and_goes_on_with_the_same_draws(moons):
    results = measured(moons, ([0.6, 0.7, 0.8], [0.7, 0.72, 0.74])).results
    again = from_plain(moons, *to_plain(results))
    assert isinstance(again.experiment.grid, HungerGrid)
    assert again.experiment.grid.variation(7) == results.experiment.grid.variation(7)
    for curve, other in zip(hunger_curves(results), hunger_curves(again), strict=True):
        assert np.array_equal(curve.median, other.median)


def test_without_test_samples_it_says_why(open_page, moons):
    none = replace(moons.dataset, is_test=np.zeros(60, np.bool_))
    _, page = open_page(replace(moons, dataset=none), starts=False)
    assert not page.run.isEnabled()
    assert "No samples test" in page.run.toolTip()


def test_two_of_them_are_compared_on_their_own_page(open_page, moons):
    session, page = open_page(moons, starts=False)
    kept = [
        session.experiments.kept.add("hunger", measured(moons, ([0.6, 0.7, 0.8], [0.7, 0.72, 0.74])), name)
        for name in ("one", "other")
    ]
    view = page.window()
    view.kept_button.click()
    view.kept.choose(*kept)
    assert "on their own pages" in view.kept.comparing.words.text()
    view.kept.choose(kept[0])
    view.kept.show_again()
    assert page.isVisible()
    assert page.course is kept[0].course
    assert page.title.text() == "Test accuracy with 42 training samples"
