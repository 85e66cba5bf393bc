"""Fool it: which attack is asked for, what is shown of it, and that nothing of the data changes unless asked."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.presets import document_for
from playground.layers import Dense
from playground.training.probes.explanation import Explanation
from playground.training.probes.fooling import Fooling, FoolingCurve
from playground.training.state.run import Run
from tests.support.explain_panel import panels, settle
from tests.support.picture_documents import dense_document
from tests.support.probes import taken
from tests.support.rows import rows_document


@pytest.fixture
def make(qtbot):
    made = panels(qtbot)
    panel = next(made)

    def fooling(document, **settings):
        session, view = panel(document, **settings)
        view.kinds.button("fool").click()
        return session, view, view.pages["fool"]

    yield fooling
    next(made, None)


def points(dataset="circle"):
    return replace(document_for(dataset, (), count=40), network=(Dense(uid=1, units=4),))


def bent(session):
    """A run with larger weights, so that steps of the slider change answers."""
    run = Run(session.document)
    run.parameters[...] *= 4.0
    return run


def asked(session, kind=Fooling):
    return next((one for one in session.wanted("explain") if isinstance(one, kind)), None)


def test_a_picture_is_shown_before_and_after_with_what_is_said_of_both(make):
    session, _, page = make(dense_document(5))
    page.controls.attacks.button("smallest").click()
    settle(session, bent(session))
    start, difference, end = (well.image for well in page.wells.wells)
    assert start.size() == end.size() == difference.size()
    assert start != end
    before, step, after = (caption.text() for caption in page.wells.captions)
    assert before != after
    assert step.startswith("±")
    assert "becomes" in page.verdict.text()
    assert "L∞" in page.distance.text()
    assert not session.selection.steps
    assert len(session.document.dataset) == 60


def test_pictures_are_whole_in_a_wide_panel(make, qtbot):
    session, view, page = make(dense_document(5))
    settle(session, bent(session))
    view.resize(600, 700)
    qtbot.waitUntil(lambda: page.wells.width() > 500)
    qtbot.waitUntil(lambda: page.wells.height() >= page.wells.heightForWidth(page.wells.width()))
    assert all(part.geometry().bottom() <= page.wells.height() for part in (*page.wells.wells, *page.wells.captions))


def test_the_step_of_a_point_is_drawn_on_the_map_up_to_where_it_ends(make):
    session, view, page = make(points())
    session.hand.point_at((1.0, 2.0))
    page.controls.set_strength(0.75)
    settle(session, bent(session))
    (step,) = session.selection.steps
    assert step.start == (1.0, 2.0)
    assert step.is_far
    assert np.abs(np.subtract(step.end, step.start)).max() == pytest.approx(0.75)
    assert [term.name for term in page.terms.terms] == ["x", "y"]
    view.kinds.button("why").click()
    assert not any(one.is_far for one in session.selection.steps)


def test_a_row_of_a_table_has_a_bar_for_each_column_in_its_own_units(make):
    session, _, page = make(rows_document(spread=(100.0,)))
    settle(session, bent(session))
    first, second = (abs(float(term.text.replace("−", "-").replace(",", ""))) for term in page.terms.terms[:2])
    assert first > 20.0 * second


def test_controls_are_what_is_asked_for(make):
    session, _, page = make(dense_document(5))
    controls = page.controls
    controls.norms.button("l2").click()
    controls.attacks.button("projected").click()
    controls.slider.value_changed.emit(2.5)
    controls.goals.set_value(1)
    controls.goals.chosen.emit(1)
    request = asked(session)
    assert (request.attack, request.norm, request.strength, request.goal) == ("projected", "l2", 2.5, 1)
    assert asked(session, FoolingCurve).attack == "projected"
    assert asked(session, FoolingCurve).strengths[-1] == 5.0
    controls.norms.button("linf").click()
    assert asked(session).strength == 0.1, "each way to measure has a strength of its own"
    page.curve.picked.emit(0.3)
    assert asked(session).strength == pytest.approx(0.3)


def test_noise_goes_to_the_class_in_hand_and_other_pixels_can_be_had(make):
    session, _, page = make(dense_document(5))
    session.hand.set_class(2)
    page.controls.attacks.button("noise").click()
    assert (asked(session).attack, asked(session).goal) == ("noise", 2)
    seed = asked(session).seed
    page.controls.dice.click()
    assert asked(session).seed != seed
    settle(session, bent(session))
    assert "Pixels at random" in page.verdict.text()
    assert page.name.text() == "Random pixels"
    assert not page.put.isEnabled()
    _, _, of_points = make(points())
    assert not of_points.controls.attacks.button("noise").isEnabled()


def test_put_into_the_training_set_is_one_step_with_the_label_of_the_sample(make):
    session, _, page = make(dense_document(5))
    row = 7
    session.selection.select_points(np.arange(60) == row)
    page.controls.attacks.button("smallest").click()
    settle(session, bent(session))
    before = session.document
    page.put.click()
    data = session.document.dataset
    assert len(data) == 61
    assert data.targets[-1] == before.dataset.targets[row]
    assert not data.is_test[-1]
    assert not np.array_equal(data.samples[-1], before.dataset.samples[row])
    assert session.undo_stack.undoText().startswith("Put a fooled picture into")
    session.undo_stack.undo()
    assert session.document is before


def test_the_curve_begins_at_the_clean_accuracy_and_marks_the_strength(make):
    session, _, page = make(points())
    settle(session, bent(session))
    shown = page.curve.plot.shown
    assert shown.strengths[0] == 0.0
    assert len(shown.strengths) == len(shown.request.strengths)
    assert "clean" in page.curve_title.text()
    assert f"{shown.count} points" in page.curve_title.text()
    saved = page.curve.plot.table()
    assert saved.keys() == {"strength", "accuracy"}


def test_of_a_sample_that_is_answered_wrongly_the_step_that_mends_it_is_offered(make):
    session, _, page = make(points("blobs"))
    run = Run(session.document)
    settle(session, run)
    wrong = next(row for row in range(40) if _is_wrong(session, run, row))
    session.selection.select_points(np.arange(40) == wrong)
    settle(session, run)
    label = session.document.dataset.classes[int(session.document.dataset.targets[wrong])].name
    assert "Wrong" in page.verdict.text()
    assert label in page.verdict.text()


def _is_wrong(session, run, row):
    sample = tuple(session.document.dataset.samples[row].tolist())
    return taken(run, Explanation(sample))[Explanation].answer != session.document.dataset.targets[row]


@pytest.mark.parametrize("dataset", ["ripple"])
def test_values_are_refused_in_words(make, dataset):
    session, _, page = make(points(dataset))
    assert session.wanted("explain") == ()
    assert "border" in page.blank.text()
    narrow = page.minimumSizeHint().width()
    assert page.blank.heightForWidth(max(narrow, 200)) > page.blank.heightForWidth(2000), "words are clipped"


def test_closed_it_asks_for_nothing(make):
    session, view, _ = make(points())
    assert asked(session)
    view.hide()
    assert session.wanted("explain") == ()


def test_of_many_columns_those_that_change_most_have_bars(make):
    session, _, page = make(rows_document(columns=20))
    page.controls.norms.button("l2").click()
    settle(session, bent(session))
    assert len(page.terms.terms) == 12
    assert "12 columns" in page.distance.text()
