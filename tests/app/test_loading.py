"""Large files: read beside the window with a progress bar, cancelled or failed without a trace, never in the way."""

import os
import subprocess
import sys
import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from playground.app import documents as documents_module
from playground.app import loading as loading_module
from playground.document import edits_data
from playground.document.dataset import default_classes
from playground.document.edits_data import make_dataset
from playground.document.presets import first_document
from playground.interop import sources
from playground.interop.tables import text as table_text
from playground.interop.tables.csv_points import write_points
from playground.storage.project import Project, write_project

WAIT_MS = 60_000
ROWS = 20_000


@pytest.fixture
def every_file_is_large(monkeypatch):
    monkeypatch.setattr(sources, "LARGE_BYTES", 1)


@pytest.fixture
def points_file(tmp_path):
    random = np.random.default_rng(0)
    data = make_dataset(random.normal(size=(ROWS, 2)), random.integers(0, 2, ROWS), default_classes(2))
    path = tmp_path / "many.csv"
    write_points(path, data)
    return path


@pytest.fixture
def gate(monkeypatch):
    """Holds every reading at its first piece until it is opened."""
    opened = threading.Event()
    monkeypatch.setattr(loading_module, "sleep", lambda _: opened.wait(30))
    yield opened
    opened.set()


def is_done(window):
    return not window.documents.loading.active


def test_a_large_file_is_read_beside_the_window(window, qtbot, points_file, every_file_is_large):
    shares = []
    window.documents.loading.progressed.connect(shares.append)
    before = window.session.document
    assert window.documents.open(str(points_file))
    assert window.session.document is before
    bar = window.toast.progress
    assert bar.isVisible()
    assert bar.words() == bar.track.accessibleName() == "Reading many.csv"
    qtbot.waitUntil(lambda: is_done(window), timeout=WAIT_MS)
    assert not bar.isVisible()
    assert len(window.session.document.dataset) == ROWS
    assert shares == sorted(shares)
    assert window.session.undo_stack.undoText() == "Import many.csv"
    window.session.undo_stack.undo()
    assert window.session.document is before


def test_a_small_file_is_open_at_once(window, points_file):
    assert window.documents.open(str(points_file))
    assert not window.documents.loading.active
    assert len(window.session.document.dataset) == ROWS


@pytest.mark.parametrize("by", ["button", "escape"])
def test_cancel_leaves_what_is_open(window, qtbot, points_file, every_file_is_large, gate, by):
    before = window.session.document
    window.documents.open(str(points_file))
    bar = window.toast.progress
    if by == "button":
        qtbot.mouseClick(bar.cancel, Qt.MouseButton.LeftButton)
    else:
        qtbot.keyClick(bar.cancel, Qt.Key.Key_Escape)
    assert is_done(window)
    assert not bar.isVisible()
    gate.set()
    qtbot.wait(3 * loading_module.POLL_MS)
    assert window.session.document is before
    assert window.session.undo_stack.count() == 0


def test_an_error_in_the_middle_is_said_and_changes_nothing(window, qtbot, tmp_path, every_file_is_large):
    path = tmp_path / "bad.csv"
    good = "".join(f"{i / 7000},{i / 9000},{i % 2}\n" for i in range(3 * table_text.PIECE_ROWS))
    path.write_text(f"x,y,label\n{good}1,oops,1\n")
    before = window.session.document
    assert window.documents.open(str(path))
    qtbot.waitUntil(lambda: is_done(window), timeout=WAIT_MS)
    assert window.toast.bar.text().startswith("bad.csv: 1 row without a number for y")
    assert f"line {3 * table_text.PIECE_ROWS + 2}" in window.toast.bar.text()
    assert window.session.document is before


def test_a_bug_while_reading_is_said(window, qtbot, points_file, every_file_is_large, monkeypatch, caplog):
    def fail(*_):
        raise RuntimeError("no luck")

    monkeypatch.setattr(loading_module, "open_source", fail)
    window.documents.open(str(points_file))
    qtbot.waitUntil(lambda: is_done(window), timeout=WAIT_MS)
    assert window.toast.bar.text() == "many.csv: no luck"
    assert "reading failed" in caplog.text


def test_another_file_takes_the_place_of_the_one_being_read(window, qtbot, points_file, tmp_path, gate, monkeypatch):
    monkeypatch.setattr(documents_module, "is_large", lambda source: source.endswith("many.csv"))
    other = tmp_path / "few.csv"
    other.write_text("x,y,label\n1,2,0\n-1,3,1\n")
    window.documents.open(str(points_file))
    window.documents.open(str(other))
    assert is_done(window)
    assert len(window.session.document.dataset) == 2


@pytest.mark.parametrize("answer", ["Discard", "Cancel"])
def test_work_done_while_a_project_is_read_is_asked_about(
    window, qtbot, tmp_path, every_file_is_large, monkeypatch, answer
):
    path = tmp_path / "work.nnplay"
    write_project(path, Project(first_document()))
    window.documents.open(str(path))
    window.session.edit("Clear", edits_data.clear_points)
    asked = []
    button = getattr(QMessageBox.StandardButton, answer)
    monkeypatch.setattr(QMessageBox, "question", lambda *words: asked.append(words[2]) or button)
    qtbot.waitUntil(lambda: is_done(window), timeout=WAIT_MS)
    assert len(asked) == 1
    assert (len(window.session.document.dataset) == 0) is (answer == "Cancel")


def test_messages_move_above_the_progress_bar(window, points_file, every_file_is_large, gate):
    bar, progress = window.toast.bar, window.toast.progress
    window.session.message_posted.emit("A word", "warn")
    alone = bar.y()
    window.documents.open(str(points_file))
    assert progress.y() + progress.height() <= window.height()
    assert bar.y() + bar.maximumHeight() <= progress.y()
    window.documents.loading.cancel()
    assert bar.y() == alone


def test_points_read_at_the_start_make_a_document_of_their_own(window, qtbot, points_file):
    window.documents.load(str(points_file))
    qtbot.waitUntil(lambda: is_done(window), timeout=WAIT_MS)
    assert window.session.name == "many"
    assert window.session.document.training.batch_size == ROWS // 100
    assert not window.documents.modified


CLOSES_WHILE_LOADING = """
import sys
from PySide6.QtCore import QSettings, QTimer
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, sys.argv[2])
from playground.app.launch import make_app, make_window
from playground.app.settings import Settings
from playground.interop.sources import first
app = make_app()
window = make_window(first(), app, Settings())
window.show()
window.session.start()
window.documents.loading.progressed.connect(lambda share: window.close() if share > 0.0 else None)
window.documents.load(sys.argv[1])
sys.exit(app.exec())
"""


def test_the_window_closes_while_loading_without_a_word(tmp_path):
    path = tmp_path / "endless.csv"
    path.write_text("x,y,label\n" + "0.25,0.5,0\n-0.25,0.5,1\n" * 500_000)
    done = subprocess.run(
        [sys.executable, "-c", CLOSES_WHILE_LOADING, str(path), str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*.debug=false"},
    )
    assert done.returncode == 0
    told = [line for line in done.stderr.splitlines() if "propagateSizeHints" not in line]
    assert (done.stdout, told) == ("", [])


def test_a_cancelled_reading_ends_with_the_piece_at_hand(window, points_file, every_file_is_large, gate):
    window.documents.open(str(points_file))
    (reading,) = (thread for thread in threading.enumerate() if thread.name == "loading")
    window.documents.loading.cancel()
    gate.set()
    reading.join(30)
    assert not reading.is_alive()
    assert reading.result is None
