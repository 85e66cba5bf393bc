"""When each kind of probe is taken, and how finely: the one place that knows pace and budget of all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate
from math import inf
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Any

from playground.training.probes.forward import Forward
from playground.training.probes.probe import COARSEST, Budget
from playground.training.probes.request import Results
from playground.training.probes.table import PROBES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from playground.document.model import Document
    from playground.training.probes.probe import Past, Probe
    from playground.training.probes.request import Request, Requests
    from playground.training.state.run import Run

SMOOTHING, MARGIN = 0.2, 0.7
PART_S = 0.003
"""What does not answer a hand is taken in parts of so long beside the answers: a hand waits no longer for it."""
DONE = object()


@dataclass(frozen=True, slots=True)
class Calm:
    """How much time there is for pictures.

    Attributes:
        hurried: Whether training goes on or a hand drags, so that a frame must not be missed.
        at_rest: Whether nothing is about to change, so that they may be as fine as the screen.
        unchanged: Whether nothing has changed since the last ones but what views ask for.
        answers: Whether a hand waits: then only what is asked for anew is taken, and the rest stays as it was.
        in_parts: Whether a hand has just moved and may move again: then what is asked for anew is taken, and of the
            rest what has waited longest, as much as fits into a part of a frame.
    """

    hurried: bool = False
    at_rest: bool = True
    unchanged: bool = False
    answers: bool = False
    in_parts: bool = False


AT_REST = Calm()


class Scheduler:
    """Takes what is asked for in the order of the table, each kind within its allowance. On the trainer's thread.

    Attributes:
        is_rough: Whether some of the last results were coarser, or less thought over, than they are at rest.
        wants_more: Whether some kind has more to bring with the next snapshot, though nothing changes.
    """

    def __init__(self, past: Past) -> None:
        forward = Forward()
        self._tracks = {kind: _Track(probe(forward, past)) for kind, probe in PROBES.items()}
        self.is_rough = self.wants_more = False

    def take(self, run: Run, requests: Requests, calm: Calm = AT_REST) -> Results:
        """Results by kind, new ones or those of a moment ago.

        Args:
            run: With finite parameters.
            requests: One of a kind at most.
            calm: How much time there is.
        """
        asked = {type(request): request for request in requests}
        found: dict[type[Request[Any]], object] = {}
        self.is_rough = self.wants_more = False
        alone = replace(calm, answers=True)
        turns = self._turns(asked) if calm.in_parts else asked
        for kind, track in self._tracks.items():
            request = asked.get(kind)
            # Forgotten at once, not kept for later: a panel that opens again would show what was true when it was
            # closed.
            if request is None or not track.probe.can_take(run, request):
                track.forget()
                continue
            result = track.get(run, request, calm if kind in turns else alone, Results(found))
            if result is not None:
                found[kind] = result
            self.is_rough |= track.is_rough(run, request)
            self.wants_more |= track.probe.wants_more
        return Results(found)

    def _turns(self, asked: Collection[type[Request[Any]]]) -> Collection[type[Request[Any]]]:
        """The kinds whose turn it is: those that have waited longest, as many as are likely to fit; one at least."""
        now = perf_counter()
        due = [kind for kind in asked if self._tracks[kind].is_due(now)]
        due.sort(key=lambda kind: self._tracks[kind].went_on_at)
        ends = accumulate(self._tracks[kind].cost_s for kind in due)
        return [kind for place, (kind, end) in enumerate(zip(due, ends, strict=True)) if not place or end <= PART_S]

    def without_network(self, document: Document, requests: Requests) -> Results:
        """What can be shown of a document whose network cannot be built."""
        found: dict[type[Request[Any]], object] = {}
        self.is_rough = self.wants_more = False
        for request in requests:
            probe = self._tracks[type(request)].probe
            found[type(request)] = probe.without_network(document, request)
            self.wants_more |= probe.wants_more
        return Results({kind: result for kind, result in found.items() if result is not None})

    def renew(self) -> None:
        """The next results are of another time; what is read rather than watched keeps its pace all the same."""
        for track in self._tracks.values():
            if not track.probe.IS_READ:
                track.renew()


class _Resolution:
    """How coarse a grid is while time is short: its cells are 1, 2, 4 or 8 times as long."""

    def __init__(self, budget_s: float) -> None:
        self._budget = budget_s
        self._full_cost = 0.0
        self.factor = 1

    def learn(self, seconds: float, factor: int) -> None:
        """Adapt to the time that a picture of a factor took. Smoothing and margin keep it from flickering."""
        # The cost of the full picture, whatever was drawn: cells go with the square of the factor, and so costs of
        # different factors can be averaged.
        self._full_cost += SMOOTHING * (seconds * factor**2 - self._full_cost)
        while self.factor < COARSEST and self._full_cost > self._budget * self.factor**2:
            self.factor *= 2
        # Back to finer cells only where they fit with a margin: at the very border the grid would change with every
        # frame.
        while self.factor > 1 and self._full_cost < MARGIN * self._budget * (self.factor // 2) ** 2:
            self.factor //= 2


class _Track:
    """One kind: its last result, and when and how finely the next one is taken.

    Attributes:
        went_on_at: When it had its last turn, in seconds.
        cost_s: What that took.
    """

    def __init__(self, probe: Probe[Any, Any]) -> None:
        self.probe = probe
        self._resolution = _Resolution(probe.ALLOWANCE.budget_s)
        self._key: tuple[object, ...] = ()
        self._result: object = None
        self._work: Iterator[object] | None = None
        self._moving = 1
        self.went_on_at = self.cost_s = 0.0
        self.forget()

    def forget(self) -> None:
        """Nobody asks: the next one is taken anew."""
        self.renew()
        self._work = self._result = None
        self._coarseness, self._began, self._spent = 1, 0.0, 0.0
        self.probe.forget()

    def renew(self) -> None:
        """What there is is of another time: take the next one anew."""
        self._due, self._key = 0.0, ()

    def is_due(self, now: float) -> bool:
        """Whether a result is under way, or the last one has been shown for long enough; at a time in seconds."""
        return self._work is not None or now >= self._due

    def is_rough(self, run: Run, request: Request[Any]) -> bool:
        """Whether a finer or better result could be had of the same weights."""
        grid = self.probe.coarseness(run, request)
        return (grid is not None and self._coarseness > grid.least) or not self.probe.is_settled(request)

    def get(self, run: Run, request: Request[Any], calm: Calm, beside: Results) -> object:
        """The result that is to be shown; it is the last one where that is good enough, or no other is due."""
        key = self.probe.key(run, request)
        # Something else is asked for, or there is time: the work is done whole, however long it takes, since a result
        # of another key is never shown in its place.
        at_once = not calm.hurried or key != self._key
        if not at_once and (calm.answers or not self.is_due(perf_counter())):
            return self._result
        coarseness = self._coarseness_for(run, request, calm)
        if calm.unchanged and key == self._key and self._is_good_enough(request, coarseness):
            return self._result
        if at_once or self._work is None:
            self._work = self.probe.pieces(run, request, Budget(coarseness, calm.hurried, beside))
            self._coarseness, self._began, self._spent = coarseness, perf_counter(), 0.0
        self._key = ()  # an error leaves nothing that looks like a result of this key
        self._go_on(inf if at_once else self.probe.ALLOWANCE.budget_s, hurried=calm.hurried)
        self._key = key
        return self._result

    def _is_good_enough(self, request: Request[Any], coarseness: int) -> bool:
        return self._work is None and self._coarseness <= coarseness and self.probe.is_settled(request)

    def _coarseness_for(self, run: Run, request: Request[Any], calm: Calm) -> int:
        grid = self.probe.coarseness(run, request)
        if grid is None:
            return 1
        self._moving = grid.moving
        if calm.hurried:
            return max(grid.moving * self._resolution.factor, grid.least)
        return grid.least if calm.at_rest else max(grid.least, grid.moving)

    def _go_on(self, budget_s: float, *, hurried: bool) -> None:
        """Do pieces of the work for so long, at least one; with the last one there is a result."""
        work, self._work = self._work, None
        assert work is not None  # noqa: S101  (`get` has begun it)
        # The thread's own time: on a busy machine the clock would count the others' work and coarsen for nothing.
        start = thread_time()
        made = next(work, DONE)
        while made is None and thread_time() - start < budget_s:
            made = next(work, DONE)
        self.went_on_at, self.cost_s = perf_counter(), thread_time() - start
        self._spent += self.cost_s
        if made is None:
            self._work = work
            return
        self._result = None if made is DONE else made
        # From its beginning, so that work spread over several frames is not punished with a longer rest than work in
        # one.
        self._due = self._began + max(self._spent / self.probe.ALLOWANCE.share, self.probe.ALLOWANCE.rest_s)
        # At rest grids are as fine as can be and cost what they cost: learnt from, that would make the first frame of
        # training far too coarse.
        if hurried:
            self._resolution.learn(self._spent, max(self._coarseness // self._moving, 1))
