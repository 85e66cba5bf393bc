"""The program on a terminal: what a person sees of it, and what Ctrl+C does at a moment that can be seen."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 120


def environment_of(**values):
    """In which `python -m playground` is found from any folder."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return os.environ | {"PYTHONPATH": path} | values


@dataclass
class Seen:
    """What came of a run.

    Attributes:
        status: As a shell tells it.
        out: What went to stdout.
        err: What the terminal showed of stderr.
    """

    status: int
    out: str
    err: str


def run_on_terminal(arguments, cwd, *, until="", send=signal.SIGINT, times=1, **environment):
    """Run `python -m playground` with a terminal for its stderr, and a signal as soon as some words are on it."""
    main, worker = os.openpty()
    command = [sys.executable, "-m", "playground", *arguments]
    process = subprocess.Popen(
        command,
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=worker,
        env=environment_of(**environment),
        start_new_session=True,
    )
    os.close(worker)
    shown, sent = b"", 0
    try:
        while True:
            try:
                piece = os.read(main, 65536)
            except OSError:  # the other side is closed
                break
            if not piece:
                break
            shown += piece
            if until and until.encode() in shown and sent < times:
                sent += 1
                process.send_signal(send)
        out = process.communicate(timeout=PATIENCE_S)[0].decode()
    finally:
        if process.poll() is None:
            process.kill()
        os.close(main)
    status = process.returncode
    return Seen(128 - status if status < 0 else status, out, shown.decode())
