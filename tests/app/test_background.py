"""What is written beside the window: results and failures come through, and nothing is marked wrongly."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication

from playground.app import background as beside_module
from playground.app import documents as documents_module
from playground.app.background import beside, write_file
from playground.app.exporting import Exporting
from playground.document import edits_data
from playground.interop.exports.table import EXPORTS
from playground.interop.sources import open_source
from playground.storage.project import read_project

WAIT_S = 60


def test_results_and_failures_come_through(qapp):
    assert beside(lambda: threading.current_thread().name) == "beside_0"
    with pytest.raises(ZeroDivisionError, match="none"):
        beside(lambda: (_ for _ in ()).throw(ZeroDivisionError("none")))


def test_timers_run_while_the_work_is_done(qapp):
    ticked = threading.Event()
    QTimer.singleShot(0, qapp, ticked.set)
    assert beside(lambda: ticked.wait(WAIT_S))


def test_the_pointer_says_that_it_takes_long(qapp, monkeypatch):
    monkeypatch.setattr(beside_module, "LONG_MS", 1)
    shapes, seen = [], threading.Event()

    def look():
        cursor = QGuiApplication.overrideCursor()
        if cursor is None:
            QTimer.singleShot(1, qapp, look)
            return
        shapes.append(cursor.shape())
        seen.set()

    QTimer.singleShot(0, qapp, look)
    assert beside(lambda: seen.wait(WAIT_S))
    assert shapes == [Qt.CursorShape.WaitCursor]
    assert QGuiApplication.overrideCursor() is None


def test_a_file_that_cannot_be_made_leaves_the_old_one(qapp, tmp_path):
    path = tmp_path / "a.txt"
    assert write_file(path, lambda: b"old") == path.read_bytes() == b"old"
    with pytest.raises(ValueError, match="not that"):
        write_file(path, lambda: (_ for _ in ()).throw(ValueError("not that")))
    with pytest.raises(FileNotFoundError):
        write_file(tmp_path / "missing" / "a.txt", lambda: b"new")
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]
    assert path.read_bytes() == b"old"


@pytest.fixture
def meanwhile(window, monkeypatch, qapp):
    """Calls something on the GUI thread while the next project is packed."""

    def set_up(act):
        pack, done = documents_module.pack_project, threading.Event()

        def slow(project):
            QTimer.singleShot(0, qapp, lambda: (act(), done.set()))
            assert done.wait(WAIT_S)
            return pack(project)

        monkeypatch.setattr(documents_module, "pack_project", slow)

    return set_up


def draw(window):
    window.session.edit("Draw", lambda d: edits_data.add_points(d, np.ones((3, 2)), 1))


def test_what_is_edited_while_it_is_saved_stays_unsaved(window, meanwhile, tmp_path):
    draw(window)
    before = window.session.document
    meanwhile(lambda: draw(window))
    assert window.documents.save_to(tmp_path / "a.nnplay")
    assert window.documents.path == tmp_path / "a.nnplay"
    assert window.documents.modified
    saved = read_project(tmp_path / "a.nnplay").document
    assert len(saved.dataset) == len(before.dataset) == len(window.session.document.dataset) - 3


def test_another_document_that_comes_while_one_is_saved_is_not_taken_for_it(window, meanwhile, tmp_path):
    draw(window)
    meanwhile(lambda: window.documents.take(open_source("xor")))
    assert window.documents.save_to(tmp_path / "a.nnplay")
    assert window.documents.path is None
    assert window.session.name == "XOR"
    assert not window.documents.modified


@pytest.mark.parametrize("kind", EXPORTS)
def test_exports_are_made_off_the_gui_thread(window, tmp_path, monkeypatch, kind):
    from dataclasses import replace

    made = []

    def make(_):
        made.append(threading.current_thread().name)
        return b"made"

    monkeypatch.setitem(EXPORTS, kind, replace(EXPORTS[kind], make=make))
    exporting = Exporting(window.session, window.settings, window.docks, window)
    exporting.write(kind, tmp_path / "file", exporting.work())
    assert (tmp_path / "file").read_bytes() == b"made"
    exporting.copy(kind, exporting.work())
    assert made == ["beside_0", "beside_0"]
