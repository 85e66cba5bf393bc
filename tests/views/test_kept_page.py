"""The list of results in the panel of experiments: shown again, named, deleted and brought back, two compared."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from playground.document import figures
from playground.document.presets import document_for
from playground.experiments.experiment import Experiment
from playground.experiments.outcomes import Measure, RunOutcome, Verdict, in_columns
from playground.experiments.ranges import parse_axis
from playground.experiments.statistics import difference_of, share_of
from playground.experiments.variations import LEARNER, NETWORK, Axis, KnobGrid
from playground.session.course import Course, CourseStage
from playground.session.session import Session
from playground.views.experiments import ExperimentsView

DOCUMENT = document_for("circle", (3,), count=40)


@pytest.fixture
def view(qtbot):
    session = Session(DOCUMENT)
    made = ExperimentsView(session)
    made.session = session
    qtbot.addWidget(made)
    made.resize(360, 700)
    made.show()
    made.kept_button.click()
    yield made
    assert session.close()


def add(view, solved, count=8, axes=(), kind="seeds", document=DOCUMENT):
    course = Course(Experiment(document, KnobGrid(axes, count), Measure(3)))
    total, looks = len(course.experiment.grid), len(course.results.looks)
    curve = np.linspace(0.7, 0.1, 2 * looks, dtype=np.float32).reshape(looks, 2)
    ends = [Verdict.SOLVED] * solved + [Verdict.STUCK] * (total - solved)
    course.take(in_columns(range(total), [RunOutcome(one, test_loss=0.1, curve=curve) for one in ends], looks))
    course.enter(CourseStage.DONE)
    item = view.session.experiments.kept.add(kind, course, kind.capitalize())
    view.kept.refresh()
    return item


def cell(view, row, column):
    return view.kept.model.index(row, column).data()


def test_rows_say_what_came_of_each_and_a_double_click_shows_it(view):
    older, newer = add(view, 2), add(view, 8)
    assert [cell(view, row, 0) for row in range(2)] == [newer.name, older.name]
    assert [cell(view, row, 1) for row in range(2)] == ["8", "8"]
    assert cell(view, 1, 2).startswith("25")
    tip = view.kept.model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "8 runs of 3 epochs" in tip
    assert "2 of 8 (7 to 59 %)" in tip
    view.kept.choose(older)
    QTest.keyClick(view.kept.grid, Qt.Key.Key_Return)
    page = view.pages["seeds"]
    assert page.isVisible()
    assert page.course is older.course
    assert "2 of 8" in page.verdict.text()


def test_of_several_methods_no_share_is_solved(view):
    add(view, 2, axes=(Axis(LEARNER, (NETWORK, "forest")),), count=2, kind="methods")
    assert cell(view, 0, 2) == figures.DASH
    assert "Reaches" not in view.kept.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_a_command_brings_the_list(view):
    view.show_kind("seeds")
    assert not view.kept.isVisible()
    view.session.experiments.shown.emit("results")
    assert view.kept.isVisible()
    assert view.kinds.current_key() == ""
    view.kinds.button("seeds").click()
    assert view.pages["seeds"].isVisible()
    assert not view.kept_button.isChecked()
    view.kept_button.click()
    view.kept_button.click()
    assert view.kinds.current_key() == "seeds"
    assert view.pages["seeds"].isVisible()


def test_what_changed_since_is_said(view):
    add(view, 2)
    view.session.edit("Narrower", lambda d: replace(d, network=()))
    assert "Of the network before your last change." in view.kept.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_enter_ends_a_name_and_shows_nothing(qtbot, view):
    item = add(view, 2)
    view.kept.choose(item)
    view.kept.rename_button.click()
    line = view.kept.grid.findChild(QLineEdit)
    line.setText("Wide")
    with qtbot.assertNotEmitted(view.session.experiments.shown):
        QTest.keyClick(line, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: item.name == "Wide")
    assert view.kept.isVisible()


def test_keys_rename_delete_and_a_button_brings_back(view):
    item = add(view, 2)
    view.kept.choose(item)
    view.kept.model.setData(view.kept.model.index(0, 0), "  Wide  ")
    assert item.name == "Wide"
    assert not view.kept.model.setData(view.kept.model.index(0, 0), "   ")
    QTest.keyClick(view.kept.grid, Qt.Key.Key_Delete)
    assert view.session.experiments.kept.items == ()
    assert view.kept.back_button.isVisible()
    assert not view.kept.delete_button.isEnabled()
    view.kept.back_button.click()
    assert cell(view, 0, 0) == "Wide"
    assert not view.kept.back_button.isVisible()


def test_two_of_seeds_are_compared_by_their_shares_and_bands(view):
    view.kept.choose(add(view, 3, 40), add(view, 36, 40))
    words = view.kept.comparing.words.text()
    assert "3 of 40 (3 to 20\N{NO-BREAK SPACE}%)" in words
    assert "Difference: " in words
    assert "+82 points" in words
    assert "so they differ" in words
    assert view.kept.comparing.band.isVisible()
    view.grab()


def test_two_of_sweeps_stand_side_by_side(view):
    axes = parse_axis(DOCUMENT, "layer1.units=1:3"), parse_axis(DOCUMENT, "learning_rate=0.01:1:log:3")
    first, second = (add(view, solved, 1, axes, "sweep") for solved in (2, 9))
    view.kept.choose(first, second)
    maps = view.kept.comparing.maps
    assert [place.plot.isVisible() for place in maps] == [True, True]
    assert [title.text() for title in view.kept.comparing.titles] == [first.name, second.name]
    view.kept.choose(first, add(view, 1))
    assert "numbers alone compare" in view.kept.comparing.words.text()
    assert not maps[0].isVisible()
    view.grab()


def test_the_difference_of_two_shares_is_newcombes():
    found = difference_of(share_of(48, 80), share_of(56, 70))
    assert found.value == pytest.approx(0.2)
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339), "Newcombe 1998, table II, case a"
    assert found.is_sure
    assert not difference_of(share_of(5, 10), share_of(6, 10)).is_sure
    assert np.isnan(difference_of(share_of(0, 0), share_of(1, 2)).value)
