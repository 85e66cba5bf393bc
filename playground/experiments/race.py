"""A race: variants of a document from the same first weights, and the plane of weights on which their paths lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.document.plan import resolve
from playground.experiments.data_knobs import KnobError
from playground.experiments.experiment import Experiment
from playground.experiments.knobs import RECIPE
from playground.experiments.outcomes import Measure, Verdict
from playground.experiments.tiles import varied
from playground.experiments.variations import KnobGrid
from playground.methods.optimizers import OPTIMIZERS
from playground.training.probes.landscape.limits import limits_around
from playground.training.probes.landscape.shared import SharedPlane
from playground.training.probes.landscape.weight_plane import WeightPlane, explained_variance, principal_directions

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.experiments.results import ExperimentResults
    from playground.experiments.variations import Axis, Value

MOST_RACERS = 8
"""More lines and paths cannot be told apart."""
LOOKS, MAP_SIDE = 60, 24
"""How often a racer is measured on its way, and the samples along its small decision map."""
MOST_NUMBERS = 20_000_000
"""Of all paths together."""
STATISTICS = "running_mean"


class NoPlaneError(Exception):
    """Racers have no plane in common; the text is a sentence for a person."""


def race(document: Document, axis: Axis, epochs: int) -> Experiment:
    """The race of a document's variants, each from the document's own seed, so that all begin with the same weights.

    Args:
        document: What varies.
        axis: The racers; `knobs.RECIPE` for optimizers with rates of their own.
        epochs: How long each trains.

    Raises:
        KnobError: There are more than `MOST_RACERS`, or fewer than two; in words.
    """
    if len(axis.values) > MOST_RACERS:
        raise KnobError(f"{MOST_RACERS} racers at most can be told apart: these are {len(axis.values)}")
    if len(axis.values) < 2:
        raise KnobError("One alone races against nobody: add another value")
    measure = Measure(epochs, looks=LOOKS, map_side=MAP_SIDE)
    numbers = resolve(document).layout.parameter_size * len(measure.look_epochs(document)) * len(axis.values)
    grid = KnobGrid((axis,), 1, document.training.seed)
    return Experiment(document, grid, measure, keeps_paths=numbers <= MOST_NUMBERS)


def racer_name(axis: Axis, value: Value) -> str:
    """What a racer is called: "Adam 0.01"; of any other knob its value."""
    if axis.path != RECIPE:
        return ("on" if value else "off") if isinstance(value, bool) else _plain(value)
    optimizer, _, rate = str(value).partition(" ")
    title = OPTIMIZERS[optimizer].title if optimizer in OPTIMIZERS else optimizer
    return f"{title} {_plain(float(rate))}"


def race_plane(results: ExperimentResults) -> tuple[SharedPlane, float]:
    """The plane of the principal components of all paths together, and the share of their variance along it.

    Racers that have diverged are left out.

    Raises:
        NoPlaneError: Their weights or losses are not the same space, or their paths are not kept.
    """
    document = _common_document(results)
    sound = [p for p in results.done.tolist() if results.columns["verdict"][p] > Verdict.DIVERGED]
    paths = [results.paths[place] for place in sound if place in results.paths]
    if not paths:
        raise NoPlaneError("The paths of these racers are not kept: race again to see them.")
    everything = np.concatenate(paths)
    drawn = np.random.default_rng(0).standard_normal((2, everything.shape[1]))
    directions = principal_directions(everything, list(drawn))
    plane = WeightPlane(paths[0][0].astype(np.float64), directions)
    places = plane.places_of(everything)
    length = float(np.linalg.norm(plane.origin))
    limits = limits_around(places, max(1e-3 * length, 1e-6))
    return SharedPlane(document, plane, limits), explained_variance(everything, directions)


def _common_document(results: ExperimentResults) -> Document:
    """A document whose loss over its weights is that of all racers.

    Raises:
        NoPlaneError: There is none.
    """
    experiment = results.experiment
    try:
        documents = [varied(experiment.document, experiment.grid.variation(p)) for p in range(len(experiment.grid))]
    except KnobError as error:
        raise NoPlaneError(f"There is no common plane: {error}") from None
    first, plan = documents[0], resolve(documents[0])
    for other in documents[1:]:
        if resolve(other).layout.parameters != plan.layout.parameters or resolve(other).function != plan.function:
            raise NoPlaneError("The racers' networks differ: their weights lie on no common plane.")
        if other.dataset is not first.dataset or other.training.loss != first.training.loss:
            raise NoPlaneError("The racers go down other losses: there is no common landscape.")
    if any(slot.key[1].endswith(STATISTICS) for slot in plan.layout.buffers):
        raise NoPlaneError("Batch norm gives each racer statistics of its own: there is no common landscape.")
    if plan.layout.parameter_size < 2:
        raise NoPlaneError("A landscape needs two weights at least.")
    return first


def _plain(value: Value) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
