"""Data hunger: how well the network and classical methods do on more and more of the training samples."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from playground.document import figures
from playground.experiments.experiment import Experiment
from playground.experiments.hunger_grid import SIZES, HungerGrid
from playground.experiments.learners import learner_title
from playground.experiments.outcomes import Measure
from playground.experiments.statistics import bands, spread_of
from playground.experiments.variations import LEARNER, NETWORK, Axis
from playground.tasks import TASKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from playground.document.model import Document
    from playground.experiments.results import ExperimentResults

LEAST = 8
"""The smallest number of training samples; with more classes than that, as many as classes."""
USUAL_METHODS = ("logistic", "neighbours", "svm-rbf", "forest")
USUAL_SIZES, USUAL_DRAWS = 8, 8

LEAST_TOLD = 0.01
"""A smaller lead is told as less than that."""


@dataclass(frozen=True, slots=True, eq=False)
class HungerCurve:
    """One learner's scores over sizes.

    Attributes:
        name: `NETWORK`, or a key of `CLASSICAL`.
        title: On screen.
        sizes: Numbers of training samples, (S,).
        low, median, high: Of the test scores of the draws, (S,) each; nan where none is done, or all were refused.
        counts: How many draws that are, (S,).
        refusal: Why it could not be fitted to some, the last reason; "" for none.
    """

    name: str
    title: str
    sizes: NDArray[np.int64]
    low: NDArray[np.float64]
    median: NDArray[np.float64]
    high: NDArray[np.float64]
    counts: NDArray[np.int64]
    refusal: str = ""


def hunger_refusal(document: Document) -> str:
    """Why there is nothing to be found out, a sentence; "" where there is."""
    data = document.dataset
    if data.test_count < len((0, 1)):
        return "No samples test: keep some for that, or nothing can be measured that was not trained on."
    if len(sizes_of(document)) < len((0, 1)):
        return f"There are only {len(data) - data.test_count:,} training samples, too few to leave some out."
    return ""


def sizes_of(document: Document, count: int = USUAL_SIZES) -> tuple[int, ...]:
    """Numbers of training samples from the least to all of them, evenly in their logarithm.

    Args:
        document: Whose samples.
        count: How many numbers at most.
    """
    data = document.dataset
    every = len(data) - data.test_count
    first = min(max(LEAST, len(data.classes)), max(every, 1))
    return tuple(dict.fromkeys(round(size) for size in np.geomspace(first, max(every, 1), count).tolist()))


def hunger_experiment(
    document: Document,
    methods: Sequence[str] = USUAL_METHODS,
    *,
    draws: int = USUAL_DRAWS,
    sizes: int = USUAL_SIZES,
    first_seed: int = 0,
    epochs: int | None = None,
) -> Experiment:
    """The experiment: the network and methods, on draws of each size, tested on the same samples throughout.

    Args:
        document: Says samples, split, inputs and network.
        methods: Keys of `CLASSICAL`.
        draws: Of each size; each has a seed that also draws the network's weights.
        sizes: How many numbers of training samples at most.
        first_seed: Of the first draw.
        epochs: Of the network on all samples; fewer are trained by as many updates. None as its rule says, else 300.
    """
    learners = Axis(LEARNER, (NETWORK, *methods))
    grid = HungerGrid((learners, Axis(SIZES, sizes_of(document, sizes), is_log=True)), draws, first_seed)
    return Experiment(document, grid, Measure(epochs, looks=1))


def hunger_curves(results: ExperimentResults) -> tuple[HungerCurve, ...]:
    """What is done, a curve for each learner."""
    grid, document = results.experiment.grid, results.experiment.document
    names, sizes = (axis.values for axis in grid.axes)
    scores = results.by_cell("test_score").astype(np.float64)
    found = []
    for index, name in enumerate(map(str, names)):
        low, median, high = bands(scores[index].T)
        cells = range(index * len(sizes), (index + 1) * len(sizes))
        reasons = [text for place, text in results.refusals.items() if grid.cell_of(place) in cells]
        counts = np.isfinite(scores[index]).sum(axis=1)
        title = learner_title(name, document)
        refusal = reasons[-1] if reasons else ""
        found.append(HungerCurve(name, title, np.array(sizes, np.int64), low, median, high, counts, refusal))
    return tuple(found)


# ---- what it shows, in words -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Lead:
    """Who is ahead at a size: by the middle of the differences, if at least three of four draws agree."""

    size: int
    name: str
    by: float
    draws: int


def findings(results: ExperimentResults) -> str:
    """Who is ahead with how many samples, in a sentence: "with 8 samples SVM, RBF is ahead by 5 percentage points".

    The network is set against the method that is best at that size, draw by draw; one of them is ahead where it does
    better in at least three of four draws. Empty before anything can be said.
    """
    leads = _leads(results)
    document = results.experiment.document
    if not leads:
        return _alone(hunger_curves(results)[0], document)
    parts = []
    groups = [list(group) for _, group in groupby(leads, key=lambda lead: lead.name)]
    for number, group in enumerate(groups):
        is_last = number == len(groups) - 1 and number > 0
        parts.append(f"{_range(group, is_last=is_last, is_first=number == 0)} {_who(group, document)}")
    draws = min(lead.draws for lead in leads)
    note = f"Ahead means better in at least three quarters of the {draws} draws." if draws > 1 else ""
    text = "; ".join(parts) + "."
    return f"{text[:1].upper()}{text[1:]} {note or 'One draw proves little.'}"


def _leads(results: ExperimentResults) -> list[_Lead]:
    scores = results.by_cell("test_score").astype(np.float64)
    names, sizes = (axis.values for axis in results.experiment.grid.axes)
    found = []
    for place, size in enumerate(sizes):
        middles = [spread_of(scores[index, place]).median for index in range(1, len(names))]
        if not np.isfinite(middles).any():
            continue
        best = 1 + int(np.nanargmax(middles))
        ahead = spread_of(scores[0, place] - scores[best, place])
        if not ahead.count:
            continue
        name = NETWORK if ahead.low > 0.0 else str(names[best]) if ahead.high < 0.0 else ""
        found.append(_Lead(int(size), name, abs(ahead.median), ahead.count))
    return found


def _range(group: list[_Lead], *, is_last: bool, is_first: bool) -> str:
    first, last = group[0].size, group[-1].size
    samples = " training samples" if is_first else ""
    if is_last and len(group) > 1:
        return f"from {first:,} on{samples}"
    return f"with {first:,}{samples}" if first == last else f"with {first:,} to {last:,}{samples}"


def _who(group: list[_Lead], document: Document) -> str:
    name, most = group[0].name, max(lead.by for lead in group)
    if not name:
        return "nobody is surely ahead"
    title = "the network" if name == NETWORK else learner_title(name, document)
    at_most = "" if len(group) == 1 else "up to "
    if TASKS[document.task].score_is_share:
        by = "less than a percentage point" if most < LEAST_TOLD else f"{at_most}{_points(most)}"
    else:
        by = "less than 0.01" if most < LEAST_TOLD else f"{at_most}{most:.2f}"
    return f"{title} is ahead by {by}"


def _points(difference: float) -> str:
    """A difference of two shares: "1 percentage point", "12 percentage points"."""
    points = round(100.0 * difference)
    return f"{points} percentage point{'' if points == 1 else 's'}"


def _alone(curve: HungerCurve, document: Document) -> str:
    known = np.flatnonzero(np.isfinite(curve.median))
    if len(known) < len((0, 1)):
        return ""
    first, last = known[0], known[-1]
    is_share = TASKS[document.task].score_is_share
    name = "test accuracy" if is_share else "test R²"
    before, after = (
        figures.share(float(curve.median[at])) if is_share else figures.r_squared(float(curve.median[at]))
        for at in (first, last)
    )
    return (
        f"The network's {name} goes from {before} with {curve.sizes[first]:,} training samples "
        f"to {after} with {curve.sizes[last]:,}."
    )
