"""Runs that stand at recorded states; the one that trains is never touched."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from playground.training.state.run import Run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playground.document.model import Document
    from playground.training.state.recorded_state import RecordedState
    from playground.training.timeline.timeline import Timeline

MOST_RUNS = 3


class RecordedRuns:
    """The recorded states of the line at hand, and runs to evaluate them with. On the trainer's thread."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._runs: list[tuple[Document, Document, Run]] = []

    @property
    def moments(self) -> tuple[RecordedState, ...]:
        """The recorded states, oldest first."""
        return self._timeline.moments

    @property
    def others(self) -> Mapping[int, tuple[RecordedState, ...]]:
        """Those of the branches, by their numbers."""
        return {branch.number: branch.moments for branch in self._timeline.branches}

    def run_at(self, moment: RecordedState, document: Document) -> Run:
        """A run of a state's network and weights, on the points of a document; good until the next call."""
        run = self._run_of(moment.document, document)
        # Into the arrays that are there: torch's tensors are views of them, and another array would have to be bound
        # anew.
        for mine, theirs in ((run.parameters, moment.parameters), (run.buffers, moment.buffers)):
            mine[...] = theirs
        run.steps, run.epoch, run.cursor = moment.steps, moment.epoch, moment.cursor
        return run

    def _run_of(self, then: Document, document: Document) -> Run:
        found = next((run for a, b, run in self._runs if a is then and b.dataset is document.dataset), None)
        if found is None:
            at_hand = then if then.dataset is document.dataset else replace(then, dataset=document.dataset)
            found = Run(at_hand)
            self._runs = [(then, document, found), *self._runs[: MOST_RUNS - 1]]
        return found
