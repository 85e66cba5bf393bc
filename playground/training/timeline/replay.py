"""Takes what views ask for of a recorded state in place of the run at hand."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from playground.document.plan import resolve
from playground.training.probes.schedule import AT_REST, Calm, Scheduler
from playground.training.snapshots.compose import Shown, copies_of
from playground.training.snapshots.snapshot import Snapshot, TrainerState

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.document.model import Document
    from playground.training.probes.request import Requests
    from playground.training.state.recorded_state import RecordedState
    from playground.training.timeline.commands import ShowMoment
    from playground.training.timeline.recorded_runs import RecordedRuns

STILL_S = 0.25
"""A moment that has been shown for so long is looked at: while training goes on, its pictures are then made in full."""


class Replay:
    """Shows one recorded state at a time, and keeps what it made of it.

    Attributes:
        moment: Which; None for the network as it is.
    """

    def __init__(self, recorded: RecordedRuns, clock: Callable[[], float] = perf_counter) -> None:
        self._recorded, self._clock = recorded, clock
        self._scheduler, self._foreign_scheduler = Scheduler(recorded), Scheduler(recorded)
        self.moment: RecordedState | None = None
        self._asked: tuple[RecordedState, Document, Requests] | None = None
        self._shown = Shown()
        self._is_rough, self._since = False, 0.0

    def choose(self, command: ShowMoment) -> None:
        """Show a recorded state from now on, or the network as it is."""
        self.moment = command.moment

    def show(self, moment: RecordedState, document: Document, requests: Requests, calm: Calm = AT_REST) -> Shown:
        """What of a snapshot depends on weights, as it was at a recorded state.

        Where the network had other layers then, units, spaces and weights are in a snapshot of its own, `foreign`,
        which has no spaces where the classes were others, too; map and statistics tell of that time as always.

        Args:
            moment: Which.
            document: The one at hand; its points are shown.
            requests: What views ask for; what is of all times is left to the network as it is.
            calm: How much time there is. While training goes on pictures are as in a frame of training, which is a
                fraction of the work, until the state has been shown for `STILL_S`; while the handle is dragged none is.
        """
        requests = tuple(request for request in requests if not request.OF_ALL_TIMES)
        asked = (moment, document, requests)
        # By identity: documents and states are frozen, and comparing two of them by value costs more than a frame.
        is_other = self._asked is None or any(a is not b for a, b in zip(asked[:2], self._asked[:2], strict=True))
        is_other = is_other or self._asked is None or requests != self._asked[2]
        if is_other:
            self._since = self._clock()
        is_looked_at = not calm.hurried or self._clock() - self._since >= STILL_S
        is_finer_due = self._scheduler.is_rough and calm.at_rest and not calm.hurried
        if is_other or (self._is_rough and is_looked_at) or is_finer_due:
            self._asked, self._is_rough = asked, calm.hurried and is_other
            calm = Calm(hurried=self._is_rough, at_rest=calm.at_rest and not is_other)
            self._shown = self._taken(moment, document, requests, calm)
        return self._shown

    @property
    def is_rough(self) -> bool:
        """Whether the last map was coarser than it is to be at rest."""
        return self._scheduler.is_rough

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _taken(self, moment: RecordedState, document: Document, requests: Requests, calm: Calm) -> Shown:
        # Another time: a result that is not due yet would be shown of the one before.
        self._scheduler.renew()
        then, now = resolve(moment.document), resolve(document)
        alike = then.structure == now.structure
        foreign = None if alike else self._foreign(moment, document, requests, calm)
        if then.meaning != now.meaning:
            return Shown(moment.epoch, foreign=foreign, moment=moment)
        run = self._recorded.run_at(moment, document)
        parts = requests if alike else [request.without_layers() for request in requests]
        wanted = tuple(part for part in parts if part is not None)
        copies = copies_of(run) if alike else ({}, {})
        return Shown(moment.epoch, *copies, self._scheduler.take(run, wanted, calm), foreign, moment)

    def _foreign(self, moment: RecordedState, document: Document, requests: Requests, calm: Calm) -> Snapshot:
        """A network that is not the one at hand, by itself."""
        self._foreign_scheduler.renew()
        fits = resolve(moment.document).meaning == resolve(document).meaning
        # On the points at hand where the network can be fed them; else on its own, as a network of two inputs cannot
        # see a table.
        run = self._recorded.run_at(moment, document if fits else moment.document)
        wanted = tuple(request for request in requests if request.OF_LAYERS and (fits or not request.OF_ANSWERS))
        results = self._foreign_scheduler.take(run, wanted, replace(calm, at_rest=True))
        parameters, buffers = copies_of(run)
        paused = TrainerState.PAUSED
        return Snapshot(
            0, run.document, moment.epoch, moment.steps, parameters, paused, results=results, buffers=buffers
        )
