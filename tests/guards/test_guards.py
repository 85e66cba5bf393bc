"""Each guard working once: a run of tests that misbehave, under this project's own conftest and settings."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

MISBEHAVING = '''
import math
import socket
import threading
import warnings

import pytest
from PySide6.QtCore import QObject, QSettings, QTimer, Signal, qWarning
from PySide6.QtWidgets import QWidget

kept = []
release = threading.Event()


@pytest.fixture(scope="session", autouse=True)
def free_the_threads():
    yield
    release.set()


class View(QWidget):
    """Paints a bar as long as its value."""

    value = math.nan

    def paintEvent(self, event):
        self.setToolTip("x" * int(self.value))


class Sender(QObject):
    sent = Signal()


def test_well_behaved(qtbot):
    view = View()
    view.value = 3.0
    qtbot.addWidget(view)
    view.grab()
    timer = QTimer(view)
    timer.start(1000)
    thread = threading.Thread(target=lambda: None)
    thread.start()


def test_thread():
    threading.Thread(target=release.wait, name="reader").start()


def test_trainer():
    threading.Thread(target=release.wait, name="trainer-1", daemon=True).start()


def test_timer(qtbot):
    timer = QTimer()
    timer.start(1000)
    kept.append(timer)


def test_timer_of_the_application(qapp):
    timer = QTimer(qapp)
    timer.setObjectName("ticker")
    timer.start(1000)


def test_window(qtbot):
    kept.append(QWidget())


def test_qt_warning(qtbot):
    qWarning("something is wrong")


def test_nan_in_a_paint_event(qtbot):
    view = View()
    qtbot.addWidget(view)
    view.show()
    qtbot.wait(1)


def test_nan_in_a_grabbed_view(qtbot):
    view = View()
    qtbot.addWidget(view)
    view.grab()


def test_slot(qtbot):
    sender = Sender()
    sender.sent.connect(lambda: 1 / 0)
    sender.sent.emit()


def test_python_warning():
    warnings.warn("old", DeprecationWarning)


def test_exception_in_a_thread():
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()


def test_network():
    with socket.socket() as connection:
        connection.connect(("127.0.0.1", 9))


def test_settings_are_written(qtbot):
    QSettings("somebody", "something").setValue("a", 1)


def test_settings_are_not_seen_by_the_next(qtbot):
    assert QSettings("somebody", "something").value("a") is None
'''

CAUGHT = {
    "thread": "ERROR",
    "trainer": "ERROR",
    "timer": "ERROR",
    "timer_of_the_application": "ERROR",
    "window": "ERROR",
    "qt_warning": "FAILED",
    "nan_in_a_paint_event": "FAILED",
    "nan_in_a_grabbed_view": "FAILED",
    "slot": "FAILED",
    "python_warning": "FAILED",
    "exception_in_a_thread": "FAILED",
    "network": "FAILED",
}


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = tmp_path_factory.mktemp("misbehaving")
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "test_misbehaving.py").write_text(MISBEHAVING)
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-rA", "-p", "no:cacheprovider", "test_misbehaving.py"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 1, run.stdout + run.stderr
    return run.stdout


@pytest.mark.parametrize(("test", "outcome"), CAUGHT.items())
def test_it_is_caught(report, test, outcome):
    assert re.search(rf"^{outcome} test_misbehaving.py::test_{test}( - |$)", report, re.MULTILINE), report


def test_what_behaves_passes(report):
    total = re.search(r"=+ (.*) in .*s.* =+\n*\Z", report)
    failed = sum(outcome == "FAILED" for outcome in CAUGHT.values())
    errors = len(CAUGHT) - failed
    # a test that leaks has itself passed, before its teardown fails
    assert total[1] == f"{failed} failed, {3 + errors} passed, {errors} errors"
