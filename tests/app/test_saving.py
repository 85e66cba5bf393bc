"""What a file holds when the trainer, a view or the memory fails while it is saved."""

import os

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from playground.app import documents as documents_module
from playground.app import gathering
from playground.document import edits_data, edits_network
from playground.storage.project import read_project

WAIT_MS = 180_000


def train(window, qtbot, epochs=12):
    session = window.session
    session.edit("Stop", lambda d: edits_network.change_training(d, stop_epochs=epochs, stepper="eager"))
    session.play()
    qtbot.waitUntil(lambda: not session.playing and session.snapshot.epoch >= epochs, timeout=WAIT_MS)


@pytest.fixture
def trained(window, qtbot, tmp_path):
    """A window with a saved, trained document."""
    train(window, qtbot)
    assert window.documents.save_to(tmp_path / "work.nnplay")
    return window


@pytest.fixture
def silent(trained, monkeypatch):
    """The same, whose trainer does not answer any more."""
    monkeypatch.setattr(trained.session.trainer, "checkpoint", lambda *_: None)
    return trained


def answer(monkeypatch, button):
    asked = []
    monkeypatch.setattr(QMessageBox, "question", lambda *words: asked.append(words[2]) or button)
    return asked


def test_the_newest_recorded_state_is_saved_where_the_trainer_does_not_answer(silent, monkeypatch):
    monkeypatch.setattr(QMessageBox, "question", None)
    points = silent.session.document.dataset.samples[:1] + 0.25
    silent.session.edit("Draw", lambda d: edits_data.add_points(d, points, 0))
    assert silent.documents.save()
    assert silent.toast.bar.text() == "work is saved with the weights of epoch 12: the training does not answer."
    found = read_project(silent.documents.path)
    assert len(found.document.dataset) == len(silent.session.document.dataset)
    newest = silent.session.time.timeline.moments[-1]
    assert np.array_equal(found.weights["parameters"], newest.parameters)
    assert found.history["epoch"].max() <= 13


@pytest.mark.parametrize(("button", "saves"), [("Save", True), ("Cancel", False)])
def test_a_file_with_weights_becomes_one_without_only_when_a_person_says_so(silent, monkeypatch, button, saves):
    session, path = silent.session, silent.documents.path
    session.edit("Layer", lambda d: edits_network.change_layer(d, d.network[0].uid, units=3))
    monkeypatch.setattr(session.trainer, "last_finite", lambda: None)
    monkeypatch.setattr(gathering, "newest_checkpoint", lambda *_: None)
    asked = answer(monkeypatch, getattr(QMessageBox.StandardButton, button))
    before = path.read_bytes()
    assert silent.documents.save() is saves
    assert len(asked) == 1
    assert "work.nnplay now would be lost" in asked[0]
    assert (path.read_bytes() != before) is saves
    assert bool(read_project(path).weights) is not saves


def test_before_anything_was_learned_nothing_is_asked(window, tmp_path, monkeypatch):
    monkeypatch.setattr(QMessageBox, "question", None)
    monkeypatch.setattr(window.session.trainer, "checkpoint", lambda *_: None)
    monkeypatch.setattr(window.session.trainer, "last_finite", lambda: None)
    window.session.edit("Layer", lambda d: edits_network.change_layer(d, d.network[0].uid, units=3))
    assert window.documents.save_to(tmp_path / "new.nnplay")


def test_a_view_that_cannot_be_painted_keeps_nobody_from_saving(trained, monkeypatch, caplog):
    def fail():
        raise ValueError("planted")

    monkeypatch.setattr(trained.documents, "_thumbnail", fail)
    assert trained.documents.save()
    found = read_project(trained.documents.path)
    assert found.weights
    assert found.thumbnail == b""
    assert "picture of a saved project" in caplog.text


def test_too_little_memory_is_said_and_the_old_file_stays(trained, monkeypatch):
    def fail(_):
        raise MemoryError

    before = trained.documents.path.read_bytes()
    monkeypatch.setattr(documents_module, "pack_project", fail)
    assert not trained.documents.save()
    assert trained.toast.bar.text().startswith("Could not save work.nnplay: there is too little memory.")
    assert trained.documents.path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="links")
@pytest.mark.parametrize(
    ("what", "words"),
    [("loop", "its links lead back to themselves"), ("folder", "Is a directory"), ("pipe", "it is no ordinary file")],
)
def test_what_stands_in_the_file_s_place_is_said_in_words(window, tmp_path, what, words):
    path = tmp_path / "work.nnplay"
    match what:
        case "loop":
            path.symlink_to(path)
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
    assert not window.documents.save_to(path)
    said = window.toast.bar.text()
    assert said.startswith("Could not save work.nnplay: ")
    assert words in said
    assert not window.documents.open(str(path))
    assert window.toast.bar.text()


def test_points_are_exported_as_csv(window, tmp_path, monkeypatch):
    path = tmp_path / "points.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    window.actions_by_key["export_csv"].trigger()
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1 + len(window.session.document.dataset)
    assert "rows are in points.csv" in window.toast.bar.text()
