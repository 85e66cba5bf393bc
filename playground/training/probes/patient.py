"""Probes whose work takes longer than a frame: it goes on from snapshot to snapshot until there is a result."""

from __future__ import annotations

from time import thread_time
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from playground.training.probes.probe import Allowance, Budget, Probe
from playground.training.probes.request import Request

if TYPE_CHECKING:
    from collections.abc import Generator

    from numpy.typing import NDArray

    from playground.training.probes.forward import Forward
    from playground.training.probes.probe import Past
    from playground.training.state.run import Run

Q = TypeVar("Q", bound=Request[Any])
R = TypeVar("R")
SLICE_S = 0.006
"""Of a snapshot: about so long is worked for one."""


class PatientProbe(Probe[Q, R], Generic[Q, R]):
    """Works a few milliseconds a snapshot, whether anybody is in a hurry or not.

    The work is done with the weights that were there when it began. It begins anew where something else is asked, and
    with later weights when it is done; until that is done, too, the result stays. The first one is shown as it grows.
    """

    ALLOWANCE = Allowance(share=0.2)

    def __init__(self, forward: Forward, past: Past) -> None:
        super().__init__(forward, past)
        self._work: Generator[R | None] | None = None
        self._result: R | None = None
        self._newest: R | None = None
        self._is_whole = False
        self._key: tuple[object, ...] = ()
        self._weights: NDArray[Any] = np.zeros(0)

    def work(self, run: Run, request: Q) -> Generator[R | None]:
        """The work in small pieces: None after each, or a result as far as it is known."""
        raise NotImplementedError

    def take(self, run: Run, request: Q, budget: Budget) -> R | None:
        """The last result for this request, after some work on the next one; None before there is a first."""
        del budget
        key = self.key(run, request)
        if key != self._key:
            self.forget()
            self._key = key
        elif self._work is None and np.array_equal(self._weights, run.parameters):
            self.wants_more = False
            return self._result
        if self._work is None:
            self._weights, self._work = run.parameters.copy(), self.work(run, request)
        self._go_on()
        return self._result

    def is_settled(self, request: Q) -> bool:
        """Whether the work is done."""
        del request
        return not self.wants_more

    def forget(self) -> None:
        """Let go of what was under way."""
        self._key, self._work, self._result, self._newest = (), None, None, None
        self.wants_more = self._is_whole = False

    def _go_on(self) -> None:
        start, done = thread_time(), object()
        work, self._work = self._work, None  # an error leaves no work behind
        assert work is not None  # noqa: S101  (`take` has begun it)
        made: Any = None
        while made is not done and thread_time() - start < SLICE_S:
            made = next(work, done)
            self._newest = self._newest if made is None or made is done else made
        self._work = None if made is done else work
        self.wants_more, self._is_whole = self._work is not None, self._is_whole or self._work is None
        if not (self._is_whole and self.wants_more):
            self._result = self._newest
