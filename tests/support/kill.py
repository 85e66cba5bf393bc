"""Kills a window at random moments, and looks whether anything older than a second is lost, and whether runs fit.

Run by itself it kills as often as it is told: `python -m tests.support.kill 50`.
"""

import math
import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from playground.storage.project import read_project, unpack_runs_file
from playground.storage.recovery_store import abandoned
from tests.support.victim import digest, is_calm

ROOT = Path(__file__).resolve().parents[2]
ALLOWED_S = 1.0
START_S = 180.0
LONGEST_S, LONGEST_CALM_S = 9.0, 20.0


@dataclass
class Deed:
    """One line of the victim's notes."""

    at: float
    what: str
    digest: str


@dataclass
class Outcome:
    """What a kill has left.

    Attributes:
        lost_s: How old the oldest deed is that is not there any more; 0 when all are.
        epochs: Of the weights that were recovered; None for none.
        moments: Recorded ones that were recovered, of all runs.
        runs: How many runs these are.
        where: "recovered" or "saved": what holds the newest work.
    """

    lost_s: float
    deeds: int
    epochs: int | None
    moments: int
    runs: int
    where: str


def kill_once(folder, seed, allowed_s=ALLOWED_S):
    """Start a window in a folder of its own, kill it at a moment that the seed gives, and look at what is left.

    Raises:
        AssertionError: A file does not open, or something older than a second is lost.
    """
    folder.mkdir()
    environment = os.environ | {f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in ("DATA", "CONFIG")}
    command = [sys.executable, "-m", "tests.support.victim", str(folder), str(seed)]
    with (folder / "stderr").open("wb") as errors:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=errors)
    try:
        deeds = folder / "deeds"
        end = time.monotonic() + START_S
        while not deeds.exists() or not deeds.stat().st_size:
            assert process.poll() is None, (folder / "stderr").read_text()
            assert time.monotonic() < end, "the window did not start"
            time.sleep(0.02)
        longest = LONGEST_CALM_S if is_calm(seed) else LONGEST_S
        time.sleep(random.Random(seed).uniform(0.0, longest))
        assert process.poll() is None, (folder / "stderr").read_text()
        died = time.monotonic()
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    return look(folder, died, allowed_s)


def kill_at_work(folder, work):
    """Kill a window at long work, by the names of `busy_victim.Busy`; what is left of it, recovery first.

    Raises:
        AssertionError: The work does not begin, a process or a lock outlives the window, or something does not open.
    """
    folder.mkdir()
    environment = os.environ | {f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in ("DATA", "CONFIG")}
    command = [sys.executable, "-m", "tests.support.busy_victim", str(folder), work]
    with (folder / "stderr").open("wb") as errors:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=errors)
    children = []
    try:
        end = time.monotonic() + START_S
        while not (folder / "at-work").exists():
            assert process.poll() is None, (folder / "stderr").read_text()
            assert time.monotonic() < end, "the work did not begin"
            time.sleep(0.02)
        threads = Path(f"/proc/{process.pid}/task").glob("*/children")
        children = [os.pidfd_open(int(child)) for thread in threads for child in thread.read_text().split()]
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    for child in children:
        assert select.select([child], [], [], START_S)[0], "a process outlives the window"
        os.close(child)
    left = []
    for place in ("recovery", "lesson"):
        for vault in abandoned(folder / "data" / "playground-nn" / place):  # one that is locked is not among them
            left.append(vault.read())
            vault.release()
    return left


def look(folder, died, allowed_s):
    """See that every file opens, and how much is lost."""
    done = [
        Deed(float(at), what, mark) for at, what, mark in map(str.split, (folder / "deeds").read_text().splitlines())
    ]
    last = {deed.digest: place for place, deed in enumerate(done)}
    saved, epochs, where, lines = -1, None, "nothing", ()
    file = folder / "work.nnplay"
    if file.exists():
        saved, where = last[digest(read_project(file).document)], "saved"
    vaults = list(abandoned(folder / "data" / "playground-nn" / "recovery"))
    assert len(vaults) <= 1
    for vault in vaults:
        found = vault.read()
        counters = found.base.weights.get("counters")
        epochs = None if counters is None else int(counters[1])
        lines = found.base.runs
        look_at_runs(vault, found)
        place = last.get(digest(found.document), -1)
        if place >= saved:
            saved, where = place, "recovered"
        vault.release()
    # What was done after the kept document, by the moment that is lost longest.
    beyond = [deed for deed in done[saved + 1 :] if deed.digest != done[saved].digest] if saved >= 0 else done
    lost_s = died - beyond[0].at if beyond else 0.0
    assert lost_s <= allowed_s, (
        f"work of {lost_s:.2f} s is lost: {beyond[0]}; the newest is {where}, {saved} of {len(done)}"
    )
    moments = sum(len(run.moments.get("positions", ())) for run in lines)
    return Outcome(lost_s, len(done), epochs, moments, len(lines), where)


def look_at_runs(vault, found):
    """See that the runs can be read, that they are of the weights' past, and that few seconds are missing."""
    files = sorted(path for path in vault.folder.glob("runs-*") if int(path.name[-8:]) <= found.number)
    if files:
        assert unpack_runs_file(files[-1].read_bytes(), found.base.document) == () or found.base.runs
    for run in found.base.runs[:1]:
        positions = run.moments.get("positions", ())
        end = int(found.base.weights["counters"][1]) + 1
        assert not len(positions) or positions[-1] <= end, f"{positions[-1]} was recorded after {end}"
    for run in found.base.runs[1:]:
        assert len(run.moments["positions"]), "a run without its end"


def main(number, seed):
    """Kill so often; tell how it went. Status 1 where work older than a second was lost, as a busy machine makes it."""
    outcomes = []
    with tempfile.TemporaryDirectory() as folder:
        for place in range(number):
            outcome = kill_once(Path(folder) / str(place), seed + place, math.inf)
            outcomes.append(outcome)
            sys.stdout.write(f"{place + 1}: {outcome}\n")
            sys.stdout.flush()
    lost = sorted(outcome.lost_s for outcome in outcomes)
    most_moments = max(outcome.moments for outcome in outcomes)
    where = dict(Counter(outcome.where for outcome in outcomes))
    ages = f"the oldest work lost was {lost[-1]:.2f} s old, the median {lost[len(lost) // 2]:.2f} s"
    runs = [outcome.runs for outcome in outcomes]
    recorded = f"runs came back from {sum(map(bool, runs))} of them, at most {max(runs)} with {most_moments} moments"
    late = sum(age > ALLOWED_S for age in lost)
    ages += f", {late} times older than {ALLOWED_S:g} s"
    sys.stdout.write(f"{number} kills, every file opens; {ages}; {recorded}; {where}\n")
    sys.exit(1 if late else 0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5, int(sys.argv[2]) if len(sys.argv) > 2 else 0)
