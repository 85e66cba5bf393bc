"""The doctor's line: over the bottom line, with what was proved; shows where to look, and takes no focus."""

from dataclasses import replace

import msgspec
import pytest
from PySide6.QtWidgets import QMessageBox, QWidget

from playground.storage.codec import document_to_dict
from tests.support.broken_runs import BROKEN

WAIT_MS = 120_000


@pytest.fixture
def narrow(make_window, tmp_path, qtbot):
    """A window with a network that is too narrow, of which the doctor was asked."""
    file = tmp_path / "narrow.json"
    file.write_bytes(msgspec.json.encode(document_to_dict(BROKEN["narrow_layer"]())))
    window = make_window(str(file))
    qtbot.waitUntil(lambda: window.session.experiments.shape.limit is not None, timeout=WAIT_MS)
    ask(window, qtbot)
    return window


def ask(window, qtbot):
    window.actions_by_key["ask_doctor"].trigger()
    assert window.doctor_desk.bar.isVisible()
    qtbot.waitUntil(lambda: not window.session.experiments.doctor.is_looking, timeout=WAIT_MS)


def press(window, words):
    next(button for button in window.doctor_desk.bar.buttons() if button.text() == words).click()


def test_it_says_what_was_proved_and_moves_nothing(narrow):
    bar = narrow.doctor_desk.bar
    head, proof = bar.lines()
    assert head.startswith("Too narrow a layer. Blue lies inside a ring of Orange.")
    assert proof.startswith("With 4 units in each layer, 16 of 16 runs reach ")
    assert not bar.hasFocus()
    assert bar.geometry().bottom() < narrow.height()
    panels = [dock for dock in narrow.docks.values() if dock.isVisible()]
    assert panels
    for dock in panels:
        assert bar.y() > dock.mapTo(narrow, dock.rect().bottomLeft()).y(), "it covers a panel"
    assert bar.width() <= narrow.width()
    assert [button.text() for button in bar.buttons()] == ["Apply", "Show", "Not now", "Not here"]


def test_pictures_stand_alone_without_it(narrow):
    narrow.layout_of_panels.toggle_presenting()
    assert not narrow.doctor_desk.bar.isVisible()
    narrow.layout_of_panels.restore()
    assert narrow.doctor_desk.bar.isVisible()


def test_show_leads_to_the_evidence_and_apply_is_one_undo_step(narrow):
    before = narrow.session.document
    press(narrow, "Show")
    assert narrow.session.selection.layer == before.network[0].uid
    assert not narrow.docks["network"].isHidden()
    ring = narrow.findChild(QWidget, "evidence_ring")
    assert ring.isVisible()
    assert ring.target is narrow.docks["network"].widget()
    press(narrow, "Apply")
    assert narrow.session.document.network[0].units == 4
    assert not narrow.doctor_desk.bar.isVisible()
    narrow.session.undo_stack.undo()
    assert narrow.session.document is before


def test_what_is_not_to_be_said_here_stays_so_in_the_project(narrow, tmp_path):
    press(narrow, "Not here")
    assert not narrow.doctor_desk.bar.isVisible()
    doctor = narrow.session.experiments.doctor
    assert doctor.muted == {"narrow_layer"}
    file = tmp_path / "narrow.nnplay"
    narrow.documents.save_to(file)
    narrow.documents.open("gauss")
    assert doctor.muted == frozenset()
    narrow.documents.open(str(file))
    assert doctor.muted == {"narrow_layer"}


def test_nothing_found_is_said_with_what_was_looked_at(make_window, qtbot, monkeypatch):
    window = make_window("gauss")
    ask(window, qtbot)
    head, line = window.doctor_desk.bar.lines()
    assert head == "Nothing found that can be proved."
    assert "too short" in line
    said = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append(box.text()))
    press(window, "What it looked at")
    assert "Looked at: samples that are there with different labels" in said[0]
    assert "Not looked at: Dead units. No layer has ReLUs, which alone die." in said[0]
    press(window, "Close")
    assert not window.doctor_desk.bar.isVisible()


def test_of_what_the_kernel_does_not_train_it_says_that_it_tries_nothing(window, qtbot, monkeypatch):
    session, action = window.session, window.actions_by_key["doctor"]
    assert action.text() == "The doctor speaks by itself"
    session.edit("Eager", lambda d: replace(d, training=replace(d.training, stepper="eager")))
    qtbot.waitUntil(lambda: "eager" in session.snapshot.stepper, timeout=WAIT_MS)
    action.trigger()
    assert window.toast.bar.text().endswith("It tries nothing here: the fused kernel does not train this document.")
    session.overlays.changed.emit()  # as whatever changes what can be done now
    assert action.text() == "The doctor speaks by itself (tries nothing of this document)"
    action.trigger()
    ask(window, qtbot)
    head, line = window.doctor_desk.bar.lines()
    assert head == "The doctor could not try it."
    assert line.startswith("The fused kernel does not train this document")
    said = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append(box.text()))
    press(window, "What it looked at")
    assert "Looked at: " in said[0]


def test_the_switch_is_remembered(window):
    action = window.actions_by_key["doctor"]
    assert not window.session.experiments.doctor.is_on
    action.trigger()
    assert window.session.experiments.doctor.is_on
    assert window.settings.doctor
    action.trigger()
    assert not window.settings.doctor
