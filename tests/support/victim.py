"""A window with a person in it who draws, edits, trains and saves without end, and writes down what was done when.

`python -m tests.support.victim FOLDER SEED`: works on FOLDER/work.nnplay and appends to FOLDER/deeds, one line a deed:
the moment, what was done, and the digest of the document then. Even seeds begin at once, odd ones with the training;
every fourth does little but train and go back in time, so that there are runs to be lost.
"""

import hashlib
import os
import random
import sys
from dataclasses import replace
from pathlib import Path
from time import monotonic

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import Qt, QTimer

from playground.app.folders import recovery_folder
from playground.app.launch import make_app, make_window, open_window
from playground.app.recovery import keep_safe
from playground.app.settings import Settings
from playground.document.edits_data import add_points, clear_points, remove_points, set_targets
from playground.document.edits_network import change_layer, delete_layer, insert_layer, layer_to_add
from playground.interop.sources import open_source
from playground.session.speed import MOST_SPEED
from playground.storage.project import Project, pack_project
from playground.training.loop.commands import SetSpeed

LEAST_MS, MOST_MS, CALM_MS = 5, 120, 1500


def is_calm(seed):
    """Whether the person of a seed lets the network learn."""
    return seed % 4 == 3


def digest(document):
    """The same for the same document."""
    return hashlib.sha256(pack_project(Project(document))).hexdigest()


class Person:
    """Does one thing after another, at moments that the seed gives."""

    def __init__(self, window, folder, seed):
        self.window, self.session, self.folder = window, window.session, folder
        self.chance = random.Random(seed)
        self.random = np.random.default_rng(seed)
        self.deeds = (folder / "deeds").open("a", buffering=1)
        self.number = 0
        self.is_calm = is_calm(seed)

    def live(self):
        self.number += 1
        deed = self.chance.choices(
            [
                self.draw,
                self.remove,
                self.recolour,
                self.rate,
                self.layer,
                self.undo,
                self.train,
                self.save,
                self.clear,
                self.go_back,
            ],
            [1, 0, 0, 1, 0, 0, 3, 0, 0, 3] if self.is_calm else [8, 2, 2, 2, 2, 2, 1, 1, 0.2, 0.5],
        )[0]
        deed()
        self.note(deed.__name__)
        QTimer.singleShot(self.chance.randint(LEAST_MS, CALM_MS if self.is_calm else MOST_MS), self.window, self.live)

    def note(self, what):
        self.deeds.write(f"{monotonic():.4f} {what} {digest(self.session.document)}\n")

    def draw(self):
        points = self.random.normal(scale=3.0, size=(self.chance.choice((1, 20, 300)), 2))
        self.session.edit("Draw", lambda d: add_points(d, points, self.chance.randint(0, 1)), self.number // 3)

    def remove(self):
        count = len(self.session.document.dataset)
        self.session.edit("Erase", lambda d: remove_points(d, self.random.random(count) < 0.2))

    def recolour(self):
        count = len(self.session.document.dataset)
        self.session.edit("Recolour", lambda d: set_targets(d, self.random.random(count) < 0.3, 1))

    def rate(self):
        rate = self.chance.uniform(0.001, 0.1)
        self.session.edit("Rate", lambda d: replace(d, training=replace(d.training, learning_rate=rate)))

    def layer(self):
        network = self.session.document.network
        if len(network) > 3:
            self.session.edit("Delete", lambda d: delete_layer(d, network[0].uid))
        elif network and self.chance.random() < 0.5:
            units = self.chance.randint(1, 12)
            self.session.edit("Units", lambda d: change_layer(d, network[0].uid, units=units))
        else:
            self.session.edit("Add", lambda d: insert_layer(d, 0, layer_to_add(d, 0)))

    def undo(self):
        self.session.undo_stack.undo()

    def train(self):
        self.session.set_speed(SetSpeed(None, MOST_SPEED))
        self.session.play() if self.is_calm else self.session.toggle()

    def go_back(self):
        """Continue from some moment of the run, or from another run, or delete one."""
        time = self.session.time
        moments, branches = time.timeline.moments, time.timeline.branches
        if branches and self.chance.random() < 0.5:
            branch = self.chance.choice(branches)
            time.switch(branch) if self.chance.random() < 0.5 else time.delete(branch.number)
        elif moments:
            time.show(self.chance.choice(moments))
            time.go_on()

    def save(self):
        self.window.documents.save_to(self.folder / "work.nnplay")

    def clear(self):
        self.session.edit("Clear", clear_points)


def main(folder, seed):
    app = make_app()
    window = make_window(open_source("circle"), app, Settings())
    keep_safe(window, recovery_folder())
    person = Person(window, folder, seed)
    open_window(window)
    if seed % 2:  # the first deed waits for PyTorch, so that there is training to be killed in
        once = Qt.ConnectionType.SingleShotConnection
        window.session.snapshot_arrived.connect(lambda _: person.live(), once)
    else:
        QTimer.singleShot(200, window, person.live)
    sys.exit(app.exec())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
