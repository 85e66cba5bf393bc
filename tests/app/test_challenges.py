"""Challenges in the window: rules and goals are looked at live, marking runs beside it, work comes back, hand-ins."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QFileDialog, QInputDialog

from playground.app.commands.lint_challenge import challenge_from
from playground.app.folders import challenge_folder
from playground.app.kept_work import KEPT
from playground.challenges.class_marks import mark_file
from playground.challenges.hand_in import read_hand_in
from playground.challenges.reading import parse_challenge
from playground.document.edits_data import clear_points
from playground.document.edits_network import change_training
from playground.interop.source_errors import SourceError
from playground.interop.sources import open_source
from playground.lessons.sight import Sight

WAIT_MS = 60_000
REACHED = {"test_score": 1.0}
TEXT = """\
+++
title = "One input"
about = "XOR."
minutes = 1
goals = ["test accuracy >= 95 %", "inputs = 1"]
epochs = 40
may_change = ["inputs"]
pass_rate = 1.0
hints = ["xy."]

[begin]
source = "xor"
inputs = ["x", "y"]
hidden = []
knobs = { learning_rate = 0.1 }

[bonus]
size = "parameters <= 2"
epochs = 30
seconds = 60.0
+++

Give it **one**.
"""


@pytest.fixture
def challenge():
    return parse_challenge(TEXT, "one-input-for-xor", "01-one.md")


@pytest.fixture
def course(window, challenge):
    window.challenge_desk.take(challenge)
    return window.session.challenges


def solve(window):
    window.session.edit("Only xy", lambda document: replace(document, inputs=("xy",)))


def page_of(window):
    return window.layout_of_panels.panel("challenge").page


def marked(course, qtbot):
    course.mark()
    qtbot.waitUntil(lambda: not course.is_marking, timeout=WAIT_MS)


def test_a_solution_is_marked_kept_and_opened_again(window, course, qtbot, qapp):
    page = page_of(window)
    assert window.session.name == "One input"
    assert window.docks["data"].isHidden()
    assert "nothing else" in page.rules.text()
    marked(course, qtbot)
    assert "Not yet." in page.verdict.text()
    assert "What 5 of them miss: test accuracy" in page.verdict.text()
    assert "And inputs: exactly 1; in the middle it is 2" in page.verdict.text(), "two goals are missed by all"
    solve(window)
    assert "changed since" in page.verdict.text()
    course.predict(4)
    page.mark.click()
    assert page.mark.text() == "Cancel"
    qtbot.waitUntil(lambda: course.marks is not None, timeout=WAIT_MS)
    assert course.marks.count == 5
    assert course.marks.bonus == {"size": True, "epochs": True, "seconds": True}
    assert "You foresaw 4: close." in page.verdict.text()
    assert course.replays[0].map.shape == (1, 24, 24)
    assert "5 of 5 done, 5 work" in page.seeds.accessibleName()
    qtbot.waitUntil(lambda: bool(course.solutions), timeout=WAIT_MS)
    assert window.settings.challenges_passed == ["one-input-for-xor"]
    assert course.solutions[0].marks.parameters == 2
    course.set_up()
    assert len(window.session.document.inputs) == 2
    course.reopen_asked.emit(course.solutions[0])
    assert window.session.document.inputs == ("xy",)
    window.session.undo_stack.undo()
    assert len(window.session.document.inputs) == 2
    assert len(list(challenge_folder("one-input-for-xor").iterdir())) == 1


def test_whatever_data_it_has_a_challenge_keeps_its_name(window, course):
    window.session.edit("Data", lambda document: replace(document, dataset=open_source("moons").document.dataset))
    window.session.edit("Clear points", clear_points)
    window.session.undo_stack.undo()
    assert window.session.name == "One input"


def test_what_may_not_be_changed_is_said_at_once_and_not_marked(window, course, qtbot):
    page = page_of(window)
    window.session.edit("Rate", lambda document: change_training(document, learning_rate=0.2))
    assert "Learning rate may not be changed here." in page.broken.text()
    marked(course, qtbot)
    assert "Not marked." in page.verdict.text()
    window.session.undo_stack.undo()
    assert page.broken.isHidden()
    page.hint.click()
    assert "xy." in page.hints.text()
    assert not page.hint.isEnabled()
    course.mark()
    course.replays[0] = object()
    course.cancel()
    assert not course.is_marking
    assert course.marks is None
    assert page.seeds.isHidden()


def test_the_own_work_comes_back_whatever_came_between(window, course, challenge):
    assert window.session.name == "One input"
    window.lesson_desk.open("a-neuron-is-a-line")
    assert course.challenge is None
    assert window.session.lessons.lesson is not None
    window.challenge_desk.take(challenge)
    assert window.session.lessons.lesson is None
    window.layout_of_panels.panel("challenge").leave.click()
    assert window.session.name == "Spiral"
    assert course.challenge is None
    window.challenge_desk.take(challenge)
    window.documents.take(open_source("moons"))
    assert course.challenge is None
    assert window.toast.bar.text() == KEPT
    window.kept_work.bring_back()
    assert window.session.name == "Spiral"


def test_a_hand_in_is_one_file_that_is_marked(window, course, challenge, qtbot, tmp_path, monkeypatch):
    solve(window)
    course.predict(5)
    window.session.play(until=40)
    qtbot.waitUntil(course.is_met, timeout=WAIT_MS)
    window.session.pause()
    path = tmp_path / "ada"
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("  Ada   L. ", True))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    window.actions_by_key["hand_in"].trigger()
    said, project = read_hand_in(path.with_suffix(".nnplay"))
    assert (said.name, said.challenge, said.is_claimed, said.predicted) == ("Ada L.", challenge.key, True, 5)
    assert said.steps == ("Only xy",)
    assert not said.is_by_hand
    assert project.weights
    row = mark_file(path.with_suffix(".nnplay"), challenge, 4)
    assert (row.verdict, row.met, row.name) == ("passed", 4, "Ada L.")
    assert window.settings.hand_in_name == "Ada L."
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "none" / "b.nnplay"), ""))
    window.actions_by_key["hand_in"].trigger()
    assert "Could not write b.nnplay" in window.toast.bar.text()


def test_the_list_opens_challenges_and_menus_say_when_there_is_none(window, qtbot):
    window.actions_by_key["challenges"].trigger()
    view = window.layout_of_panels.panel("challenge")
    qtbot.waitUntil(view.isVisible)
    window.update_actions()
    assert not window.actions_by_key["hand_in"].isEnabled()
    assert len(view.challenges.buttons) >= 24
    view.challenges.buttons["where-a-line-fails"].click()
    assert window.session.challenges.challenge.key == "where-a-line-fails"
    assert not window.docks["data"].isHidden(), "its data are drawn"
    rival = page_of(window).rival.rows[0]
    assert rival.accessibleName().startswith("Rival's test accuracy ≤ 70")
    window.close()
    assert window.session.challenges.challenge is None


def test_a_challenge_is_opened_as_any_file(window, tmp_path):
    path = tmp_path / "mine.md"
    path.write_text(TEXT, encoding="utf-8")
    window.documents.choose(str(path))
    assert window.session.challenges.challenge.key == "mine"
    assert window.session.lessons.lesson is None
    assert window.settings.recent[0] == path
    window.challenge_desk.leave()
    path.write_text(TEXT.replace("epochs =", "epochs", 1), encoding="utf-8")
    window.documents.choose(str(path))
    assert window.toast.bar.text().startswith("The challenge cannot be opened: mine.md, line ")


def test_luck_is_said_of_the_epochs_that_marking_trains_for_only(window, qtbot, monkeypatch):
    window.challenge_desk.take(parse_challenge(TEXT.replace(', "inputs = 1"', ""), "one-input-for-xor", "01-one.md"))
    course, page = window.session.challenges, page_of(window)
    marked(course, qtbot)
    for epoch, is_lucky in ((40, True), (41, False)):
        seen = Sight(window.session.document, epoch, REACHED)
        monkeypatch.setattr("playground.session.challenge_course.sight_of", lambda _, seen=seen: seen)
        course.changed.emit()
        assert ("luck" in page.verdict.text()) is is_lucky
    session = window.session
    key, (row, *_) = next((key, array.shape) for key, array in session.snapshot.parameters.items() if array.ndim == 2)
    session.set_parameter("Weight", key, (row - 1, 0), 2.5, None)
    qtbot.waitUntil(course.is_by_hand, timeout=10_000)
    monkeypatch.setattr("playground.session.challenge_course.sight_of", lambda _: Sight(session.document, 40, REACHED))
    course.changed.emit()
    assert "weights set by hand" in page.verdict.text()
    course.take("The same from elsewhere", replace(window.session.document, inputs=("x",)))
    assert "changed since" in page.verdict.text()
    assert "luck" not in page.verdict.text()


@pytest.mark.parametrize(("name", "said"), [("one-input-for-xr", "did you mean 'one-input-for-xor'"), ("9", "nor a")])
def test_a_challenge_that_is_not_there_is_called_by_its_near_name(name, said):
    with pytest.raises(SourceError, match=said):
        challenge_from(name)
