"""The line below the network says what none of its shape can do, follows edits, and its button tries it."""

from dataclasses import replace

import pytest

from playground.document.presets import document_for
from playground.lessons.library import shipped_lesson
from playground.lessons.replay import documents_of
from playground.session.session import Session
from playground.views.network.limit_line import LimitLine

WAIT_MS = 120_000


@pytest.fixture
def line(qtbot):
    document = document_for("xor", (), count=40)
    session = Session(replace(document, training=replace(document.training, stop_epochs=1)))
    session.start()
    made = LimitLine(session)
    qtbot.addWidget(made)
    made.session = session
    yield made
    assert session.close()


def test_it_comes_and_goes_with_what_is_proved(line, qtbot):
    shape = line.session.experiments.shape
    assert line.isHidden()
    qtbot.waitUntil(lambda: shape.limit is not None, timeout=WAIT_MS)
    assert not line.isHidden()
    assert "Without a hidden layer that bends" in line.words.text()
    assert "Proved" in line.words.toolTip()
    line.session.edit("Add", lambda d: replace(d, network=document_for("xor", (3,)).network))
    assert line.isHidden(), "at once: another network can do other things"
    line.session.undo_stack.undo()
    qtbot.waitUntil(lambda: not line.isHidden(), timeout=WAIT_MS)
    line.session.edit("Faster", lambda d: replace(d, training=replace(d.training, learning_rate=0.5)))
    assert not line.isHidden(), "the rate has no part in it"
    line.session.edit("Easy", lambda d: replace(d, dataset=document_for("gauss", (), noise=0.0).dataset))
    qtbot.waitUntil(line.isHidden, timeout=WAIT_MS)


def test_a_press_tries_it_from_many_seeds(line, qtbot):
    shown = []
    line.session.experiments.shown.connect(shown.append)
    line.check.click()
    assert shown == ["seeds"]
    assert len(line.session.experiments.course("seeds").experiment.grid) == 64


def test_it_keeps_still_while_a_lesson_asks_what_will_come(line, qtbot):
    shape, lesson = line.session.experiments.shape, shipped_lesson("a-line-is-not-enough")
    qtbot.waitUntil(lambda: shape.limit is not None, timeout=WAIT_MS)
    line.session.lessons.begin(lesson, tuple(documents_of(lesson, line.session.document)))
    assert line.isHidden(), "it would say what is to be predicted"
    line.session.lessons.end()
    assert not line.isHidden()
