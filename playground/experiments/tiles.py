"""A tile: some runs of an experiment as one job, a pure function of values; a lost one repeats to the bit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby, takewhile
from typing import TYPE_CHECKING

from playground.experiments.data_knobs import KnobError
from playground.experiments.knobs import with_settings
from playground.experiments.outcomes import Outcomes, RunOutcome, Verdict, in_columns
from playground.experiments.variations import NETWORK, parted

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.model import Document
    from playground.experiments.outcomes import Measure
    from playground.experiments.single_run import Prepared
    from playground.experiments.variations import Settings, Variation

MOST_PREPARED = 64
"""Documents that a tile keeps ready: runs of the same settings may stand far apart in it."""


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """Runs to be done as one job.

    Attributes:
        document: What they vary; weights are no part of it.
        measure: How they are measured.
        places: Of the runs in their experiment.
        variations: As many.
        keeps_paths: Whether runs hand out their weights at all looks.
    """

    document: Document
    measure: Measure
    places: tuple[int, ...]
    variations: tuple[Variation, ...]
    keeps_paths: bool = False


def run_tile(
    tile: Tile, go_on: Callable[[], bool] = lambda: True, kept: dict[Settings, Prepared | RunOutcome] | None = None
) -> Outcomes:
    """Train the runs of a tile, one after the other, on this thread.

    The outcome of a run depends on nothing but document, measure and variation: not on the tile that it is in, on the
    runs before it, or on how often it was interrupted.

    Args:
        tile: What to train.
        go_on: Asked some times a second; where it says no, the runs that are done come back.
        kept: What this thread has made ready for tiles of the same document and measure; is added to.
    """
    done: list[RunOutcome] = []
    kept = {} if kept is None else kept
    for settings, alike in groupby(tile.variations, lambda one: one.settings):
        seeds = [one.seed for one in alike]
        found = _run(tile, settings, seeds, kept, go_on)
        done += found
        if len(found) < len(seeds):
            break
    looks = len(tile.measure.look_epochs(tile.document))
    return in_columns(tile.places[: len(done)], done, looks)


def varied(document: Document, variation: Variation) -> Document:
    """The document that a run trains.

    Raises:
        KnobError: There is none; in words.
    """
    changed = with_settings(document, variation.settings)
    return replace(changed, training=replace(changed.training, seed=variation.seed))


def _run(
    tile: Tile,
    settings: Settings,
    seeds: list[int],
    kept: dict[Settings, Prepared | RunOutcome],
    go_on: Callable[[], bool],
) -> list[RunOutcome]:
    """Runs of the same settings, the first ones where it was told not to go on; what is made ready is kept."""
    from playground.experiments.single_run import train_many

    name, plain = parted(settings)
    if name not in {"", NETWORK}:
        return _fitted(tile, name, plain, seeds, go_on)
    if settings not in kept:
        while len(kept) >= MOST_PREPARED:
            del kept[next(iter(kept))]
        kept[settings] = _prepared(tile, settings)
    ready = kept[settings]
    if isinstance(ready, RunOutcome):
        return [ready] * len(seeds)
    found = train_many(ready, seeds, go_on, keeps_path=tile.keeps_paths)
    return [replace(one, curve=None) for one in found] if name else found  # looks differ from size to size


def _fitted(tile: Tile, name: str, settings: Settings, seeds: list[int], go_on: Callable[[], bool]) -> list[RunOutcome]:
    """A classical method in place of the network, with seeds; likewise."""
    from playground.experiments.learners import method_outcome

    try:
        changed = with_settings(tile.document, settings)
    except KnobError as error:
        return [RunOutcome(Verdict.REFUSED, refusal=str(error))] * len(seeds)
    going = takewhile(lambda _: go_on(), seeds)
    return [method_outcome(name, changed, seed, tile.measure.threshold) for seed in going]


def _prepared(tile: Tile, varied_settings: Settings) -> Prepared | RunOutcome:
    from playground.experiments.learners import as_many_updates
    from playground.experiments.single_run import prepare

    name, settings = parted(varied_settings)
    try:
        changed = with_settings(tile.document, settings)
    except KnobError as error:
        return RunOutcome(Verdict.REFUSED, refusal=str(error))
    return prepare(changed, as_many_updates(tile.measure, tile.document, changed) if name else tile.measure)
