"""The panel that explains: which sample is at hand, what is shown of its answer, and what it costs closed."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document import edits_data
from playground.document.presets import document_for, first_document
from playground.document.scaling import AxisScale, Scaling
from playground.layers import Dense
from playground.training.probes.explanation import Explanation
from playground.training.probes.fooling import Fooling
from playground.training.state.run import Run
from playground.views.explain import ExplainView
from tests.support.explain_panel import answer, panels, settle
from tests.support.picture_documents import dense_document
from tests.support.probes import taken
from tests.support.rows import rows_document


@pytest.fixture
def make(qtbot):
    yield from panels(qtbot)


def points(dataset="circle"):
    return replace(document_for(dataset, (), count=60), network=(Dense(uid=1, units=4),))


def asked(session):
    return next(one for one in session.wanted("explain") if isinstance(one, Explanation))


def row(session, index):
    return tuple(session.document.dataset.samples[index].tolist())


def mask(session, index):
    return np.arange(len(session.document.dataset)) == index


def test_closed_it_asks_for_nothing_and_draws_no_arrow(make):
    session, view = make(points())
    answer(session)
    assert session.selection.steps
    view.hide()
    assert session.wanted("explain") == ()
    assert not session.selection.steps
    view.show()
    assert asked(session)


@pytest.mark.parametrize("kind", ["why", "nearest", "fool"])
def test_closed_no_page_asks_for_anything_whatever_happens(make, kind):
    session, view = make(points("moons"))
    view.kinds.button(kind).click()
    answer(session)
    view.hide()
    session.selection.select_points(mask(session, 7))
    session.hand.point_at((1.5, -2.0))
    session.selection.light(3)
    session.edit("Another layer", lambda d: replace(d, network=(*d.network, Dense(uid=2, units=3))))
    answer(session)
    assert session.wanted() == ()
    assert session.selection.steps == session.selection.borders == ()


def test_the_pointer_goes_before_what_is_held_and_that_before_the_last_one(make):
    session, view = make(points())
    page = view.pages["why"]
    assert page.at_hand.row == int(session.document.dataset.is_test.argmax())
    session.selection.select_points(mask(session, 7))
    assert asked(session).sample == row(session, 7)
    session.hand.point_at((1.5, -2.0))
    assert asked(session).sample == (1.5, -2.0)
    assert page.name.text() == "Place x 1.50, y −2.00"
    session.hand.point_at(None)
    assert asked(session).sample == row(session, 7)
    session.selection.select_points(None)
    assert asked(session).sample == row(session, 7), "the last one stays"
    session.selection.light(3)
    assert asked(session).sample == row(session, 3)
    assert "point 4, " in page.name.text()


def test_a_place_of_a_tables_map_holds_the_other_columns(make):
    session, _ = make(rows_document())
    section = session.selection.section
    session.hand.point_at((1.0, 2.0))
    sample = asked(session).sample
    assert (sample[section.across], sample[section.up]) == (1.0, 2.0)
    others = [column for column in range(5) if column not in {section.across, section.up}]
    assert [sample[column] for column in others] == [section.held[column] for column in others]


@pytest.mark.parametrize("document", [points(), points("ripple"), rows_document(), rows_document(classes=4)])
@pytest.mark.parametrize("way", ["gradient", "times_input", "integrated", "occlusion"])
def test_every_input_has_a_bar_and_the_answer_is_said(make, document, way):
    session, view = make(document)
    page = view.pages["why"]
    page.ways.button(way).click()
    answer(session)
    assert len(page.bars.terms) == len(document.inputs)
    assert page.said.text()
    assert page.caption.text()
    assert ("add up" in page.check.text()) == (way == "integrated")


def test_a_columns_number_is_in_a_persons_units_as_on_the_map(make):
    document = rows_document()
    columns = Scaling(tuple(AxisScale(100.0, 10.0) for _ in document.dataset.columns))
    session, view = make(replace(document, dataset=replace(document.dataset, units=columns)))
    answer(session)
    bars = view.pages["why"].bars
    place = 100.0 + 10.0 * asked(session).sample[0]
    assert float(bars.terms[0].number) == pytest.approx(place, rel=0.01)
    assert f"{bars.terms[0].name} = {bars.terms[0].number}: " in bars.told().value


def test_parts_that_add_up_are_said_to(make):
    session, view = make(points())
    view.pages["why"].ways.button("integrated").click()
    answer(session)
    assert "nothing is missing" in view.pages["why"].check.text()


def test_the_arrow_begins_at_the_sample_and_goes_where_the_answer_grows(make):
    session, _ = make(points())
    run = Run(session.document)
    session.hand.point_at((2.0, 1.0))
    answer(session, run)
    (step,) = session.selection.steps
    assert step.start == (2.0, 1.0)
    ahead = tuple(np.add(step.start, 0.05 * np.subtract(step.end, step.start)))
    answered = taken(run, Explanation(step.start))[Explanation].answer
    here, there = (taken(run, Explanation(at, "gradient", answered))[Explanation].score for at in (step.start, ahead))
    assert there > here


def test_a_picture_is_seen_under_its_layer_and_any_class_can_be_explained(make):
    session, view = make(dense_document(5))
    page = view.pages["why"]
    answer(session)
    assert page.picture.image.width() == 8
    first = page.picture.image.copy()
    page.answer.set_value(2)
    page.answer.chosen.emit(2)
    assert asked(session).answer == 2
    answer(session)
    assert page.picture.image != first
    assert not session.selection.steps


def test_another_kind_of_data_is_taken_up(make):
    session, view = make(points())
    answer(session)
    other = dense_document(5)
    session.edit("Pictures", lambda _: other)
    assert len(asked(session).sample) == 64
    answer(session)
    assert not view.pages["why"].picture.image.isNull()
    session.undo_stack.undo()
    assert len(asked(session).sample) == 2


@pytest.mark.parametrize("kind", ["why", "nearest", "fool"])
def test_an_emptier_document_that_is_opened_has_no_sample_of_before(make, kind):
    session, view = make(points())
    view.kinds.button(kind).click()
    session.selection.select_points(mask(session, 50))
    session.selection.select_points(None)
    at_hand = view.pages[kind].at_hand
    assert at_hand.row == 50
    other = replace(edits_data.clear_points(session.document), network=(Dense(uid=1, units=3),))
    session.load(other, "Untitled")
    assert at_hand.row is None


def test_without_samples_it_says_so(make):
    session, view = make(edits_data.clear_points(first_document()))
    assert session.wanted("explain") == ()
    assert "no points" in view.pages["why"].blank.text()


def test_how_it_looks_at_things_is_remembered(make):
    _, view = make(points())
    view.pages["why"].ways.button("occlusion").click()
    said = view.view_state()
    _, other = make(points())
    other.recall_view(said)
    assert other.pages["why"].ways.current_key() == "occlusion"
    other.recall_view({"way": 3, "kind": None})
    assert other.pages["why"].ways.current_key() == "occlusion"


def test_of_a_sample_that_is_answered_wrongly_the_distance_to_the_border_is_said(make):
    session, view = make(points("moons"))
    page, data = view.pages["why"], session.document.dataset
    run = Run(session.document)
    answered = [taken(run, Explanation(row(session, index)))[Explanation].answer for index in range(60)]
    wrong = next(index for index in range(60) if answered[index] != data.targets[index])
    right = next(index for index in range(60) if answered[index] == data.targets[index])
    session.selection.select_points(mask(session, wrong))
    settle(session, run)
    settle(session, run)
    assert data.classes[int(data.targets[wrong])].name in page.mend.text()
    assert "away" in page.mend.text()
    far = [step for step in session.selection.steps if step.is_far]
    assert len(far) == 1
    assert taken(run, Explanation(far[0].end))[Explanation].answer == data.targets[wrong]
    session.selection.select_points(mask(session, right))
    settle(session, run)
    assert page.mend.isHidden()
    assert not any(step.is_far for step in session.selection.steps)


def test_a_question_is_asked_from_menus_and_palette(make):
    session, view = make(points())
    session.selection.explain_asked.emit("fool")
    assert view.kinds.current_key() == "fool"
    assert any(isinstance(one, Fooling) for one in session.wanted("explain"))


def test_what_a_project_remembers_waits_until_the_panel_is_opened(make):
    _, view = make(points())
    said = view.view_state() | {"way": "occlusion", "attack": "projected", "norm": "l2", "layer": 1, "other": 1}
    session, _ = make(points())
    fresh = ExplainView(session)
    assert fresh.view_state() == {"kind": "why"}
    fresh.recall_view(said)
    assert fresh.view_state() == {name: value for name, value in said.items() if name != "other"}
    assert not fresh.pages
    fresh.show()
    assert fresh.pages["why"].ways.current_key() == "occlusion"
    assert (fresh.pages["fool"].controls.attack, fresh.pages["fool"].controls.norm) == ("projected", "l2")
    assert fresh.pages["nearest"].layer.value() == 1
    fresh.close()


def test_bars_get_the_room_that_words_leave(make):
    session, view = make(rows_document(13), size=(320, 680))
    page = view.pages["why"]
    answer(session)
    assert page.bars.visibleRegion().boundingRect().height() >= page.bars.sizeHint().height() - 1
    view.resize(320, 420)
    answer(session)
    assert page.check.isVisible(), "words keep some lines, and scroll"
