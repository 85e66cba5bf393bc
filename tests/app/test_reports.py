"""What nobody caught becomes one calm message with a report, wherever it happens; and closing is quick and silent."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from playground.app.reports import CRASH_LOG, LOG, Reports

WAIT_MS = 60_000
ROOT = Path(__file__).resolve().parents[2]
CALM = "Something went wrong. Your work is still here and can be saved."


@pytest.fixture
def reports(window, tmp_path):
    made = Reports(window.toast, tmp_path / "logs")
    made.begin()
    yield made
    made.end()


def raise_in_thread():
    def work():
        raise ZeroDivisionError("in a thread")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def raise_in_slot():
    """As PySide does for a slot and for painting, where pytest-qt's own hook would come first."""
    error = ZeroDivisionError("in a slot")
    sys.excepthook(type(error), error, error.__traceback__)


@pytest.mark.parametrize("act", [raise_in_slot, raise_in_thread])
def test_an_error_is_said_once_and_can_be_copied(window, reports, qtbot, tmp_path, act):
    for _ in range(20):
        act()
    qtbot.waitUntil(lambda: window.toast.bar.text() == CALM, timeout=WAIT_MS)
    copy, _folder = window.toast.bar.buttons
    assert copy.text() == "Copy report"
    copy.clicked.emit()
    text = QGuiApplication.clipboard().text()
    assert "ZeroDivisionError: in a" in text
    assert text.startswith("Playground ")
    assert "ZeroDivisionError: in a" in (tmp_path / "logs" / LOG).read_text()
    assert (tmp_path / "logs" / CRASH_LOG).exists()
    window.toast.dismiss()
    act()
    reports.look()
    assert not window.toast.bar.isVisible()
    assert window.documents.save_to(tmp_path / "work.nnplay")


def test_an_error_while_training_is_said_with_a_report(window, reports, qtbot, monkeypatch):
    from playground.training.engines.steppers import Engine

    def fail(*_):
        raise ZeroDivisionError("in the trainer")

    monkeypatch.setattr(Engine, "advance", fail)
    window.session.play()
    qtbot.waitUntil(lambda: window.toast.bar.text() == CALM, timeout=WAIT_MS)
    assert "in the trainer" in reports.report()


def test_a_log_that_cannot_be_written_keeps_nobody_from_working(window, tmp_path):
    (tmp_path / "file").write_text("")
    made = Reports(window.toast, tmp_path / "file" / "logs")
    made.begin()
    assert "no place for a log" in made.report()
    made.end()


CLOSING = """
import json, sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
import numpy as np
from playground._bootstrap import leave
from playground.app import export_dialog, exporting, launch, window
from playground.document.dataset import default_classes
from playground.document.edits_data import make_dataset, set_dataset
from playground.interop.sources import open_source
from playground.session.speed import MOST_SPEED
from playground.training.loop.commands import SetSpeed

what, moment, large = sys.argv[1], float(sys.argv[2]), sys.argv[3] or None
open_window = launch.open_window
begun, shown = [], []

def opened(window):
    shown.append(window)
    open_window(window)
    window.session.set_speed(SetSpeed(None, MOST_SPEED))
    window.session.play()
    act = {"exporting": export, "export dialog": ask}.get(what, close)
    QTimer.singleShot(round(moment * 1000), window, act)

def close():
    begun.append(time.time())
    shown[0].close()

def ask():
    QTimer.singleShot(200, shown[0], close)
    shown[0].dialogs.show_export()
    print("asked", flush=True)

def export():
    session = shown[0].session
    data = make_dataset(np.random.default_rng(0).normal(size=(100_000, 2)), np.arange(100_000) % 2, default_classes(2))
    session.edit("Many", lambda document: set_dataset(document, data))
    session.undo_stack.setClean()
    QTimer.singleShot(20, shown[0], close)
    out = exporting.Exporting(session, shown[0].settings, shown[0].docks, shown[0])
    out.write("pytorch", Path(sys.argv[4]), out.work())
    print("exported", flush=True)

launch.open_window = opened
status = launch.launch(open_source("circle"), large)
print(json.dumps({"begun": begun[0]}), flush=True)
leave(status)
"""
MOMENTS = {"start": 0.05, "training": 8.0, "loading": 0.5, "export dialog": 3.0, "exporting": 3.0}


@pytest.mark.parametrize("what", MOMENTS)
def test_closing_is_quick_silent_and_leaves_nothing_to_recover(tmp_path, what):
    from time import time

    large, out = tmp_path / "large.csv", tmp_path / "out.py"
    if what == "loading":
        large.write_text("x,y,label\n" + "1,2,0\n-1,-2,1\n" * 400_000)
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(tmp_path / "data")}
    command = [
        sys.executable,
        "-c",
        CLOSING,
        what,
        str(MOMENTS[what]),
        str(large) if what == "loading" else "",
        str(out),
    ]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    ended = time()
    noise = [line for line in run.stderr.splitlines() if "propagateSizeHints" not in line]
    assert (run.returncode, noise) == (0, [])
    begun = json.loads(run.stdout.splitlines()[-1])["begun"]
    assert ended - begun < 30.0  # 3 s on a machine that is not busy
    assert not list((tmp_path / "data" / "playground-nn" / "recovery").iterdir())
    if what == "exporting":
        assert out.read_text().endswith("main()\n"), "begun before the closing, and whole"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk is Linux's /dev/full")
def test_a_log_on_a_full_disk_costs_its_lines_and_nothing_else(window, tmp_path, capfd):
    (tmp_path / LOG).symlink_to("/dev/full")
    made = Reports(window.toast, tmp_path)
    made.begin()
    raise_in_slot()
    report = made.report()
    made.end()
    assert "in a slot" in report
    assert "Logging error" not in capfd.readouterr().err
