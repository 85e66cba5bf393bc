"""The page of races: who races, the rows, the landscape of all paths, and a run that is opened."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from playground.document.presets import document_for
from playground.layers import Dense
from playground.session.session import Session
from playground.training.probes.landscape.shared import SharedLandscape
from playground.training.snapshots.snapshot import TrainerState
from playground.views.experiments import ExperimentsView
from playground.views.experiments.race_grid import PADDING
from playground.views.experiments.race_model import NAME, REACHED, TEST, about_racer
from playground.widgets.grid import ICON_GAP

WAIT_MS = 60_000


@pytest.fixture
def session(qtbot):
    made = document_for("circle", (), count=40)
    made = Session(replace(made, network=(Dense(uid=1, units=3),)))
    made.start()
    yield made
    assert made.close()


@pytest.fixture
def view(qtbot, session):
    made = ExperimentsView(session)
    qtbot.addWidget(made)
    made.resize(320, 760)
    made.show()
    made.show_kind("race")
    return made


@pytest.fixture
def page(view):
    found = view.pages["race"]
    found.epochs.set_value(5)
    return found


def finish(page, qtbot):
    page.run.click()
    qtbot.waitUntil(lambda: not page.course.is_at_work, timeout=WAIT_MS)
    return page.course.results


def choose(segmented, key):
    segmented.set_current(key)
    segmented.chosen.emit(key)


def cell(page, row, column):
    return page.model.data(page.model.index(row, column))


def test_optimizers_race_at_rates_of_their_own(qtbot, page):
    assert {name for name, switch in page.optimizers.switches.items() if switch.isChecked()} == {
        "sgd",
        "adam",
        "rmsprop",
    }
    page.optimizers.rates["sgd"].set_value(0.5)
    results = finish(page, qtbot)
    assert [cell(page, row, NAME) for row in range(3)] == ["SGD 0.5", "Adam 0.01", "RMSprop 0.003"]
    assert results.experiment.measure.epochs == 5
    assert all(cell(page, row, TEST).endswith("%") for row in range(3))
    assert cell(page, 0, REACHED)
    assert "test loss" in about_racer(results, 1)
    page.grab()


def test_names_are_whole_in_a_narrow_column(qtbot, view, page):
    view.resize(300, 760)
    finish(page, qtbot)
    page.refresh()
    index = page.model.index(2, NAME)
    assert index.data() == "RMSprop 0.003"
    room = page.grid.columnWidth(NAME) - page.grid.iconSize().width() - 2 * PADDING - ICON_GAP
    assert page.grid.fontMetrics().horizontalAdvance(index.data()) <= room


def test_the_documents_own_rate_is_offered_until_another_is_typed(session, page):
    rates = page.optimizers.rates
    session.edit("Rate", lambda d: replace(d, training=replace(d.training, learning_rate=0.2)))
    assert rates["adam"].value() == pytest.approx(0.2)
    rates["adam"].value_changed.emit(0.2)
    session.edit("Rate", lambda d: replace(d, training=replace(d.training, learning_rate=0.3)))
    assert rates["adam"].value() == pytest.approx(0.2)


def test_one_alone_does_not_race(page):
    for name in ("adam", "rmsprop"):
        page.optimizers.switches[name].setChecked(False)
    assert "against nobody" in page.run.toolTip()
    page.run.click()
    assert page.course is None


def test_values_of_a_knob_race(qtbot, page):
    choose(page.who, "knob")
    page.knob.choose("learning_rate")
    page.knob.count.set_value(8)
    finish(page, qtbot)
    assert page.model.rowCount() == 8
    page.window().resize(320, 560)
    assert page.grid.geometry().bottom() < page.hint.geometry().top(), "no row lies under the words"
    assert page.knob.isVisible()
    assert not page.optimizers.isVisible()


def test_the_paths_lie_over_a_landscape(qtbot, session, page):
    finish(page, qtbot)
    assert session.wanted("race") == ()
    choose(page.shown, "landscape")
    assert isinstance(session.wanted("race")[0], SharedLandscape)
    qtbot.waitUntil(lambda: page.surface.words() == "", timeout=WAIT_MS)
    assert page.title.text().startswith("The plane holds ")
    page.window().hide()
    assert session.wanted("race") == ()


def test_other_networks_have_no_landscape_and_it_says_so(qtbot, page):
    choose(page.who, "knob")
    page.knob.choose("layer1.units")
    page.knob.first.set_value(2)
    page.knob.last.set_value(3)
    page.knob.count.set_value(2)
    finish(page, qtbot)
    choose(page.shown, "landscape")
    assert "networks differ" in page.surface.words()


def test_enter_opens_the_run_with_its_past(qtbot, session, page):
    finish(page, qtbot)
    page.grid.setCurrentIndex(page.model.index(0, NAME))
    assert page.curves.plot.lit() == 0
    assert "SGD 0.1, " in page.hint.text()
    QTest.keyClick(page.grid, Qt.Key.Key_Return)
    assert session.document.training.optimizer == "sgd"
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.live_epoch == 5, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: session.state is TrainerState.PAUSED, timeout=WAIT_MS)
    assert session.undo_stack.count() == 1
    assert len(session.time.timeline.moments) > 1
    found = session.history.columns()["test_loss"][-1]
    assert found == pytest.approx(float(page.course.results.columns["test_loss"][0]), rel=1e-4)
