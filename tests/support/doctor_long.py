"""The doctor over minutes, as a window has it: `python -m tests.support.doctor_long 600`.

Each broken run trains at 60 epochs a second until the doctor says something; then ten healthy ones train side by side
for as many seconds as are told, and whatever is said of them is printed.
"""

import os
import sys
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QTimer

from playground.session.session import Session
from tests.support.broken_runs import BROKEN, HEALTHY, healthy

LONGEST_S = 90.0


class Watched:
    """A session whose doctor speaks by itself."""

    def __init__(self, name, document):
        self.name, self.session, self.said = name, Session(document), []
        self.doctor = self.session.experiments.doctor
        self.doctor.attend(self.session)
        self.doctor.switch(on=True)
        self.doctor.changed.connect(self._hear)
        self.session.start()
        self.session.play()
        self.start = perf_counter()

    def _hear(self):
        found = self.doctor.diagnosis
        if found is not None:
            seconds = perf_counter() - self.start
            self.said.append((found.finding.key, seconds, f"{found.suspicion.words} {found.proof}"))

    @property
    def epoch(self):
        return 0 if self.session.snapshot is None else self.session.snapshot.live_epoch


def tell(line):
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def wait(app, until, seconds):
    """Handle events until something holds, or so many seconds are over."""
    end = perf_counter() + seconds
    timer = QTimer()
    timer.setInterval(50)
    timer.timeout.connect(lambda: app.quit() if until() or perf_counter() > end else None)
    timer.start()
    app.exec()
    timer.stop()


def main(seconds):
    app, right = QCoreApplication([]), 0
    for key, make in BROKEN.items():
        one = Watched(key, make())
        wait(app, lambda one=one: one.said, LONGEST_S)
        said = one.said[0] if one.said else ("nothing", LONGEST_S, "")
        right += said[0] == key
        tell(f"{key}: {said[0]} after {said[1]:.1f} s, epoch {one.epoch:,}. {said[2]}")
        one.session.close()
    tell(f"{right} of {len(BROKEN)} named first")
    watched = [Watched(name, healthy(name)) for name in HEALTHY]
    wait(app, lambda: False, seconds)
    for one in watched:
        tell(f"{one.name}: {len(one.said)} said in {seconds:.0f} s, epoch {one.epoch:,}. {one.said}")
        one.session.close()


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 600.0)
