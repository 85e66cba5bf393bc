"""A window at long work, to be killed: `python -m tests.support.busy_victim FOLDER WORK`.

It draws a point, so that there is something to be lost, begins the work, and says so in FOLDER/at-work as soon as
that has brought something forth and the recovery folder holds what it keeps of it.
"""

import os
import sys
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
from PySide6.QtCore import QTimer

from playground.app.folders import recovery_folder
from playground.app.launch import make_app, make_window, open_window
from playground.app.recovery import keep_safe
from playground.app.settings import Settings
from playground.challenges.library import shipped_challenge
from playground.document.edits_data import add_points
from playground.document.edits_network import change_training
from playground.experiments.experiment import Experiment
from playground.experiments.outcomes import Measure
from playground.experiments.retraining import Retraining, trials_against
from playground.experiments.variations import KnobGrid
from playground.interop.sources import open_source

LONG = 100_000
"""Epochs of a run that is not to end while the test looks."""
POLL_MS = 20


class Busy:
    """Begins the work when PyTorch is there, and looks whether it is under way."""

    def __init__(self, window, folder, work):
        self.window, self.session, self.folder, self.work = window, window.session, folder, work
        self.timer = QTimer(window)
        self.timer.timeout.connect(self.look)
        self.timer.start(POLL_MS)
        self.has_begun = False

    def look(self):
        if self.session.snapshot is None:
            return
        if not self.has_begun:
            self.has_begun = True
            self.session.edit("Draw", lambda d: add_points(d, [[1.0, 2.0]], 0))
            getattr(self, self.work)()
        elif getattr(self, f"{self.work}_is_under_way")() and any(recovery_folder().glob("*/base-*")):
            self.timer.stop()
            (self.folder / "at-work").touch()

    def seeds(self):
        """Runs on threads, in the kernel."""
        self._experiment(self.session.document, Measure(3))

    def seeds_is_under_way(self):
        return any(recovery_folder().glob("*/results-*")) and self.session.experiments.at_work

    def processes(self):
        """Runs in processes, with PyTorch."""
        self._experiment(change_training(self.session.document, stepper="eager"), Measure(3))

    processes_is_under_way = seeds_is_under_way

    def marking(self):
        """A challenge is marked; the work of before stands back on the disk."""
        challenge = shipped_challenge("one-input-for-xor")
        self.window.challenge_desk.take(challenge)
        self.session.edit("Only xy", lambda d: replace(d, inputs=("xy",)))
        self.session.challenges.challenge = msgspec.structs.replace(challenge, epochs=LONG)
        self.session.challenges.mark()

    def marking_is_under_way(self):
        return self.session.challenges.is_marking

    def retraining(self):
        """Adversarial training, twice, as Explain asks for it."""
        document = self.session.document
        sample = tuple(document.dataset.samples[0].tolist())
        wish = Retraining(sample, LONG, lambda: trials_against(document, 0.3, 1), 2)
        self.session.experiments.retrainings.start(wish)

    def retraining_is_under_way(self):
        return self.session.experiments.retrainings.is_at_work

    def _experiment(self, document, measure):
        self.session.experiments.start("seeds", Experiment(document, KnobGrid((), LONG), measure))


def main(folder, work):
    app = make_app()
    opened = open_source("circle")
    window = make_window(replace(opened, document=change_training(opened.document, batch_size=50)), app, Settings())
    window.settings.is_welcomed = True
    keep_safe(window, recovery_folder())
    busy = Busy(window, folder, work)
    open_window(window)
    status = app.exec()
    sys.exit(status if busy.has_begun else 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
