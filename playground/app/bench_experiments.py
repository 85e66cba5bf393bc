"""What `bench --gui` has at work beside the window: experiments of every kind, and what follows the samples live."""

from __future__ import annotations

import math
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np

from playground.document.edits_points import place_points
from playground.experiments.experiment import Experiment
from playground.experiments.hunger import hunger_experiment
from playground.experiments.knobs import RECIPE, USUAL_RATES, recipe
from playground.experiments.outcomes import Measure
from playground.experiments.race import race
from playground.experiments.ranges import parse_axis
from playground.experiments.variations import Axis, KnobGrid
from playground.session.experiment_starts import MAP_SIDE, SEED_COUNTS
from playground.session.experiments import SEEDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.app.window import MainWindow
    from playground.document.model import Document

SEED_EPOCHS, USUAL_EPOCHS, RACE_EPOCHS = 1000, 300, 20_000
"""Of each run: 256 seeds, a phase map and a race each take longer than a short benchmark."""
CELLS, CELL_SIDE = 32, 16
DRAWS = 16
DRAG_TURN_S, DRAG_SPAN = 1.0, 2.0
"""A point goes round so far from the middle, once in so many seconds."""


def seeds(document: Document) -> Experiment:
    """As many seeds as the page offers, with their maps."""
    return Experiment(document, KnobGrid((), SEED_COUNTS[-1]), Measure(SEED_EPOCHS, map_side=MAP_SIDE))


def sweep(document: Document) -> Experiment:
    """A phase map of rates and widths with a decision map in each cell: another network in each run."""
    axes = parse_axis(document, f"layer1.units=1:{CELLS}"), parse_axis(document, f"learning_rate=1e-4:1:log:{CELLS}")
    return Experiment(document, KnobGrid(axes, 1), Measure(USUAL_EPOCHS, map_side=CELL_SIDE))


def racers(document: Document) -> Experiment:
    """Three optimizers from the same first weights."""
    names = "sgd", "adam", "rmsprop"
    return race(document, Axis(RECIPE, tuple(recipe(name, USUAL_RATES.get(name, 0.01)) for name in names)), RACE_EPOCHS)


def hunger(document: Document) -> Experiment:
    """The network and the usual methods on draws of eight sizes."""
    return hunger_experiment(document, draws=DRAWS, epochs=USUAL_EPOCHS)


EXPERIMENTS: dict[str, Callable[[Document], Experiment]] = {
    SEEDS: seeds,
    "sweep": sweep,
    "race": racers,
    "hunger": hunger,
}
"""By the pages that show them."""


def open_experiment(kind: str, window: MainWindow) -> None:
    """Show the page of a kind and begin its experiment: its results change what is shown all the time."""
    show_page(kind, window)
    keep_experiment(kind, window)


def show_page(kind: str, window: MainWindow) -> None:
    """Show a page of the panel of experiments."""
    window.docks["experiments"].show()
    window.session.experiments.shown.emit(kind)


def keep_experiment(kind: str, window: MainWindow) -> None:
    """Begin it anew when all of its runs are done."""
    session = window.session
    if not session.experiments.at_work:
        session.experiments.start(kind, EXPERIMENTS[kind](session.document))


def has_results(kind: str, window: MainWindow) -> bool:
    """Whether runs have come in: processes are up, and libraries are loaded."""
    course = window.session.experiments.course(kind)
    return course is not None and course.done > 0


def has_fits(window: MainWindow) -> bool:
    """Whether scikit-learn is loaded, and has fitted something to the samples at hand."""
    return window.session.experiments.methods.fit_of("logistic") is not None


def drag_a_point(window: MainWindow) -> None:
    """Put the first point to its next place, as a hand does that drags it round."""
    angle = 2 * math.pi * monotonic() / DRAG_TURN_S
    place = np.array([[DRAG_SPAN * math.cos(angle), DRAG_SPAN * math.sin(angle)]])
    window.session.edit("Drag a point", lambda document: place_points(document, np.array([0]), place), "benchmark")
