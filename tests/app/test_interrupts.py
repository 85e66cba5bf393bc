"""Ctrl+C, SIGTERM and closed pipes end every command in order: the usual status, no traceback, nothing half written."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from playground._bootstrap import _wait_for_child
from playground.app import interrupts
from playground.app.interrupts import AskedToEndError, asked_to_end, check, orderly, watching
from playground.interop.sources import open_source
from tests.support.terminal import environment_of, run_on_terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="terminals and signals of POSIX")

LONG = "90000000"


@pytest.mark.parametrize(
    "arguments",
    [
        ["train", "spiral", "--epochs", LONG],
        ["train", "spiral", "--epochs", LONG, "--stepper", "eager"],
        ["render", "spiral", "--epochs", LONG, "--view", "boundary", "--out", "x.png"],
        ["render", "spiral", "--epochs", LONG, "--view", "boundary", "--film", "gif", "--out", "x.gif"],
        ["export", "spiral", "--epochs", LONG, "--out", "x.py", "--as", "numpy"],
    ],
    ids=" ".join,
)
def test_training_is_ended(tmp_path, arguments):
    seen = run_on_terminal(arguments, tmp_path, until="Epoch")
    assert seen.status == 130, seen.err
    assert "Traceback" not in seen.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "until"),
    [
        (["render", "circle", "--epochs", "2000", "--view", "window", "--film", "gif", "--out", "x.gif"], "frames"),
        (["render", "circle", "--epochs", "3", "--view", "window", "--out", "x.png"], "Loading"),
        (["export", "circle", "--epochs", "3", "--as", "report", "--out", "x.html"], "Loading PyTorch"),
        (["bench", "--seconds", "60"], "Engines"),
        (["train", "circle", "--epochs", "3"], "kernel"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_whatever_it_is_doing(tmp_path, arguments, until):
    seen = run_on_terminal(arguments, tmp_path, until=until)
    assert seen.status == 130, seen.err
    assert "Traceback" not in seen.err
    assert list(tmp_path.iterdir()) == []


def test_sigterm_ends_a_command_as_well(tmp_path):
    seen = run_on_terminal(["train", "circle", "--epochs", LONG], tmp_path, until="Epoch", send=signal.SIGTERM)
    assert seen.status == 143
    assert "Traceback" not in seen.err


def test_ctrl_c_saves_what_was_to_be_saved(tmp_path):
    arguments = ["train", "spiral", "--epochs", LONG, "--save", "a.nnplay"]
    seen = run_on_terminal(arguments, tmp_path, until="Epoch")
    assert seen.status == 130
    assert "What was learned so far is in a.nnplay" in seen.err
    saved = open_source(str(tmp_path / "a.nnplay"))
    assert saved.weights["counters"][0] > 0
    assert len(saved.history["epoch"]) >= 2


def test_in_the_middle_of_imports_nothing_is_shown(tmp_path):
    (tmp_path / "zlib.py").write_text(
        "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nfrom time import sleep\n"
    )
    path = os.pathsep.join([str(tmp_path), environment_of()["PYTHONPATH"]])
    ended = subprocess.run(
        [sys.executable, "-m", "playground", "examples"],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ended.returncode, ended.stderr) == (130, "")


@pytest.mark.parametrize(
    ("arguments", "unbuffered"), [(["examples"], ""), (["examples"], "1"), (["train", "--help"], "")]
)
def test_a_reader_that_has_gone_is_no_mistake(arguments, unbuffered):
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-m", "playground", *arguments],
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (141, "")


def test_the_parent_of_a_child_waits_for_what_the_child_says():
    code = "import os, signal, sys; os.kill(os.getppid(), signal.SIGINT); sys.exit(7)"
    assert _wait_for_child([sys.executable, "-c", code]) == 7


@pytest.mark.parametrize(("status", "said"), [(0, "torn down"), (2, "torn down"), (130, ""), (143, "")])
def test_after_a_signal_nothing_is_torn_down(status, said):
    """What PyTorch takes for it is time for which somebody who has pressed Ctrl+C would wait."""
    code = (
        "import atexit, sys; from playground._bootstrap import leave;"
        f"atexit.register(print, 'torn down'); sys.stdout.write('all '); leave({status})"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], env=environment_of(), stdout=subprocess.PIPE, text=True, check=False
    )
    assert (ended.returncode, ended.stdout.strip()) == (status, f"all {said}".strip())


# ---- the parts -------------------------------------------------------------------------------------------------------


class Ended:
    """Stands for the end of the process, which a test survives."""

    def __init__(self):
        self.statuses, self._came = [], threading.Event()

    def __call__(self, status):
        self.statuses.append(status)
        self._came.set()

    def wait(self):
        assert self._came.wait(30.0)


def test_where_nothing_is_to_be_put_in_order_the_process_ends_at_once():
    ended = Ended()
    with watching(ended):
        os.kill(os.getpid(), signal.SIGTERM)
        ended.wait()
    assert ended.statuses[0] == 143


def test_in_order_the_command_looks_by_itself():
    ended = Ended()
    with watching(ended), orderly(60.0):
        assert asked_to_end() == 0
        os.kill(os.getpid(), signal.SIGINT)
        while not asked_to_end():
            pass
        with pytest.raises(AskedToEndError):
            check()
    assert ended.statuses == []


def test_what_does_not_look_is_ended_after_a_while():
    ended = Ended()
    with watching(ended), orderly(0.001):
        os.kill(os.getpid(), signal.SIGINT)
        ended.wait()
    assert ended.statuses == [130]


def test_a_second_time_ends_it_at_once():
    ended = Ended()
    with watching(ended), orderly(60.0):
        os.kill(os.getpid(), signal.SIGINT)
        while not asked_to_end():
            pass
        os.kill(os.getpid(), signal.SIGINT)
        ended.wait()
    assert ended.statuses == [130]


def test_afterwards_signals_are_as_before():
    before = [signal.getsignal(one) for one in interrupts.SIGNALS]
    with watching():
        assert [signal.getsignal(one) for one in interrupts.SIGNALS] != before
    assert [signal.getsignal(one) for one in interrupts.SIGNALS] == before


def test_what_was_switched_off_stays_off():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with watching():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
