"""Taking probes as the trainer does, and results as it sends them."""

from functools import reduce
from operator import or_

import numpy as np

from playground.domains.plane.grid import WHOLE_PLANE
from playground.domains.plane.inputs import INPUTS
from playground.training.probes.color_scale import Scales
from playground.training.probes.layer_statistics import LayerStatistics
from playground.training.probes.plane.output_map import MapSamples, OutputMap
from playground.training.probes.plane.unit_maps import UnitMaps, UnitPictures
from playground.training.probes.request import Results
from playground.training.probes.schedule import Calm, Scheduler
from playground.training.snapshots.snapshot import Snapshot, TrainerState
from playground.training.timeline.recorded_runs import RecordedRuns
from playground.training.timeline.timeline import Timeline


def scheduler(timeline=None):
    """One that has taken nothing yet."""
    return Scheduler(RecordedRuns(timeline or Timeline()))


def taken(run, *requests, by=None, **calm):
    """Results for some requests: at rest, unless `calm` says otherwise."""
    return (by or scheduler()).take(run, requests, Calm(**calm))


def statistics(run, by=None):
    """The statistics of a run's layers; None without training points."""
    return taken(run, LayerStatistics(), by=by).get(LayerStatistics)


def unit_pictures(units, scales=None, inputs=None):
    """Pictures of units, by uid, as the trainer sends them; full colour is at 1 where `scales` says nothing else."""
    found = {uid: Scales(1.0, np.ones(len(values), np.float32)) for uid, values in units.items()}
    inputs = np.zeros((len(INPUTS), 8, 8), np.float32) if inputs is None else inputs
    return Results({UnitMaps: UnitPictures(inputs, units, found | (scales or {}))})


def map_picture(predictions, extent=WHOLE_PLANE, focus=None):
    """A large map, as the trainer sends it."""
    return Results({OutputMap: MapSamples(extent, predictions, focus)})


def snapshot_with(document, *results, run=1, **fields):
    """A snapshot of a document that carries some results."""
    base = {"run": run, "document": document, "epoch": 1, "batch": 1, "parameters": {}, "state": TrainerState.PAUSED}
    return Snapshot(**(base | {"results": reduce(or_, results, Results())} | fields))


def arrive(session, *results, **fields):
    """A snapshot of the document at hand reaches the session, as from the trainer."""
    made = snapshot_with(session.document, *results, run=session.run, **fields)
    session.pump.arrived.emit(made)
    return made
