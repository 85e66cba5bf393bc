"""Evaluates recorded moments: runs of their own stand there, and the one that trains is never touched."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.document.model import OUTPUT_UID
from playground.document.plan import resolve
from playground.training.messages import Snapshot, TrainerState
from playground.training.probe import WHOLE_PLANE, Prober, grid, least_factor
from playground.training.probes.forward import Forward
from playground.training.probes.request import ProbeRequest
from playground.training.state.answers import answers
from playground.training.state.network_inputs import network_inputs
from playground.training.state.run import Run
from playground.training.timeline.timeline import Still

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.model import Document
    from playground.training.state.recorded_state import RecordedState
    from playground.training.timeline.timeline import Timeline

STILL_S = 0.25
"""A moment that has been shown for so long is looked at: while training goes on, its pictures are then made in full."""
_NO_LAYERS: dict[str, Any] = {"neuron_size": 0, "space_uids": (), "focus": None}
_ONLY_LAYERS: dict[str, Any] = {
    "map_size": (0, 0),
    "focus": None,
    "answers": False,
    "inside": False,
    "regions": False,
    "pushes": False,
}


class Replay:
    """Shows one moment, and makes the pictures of the film strip."""

    def __init__(self, timeline: Timeline, clock: Callable[[], float] = perf_counter) -> None:
        self._timeline, self._clock = timeline, clock
        self._prober, self._film = Prober(), Forward()
        self._runs: list[tuple[Document, Document, Run]] = []
        self._shown: tuple[RecordedState, Document, ProbeRequest] | None = None
        self._fields: dict[str, Any] = {}
        self._is_rough, self._at_rest, self._since = False, True, 0.0

    def fields(
        self,
        moment: RecordedState,
        document: Document,
        request: ProbeRequest,
        *,
        hurried: bool = False,
        at_rest: bool = True,
    ) -> dict[str, Any]:
        """The fields of a snapshot that depend on weights, as they were at a moment.

        Where the network had other layers then, neurons, spaces and weights are in a snapshot of its own, `foreign`,
        which has no spaces where the classes were others, too; map and insides tell of that time as always.

        Args:
            moment: Which.
            document: The one at hand; its points are shown.
            request: Which pictures to take.
            hurried: Whether training goes on: pictures are then as in a frame of training, which is a fraction of the
                work, until the moment has been shown for `STILL_S`; while the handle is dragged none is.
            at_rest: Whether the map may be as fine as the screen.
        """
        asked = (moment, document, request)
        is_other = self._shown is None or any(a is not b for a, b in zip(asked, self._shown, strict=True))
        if is_other:
            self._since = self._clock()
        is_looked_at = not hurried or self._clock() - self._since >= STILL_S
        if is_other or (self._is_rough and is_looked_at) or (self._prober.is_rough and at_rest and not hurried):
            self._shown, self._is_rough = asked, hurried and is_other
            self._at_rest = at_rest and not is_other
            self._fields = self._made(moment, document, request, hurried=self._is_rough)
        return self._fields

    @property
    def is_rough(self) -> bool:
        """Whether the last map was coarser than it is to be at rest."""
        return self._prober.is_rough

    def develop(self, request: ProbeRequest) -> bool:
        """Make one picture of those that the film strip asks for. Whether more are missing."""
        wanted = [moment for moment in self._timeline.moments if moment.number in request.film]
        stills = self._timeline.stills
        missing = [moment for moment in wanted if not _is_of(stills.get(moment.number), moment)]
        if not missing or not request.film_size:
            return False
        made = self._still(missing[0], request.film_size)
        kept = {moment.number: stills[moment.number] for moment in wanted if moment not in missing}
        self._timeline.stills = kept | {made.moment.number: made}
        return len(missing) > 1

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _made(
        self, moment: RecordedState, document: Document, request: ProbeRequest, *, hurried: bool
    ) -> dict[str, Any]:
        self._prober.renew()
        alike = resolve(moment.document).structure == resolve(document).structure
        foreign = None if alike else self._foreign(moment, document, request, hurried=hurried)
        if resolve(moment.document).meaning != resolve(document).meaning:
            return {"extent": request.extent, "epoch": moment.epoch, "parameters": {}, "foreign": foreign}
        run = self._run_at(moment, document)
        wanted = request if alike else replace(request, **_NO_LAYERS)
        copy = run.parameters.astype(np.float32)
        parameters = {slot.key: slot.view(copy) for slot in run.layout.parameters} if alike else {}
        pictures = self._prober.pictures(run, wanted, hurried=hurried, at_rest=self._at_rest)
        return {**pictures, "epoch": moment.epoch, "parameters": parameters, "foreign": foreign}

    def _foreign(self, moment: RecordedState, document: Document, request: ProbeRequest, *, hurried: bool) -> Snapshot:
        """A network that is not the one at hand, by itself."""
        fits = resolve(moment.document).meaning == resolve(document).meaning
        run = self._run_at(moment, document if fits else moment.document)
        wanted = replace(request, **_ONLY_LAYERS) if fits else ProbeRequest(neuron_size=request.neuron_size)
        copy = run.parameters.astype(np.float32)
        parameters = {slot.key: slot.view(copy) for slot in run.layout.parameters}
        pictures = self._prober.pictures(run, wanted, hurried=hurried)
        paused = TrainerState.PAUSED
        return Snapshot(0, run.document, moment.epoch, moment.steps, parameters, state=paused, **pictures)

    def _still(self, moment: RecordedState, size: int) -> Still:
        run = self._run_at(moment, moment.document)
        size = -(-size // least_factor(run, size * size))
        inputs = network_inputs(run.document, grid(WHOLE_PLANE, size, size)).astype(run.dtype)
        sums = self._film.layers(run, inputs, (OUTPUT_UID,))[0]
        return Still(moment, answers(sums.T, run.document).reshape(size, size, -1))

    def _run_at(self, moment: RecordedState, document: Document) -> Run:
        """A run of a moment's network and weights, on the points of a document."""
        run = self._run_of(moment.document, document)
        for mine, theirs in ((run.parameters, moment.parameters), (run.buffers, moment.buffers)):
            mine[...] = theirs
        run.steps, run.epoch, run.cursor = moment.steps, moment.epoch, moment.cursor
        return run

    def _run_of(self, then: Document, document: Document) -> Run:
        found = next((run for a, b, run in self._runs if a is then and b.dataset is document.dataset), None)
        if found is None:
            at_hand = then if then.dataset is document.dataset else replace(then, dataset=document.dataset)
            found = Run(at_hand)
            self._runs = [(then, document, found), *self._runs[:2]]
        return found


def _is_of(still: Still | None, moment: RecordedState) -> bool:
    """Whether a picture is of a moment: files number theirs anew."""
    return still is not None and still.moment is moment
