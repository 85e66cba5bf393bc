"""Hand a sample to another class: what changes least, its ghost on the map, one undo step."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.model import INPUT_UID
from playground.document.presets import document_for
from playground.layers import Dense
from playground.session.session import Session
from playground.training.probes.least_change import ChangedWeights, LeastChange
from playground.views.explain import ExplainView
from playground.views.explain.mending_words import change_words
from tests.support.explain_panel import answer, panels

WAIT_MS = 600_000


@pytest.fixture
def make(qtbot):
    yield from panels(qtbot)


def points(dataset="moons"):
    layers = (Dense(uid=1, units=4), Dense(uid=2, units=3))
    return replace(document_for(dataset, (), count=60), network=layers)


def choose(button, value):
    button.set_value(value)
    button.chosen.emit(value)


def asked(session):
    return [one for one in session.wanted("explain") if isinstance(one, LeastChange)]


def test_the_change_is_asked_shown_done_and_undone(qtbot):
    session = Session(points())
    view = ExplainView(session)
    qtbot.addWidget(view)
    session.start()
    view.show()
    page = view.pages["why"]
    qtbot.waitUntil(lambda: page.said.text() != "", timeout=WAIT_MS)
    names = [one.name for one in session.document.dataset.classes]
    said = page.said.text().split(",")[0]
    other = 1 - names.index(said)
    choose(page.handing.label, other)
    qtbot.waitUntil(page.handing.change.isEnabled, timeout=WAIT_MS)
    (border,) = session.selection.borders
    assert border.is_dashed
    assert "least change of 4 numbers" in page.handing.words.text()
    before = {key: values.copy() for key, values in session.snapshot.parameters.items()}
    page.handing.change.click()
    qtbot.waitUntil(lambda: page.said.text().startswith(names[other]), timeout=WAIT_MS)
    assert session.undo_stack.undoText().endswith(f"to {names[other]}")
    assert session.selection.borders == ()
    np.testing.assert_array_equal(session.snapshot.parameters[1, "linear.weight"], before[1, "linear.weight"])
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: page.said.text().startswith(said), timeout=WAIT_MS)
    np.testing.assert_array_equal(session.snapshot.parameters[0, "linear.weight"], before[0, "linear.weight"])
    assert session.close()


def test_more_layers_may_change(make):
    session, view = make(points())
    handing = view.pages["why"].handing
    assert asked(session) == []
    choose(handing.label, 0)
    assert [one.after for one in asked(session)] == [None]
    for after in (1, INPUT_UID):
        choose(handing.layers, after)
        assert [one.after for one in asked(session)] == [after]
    session.edit("Without the first", lambda d: replace(d, network=d.network[1:]))
    assert [one.after for one in asked(session)] == [INPUT_UID]
    view.hide()
    assert asked(session) == []


def test_other_pages_and_a_closed_panel_take_its_border_off_the_map(make):
    session, view = make(points())
    page = view.pages["why"]
    answer(session)
    choose(page.handing.label, 1 if page.said.text().startswith("Orange") else 0)
    answer(session)
    assert len(session.selection.borders) == 1
    view.kinds.button("nearest").click()
    assert session.selection.borders == ()
    view.kinds.button("why").click()
    assert len(session.selection.borders) == 1
    assert session.selection.steps, "its arrow is there again as well"
    view.hide()
    assert session.selection.borders == ()


def test_values_are_not_handed_over(make):
    _, view = make(points("ripple"))
    assert view.pages["why"].handing.isHidden()


def test_what_is_found_is_said():
    document = points()
    request = LeastChange((0.0, 0.0), 1)
    none = ChangedWeights(request, None, 0.0, 5, np.zeros(2, np.float32))
    assert "No change" in change_words(document, none)
    assert change_words(document, replace(none, count=0)) == "Nothing here may change."
    done = replace(none, weights=np.zeros(5), right=((0.979, 0.964), (None, None)))
    assert change_words(document, done) == "That is what it is answered already."
    words = change_words(document, replace(done, squares=0.25))
    assert "0.25" in words
    assert "Points right: training 97.9" in words
    assert "test" not in words
    assert "Looking" in change_words(document, None)
