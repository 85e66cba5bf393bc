"""Processes that train end with whoever started them, however that ended."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

MOST_S = 60.0
STARTER = """\
import sys
from playground.document.edits_network import change_training
from playground.document.presets import document_for
from playground.experiments.experiment import Experiment, run_experiment
from playground.experiments.outcomes import Measure
from playground.experiments.variations import KnobGrid
from playground.experiments.workers import ProcessWorkers

document = change_training(document_for("circle", (2,), count=20), stepper="eager")
experiment = Experiment(document, KnobGrid((), 10_000), Measure(2))
run_experiment(experiment, ProcessWorkers(1), lambda done: print("done", flush=True))
"""


def is_deaf(child):
    """Whether a process has blocked Ctrl+C."""
    (line,) = [line for line in Path(f"/proc/{child}/status").read_text().splitlines() if line.startswith("SigBlk")]
    return bool(int(line.split()[1], 16) >> (signal.SIGINT - 1) & 1)


@pytest.mark.skipif(sys.platform != "linux", reason="children are counted in /proc")
def test_a_killed_program_leaves_no_process_behind():
    command = [sys.executable, "-c", STARTER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as starter:
        assert starter.stdout.readline() == "done\n"
        children = Path(f"/proc/{starter.pid}/task/{starter.pid}/children").read_text().split()
        assert children
        assert any(map(is_deaf, children)), "Ctrl+C on a terminal would have it print a traceback while it begins"
        handles = [os.pidfd_open(int(child)) for child in children]
        starter.send_signal(signal.SIGKILL)
        ended = [bool(select.select([handle], [], [], MOST_S)[0]) for handle in handles]
        for handle in handles:
            os.close(handle)
        assert all(ended)
