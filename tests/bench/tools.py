"""What a step of each drawing tool costs: `python -m tests.bench.tools [POINTS]`, 100,000 unless told otherwise.

A step is what one movement of the mouse and a sixtieth of a second ask for. Each is done fifteen times; printed are
the median and the largest time in ms until the canvas shows it, and the median until all panels have followed: their
pictures of the network for the new points come later, and while it trains one panel a frame.
"""

import os
import sys
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
from playground.domains.plane.symmetry import Symmetry
from playground.domains.plane.tools import TOOLS
from playground.interop.sources import Opened
from playground.views.plane.tools.base import Touch
from playground.views.plane.tools.handles import KNOB, PAD

STEPS, WARM_UP, FRAME = 15, 3, 1 / 60
PIXEL = 12 / 386
NONE = Symmetry()


def say(line):
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Bench:
    """A window full of points, and its canvas."""

    def __init__(self, window, count):
        self.window, self.session = window, window.session
        self.canvas = window.docks["output"].widget().canvas
        self.count = count

    def fill(self):
        """The points that every measurement begins with."""
        random = np.random.default_rng(0)
        data = self.session.document.dataset
        made = edits_data.make_dataset(
            random.normal(size=(self.count, 2)) * 2, random.integers(0, 2, self.count), data.classes
        )
        self.session.edit("Fill", lambda d: edits_data.set_dataset(d, made))
        run_for(0.5)

    def tool(self, name, symmetry=NONE):
        """A stroke with a tool, step by step, then undo and redo."""
        self.fill()
        hand, driver = self.session.hand, self.canvas.driver
        hand.set_tool(name)
        hand.set_class(1)
        hand.set_symmetry(symmetry)
        places = [(3 * np.cos(angle), 3 * np.sin(angle)) for angle in np.linspace(0, 2, STEPS + WARM_UP)]
        driver.press(Touch(*places[0], PIXEL))
        times = [self.timed(lambda at=at: self.step(driver, at)) for at in places[1:]][WARM_UP:]
        driver.release(Touch(*places[-1], PIXEL))
        label = name if not symmetry.is_on else f"{name}, {symmetry.kind}"
        stack = self.session.undo_stack
        back = [self.timed(stack.undo), self.timed(stack.redo)]
        self.report(label, times, back)

    def step(self, driver, place):
        """One movement and the time of one frame."""
        touch = Touch(*place, PIXEL)
        self.canvas._point_at(self.canvas.square().center())
        driver.move(touch)
        if driver.busy is not None:
            driver.busy.tick(FRAME)

    def transform(self, name, grip):
        """Half of the points dragged by the box round them."""
        self.fill()
        hand, driver = self.session.hand, self.canvas.driver
        hand.set_symmetry(Symmetry())
        hand.set_tool("select")
        self.session.selection.select_points(np.arange(self.count) < self.count // 2)
        box = driver.tool._box()
        middle, corner = box.mean(axis=0), box[1]
        start = {"move": middle, "scale": corner + PAD * PIXEL, "turn": (middle[0], corner[1] + (PAD + KNOB) * PIXEL)}
        place = np.array(start[grip])
        driver.press(Touch(*place, PIXEL))
        places = [tuple(place + index * np.array([0.05, -0.03])) for index in range(STEPS + WARM_UP)]
        times = [self.timed(lambda at=at: self.step(driver, at)) for at in places]
        driver.release(Touch(*places[-1], PIXEL))
        stack = self.session.undo_stack
        self.report(name, times[WARM_UP:], [self.timed(stack.undo), self.timed(stack.redo)])

    def timed(self, work):
        """Milliseconds of a piece of work with a painting of the canvas, and until every panel has followed."""
        start = perf_counter()
        work()
        self.canvas.grab()
        shown = perf_counter()
        make_app().processEvents()
        return 1000 * (shown - start), 1000 * (perf_counter() - start)

    def report(self, label, times, back):
        """A row."""
        shown, followed = np.array(times).T
        undo, redo = back
        row = (np.median(shown), shown.max(), np.median(followed), undo[0], redo[0])
        say(f"{label:18}" + "".join(f" {value:8.1f}" for value in row))


def main(count="100000"):
    """Print the figures."""
    app = make_app()
    with TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        window = make_window(Opened(first_document(), "Points"), app, Settings())
        window.resize(1440, 900)
        window.show()
        window.session.start()
        while not is_ready(window):
            run_for(0.05)
        bench = Bench(window, int(count))
        say(f"{'ms, ' + count + ' points':18} {'median':>8} {'largest':>8} {'panels':>8} {'undo':>8} {'redo':>8}")
        for name in TOOLS:
            if name not in {"polygon", "eyedropper"}:
                bench.tool(name)
        for name in ("brush", "eraser", "smudge"):
            bench.tool(name, Symmetry("turn", 6))
        for grip in ("move", "scale", "turn"):
            bench.transform(f"select, {grip}", grip)
        window.session.undo_stack.setClean()
        window.close()


if __name__ == "__main__":
    main(*sys.argv[1:2])
