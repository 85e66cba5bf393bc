"""What is not saved when a window is closed, or another document takes its place, can be had back."""

import os
import signal
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from playground.app import last_session
from playground.app.crash_recovery import Safekeeping
from playground.app.folders import recovery_folder, session_folder
from playground.app.last_session import LastSession
from playground.app.recovery import offer_last_session
from playground.document import edits_data, edits_network
from playground.document.errors import DocumentError
from playground.document.presets import document_for
from playground.interop.sources import open_source
from playground.storage.project import Project, read_project
from playground.storage.recovery_store import About, abandoned
from playground.training.probes.plane.output_map import OutputMap

WAIT_MS = 60_000


def no_waiting(epochs=6):
    """Training that ends by itself, and waits for no kernel to be compiled."""
    return {"stop_epochs": epochs, "stepper": "eager"}


def train(window, qtbot, epochs=6):
    session = window.session
    session.edit("Stop", lambda d: edits_network.change_training(d, **no_waiting(epochs)))
    session.play()
    qtbot.waitUntil(lambda: not session.playing and session.snapshot.epoch >= epochs, timeout=WAIT_MS)


def weights_of(window):
    return {name: values.copy() for name, values in window.session.trainer.checkpoint().to_arrays().items()}


@pytest.fixture
def stopping(make_window, tmp_path, qtbot):
    """A window with a saved file whose training ends by itself, so that training is all that will have changed."""
    window = make_window()
    window.session.edit("Stop", lambda d: edits_network.change_training(d, **no_waiting()))
    assert window.documents.save_to(tmp_path / "work.nnplay")
    qtbot.waitUntil(lambda: not window.documents.modified, timeout=WAIT_MS)
    return window


@pytest.fixture
def silence(monkeypatch):
    """Nothing may be asked."""
    monkeypatch.setattr(QMessageBox, "question", None)


# ---- the title -----------------------------------------------------------------------------------------------------


def test_what_was_learned_counts_as_a_change_and_saving_takes_it_up(stopping, qtbot):
    window = stopping
    assert not window.isWindowModified()
    assert window.top_bar.saved.text() == "Saved"
    train(window, qtbot)
    assert window.documents.modified
    assert not window.documents.is_edited
    assert window.isWindowModified()
    assert window.top_bar.saved.text() == "Not saved"
    assert window.documents.save()
    qtbot.waitUntil(lambda: not window.isWindowModified(), timeout=WAIT_MS)


def test_an_example_at_rest_is_no_change_and_a_trained_one_is(make_window, qtbot):
    window = make_window()
    assert not window.documents.modified
    opened = open_source("circle")
    training = replace(opened.document.training, **no_waiting())
    window.documents.take(replace(opened, document=replace(opened.document, training=training)))
    assert not window.documents.modified
    window.session.step()
    qtbot.waitUntil(lambda: window.documents.modified, timeout=WAIT_MS)


def test_a_trained_file_that_is_opened_is_no_change(stopping, qtbot):
    window = stopping
    train(window, qtbot)
    assert window.documents.save()
    epoch = window.session.snapshot.epoch
    assert window.documents.open(str(window.documents.path))
    qtbot.waitUntil(lambda: window.session.snapshot.epoch == epoch, timeout=WAIT_MS)
    assert not window.documents.modified


def test_weights_that_come_back_are_as_good_as_saved(stopping, qtbot):
    window, session = stopping, stopping.session
    train(window, qtbot)
    assert window.documents.save()
    qtbot.waitUntil(lambda: not window.documents.modified, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: session.time.timeline.moments[-1].epoch == 6, timeout=WAIT_MS)
    saved = session.time.timeline.moments[-1]
    session.step()
    qtbot.waitUntil(lambda: session.snapshot.epoch == 7, timeout=WAIT_MS)
    assert window.documents.modified
    session.time.show(saved)
    session.time.go_on()
    qtbot.waitUntil(lambda: not window.documents._learned.is_new, timeout=WAIT_MS)
    assert session.snapshot.epoch == 6


# ---- closing, opening another --------------------------------------------------------------------------------------


def test_a_trained_network_that_is_closed_can_be_reopened(make_window, stopping, qtbot, silence):
    window = stopping
    path, before = window.documents.path, None
    train(window, qtbot)
    before = weights_of(window)
    assert window.close()
    assert not list(abandoned(recovery_folder()))
    other = make_window()
    other.documents.reopen_last_session()
    qtbot.waitUntil(lambda: other.session.snapshot.epoch == 6, timeout=WAIT_MS)
    assert all(np.array_equal(weights_of(other)[name], before[name]) for name in before)
    assert other.documents.path == path
    assert other.session.name == "work"
    assert other.isWindowModified()
    assert not other.documents.is_edited
    assert len(other.session.history.to_arrays()["epoch"]) > 1
    assert other.documents.save()
    assert np.array_equal(read_project(path).weights["parameters"], before["parameters"])


def test_opening_another_keeps_the_trained_one(stopping, qtbot, silence):
    window = stopping
    train(window, qtbot)
    before = weights_of(window)
    assert window.documents.open("circle")
    assert not window.documents.modified
    window.documents.reopen_last_session()
    qtbot.waitUntil(lambda: window.session.snapshot.epoch == 6, timeout=WAIT_MS)
    assert np.array_equal(weights_of(window)["parameters"], before["parameters"])


