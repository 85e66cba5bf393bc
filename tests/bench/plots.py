"""What the loss panel costs with few records and with a million epochs: `python -m tests.bench.plots`.

Redrawing and painting, in milliseconds of the processor: other programs at work do not change them much.
"""

import os
import sys
from statistics import median
from time import thread_time

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

EPOCHS = (400, 1_000, 100_000, 1_000_000)
ROUNDS = 40


def columns(epochs):
    """A run's history: noisy falling losses."""
    epoch = np.arange(epochs, dtype=np.float64)
    random = np.random.default_rng(0)
    losses = [np.exp(-rate * epoch / epochs) * (1 + 0.2 * random.random(epochs)) for rate in (5.0, 3.0)]
    scores = [1.0 - loss / 2 for loss in losses]
    names = ("train_loss", "test_loss", "train_score", "test_score")
    values = dict(zip(names, (*losses, *scores), strict=True))
    return {"run": np.ones(epochs, np.int32), "epoch": epoch, **values}


def measure(epochs):
    """Redrawing and painting, in milliseconds."""
    from PySide6.QtCore import QCoreApplication

    from playground.document.presets import document_for
    from playground.session.session import Session
    from playground.views.loss import LossView
    from tests.support.loss_panel import arrive, plot

    session = Session(document_for("spiral", (4,)))
    session.history.load(columns(epochs))
    view = LossView(session)
    view.resize(432, 316)
    view.show()
    QCoreApplication.processEvents()
    found = []
    for _ in range(ROUNDS):
        begun = thread_time()
        arrive(session)
        drawn = thread_time()
        plot(view).viewport().repaint()
        found.append((drawn - begun, thread_time() - drawn))
    view.close()
    session.close()
    return [1000 * median(part) for part in zip(*found, strict=True)]


def main():
    """A line for each length of a run."""
    from playground.app.launch import make_app
    from playground.widgets import theme

    theme.apply_theme(make_app(), theme.DARK)
    for epochs in EPOCHS:
        redraw, paint = measure(epochs)
        sys.stdout.write(f"{epochs:>9,} epochs: redraw {redraw:5.2f} ms, paint {paint:5.2f} ms\n")


if __name__ == "__main__":
    main()
