"""What every kind of probe says of itself: how it is taken, and what it may take while training goes on."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

import numpy as np

from playground.training.probes.request import Request, Results

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from numpy.typing import NDArray

    from playground.document.model import Document
    from playground.training.probes.forward import Forward
    from playground.training.state.recorded_state import RecordedState
    from playground.training.state.run import Run

Q = TypeVar("Q", bound=Request[Any])
R = TypeVar("R")
READ_S = 0.1
"""What is read rather than watched is taken ten times a second at most."""
OTHER_FRAME_S = 1.5 / 60
"""What is watched and changes little from frame to frame is taken in every other one."""
COARSEST = 8
SLICES_S, HURRIED_SLICES_S = (0.006, 0.05), (0.003, 0.012)
"""So long a patient probe works for a snapshot at least, and at most where those come seldom: at rest, and while
training goes on, when it must not be what makes them seldom."""
MOST_PRODUCTS = 2_000_000_000
"""Multiplications for a picture when there is time: some 0.2 s on one core."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a kind may take while training goes on.

    Attributes:
        share: Of the time, at most.
        budget_s: Of a frame of 16 ms: a grid gets coarser to keep to it, and what comes in pieces goes on in the next
            frame.
        rest_s: The least time from one result to the next, for what is read rather than watched.
    """

    share: float
    budget_s: float = inf
    rest_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Coarseness:
    """How coarse the grid of a picture must be, in cells so many times as long as asked for.

    Attributes:
        least: Even where there is all the time: for networks so large that a person would wait.
        moving: While something moves, training or a hand, before any budget is looked at.
    """

    least: int = 1
    moving: int = 1


@dataclass(frozen=True, slots=True)
class Budget:
    """What the scheduler grants.

    Attributes:
        coarseness: How many times as long as asked for the cells of a grid are to be.
        hurried: Whether training goes on or a hand drags, so that more frames follow at once.
        beside: The results of the kinds that come before in the table, of the same snapshot.
    """

    coarseness: int = 1
    hurried: bool = False
    beside: Results = field(default_factory=Results)


class Past(Protocol):
    """What was recorded of the run at hand."""

    @property
    def moments(self) -> tuple[RecordedState, ...]:
        """The recorded states, oldest first."""
        ...

    @property
    def others(self) -> Mapping[int, tuple[RecordedState, ...]]:
        """Those of the runs beside it, by their numbers."""
        ...

    def run_at(self, moment: RecordedState, document: Document) -> Run:
        """A run that stands at a recorded state, on the points of a document; good until the next call."""
        ...


class Probe(Generic[Q, R]):
    """Takes one kind of picture of a run, and remembers what makes the next one cheaper or steadier.

    It lives on the trainer's thread. One stands for the run that trains, another for recorded states. How often and how
    finely is the scheduler's business; a kind says what it may take and gets a `Budget`.

    Attributes:
        ALLOWANCE: While training goes on.
        IS_READ: Whether a person reads it rather than watches it: then a result of a moment ago serves, even where
            another recorded state is shown.
        wants_more: Whether the next snapshot would bring more of it, though nothing changes.
    """

    ALLOWANCE: ClassVar[Allowance]
    IS_READ: ClassVar[bool] = False

    def __init__(self, forward: Forward, past: Past) -> None:
        self._forward, self._past = forward, past
        self.wants_more = False

    def take(self, run: Run, request: Q, budget: Budget) -> R | None:
        """The result, at once.

        Args:
            run: With finite parameters; not to be changed.
            request: Of this kind, as all visible views together want it.
            budget: How coarse, and whether in a hurry.

        Returns:
            A frozen value with copies; None where there is nothing to show.
        """
        raise NotImplementedError

    def pieces(self, run: Run, request: Q, budget: Budget) -> Iterator[R | None]:
        """The result a piece at a time: None after each piece and the result last.

        A kind that may take longer than a frame overrides this in place of `take`. Between two pieces the run trains.
        """
        yield self.take(run, request, budget)

    def can_take(self, run: Run, request: Q) -> bool:
        """Whether there can be a result."""
        del run, request
        return True

    def key(self, run: Run, request: Q) -> tuple[object, ...]:
        """What a result depends on beside the weights: a result of another key is never shown in its place."""
        return run.document, request

    def coarseness(self, run: Run, request: Q) -> Coarseness | None:
        """How coarse its grid may be; None for what has none."""
        del run, request
        return None

    def is_settled(self, request: Q) -> bool:
        """Whether another look at the same weights would find nothing better."""
        del request
        return True

    def without_network(self, document: Document, request: Q) -> R | None:
        """What can be shown where no network can be built."""
        del document, request
        return None

    def forget(self) -> None:
        """Nobody asks any more: let go of what is worth nothing when somebody asks again."""


class PatientProbe(Probe[Q, R]):
    """Works its share of the time, some milliseconds a snapshot, whether anybody is in a hurry or not.

    The work keeps the weights that were there when it began, where it needs to. It begins anew where something else is
    asked, and with later weights when it is done; until that is done, too, the result stays. The first one is shown as
    it grows.

    Attributes:
        AT_REST: The share of the time that it may take while nothing trains.
    """

    ALLOWANCE = Allowance(share=0.06)  # snapshots have half of the time at most, and several may ask at once
    AT_REST: ClassVar[float] = 0.2

    def __init__(self, forward: Forward, past: Past) -> None:
        super().__init__(forward, past)
        self._work: Generator[R | None] | None = None
        self._result: R | None = None
        self._newest: R | None = None
        self._is_whole = False
        self._key: tuple[object, ...] = ()
        self._weights: NDArray[Any] = np.zeros(0)
        self._taken, self._slice = inf, SLICES_S[0]

    def work(self, run: Run, request: Q) -> Generator[R | None]:
        """The work in small pieces: None after each, or a result as far as it is known."""
        raise NotImplementedError

    def take(self, run: Run, request: Q, budget: Budget) -> R | None:
        """The last result for this request, after some work on the next one; None before there is a first."""
        key = self.key(run, request)
        if key != self._key:
            self.forget()
            self._key = key
        # By value and not by a counter: undo, time travel and a weight set by hand all bring weights that were seen
        # before.
        elif self._work is None and np.array_equal(self._weights, run.parameters):
            self.wants_more = False
            return self._result
        now = perf_counter()
        share, (least, most) = self.AT_REST, SLICES_S
        if budget.hurried:
            share, (least, most) = self.ALLOWANCE.share, HURRIED_SLICES_S
        # By the clock since the last snapshot, whatever made that wait: so the share holds at any frame rate. Bounded
        # below, or it would never end where snapshots come fast, and above, where one long pause would else become one
        # long freeze.
        self._slice = min(max(share * (now - self._taken), least), most)
        self._taken = now
        if self._work is None:
            self._weights, self._work = run.parameters.copy(), self.work(run, request)
        self._go_on()
        # What has just been finished may have begun with older weights, and at rest nobody would ask again by himself.
        self.wants_more |= not np.array_equal(self._weights, run.parameters)
        return self._result

    def is_settled(self, request: Q) -> bool:
        """Whether the work is done."""
        del request
        return not self.wants_more

    def forget(self) -> None:
        """Let go of what was under way."""
        self._key, self._work, self._result, self._newest = (), None, None, None
        self.wants_more = self._is_whole = False
        self._taken = inf

    def _go_on(self) -> None:
        start, done = thread_time(), object()
        work, self._work = self._work, None  # an error leaves no work behind
        assert work is not None  # noqa: S101  (`take` has begun it)
        made: Any = None
        # The thread's own time, as in the scheduler: the GUI thread takes the core in between, and its time is not this
        # work's.
        while made is not done and thread_time() - start < self._slice:
            made = next(work, done)
            self._newest = self._newest if made is None or made is done else made
        self._work = None if made is done else work
        self.wants_more, self._is_whole = self._work is not None, self._is_whole or self._work is None
        # Once there has been a whole result, a half-made one does not take its place; only the first is shown as it
        # grows.
        if not (self._is_whole and self.wants_more):
            self._result = self._newest


def has_points(run: Run) -> bool:
    """Whether all data points are places of the plane."""
    return bool(np.isfinite(run.document.dataset.samples).all())


def least_coarseness(run: Run, samples: int) -> int:
    """How coarse a grid of so many samples must be for a network so large that a person would wait for it."""
    factor = 1
    while factor < COARSEST and samples * len(run.parameters) > MOST_PRODUCTS * factor**2:
        factor *= 2
    return factor
