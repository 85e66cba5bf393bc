"""Recorded moments and branches as a project file keeps them, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.document.plan import resolve
from playground.methods.optimizers.base import STATE_ROWS
from playground.storage.runs import MOST_NAME, SavedRun
from playground.training.state.recorded_state import RecordedState
from playground.training.timeline.commands import LoadTimeline
from playground.training.timeline.recorder import checkpoint_of, size_of, thin
from playground.training.timeline.timeline import Branch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playground.document.model import Document
    from playground.storage.arrays import Arrays
    from playground.training.state.checkpoint import Checkpoint
    from playground.training.timeline.timeline import Timeline

MOST_BYTES = 12_000_000
"""Of a file, for all runs."""
MOST_SAVED = 160
"""Moments of one run."""


def to_saved(timeline: Timeline, document: Document, most_bytes: int = MOST_BYTES) -> tuple[SavedRun, ...]:
    """What a file keeps: of every run the moments since its layers were last changed, thinned; nothing for nothing."""
    branches = timeline.branches
    share = most_bytes // (len(branches) + 1)
    own = _fitting(timeline.moments, document, share)
    if not branches and len(own) <= 1:  # that is the weights themselves
        return ()
    name, is_named = timeline.name[:MOST_NAME], timeline.is_named
    found = [SavedRun(timeline.number, name, document, _arrays(own), is_named=is_named)]
    for branch in branches:
        moments = _fitting(branch.moments, branch.end.document, share)
        moments = moments or [branch.end]
        name, arrays = branch.name[:MOST_NAME], _arrays(moments)
        parts = branch.number, name, branch.end.document, arrays, branch.columns, branch.is_named, branch.data
        found.append(SavedRun(*parts))
    return tuple(found)


def from_saved(runs: tuple[SavedRun, ...]) -> LoadTimeline:
    """The inverse of `to_saved`; numbers of moments are given anew."""
    if not runs:
        return LoadTimeline()
    first, *others = runs
    numbers = iter(range(1, sum(len(run.moments.get("positions", ())) for run in runs) + 1))
    moments = tuple(_moments(first, numbers))
    branches = tuple(
        Branch(run.number, run.name, tuple(_moments(run, numbers)), run.history, is_named=run.is_named, data=run.data)
        for run in others
    )
    return LoadTimeline(branches, moments, first.number, first.name, first.is_named)


def newest_checkpoint(timeline: Timeline, document: Document) -> Checkpoint | None:
    """The newest recorded state of the run at hand that fits a document's network; None where there is none."""
    newest = timeline.moments[-1:]
    fits = newest and resolve(newest[0].document).function == resolve(document).function
    return checkpoint_of(newest[0]) if fits else None


def _fitting(moments: Iterable[RecordedState], document: Document, most_bytes: int) -> list[RecordedState]:
    """Those of one network, the newest; as many as a file should hold."""
    kept: list[RecordedState] = []
    for moment in moments:
        if resolve(moment.document).function == resolve(document).function:
            kept.append(moment)
        else:
            kept.clear()
    thin(kept, size_of(kept), most_bytes, MOST_SAVED)
    return kept


def _arrays(moments: list[RecordedState]) -> Arrays:
    if not moments:
        return {}
    slots = np.zeros((len(moments), STATE_ROWS, len(moments[0].parameters)), dtype=moments[0].parameters.dtype)
    for place, moment in enumerate(moments):
        slots[place, list(moment.rows)] = moment.slots
    return {
        "parameters": np.stack([moment.parameters for moment in moments]),
        "buffers": np.stack([moment.buffers for moment in moments]),
        "slots": slots,
        "counters": np.array([(m.steps, m.epoch, m.cursor) for m in moments], dtype=np.int64),
        "positions": np.array([moment.position for moment in moments], dtype=np.float64),
    }


def _moments(run: SavedRun, numbers: Iterable[int]) -> Iterable[RecordedState]:
    arrays = run.moments
    for place, number in zip(range(len(arrays.get("positions", ()))), numbers, strict=False):
        rows = tuple(row for row in range(STATE_ROWS) if arrays["slots"][place, row].any())
        steps, epoch, cursor = arrays["counters"][place].tolist()
        yield RecordedState(
            number,
            run.document,
            float(arrays["positions"][place]),
            arrays["parameters"][place].astype(np.float32),
            arrays["buffers"][place].astype(np.float32),
            arrays["slots"][place][list(rows)].astype(np.float32),
            rows,
            steps,
            epoch,
            cursor,
        )
