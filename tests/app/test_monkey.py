"""Some hundred events at random over the whole window, in a process of its own; more: tests/support/monkey."""

import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


def test_a_monkey_breaks_nothing(tmp_path):
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.support.monkey", "800", "3"]
    ended = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-3000:]
