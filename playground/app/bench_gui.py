"""How fast the real window trains and paints here, how soon it is there, and how much memory it takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import monotonic, time
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QEventLoop, QSettings, QTimer

import playground
from playground.app.bench_cases import CASES
from playground.app.display import has_display
from playground.app.first_answer import is_answered
from playground.app.frame_meter import FrameMeter, Watched, gaps_ms, in_ms
from playground.app.launch import make_app, make_window
from playground.app.settings import Settings
from playground.interop.sources import Opened
from playground.session.speed import MOST_SPEED
from playground.training.engines.fused import FusedStepper
from playground.training.loop.commands import SetSpeed
from playground.training.snapshots.snapshot import TrainerState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from playground.app.window import MainWindow

SIZE = (1440, 900)
ROUNDS = 3
"""Parts of a measurement; rates are the median of them."""
STARTS = 3
TRAINED_S = 60.0
"""After so long memory is looked at again; for short benchmarks after `TRAINED_PER_SECOND` times their seconds."""
TRAINED_PER_SECOND = 30.0
SETTLE_S = 1.0
READY_S = 60.0


def gui_table(
    seconds: float, cases: Iterable[str] = CASES, tell: Callable[[float, str], object] = lambda *_: None
) -> dict[str, Any]:
    """Measure the window at full speed with all panels open, its start, and its memory.

    The figures of a case: `epochs_per_second` and `frames_per_second` (paintings of the output map), medians of
    `ROUNDS` parts with their `spread`; `gap_ms` between two paintings of the map and `tick_gap_ms` between two of the
    frame pump's looks; `paint_ms` of all panels together in each frame, and `paint_share` of the time;
    `cpu_ms_per_frame` of the GUI's thread, which other programs at work do not change;
    `snapshots_per_second`, and the `map_side` in samples that they had.

    Args:
        seconds: For each case.
        cases: Those of `CASES` unless given.
        tell: Told how far it is, 0 to 1, and what is measured next.

    Returns:
        "gui", "startup_seconds" (from process to painted window, median), "startup" (its details) and "memory_mb".
        The memory's "after_60_s" is that after "trained_s" seconds where the benchmark is a short one.
    """
    if not has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    gui: dict[str, Any] = {}
    steps = len(list(cases)) + STARTS
    for name in cases:
        tell(len(gui) / steps, f"Window: {name}")
        gui[name] = measured_case(name, seconds)
    tell(len(gui) / steps, "Starts and memory")
    trained_s = min(TRAINED_S, TRAINED_PER_SECOND * seconds)
    with TemporaryDirectory() as folder:
        starts = [_start(trained_s if number == 0 else 0.0, folder) for number in range(STARTS)]
    memory = starts[0].pop("memory_mb") | {"trained_s": trained_s}
    details = {name: [start[name] for start in starts] for name in starts[0] if name != "memory_mb"}
    return {"gui": gui, "startup_seconds": median(details["painted_s"]), "startup": details, "memory_mb": memory}


# ---- the window at work ----------------------------------------------------------------------------------------------


def measured_case(name: str, seconds: float) -> dict[str, Any]:
    """The row of one case, in a window of its own that knows no settings.

    Args:
        name: A key of `CASES`.
        seconds: How long it is watched.
    """
    with TemporaryDirectory() as folder:  # what one case opens the next one does not remember
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        return _measured(name, seconds)


def _measured(name: str, seconds: float) -> dict[str, Any]:
    app, case = make_app(), CASES[name]
    window = make_window(Opened(case.make(), name), app, Settings())
    try:
        window.resize(*SIZE)
        window.show()
        window.session.start()
        _wait_until(partial(is_ready, window))  # PyTorch, the kernel and the first map are there
        meter = FrameMeter(window)
        case.prepare(window)
        window.session.pump.ticked.connect(partial(case.on_frame, window))
        window.session.set_speed(SetSpeed(None, MOST_SPEED))
        if case.plays:
            window.session.play()
        _wait_until(partial(case.is_under_way, window))
        run_for(min(SETTLE_S, seconds))
        parts = [_watch(meter, seconds / ROUNDS, trains=case.plays) for _ in range(ROUNDS)]
    finally:
        window.session.undo_stack.setClean()
        window.close()
        window.deleteLater()
    return _figures(parts)


def _watch(meter: FrameMeter, seconds: float, *, trains: bool) -> Watched:
    """Watch for so long, and on a machine that is busy otherwise until there is a rate to tell."""
    part = meter.begin()
    run_for(seconds)
    end = monotonic() + READY_S
    while (len(part.maps) < 2 or (trains and len(part.snapshots) < 2)) and monotonic() < end:
        run_for(seconds)
    meter.end()
    return part


def _figures(parts: list[Watched]) -> dict[str, Any]:
    rates = {
        "epochs_per_second": [part.epochs_per_second() for part in parts],
        "frames_per_second": [part.frames_per_second() for part in parts],
    }
    whole = sum(part.ended - part.begun for part in parts)
    paint_s = [spent for part in parts for spent in part.paint_s]
    sides = [side for part in parts for side in part.map_sides]
    return {
        **{name: median(found) for name, found in rates.items()},
        "gap_ms": gaps_ms([at for part in parts for at in part.maps]),
        "tick_gap_ms": gaps_ms([at for part in parts for at in part.ticks]),
        "paint_ms": in_ms(paint_s),
        "paint_share": sum(paint_s) / whole,
        "cpu_ms_per_frame": 1000 * sum(part.cpu_s for part in parts) / max(sum(len(part.maps) for part in parts), 1),
        "snapshots_per_second": sum(len(part.snapshots) for part in parts) / whole,
        "map_side": float(np.median(sides)) if sides else None,
        "spread": {name: [min(found), max(found)] for name, found in rates.items()},
    }


def _wait_until(is_so: Callable[[], bool]) -> None:
    """Let the window work until something is so, `READY_S` at most."""
    end = monotonic() + READY_S
    while monotonic() < end and not is_so():
        run_for(0.02)


def is_ready(window: MainWindow) -> bool:
    """Whether training would begin at once, with the fused kernel where it can be had."""
    snapshot = window.session.snapshot
    if snapshot is None or not is_answered(window.session) or snapshot.state is TrainerState.LOADING:
        return False
    return snapshot.stepper == FusedStepper.name


def run_for(seconds: float) -> None:
    """Let the window work."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


# ---- the start ---------------------------------------------------------------------------------------------------


def _start(train_s: float, bytecode: str) -> dict[str, Any]:
    """Start the program anew; times in seconds since the process began.

    Args:
        train_s: How long to train before memory is looked at.
        bytecode: A folder for compiled modules, used where Python is told to keep none: every start but the first is
            to be a usual one.

    Raises:
        RuntimeError: It did not end in silence; what it said.
    """
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "playground"]
    folder = Path(playground.__file__).parent.parent
    environment = dict(os.environ)
    if environment.pop("PYTHONDONTWRITEBYTECODE", ""):
        environment.setdefault("PYTHONPYCACHEPREFIX", bytecode)
    begun = time()
    done = subprocess.run(  # noqa: S603  (this very program)
        [*program, "--self-test", str(train_s)],
        cwd=folder,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    if "Traceback" in done.stderr:
        raise RuntimeError(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {name: value - begun if name.endswith("_s") else value for name, value in found.items()}
