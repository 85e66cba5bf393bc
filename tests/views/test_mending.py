"""Why it is wrong: the weight that would mend it, lit and set as one step, and the labels of its neighbours."""

from dataclasses import replace

import numpy as np
import pytest

from playground.document.presets import document_for
from playground.experiments.retraining import RetrainedAnswer, trials_relabelled
from playground.layers import Conv2d, Dense, Highway
from playground.session.session import Session
from playground.training.probes.mending_weight import MendedWeight, MendingWeight
from playground.views.explain import ExplainView
from playground.views.explain.mending_words import labels_words, weight_name, weight_words
from tests.support.picture_documents import picture_document

WAIT_MS = 600_000


@pytest.fixture
def panel(qtbot):
    """A network that has learned a little, and a training point of it that is labelled otherwise."""
    document = replace(document_for("gauss", (), count=60), network=(Dense(uid=1, units=3),))
    targets = document.dataset.targets.copy()
    row = int(np.flatnonzero(~document.dataset.is_test)[4])
    targets[row] = 1 - targets[row]
    session = Session(replace(document, dataset=replace(document.dataset, targets=targets)))
    view = ExplainView(session)
    qtbot.addWidget(view)
    view.resize(320, 640)
    session.start()
    view.show()
    session.selection.select_points(np.arange(60) == row)
    session.play(until=12)
    mending = view.pages["why"].mending

    def is_ready():
        return (
            session.snapshot is not None
            and session.snapshot.epoch == 12
            and mending.isVisible()
            and mending.set_it.isEnabled()
        )

    qtbot.waitUntil(is_ready, timeout=WAIT_MS)
    yield session, view.pages["why"], row
    assert session.close()


def answered(session, row, page):
    """What is answered at the moment, as the page knows it."""
    return page.said.text().split(",")[0], session.document.dataset.classes[
        int(session.document.dataset.targets[row])
    ].name


def test_the_weight_is_lit_set_and_undone(panel, qtbot):
    session, page, row = panel
    said, label = answered(session, row, page)
    assert said != label
    mending = page.mending
    assert "One weight would do" in mending.weight.text()
    mending.set_it.lit.emit(True)
    key, index = session.selection.lit_weight
    before = float(session.snapshot.parameters[key][index])
    mending.set_it.click()
    qtbot.waitUntil(lambda: answered(session, row, page)[0] == label, timeout=WAIT_MS)
    assert float(session.snapshot.parameters[key][index]) != before
    assert session.undo_stack.undoText().startswith("Mend Training point")
    qtbot.waitUntil(mending.isHidden, timeout=WAIT_MS)
    assert session.selection.lit_weight is None, "what is right is not mended"
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: answered(session, row, page)[0] == said, timeout=WAIT_MS)
    assert float(session.snapshot.parameters[key][index]) == before


def test_labels_of_neighbours_are_tried_beside_the_run(panel, qtbot):
    session, page, row = panel
    mending, again, document = page.mending, session.experiments.retrainings, session.document
    mending.try_labels.click()
    assert not mending.try_labels.isEnabled()
    qtbot.waitUntil(lambda: again.wish is not None and not again.is_at_work, timeout=WAIT_MS)
    assert again.error == ""
    assert again.wish.epochs == 12
    label = int(document.dataset.targets[row])
    for one in again.answers:
        changed = np.flatnonzero(one.trial.document.dataset.targets != document.dataset.targets)
        assert len(changed) == one.trial.changed
        assert (one.trial.document.dataset.targets[changed] == label).all()
        assert not document.dataset.is_test[changed].any()
        assert row not in changed
    assert "trained again from the same seed for 12 epochs" in mending.labels.text()
    assert session.document is document
    mending.head.button.click()
    assert mending.labels.isHidden()


def test_while_it_trains_nothing_is_looked_for(panel, qtbot):
    session, page, _ = panel
    session.play()
    qtbot.waitUntil(lambda: "Pause to see" in page.mending.weight.text() or page.mending.isHidden(), timeout=WAIT_MS)
    assert not any(isinstance(one, MendingWeight) for one in session.wanted("explain"))
    assert not page.mending.set_it.isEnabled()
    session.pause()


def test_weights_have_names():
    document = replace(document_for("moons", (), count=20), network=(Dense(uid=4, units=3, skip=True), Highway(uid=7)))
    assert weight_name(document, (4, "linear.weight"), (1, 0)) == "layer 1, unit 2, from x"
    assert weight_name(document, (4, "linear.bias"), (2,)) == "layer 1, bias of unit 3"
    assert weight_name(document, (7, "gate.weight"), (0, 2)) == "layer 2, gate of unit 1, from unit 3"
    assert weight_name(document, (0, "linear.weight"), (0, 1)) == "output, unit 1, from unit 2"
    pictures = picture_document(Conv2d(channels=2), Dense(units=3))
    kernel = (pictures.network[0].uid, "conv.weight")
    assert weight_name(pictures, kernel, (1, 0, 2, 2)) == "layer 1, kernel of unit 2, channel 1"
    assert weight_name(pictures, (0, "linear.weight"), (2, 1)) == "output for 2, from unit 2"
    assert weight_name(pictures, (0, "linear.bias"), (2,)) == "output, bias of 2"
    assert weight_name(pictures, (99, "linear.bias"), (2,)) == ""


def test_what_no_weight_mends_is_said():
    document = document_for("moons", (), count=20)
    none = MendedWeight(MendingWeight((0.0, 0.0), 1), None, (), 0.0, 0.0, np.zeros(2, np.float32), 0.5, 0.5, 9)
    assert weight_words(document, none, trains=False) == "No change of one single weight mends it."
    assert "Looking" in weight_words(document, None, trains=False)


def test_what_labels_do_is_said():
    document = document_for("moons", (), count=40)
    rows = np.flatnonzero(~document.dataset.is_test & (document.dataset.targets == 0))[:2].tolist()
    for needed, words in ((2, "2 nearest"), (1, "the nearest"), (9, "Even with the 2 nearest")):
        trials, found = trials_relabelled(document, rows, 1), []
        trial = next(trials)
        while trial is not None:
            found.append(RetrainedAnswer(trial, np.array([0.4, 0.6] if trial.changed >= needed else [0.6, 0.4])))
            try:
                trial = trials.send(found[-1])
            except StopIteration:
                trial = None
        assert words in labels_words(document, 1, 0, tuple(found), 5)
