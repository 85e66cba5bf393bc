"""What many points cost the window: `python -m tests.bench.points [POINTS]`, a million unless told otherwise.

For each: how long the call takes, how long until it is painted, and the longest gap between two looks of the frame
pump within the two seconds after it. Then panning, paused and while training at full speed.
"""

import math
import os
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QSettings

from playground.app.bench_gui import is_ready, run_for
from playground.app.launch import make_app, make_window
from playground.app.settings import Settings
from playground.document import edits_data
from playground.document.presets import first_document
from playground.interop.sources import Opened
from playground.interop.tables.csv_points import write_points
from playground.session.speed import MOST_SPEED
from playground.training.loop.commands import SetSpeed

AFTER_S, PAN_S = 2.0, 4.0


def say(line):
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Bench:
    """A window, and the times of its frame pump."""

    def __init__(self, window):
        self.window, self.session = window, window.session
        self.canvas = window.docks["output"].widget().canvas
        self.ticks = []
        self.session.pump.ticked.connect(lambda: self.ticks.append(perf_counter()))

    def edit(self, name, change):
        """One edit, its painting, and what follows."""
        self.measure(name, lambda: self.session.edit(name, change))

    def measure(self, name, work):
        """One call on the GUI thread, its painting, and what follows."""
        self.ticks.clear()
        start = perf_counter()
        work()
        called = perf_counter()
        self.window.repaint()
        make_app().processEvents()
        painted = perf_counter()
        run_for(AFTER_S)
        gaps = np.diff([start, *self.ticks])[1:] * 1000
        say(f"{name:22} {1000 * (called - start):7.0f} {1000 * (painted - start):9.0f} {gaps.max(initial=0.0):9.0f}")

    def load(self, path):
        """Read a file beside the window."""
        self.ticks.clear()
        start = perf_counter()
        self.window.documents.open(str(path))
        while self.window.documents.loading.active:
            run_for(0.01)
        gaps = np.diff(self.ticks) * 1000
        size, p95, most = path.stat().st_size / 1e6, np.percentile(gaps, 95), gaps.max()
        say(f"reading {size:.0f} MB: {perf_counter() - start:.1f} s, gaps p95 {p95:.0f} ms, longest {most:.0f} ms")
        run_for(AFTER_S)

    def pan(self, name):
        """Move the map with each tick of the pump."""
        start = perf_counter()
        self.ticks.clear()
        while perf_counter() - start < PAN_S:
            angle = 3.0 * (perf_counter() - start)
            camera = replace(self.canvas.camera, x=1.5 * math.cos(angle), y=1.5 * math.sin(angle))
            self.canvas.set_camera(camera)
            ticks = len(self.ticks)
            while len(self.ticks) == ticks:
                make_app().processEvents()
        gaps = np.diff(self.ticks) * 1000
        p50, p95, p99 = np.percentile(gaps, (50, 95, 99))
        rate = len(self.ticks) / PAN_S
        say(f"{name}: {rate:.0f} frames/s, gaps p50 {p50:.0f} p95 {p95:.0f} p99 {p99:.0f} longest {gaps.max():.0f} ms")


def main(count="1000000"):
    """Print the figures."""
    number = int(count)
    app = make_app()
    with TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        window = make_window(Opened(first_document(), "Points"), app, Settings())
        window.resize(1440, 900)
        window.show()
        window.session.start()
        while not is_ready(window):
            run_for(0.05)
        path = Path(folder) / "points.csv"
        random = np.random.default_rng(0)
        classes = window.session.document.dataset.classes
        write_points(
            path, edits_data.make_dataset(random.normal(size=(number, 2)) * 2, random.integers(0, 2, number), classes)
        )
        figures(Bench(window), path)
        window.session.undo_stack.setClean()
        window.close()


def figures(bench, path):
    """All of them."""
    session = bench.session
    bench.load(path)
    say(f"{'ms':22} {'call':>7} {'painted':>9} {'then gap':>9}")
    bench.edit("Add 10 points", lambda d: edits_data.add_points(d, np.ones((10, 2)), 0))
    bench.edit("Remove 100 points", lambda d: edits_data.remove_points(d, np.arange(len(d.dataset)) < 100))
    bench.measure("Undo", session.undo_stack.undo)
    bench.measure("Redo", session.undo_stack.redo)
    bench.edit("Split again", lambda d: edits_data.split(d, d.dataset.train_fraction, d.dataset.split_seed + 1))
    bench.edit("Learning rate", lambda d: replace(d, training=replace(d.training, learning_rate=0.01)))
    bench.pan("panning, paused")
    session.set_speed(SetSpeed(None, MOST_SPEED))
    session.play()
    run_for(1.0)
    bench.pan("panning, training")


if __name__ == "__main__":
    main(*sys.argv[1:2])
