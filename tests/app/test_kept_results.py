"""Results of experiments in files: saved and opened, on a full disk, after a crash."""

from dataclasses import replace

import pytest

from playground.app import background
from playground.app.crash_recovery import Safekeeping
from playground.app.last_session import opened_of
from playground.session.experiment_starts import train_seeds
from playground.storage.project import read_project

WAIT_MS = 600_000


@pytest.fixture
def found_out(make_window, qtbot):
    """A window with the results of three seeds."""
    window = make_window("gauss")
    train_seeds(window.session, 3, 2)
    qtbot.waitUntil(lambda: not window.session.experiments.course("seeds").is_at_work, timeout=WAIT_MS)
    return window


def test_they_are_saved_and_opened_and_what_has_changed_is_said(found_out, tmp_path):
    documents, experiments, path = found_out.documents, found_out.session.experiments, tmp_path / "a.nnplay"
    assert documents.modified
    assert documents.save_to(path)
    assert not documents.modified
    before = experiments.course("seeds")
    documents.new()
    assert experiments.course("seeds") is None
    assert documents.open(str(path))
    again = experiments.course("seeds")
    assert again is not before
    assert again.done == 3
    assert again.experiment.document.dataset is found_out.session.document.dataset
    assert not documents.modified
    experiments.kept.delete(experiments.kept.items[0])
    assert documents.modified
    assert documents.save()
    assert read_project(path).results == ()


def test_on_a_full_disk_it_is_said_and_nothing_is_lost(found_out, tmp_path, monkeypatch):
    documents, kept, path = found_out.documents, found_out.session.experiments.kept, tmp_path / "a.nnplay"

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(background, "atomic_write", full)
        assert not documents.save_to(path)
    assert "No space left on device" in found_out.toast.bar.text()
    assert kept.is_new
    assert len(kept.listed()) == 1
    assert documents.save_to(path)
    assert len(read_project(path).results) == 1


def test_a_crash_leaves_them(found_out, tmp_path, qtbot):
    keeping = Safekeeping(found_out.session, found_out.documents, tmp_path / "recovery")
    keeping.start()
    found_out.session.edit("Narrower", lambda d: replace(d, network=d.network[:1]))
    found_out.session.experiments.kept.rename(found_out.session.experiments.kept.items[0], "Three seeds")
    kinds = ("base-*.nnplay", "results-*")
    qtbot.waitUntil(lambda: all(any(keeping.vault.folder.glob(kind)) for kind in kinds), timeout=WAIT_MS)
    left = keeping.vault.read()
    keeping.end()
    assert [one.name for one in left.base.results] == ["Three seeds"]
    found_out.documents.take_recovered(opened_of(left), left.document)
    assert found_out.session.experiments.course("seeds").done == 3
    assert found_out.documents.modified
