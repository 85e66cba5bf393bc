"""Training against the attack: one press beside the run at hand, cost and gain in words, curves, and taking it over."""

import numpy as np
import pytest

from playground.experiments.retraining import AGAINST, ORDINARY
from playground.training.probes.fooling import FallingAccuracy, FoolingCurve
from playground.views.explain.fool_words import against_words
from tests.support.explain_panel import open_page

WAIT_MS = 600_000


@pytest.fixture
def panel(qtbot):
    yield from open_page(qtbot, "fool")


def test_one_press_trains_both_beside_the_run_and_takes_the_setting_over(panel, qtbot):
    session, page = panel
    against = page.against
    assert not against.train.isEnabled()
    assert "Train the network first" in against.train.toolTip()
    session.play(until=5)
    qtbot.waitUntil(lambda: session.snapshot.epoch == 5 and against.train.isEnabled(), timeout=WAIT_MS)
    assert against.train.text() == "Train against 0.5"
    against.train.click()
    again = session.experiments.retrainings
    assert not against.train.isEnabled(), "one at a time"
    qtbot.waitUntil(lambda: not again.is_at_work, timeout=WAIT_MS)
    assert again.error == ""
    assert [one.trial.name for one in again.answers] == [ORDINARY, AGAINST]
    assert "Clean" in against.words.text()
    assert "at 0.5" in against.words.text()
    qtbot.waitUntil(lambda: page.curve.is_loaded and len(page.curve.plot.compared) == 2, timeout=WAIT_MS)
    assert {"ordinary", "trained against steps"} <= page.curve.plot.table().keys()
    page.controls.norms.button("l2").click()
    qtbot.waitUntil(lambda: not page.curve.plot.compared, timeout=WAIT_MS)
    before = session.document
    against.go_on.click()
    assert session.document.training.adversarial == 0.5
    assert not against.go_on.isEnabled()
    assert session.undo_stack.undoText() == "Train against steps of 0.5"
    session.undo_stack.undo()
    assert session.document is before
    against.head.button.click()
    assert not against.head.isVisible()
    assert against.curves == (None, None)


def test_without_a_strength_there_is_nothing_to_train_against(panel, qtbot):
    session, page = panel
    session.play(until=1)
    qtbot.waitUntil(page.against.train.isEnabled, timeout=WAIT_MS)
    page.controls.attacks.button("smallest").click()
    assert not page.against.train.isEnabled()
    assert "strength" in page.against.train.toolTip()
    page.controls.attacks.button("fast").click()
    page.controls.set_strength(0.0)
    assert not page.against.train.isEnabled()


def test_cost_and_gain_are_said_as_accuracies():
    request = FoolingCurve("fast", "linf", (0.0, 0.1, 0.2))

    def curve(*accuracy):
        return FallingAccuracy(request, np.array(request.strengths), np.array(accuracy), 180, is_of_test=True)

    said = against_words(curve(0.978, 0.21, 0.05), curve(0.961, 0.74, 0.4), 0.1)
    plainly = said.replace("\xa0", " ").replace("\u202f", " ").replace("<b>", "").replace("</b>", "")
    assert plainly.startswith("Clean 97.8 % → 96.1 %, at 0.1: 21.0 % → 74.0 %, of 180 test samples.")
