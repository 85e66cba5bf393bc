"""Runs with what was recorded of them, as the curves of all weights see them."""

import numpy as np

from playground.training.probes.schedule import Calm
from playground.training.probes.weight_curves import WeightCurves, WeightHistory
from playground.training.state.run import Run
from playground.training.timeline.recorder import copy_of
from tests.support.probes import scheduler


def history(count=6, **columns):
    """Curves of so many epochs, all of them worked out; `columns` take the place of made-up ones."""
    epochs = np.arange(count, dtype=np.float64)
    made = {
        "epochs": epochs,
        "sharpness": 1.0 + epochs,
        "threshold": np.full(count, 10.0),
        "distance": 0.5 * epochs,
        "relative": 0.25 * epochs,
        "noise": 100.0 + epochs,
    }
    given = {name: np.asarray(column, dtype=np.float64) for name, column in columns.items() if name in made}
    rest = {name: value for name, value in columns.items() if name not in made}
    return WeightHistory(**(made | given | {"points": 30, "all_points": 30} | rest))


class Recorded:
    """A timeline whose states are put in by hand."""

    def __init__(self, *moments):
        self.moments = tuple(moments)


def states(document, count, step=0.1, first=1):
    """A run, and recorded states of it whose weights all go up by `step` from one to the next."""
    run = Run(document)
    found = []
    for number in range(count):
        found.append(copy_of(run, first + number, document))
        run.parameters += step
        run.epoch += 1
    return run, found


def curves(run, recorded, by=None, looks=1000):
    """The curves when all is worked out, or after so many looks at rest."""
    by = by or scheduler(recorded)
    for _ in range(looks):
        found = by.take(run, (WeightCurves(),), Calm())[WeightCurves]
        if not by.wants_more:
            break
    return found
