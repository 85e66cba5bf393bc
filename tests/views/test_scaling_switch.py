"""Standardising is switched in the data panel and by menus: one undo step each, with what becomes of the weights."""

from dataclasses import replace

import pytest

from playground.app.actions import ACTIONS
from playground.document.dataset import frozen
from playground.document.edits_data import clear_points
from playground.document.edits_network import toggle_input
from playground.document.edits_scaling import standard_scaling, unscale
from playground.document.presets import document_for
from playground.session.scaling_choice import (
    CHANGED,
    KEPT,
    NOT_MOVED,
    anew_refusal,
    standardise_anew,
    standardise_refusal,
    switch_standardise,
)
from playground.session.session import Session
from playground.training.snapshots.snapshot import Snapshot, TrainerState
from playground.views.data.settings_part import SettingsPart
from tests.support.scaled import exam_document, house_document


@pytest.fixture
def make(qapp):
    made = []

    def build(document):
        session = Session(document)
        said = []
        session.message_posted.connect(lambda text, role: said.append(text))
        made.append(session)
        return session, said

    yield build
    for session in made:
        assert session.close()


def trained(session):
    session.pump.arrived.emit(Snapshot(session.run, session.document, 3, 30, {}, TrainerState.PAUSED))


def moved(document):
    points = frozen(document.dataset.samples + 4.0, float)
    return replace(document, dataset=replace(document.dataset, samples=points))


def test_the_switch_is_one_undo_step_and_says_the_numbers(make, qtbot):
    session, said = make(document_for("circle", (4,)))
    part = SettingsPart(session)
    qtbot.addWidget(part)
    assert not part.standardise.isChecked()
    part.standardise.click()
    assert session.document.scaling == standard_scaling(session.document.dataset)
    assert part.standardise.isChecked()
    assert said[-1].startswith("x and y are standardised (mean ")
    assert said[-1][:-1] in part.standardise.toolTip()
    part.standardise.click()
    assert session.document.scaling.is_identity
    session.undo_stack.undo()
    assert part.standardise.isChecked()
    session.undo_stack.undo()
    assert not part.standardise.isChecked()


def test_a_network_that_has_learned_is_spoken_of(make):
    session, said = make(exam_document())
    switch_standardise(session)
    assert said[-1] == "The network gets the numbers of the points as they are."
    trained(session)
    switch_standardise(session)
    assert said[-1].endswith(KEPT)
    session.edit("Switch on x²", lambda d: toggle_input(d, "x2"))
    trained(session)
    switch_standardise(session)
    assert said[-1].endswith(CHANGED)


def test_points_that_have_moved_are_standardised_anew(make, qtbot):
    session, said = make(house_document())
    part = SettingsPart(session)
    qtbot.addWidget(part)
    part.show()
    assert not part.anew.isVisible()
    assert anew_refusal(session) == NOT_MOVED
    session.edit("Move", moved)
    assert part.anew.isVisible()
    assert anew_refusal(session) == ""
    part.anew.click()
    assert session.document.scaling == standard_scaling(session.document.dataset)
    assert not part.anew.isVisible()
    assert said[-1].startswith("x, y and values are standardised (mean ")
    session.undo_stack.undo()
    assert part.anew.isVisible()


def test_what_cannot_be_standardised_says_why(make, qtbot):
    session, said = make(clear_points(document_for("circle", (4,))))
    part = SettingsPart(session)
    qtbot.addWidget(part)
    assert not part.standardise.isEnabled()
    assert standardise_refusal(session)
    switch_standardise(session)
    standardise_anew(session)
    assert said == [standardise_refusal(session)] * 2
    assert session.document.scaling.is_identity
    assert anew_refusal(session) != NOT_MOVED


def test_menus_and_palette_have_both():
    rows = ACTIONS["standardise"], ACTIONS["standardise_anew"]
    assert [row.menu for row in rows] == ["Data", "Data"]
    assert rows[0].is_on is not None
    assert rows[0].refusal is not None
    assert rows[1].refusal is not None


def test_another_scaling_is_another_network(make):
    """Its pictures are of other numbers: those of the run before are dropped, and the time of then keeps its own."""
    session, _ = make(exam_document())
    before, changed = session.run, []
    session.network_changed.connect(lambda: changed.append(1))
    session.edit("Do not standardise", unscale)
    assert session.run == before + 1
    assert changed == [1]
