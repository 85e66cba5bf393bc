"""What people and disks do to files: closed, deleted, cut, forged. Numbers are those of a catalogue of mishaps."""

import json
import pickle
import zipfile
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from playground.app.launch import _look_at_file
from playground.document import edits_data, edits_network
from playground.document.presets import document_for
from playground.domains.plane.generators import GENERATORS
from playground.interop.source_errors import SourceError
from playground.interop.sources import open_source
from playground.layers import LAYER_KINDS
from playground.storage import atomic
from playground.storage.codec import document_to_dict
from playground.storage.project import Project, pack_project, read_project, unpack_project
from playground.training.headless import evaluate, train
from tests.support.hostile import nothing_runs, read_honestly
from tests.support.kinds import ROW_KINDS

WAIT_MS = 60_000


def draw(window):
    window.session.edit("Draw", lambda d: edits_data.add_points(d, np.ones((3, 2)), 1))


def points_in(path):
    return len(read_project(path).document.dataset)


# ---- R10: saved, read and saved again ------------------------------------------------------------------------------


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(
    generator=st.sampled_from(sorted(GENERATORS)),
    kinds=st.lists(st.sampled_from(ROW_KINDS), max_size=4),
    seed=st.integers(0, 2**31 - 1),
    drawn=st.integers(0, 5),
)
def test_r10_generated_documents_are_saved_to_the_same_bytes_and_compute_the_same(generator, kinds, seed, drawn):
    document = document_for(generator, (3,), count=40)
    for kind in kinds:
        document = edits_network.insert_layer(document, 0, LAYER_KINDS[kind]())
    document = edits_data.add_points(document, np.random.default_rng(seed).normal(size=(drawn, 2)), 0)
    document = replace(document, training=replace(document.training, seed=seed))
    report = train(document, epochs=1, stepper="eager")
    first = pack_project(Project(document, report.checkpoint.to_arrays()))
    again = unpack_project(first)
    assert pack_project(again) == first
    points = np.random.default_rng(0).normal(size=(20, 2))
    before = evaluate(document, report.checkpoint.to_arrays(), points)
    after = evaluate(again.document, again.weights, points)
    for name, column in before.items():
        assert np.array_equal(after[name], column, equal_nan=column.dtype.kind == "f"), name


# ---- R15: closing with unsaved work --------------------------------------------------------------------------------


@pytest.fixture
def saved(window, tmp_path):
    """A window with a saved document."""
    assert window.documents.save_to(tmp_path / "work.nnplay")
    return window


@pytest.fixture(params=["works", "full"])
def disk(request):
    return request.param


@pytest.mark.parametrize("playing", [False, True], ids=["paused", "training"])
@pytest.mark.parametrize("answer", ["Save", "Discard", "Cancel"])
def test_r15_closing_with_unsaved_work(saved, qtbot, monkeypatch, answer, playing, disk):
    window, session, path = saved, saved.session, saved.documents.path
    before = points_in(path)
    draw(window)
    if playing:
        session.play()
    button, asked = getattr(QMessageBox.StandardButton, answer), []
    monkeypatch.setattr(QMessageBox, "question", lambda *words: asked.append(words[2]) or button)

    def full(_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        if disk == "full":
            patch.setattr(atomic.os, "fsync", full)
        closed = window.close()
    assert asked == ["work has changes that are not saved."]
    assert closed is (answer == "Discard" or (answer == "Save" and disk == "works"))
    assert points_in(path) == before + (3 if answer == "Save" and disk == "works" else 0)
    if closed:
        return
    assert window.isVisible()
    assert window.documents.modified
    assert session.playing is playing
    if playing:
        epoch = session.snapshot.epoch
        qtbot.waitUntil(lambda: session.snapshot.epoch > epoch + 1, timeout=WAIT_MS)


def test_r15_closing_without_a_change_asks_nothing(saved, monkeypatch):
    monkeypatch.setattr(QMessageBox, "question", None)
    draw(saved)
    assert saved.documents.save()
    saved.session.play()
    assert saved.close()


# ---- R20: the open file is deleted, replaced by a folder, cut ------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("deleted", "work.nnplay is not there any more"),
        ("folder", "Another program has written work.nnplay"),
        ("cut", "Another program has written work.nnplay"),
    ],
)
def test_r20_what_becomes_of_the_open_file_is_said_and_the_work_can_be_saved(
    window, tmp_path, monkeypatch, what, words
):
    path = tmp_path / "work.nnplay"
    assert window.documents.save_to(path)
    whole = path.read_bytes()
    path.unlink()
    if what == "folder":
        path.mkdir()
    elif what == "cut":
        path.write_bytes(whole[:100])
    _look_at_file(window, Qt.ApplicationState.ApplicationActive)
    assert window.toast.bar.text().startswith(words)
    assert window.documents.modified is (what == "deleted")
    window.toast.show("", "info")
    _look_at_file(window, Qt.ApplicationState.ApplicationActive)
    assert window.toast.bar.text() == "", "once is enough"
    monkeypatch.setattr(QMessageBox, "exec", lambda _: QMessageBox.StandardButton.Save)
    draw(window)
    assert window.documents.save() is (what != "folder")
    assert window.documents.modified is (what == "folder")
    elsewhere = tmp_path / "elsewhere.nnplay"
    assert window.documents.save_to(elsewhere)
    assert points_in(elsewhere) == len(window.session.document.dataset)