def test_nothing_is_kept_of_what_is_saved_or_was_never_trained(stopping, silence):
    stopping.documents.open("circle")
    stopping.documents.new()
    assert stopping.close()
    assert not LastSession(session_folder()).is_there()


def test_edits_are_asked_about_and_what_is_discarded_is_gone(window, qtbot, monkeypatch):
    train(window, qtbot)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Discard)
    assert window.documents.open("circle")
    assert not LastSession(session_folder()).is_there()


def test_where_it_cannot_be_kept_closing_asks(stopping, qtbot, monkeypatch):
    window = stopping
    train(window, qtbot)

    def full(*_):
        raise OSError(28, "No space left on device")

    asked = []
    with monkeypatch.context() as patch:
        patch.setattr(last_session.RecoveryStore, "create", full)
        patch.setattr(QMessageBox, "question", lambda *w: asked.append(w) or QMessageBox.StandardButton.Cancel)
        assert not window.close()
    assert len(asked) == 1


def test_the_menu_says_where_there_is_none(window):
    window.update_actions()
    action = window.actions_by_key["reopen"]
    assert not action.isEnabled()
    assert action.toolTip() == last_session.NONE
    window.documents.reopen_last_session()
    assert last_session.NONE in window.toast.bar.text()


def test_told_to_end_it_asks_nothing_and_keeps_edits_too(make_window, window, monkeypatch, silence):
    statuses = []
    monkeypatch.setattr(QApplication, "exit", statuses.append)
    points = np.array([[1.0, 2.0]])
    window.session.edit("Draw", lambda d: edits_data.add_points(d, points, 0))
    count = len(window.session.document.dataset)
    window.end()
    assert statuses == [0]
    assert not window.isVisible()
    other = make_window("circle")
    other.documents.reopen_last_session()
    assert len(other.session.document.dataset) == count
    assert other.documents.is_edited


# ---- the offer -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("about", "is_offered"),
    [
        (About("Ada", None, "", True, 0.0), True),
        (About("Ada", None, "", False, 600.0), True),
        (About("Ada", None, "", False, 3.0), False),
    ],
    ids=["edited", "trained long", "a moment"],
)
def test_it_is_offered_once_and_a_moment_s_training_never(window, about, is_offered):
    window.documents.last_session.keep(Project(document_for("circle", (3,))), about)
    offer_last_session(window)
    assert ("Ada" in window.toast.bar.text()) is is_offered
    window.toast.dismiss()
    window.toast.show("Nothing")
    offer_last_session(window)
    assert window.toast.bar.text() == "Nothing"
    assert window.documents.last_session.is_there()


def test_the_newest_takes_the_place_of_the_one_before(tmp_path):
    session = LastSession(tmp_path)
    for name in ("Ada", "Bo"):
        session.keep(Project(document_for("circle", (3,))), About(name))
    assert session.read().about.name == "Bo"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_damaged_one_is_said_in_words(tmp_path):
    session = LastSession(tmp_path)
    session.keep(Project(document_for("circle", (3,))), About("Ada"))
    next(tmp_path.glob("*/base-*")).write_bytes(b"junk")
    with pytest.raises(DocumentError):
        session.read()


# ---- recovery ------------------------------------------------------------------------------------------------------


def test_an_untouched_window_leaves_nothing_to_recover(stopping, qtbot):
    """Not even one that shows a trained file: what a kill would find is looked at after many snapshots."""
    window = stopping
    train(window, qtbot)
    assert window.documents.save()
    assert window.documents.open(str(window.documents.path))
    keeping = Safekeeping(window.session, window.documents, recovery_folder())
    keeping.start()
    seen = []
    window.session.snapshot_arrived.connect(seen.append)
    for side in (8, 9, 10):
        window.session.want("test", OutputMap((side, side)))
        count = len(seen)
        qtbot.waitUntil(lambda n=count: any(s.epoch == 6 for s in seen[n:]), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: keeping.is_at_rest, timeout=WAIT_MS)
    assert not list(recovery_folder().glob("*/base-*"))
    window.session.step()
    qtbot.waitUntil(lambda: bool(list(recovery_folder().glob("*/base-*"))), timeout=WAIT_MS)
    keeping.end()


# ---- signals -------------------------------------------------------------------------------------------------------

SCRIPT = """
import sys
from dataclasses import replace
from playground.app import launch as start
from playground.document.edits_network import change_training
from playground.interop.sources import open_source

make = start.make_window

def make_window(opened, app, settings):
    window = make(opened, app, settings)
    session = window.session

    def look(snapshot):
        if not session.playing:
            session.play()
        if snapshot.epoch >= 5:
            print("ready", flush=True)

    session.snapshot_arrived.connect(look)
    return window

start.make_window = make_window
opened = open_source("spiral")
sys.exit(start.launch(replace(opened, document=change_training(opened.document, stepper="eager"))))
"""


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_of_the_system_ends_like_closing(number):
    window = subprocess.Popen(
        [sys.executable, "-c", SCRIPT], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ}
    )
    try:
        assert window.stdout.readline() == "ready\n"
        window.send_signal(number)
        _, errors = window.communicate(timeout=60)
    finally:
        window.kill()
    assert window.returncode == 0
    assert "Traceback" not in errors
    assert not list(abandoned(recovery_folder()))
    found = LastSession(session_folder()).read()
    assert found.about.name == "Spiral"
    assert found.base.weights["counters"][1] >= 5
