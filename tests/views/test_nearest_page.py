"""The page of neighbours: who they are, what they vote, that they light up everywhere and can be gone on with."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication

from playground.document import edits_data
from playground.document.model import INPUT_UID, OUTPUT_UID
from playground.document.presets import document_for
from playground.layers import Dense
from playground.training.state.run import Run
from tests.support.explain_panel import panels, settle
from tests.support.picture_documents import dense_document
from tests.support.rows import rows_document


@pytest.fixture
def make(qtbot):
    made = panels(qtbot)
    panel = next(made)

    def nearest(document):
        session, view = panel(document)
        view.kinds.button("nearest").click()
        return session, view, view.pages["nearest"]

    yield nearest
    next(made, None)


def points(dataset="moons"):
    return replace(document_for(dataset, (), count=60), network=(Dense(uid=1, units=4), Dense(uid=2, units=3)))


def asked(session):
    return next(iter(session.wanted("explain")), None)


def enter(button):
    QApplication.sendEvent(button, QEnterEvent(QPointF(2, 2), QPointF(2, 2), QPointF(2, 2)))


def test_they_are_asked_for_in_the_chosen_layer(make):
    session, view, page = make(points())
    assert asked(session).uid == 2, "the last hidden one at first"
    for uid in (INPUT_UID, 1, OUTPUT_UID):
        page.layer.set_value(uid)
        page.layer.chosen.emit(uid)
        assert asked(session).uid == uid
    page.layer.set_value(1)
    session.edit("Without layer", lambda d: replace(d, network=d.network[1:]))
    assert asked(session).uid == 2, "a layer that is gone makes room"
    session.edit("Without any", lambda d: replace(d, network=()))
    assert asked(session).uid == INPUT_UID
    view.hide()
    assert asked(session) is None


@pytest.mark.parametrize("document", [points(), points("ripple"), rows_document(), dense_document(5)])
def test_each_neighbour_has_a_button_the_nearest_first(make, document):
    session, _, page = make(document)
    run = Run(session.document)
    settle(session, run)
    looks = [button.look for button in page.grid.buttons]
    assert len(looks) == 12
    assert all((look.picture is None) == (document.dataset.domain != "picture") for look in looks)
    assert "nearest" in page.vote.text()
    assert "training" in page.said.text()


def test_a_neighbour_under_the_pointer_is_lit_everywhere_while_the_sample_stays(make):
    session, _, page = make(points())
    settle(session, Run(session.document))
    sample = page.at_hand.sample
    button = page.grid.buttons[3]
    enter(button)
    assert session.selection.lit == button.look.row
    assert page.at_hand.sample == sample
    assert asked(session).sample == sample
    QApplication.sendEvent(button, QEvent(QEvent.Type.Leave))
    assert session.selection.lit is None
    session.selection.light(8)
    assert page.at_hand.row == 8, "what is lit elsewhere is followed"


def test_a_click_goes_on_with_the_neighbour(make):
    session, _, page = make(dense_document(5))
    settle(session, Run(session.document))
    button = page.grid.buttons[0]
    button.click()
    assert np.flatnonzero(session.selection.points).tolist() == [button.look.row]
    assert asked(session).sample == tuple(session.document.dataset.samples[button.look.row].tolist())
    assert asked(session).leaves_out == button.look.row


def test_closing_lets_go_of_what_is_lit(make):
    session, view, page = make(points())
    settle(session, Run(session.document))
    enter(page.grid.buttons[0])
    view.hide()
    assert session.selection.lit is None


def test_without_training_samples_it_says_so(make):
    session, _, page = make(points())
    everyone = np.ones(60, np.bool_)
    session.edit("Test all", lambda d: edits_data.set_test(d, everyone, test=True))
    assert asked(session) is None
    assert page.blank.text()


def test_the_layer_is_remembered(make):
    _, view, page = make(points())
    page.layer.set_value(1)
    said = view.view_state()
    _, other, again = make(points())
    other.recall_view(said)
    assert again.layer.value() == 1
    other.recall_view({"layer": 77})
    assert again.layer.value() == 1