# ---- R16: one file twice -------------------------------------------------------------------------------------------


def test_r16_a_file_opened_again_is_asked_about_and_then_shown_as_it_is(window, tmp_path, monkeypatch):
    path = tmp_path / "work.nnplay"
    assert window.documents.save_to(path)
    saved = len(window.session.document.dataset)
    draw(window)
    answers = iter((QMessageBox.StandardButton.Cancel, QMessageBox.StandardButton.Discard))
    monkeypatch.setattr(QMessageBox, "question", lambda *_: next(answers))
    assert not window.documents.open(str(path))
    assert len(window.session.document.dataset) == saved + 3
    assert window.documents.open(str(path))
    assert len(window.session.document.dataset) == saved


# ---- R22: files that carry code ------------------------------------------------------------------------------------


class Evil:
    def __reduce__(self):
        return exec, ("raise SystemExit('a file ran code')",)


def zipped(name, content):
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def object_array():
    buffer = BytesIO()
    np.save(buffer, np.array([Evil(), Evil()], dtype=object), allow_pickle=True)
    return buffer.getvalue()


CANARIES = {
    "pickle": pickle.dumps(Evil()),
    "torch": zipped("archive/data.pkl", pickle.dumps(Evil())),
    "objects": zipped("x.npy", object_array()),
    "yaml": b"!!python/object/apply:os.system ['true']\n",
    "python": b"__import__('os').system('true')\n",
}


@pytest.fixture(scope="module")
def honest_files_were_read(tmp_path_factory):
    """What is loaded late, at the first file of a kind, is loaded."""
    read_honestly()
    folder = tmp_path_factory.mktemp("honest")
    (folder / "a.csv").write_text("x,y,label\n1,2,0\n3,4,1\n")
    np.savez(folder / "a.npz", X=np.ones((2, 2)), y=np.array([0, 1]))
    for name in ("a.csv", "a.npz"):
        open_source(str(folder / name))


@pytest.mark.parametrize("suffix", [".nnplay", ".json", ".png", ".csv", ".tab", ".npz"])
@pytest.mark.parametrize("canary", CANARIES)
def test_r22_no_file_runs_code(tmp_path, honest_files_were_read, canary, suffix):
    path = tmp_path / f"a{suffix}"
    path.write_bytes(CANARIES[canary])
    with nothing_runs(), pytest.raises(SourceError, match=r"a\."):
        open_source(str(path))


def test_r22_markup_and_addresses_in_names_are_only_names(tmp_path):
    raw = document_to_dict(document_for("xor", (3,), count=20))
    for place, name in enumerate(("<img src='file:///etc/passwd'>", "eval('1')")):
        raw["dataset"]["classes"][place]["name"] = name
    path = tmp_path / "a.json"
    path.write_text(json.dumps(raw))
    with nothing_runs():
        opened = open_source(str(path))
    assert opened.document.dataset.classes[0].name == "<img src='file:///etc/passwd'>"
