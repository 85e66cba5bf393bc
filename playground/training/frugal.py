"""What a frame can afford: pictures that are coarser, taken more seldom, or made a piece at a time while it trains."""

from __future__ import annotations

from math import inf
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COARSEST = 8
SMOOTHING, MARGIN = 0.2, 0.7
Fields: TypeAlias = dict[str, Any]
Made = TypeVar("Made")


class Grain:
    """How coarse pictures are while time is short: their cells are 1, 2, 4 or 8 times as long."""

    def __init__(self, budget_s: float) -> None:
        self._budget = budget_s
        self._full_cost = 0.0
        self.factor = 1

    def learn(self, seconds: float, factor: int) -> None:
        """Adapt to the time that a picture of a factor took. Smoothing and margin keep it from flickering."""
        self._full_cost += SMOOTHING * (seconds * factor**2 - self._full_cost)
        while self.factor < COARSEST and self._full_cost > self._budget * self.factor**2:
            self.factor *= 2
        while self.factor > 1 and self._full_cost < MARGIN * self._budget * (self.factor // 2) ** 2:
            self.factor //= 2


class Frugal:
    """One kind of picture: while training runs, coarser if that helps, and taken from the last frame until it is due.

    Where a network is so large that even the coarsest takes long, it keeps to its share of the time.

    Attributes:
        grain: How coarse it has become while time was short.
        factor: How many times as long the cells of the last picture are.
    """

    def __init__(self, share: float, budget_s: float = inf, rest_s: float = 0.0) -> None:
        self._share, self._rest = share, rest_s
        self.grain = Grain(budget_s)
        self._key: tuple[object, ...] = ()
        self._due = 0.0
        self._fields: Fields = {}
        self.factor = 1

    def get(
        self,
        key: tuple[object, ...],
        make: Callable[[int], Fields],
        *,
        hurried: bool,
        least_factor: int = 1,
        hurried_factor: int = 1,
        unchanged: bool = False,
    ) -> Fields:
        """The picture's fields.

        Args:
            key: What they depend on beside the weights; another key is never answered with the last frame's.
            make: Takes the picture, with cells this many times as long.
            hurried: Whether training goes on.
            least_factor: How coarse it must be even when there is time.
            hurried_factor: How coarse it is where there is little; coarser yet where it takes too long.
            unchanged: Whether the weights are those of the last picture, which then stays unless it was coarser.
        """
        start = perf_counter()
        if hurried and key == self._key and start < self._due:
            return self._fields
        factor = max(hurried_factor * self.grain.factor, least_factor) if hurried else least_factor
        if unchanged and key == self._key and self.factor <= factor:
            return self._fields
        # The thread's own time: on a busy machine the clock would count the others' work and coarsen for nothing.
        worked = thread_time()
        self._fields, self._key, self.factor = make(factor), key, factor
        seconds = thread_time() - worked
        self._due = start + max(seconds / self._share, self._rest)
        if hurried:
            self.grain.learn(seconds, max(factor // hurried_factor, 1))
        return self._fields

    def renew(self) -> None:
        """The last frame's picture is of another time: take the next one anew."""
        self._due, self._key = 0.0, ()


class Piecemeal(Generic[Made]):
    """Something that takes longer than a frame may: made a piece in each while training runs, then left for a while.

    Args:
        share: Of the time, at most.
        budget_s: For a frame's piece.
        rest_s: The least that the result stays.
    """

    def __init__(self, share: float, budget_s: float, rest_s: float) -> None:
        self._share, self._budget, self._rest = share, budget_s, rest_s
        self._key: tuple[object, ...] = ()
        self._work: Iterator[Made | None] | None = None
        self._made: Made | None = None
        self._due = self._spent = 0.0

    def get(self, key: tuple[object, ...], begin: Callable[[], Iterator[Made | None]], *, hurried: bool) -> Made | None:
        """What was made last.

        Args:
            key: What it depends on beside the weights; for another key it is made at once.
            begin: Starts to make it: gives None after each piece, and the result last.
            hurried: Whether training goes on.
        """
        at_once = not hurried or key != self._key
        if at_once:
            self._key, self._work = key, None
        if self._work is None and (at_once or perf_counter() >= self._due):
            self._work, self._spent = begin(), 0.0
        if self._work is not None:
            self._go_on(self._work, inf if at_once else self._budget)
        return self._made

    def _go_on(self, work: Iterator[Made | None], budget_s: float) -> None:
        start = thread_time()
        made = next(work)
        while made is None and thread_time() - start < budget_s:
            made = next(work)
        self._spent += thread_time() - start
        if made is not None:
            self._made, self._work = made, None
            self._due = perf_counter() + max(self._spent / self._share, self._rest)
