"""A picture or a text is the project: exported, dropped on a fresh window, it is the same and goes on the same."""

import os

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from playground.app.background import write_file
from playground.app.cli import main
from playground.app.pictures.choices import PictureChoices
from playground.app.pictures.dialog import PictureDialog
from playground.app.pictures.files import taken
from playground.app.pictures.page import page_of
from playground.app.pictures.views import Subject
from playground.document import edits_data
from playground.interop.sources import open_source
from playground.storage.png import project_in
from playground.storage.project import Project, pack_project, unpack_project
from playground.training.loop.commands import StepUnit
from tests.support.dropping import drop

WAIT_MS = 60_000


def bytes_of(document):
    return pack_project(Project(document))


def step(window, qtbot, epochs):
    """So many epochs, one by one; the losses after each."""
    losses, session = [], window.session
    for _ in range(epochs):
        aim = session.snapshot.epoch + 1
        session.step(StepUnit.EPOCH)
        qtbot.waitUntil(
            lambda aim=aim: session.snapshot.epoch == aim and session.history.last_epoch == aim, timeout=WAIT_MS
        )
        columns = session.history.columns()
        losses.append((float(columns["train_loss"][-1]), float(columns["test_loss"][-1])))
    return losses


def save_picture(window, monkeypatch, path, *, carries=True):
    """As a person does it: the window of pictures, Save, a file."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    window.settings.picture = PictureChoices(scale=1).to_text()
    dialog = PictureDialog(Subject(window, window.docks), window.session, window.settings, window.documents.project)
    if carries != dialog.form.carries.isChecked():
        dialog.form.carries.click()
    dialog.save()
    dialog.deleteLater()


def test_a_picture_dropped_on_a_fresh_window_goes_on_as_if_nothing_had_been(make_window, qtbot, tmp_path, monkeypatch):
    window, path = make_window("circle"), tmp_path / "picture.png"
    window.session.edit("Draw", lambda d: edits_data.add_points(d, np.ones((3, 2)), 1))
    step(window, qtbot, 3)
    save_picture(window, monkeypatch, path)
    fresh = make_window("xor")
    drop(fresh, path)
    assert bytes_of(fresh.session.document) == bytes_of(window.session.document)
    assert fresh.documents.path is None
    qtbot.waitUntil(lambda: fresh.session.snapshot.epoch == 3, timeout=WAIT_MS)
    assert step(fresh, qtbot, 10) == step(window, qtbot, 10)
    first, second = window.documents.project(), fresh.documents.project()
    for name, values in first.weights.items():
        assert np.array_equal(second.weights[name], values), name


def test_a_picture_without_the_project_says_so(window, tmp_path, monkeypatch):
    path = tmp_path / "picture.png"
    save_picture(window, monkeypatch, path, carries=False)
    assert project_in(path.read_bytes()) is None
    assert not window.settings.pictures_carry_project
    assert not window.documents.open(str(path))
    assert "carries no project" in window.toast.bar.text()


def test_a_picture_that_cannot_be_written_is_said(window, tmp_path, monkeypatch):
    save_picture(window, monkeypatch, tmp_path / "missing" / "picture.png")
    assert "Could not write" in window.toast.bar.text()


def test_a_name_gets_its_ending(window, tmp_path, monkeypatch):
    save_picture(window, monkeypatch, tmp_path / "picture")
    assert (tmp_path / "picture.png").exists()


def test_rendered_pictures_carry_the_project_unless_told_not_to(tmp_path, qapp):
    command = ["render", "xor", "--view", "boundary", "--epochs", "2", "--size", "200x200", "--out"]
    assert main([*command, str(tmp_path / "a.png")]) == 0
    assert main([*command, str(tmp_path / "b.png"), "--picture-only"]) == 0
    project = unpack_project(project_in((tmp_path / "a.png").read_bytes()))
    assert bytes_of(project.document) == bytes_of(open_source("xor").document)
    assert project.weights["counters"][1] == 2
    assert project_in((tmp_path / "b.png").read_bytes()) is None


def test_a_document_travels_as_text_over_the_clipboard(make_window):
    window, other = make_window("circle"), make_window("xor")
    window.session.edit("Draw", lambda d: edits_data.add_points(d, np.ones((3, 2)), 1))
    window.actions_by_key["copy_text"].trigger()
    text = QGuiApplication.clipboard().text()
    QGuiApplication.clipboard().setText(f"Have a look:\n> {text}\nBye")
    other.actions_by_key["paste"].trigger()
    assert bytes_of(other.session.document) == bytes_of(window.session.document)
    QGuiApplication.clipboard().setText(text[: len(text) // 2])
    other.actions_by_key["paste"].trigger()
    assert "not whole" in other.toast.bar.text()
    assert bytes_of(other.session.document) == bytes_of(window.session.document)


@pytest.mark.parametrize("name", ["ü😀", "\u202eabc", "n" * 248, "CON", "a b'c\"d"])
def test_names_of_every_kind_are_saved_and_opened(window, tmp_path, name):
    path = tmp_path / f"{name}.nnplay"
    assert window.documents.save_to(path)
    assert window.documents.open(str(path))
    assert window.session.name == name


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
@pytest.mark.parametrize("kind", ["vanished folder", "folder in its place", "full disk"])
def test_a_file_that_cannot_be_saved_keeps_the_work_unsaved_and_elsewhere_works(window, tmp_path, monkeypatch, kind):
    import errno

    from playground.storage import atomic

    path = tmp_path / "folder" / "a.nnplay"
    path.parent.mkdir()
    assert window.documents.save_to(path)
    window.session.edit("Draw", lambda d: edits_data.add_points(d, np.ones((3, 2)), 1))
    with monkeypatch.context() as patch:
        match kind:
            case "vanished folder":
                path.unlink()
                path.parent.rmdir()
            case "folder in its place":
                path.unlink()
                path.mkdir()
            case "full disk":
                full = OSError(errno.ENOSPC, "No space left on device")
                patch.setattr(atomic.os, "fsync", lambda _: (_ for _ in ()).throw(full))
        from PySide6.QtWidgets import QMessageBox

        patch.setattr(QMessageBox, "exec", lambda _: QMessageBox.StandardButton.Save)
        assert not window.documents.save_to(path)
    assert "Could not save" in window.toast.bar.text()
    assert window.documents.modified
    assert window.documents.save_to(tmp_path / "elsewhere.nnplay")
    assert not window.documents.modified


def test_a_picture_is_written_whole_or_not_at_all(window, tmp_path, monkeypatch):
    from playground.storage import atomic

    path = tmp_path / "picture.png"
    page = page_of(Subject(window, window.docks), ("window",))
    write_file(path, taken(page, PictureChoices(form="png"), ""))
    before = path.read_bytes()

    def fail(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic.os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        write_file(path, taken(page, PictureChoices(form="png"), "", project=window.documents.project()))
    assert path.read_bytes() == before
