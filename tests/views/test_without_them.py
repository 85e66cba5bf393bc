"""How an answer changes without its neighbours: one press, beside the run at hand, and what comes of it on the page."""

import numpy as np
import pytest

from playground.document import edits_data
from playground.document.presets import document_for
from playground.experiments.retraining import ALL, OTHERS, WITHOUT, RetrainedAnswer, RetrainingTrial
from playground.views.explain.retraining_words import without_words
from tests.support.explain_panel import open_page

WAIT_MS = 600_000


@pytest.fixture
def panel(qtbot):
    yield from open_page(qtbot, "nearest")


def test_one_press_trains_beside_the_run_and_shows_both(panel, qtbot):
    session, page = panel
    without = page.without
    qtbot.waitUntil(lambda: bool(page.grid.buttons), timeout=WAIT_MS)
    assert not without.train.isEnabled()
    assert "Train the network first" in without.train.toolTip()
    session.play(until=5)
    qtbot.waitUntil(lambda: session.snapshot.epoch == 5 and without.train.isEnabled(), timeout=WAIT_MS)
    before = {key: values.copy() for key, values in session.snapshot.parameters.items()}
    without.train.click()
    again = session.experiments.retrainings
    assert again.is_at_work
    assert not without.train.isEnabled(), "one at a time"
    qtbot.waitUntil(lambda: not again.is_at_work, timeout=WAIT_MS)
    assert again.error == ""
    assert again.wish.epochs == 5
    assert [answer.text() for answer in without.answers.values()].count("–") == 0
    assert without.words.text()
    assert session.document.dataset.samples.shape == (60, 2)
    assert session.snapshot.epoch == 5
    for key, values in before.items():
        np.testing.assert_array_equal(session.snapshot.parameters[key], values)
    solid, dashed = session.selection.borders
    assert (solid.is_dashed, dashed.is_dashed) == (False, True)
    page.turn(on=False)
    assert session.selection.borders == (), "another page shows none"
    page.turn(on=True)
    assert len(session.selection.borders) == 2
    session.edit("Another class", lambda d: edits_data.set_targets(d, np.arange(60) == 3, 1 - d.dataset.targets[3]))
    assert session.selection.borders == (), "of other samples it is put away"


def test_cancelled_it_keeps_what_it_has_and_is_put_away(panel, qtbot):
    session, page = panel
    without = page.without
    session.play(until=2)
    qtbot.waitUntil(without.train.isEnabled, timeout=WAIT_MS)
    without.train.click()
    without.head.button.click()
    again = session.experiments.retrainings
    assert not again.is_at_work
    assert without.head.button.isVisible()
    without.head.button.click()
    assert not without.head.button.isVisible()
    assert without.train.isEnabled()


def said(whole, without, others, dataset="moons"):
    document = document_for(dataset, (), count=20)
    trials = [RetrainingTrial(name, document) for name in (ALL, WITHOUT, OTHERS)]
    numbers = [np.array(one if isinstance(one, list) else [1.0 - one, one]) for one in (whole, without, others)]
    found = {trial.name: RetrainedAnswer(trial, one) for trial, one in zip(trials, numbers, strict=True)}
    return without_words(document, found, 0)


def test_the_sentence_says_what_three_trainings_tell():
    assert "They decide it" in said(0.9, 0.2, 0.8)
    assert "hangs on chance" in said(0.9, 0.2, 0.3)
    assert "hangs on chance" in said(0.9, 0.8, 0.3)
    assert "they do more to it" in said(0.9, 0.6, 0.88)
    assert "no more to it" in said(0.9, 0.88, 0.86)
    assert "they matter:" not in said([1.0], [1.2], [0.9], "ripple")
    assert "they matter." in said([1.0], [2.0], [0.9], "ripple")
