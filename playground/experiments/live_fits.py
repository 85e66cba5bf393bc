"""Classical methods fitted beside a window as samples change: the quick ones at once, the slow ones at rest."""

from __future__ import annotations

from dataclasses import dataclass
from queue import SimpleQueue
from threading import Condition, Thread
from time import perf_counter
from typing import TYPE_CHECKING

from playground.experiments.classical import CLASSICAL
from playground.experiments.fit_process import FitProcess
from playground.experiments.method_fitter import FitJob

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from playground.document.model import Document
    from playground.domains.section import Section
    from playground.experiments.classical.fitting import MethodFit
    from playground.experiments.method_fitter import FitAnswer, Fitter

REST_S = 0.4
"""Nothing has changed for so long: slow methods may be fitted."""
LARGER = 4
"""So many times the side of the others has the map of a method that is shown in the output map's place."""
SLOW_S = 0.2
"""What takes longer waits for rest, whatever it says of itself."""
TOGETHER_S = 0.05
"""Methods that take no longer are asked for together; from the others a change of the samples need not wait for all."""
KEEP_S = 30.0
"""The process that fits ends when nothing was wanted for so long."""
END_S = 1.0
"""A thread that ends is waited for so long."""


@dataclass(frozen=True, slots=True, eq=False)
class FitOrder:
    """What is to be fitted.

    Attributes:
        document: Says samples, split and inputs.
        names: Keys of `CLASSICAL`.
        section: The plane of samples that maps show.
        side: Of maps, in samples, over the whole plane of ±6; 0 for none.
        large: Whose map is `LARGER` times as large; "" for none.
    """

    document: Document
    names: tuple[str, ...]
    section: Section | None = None
    side: int = 0
    large: str = ""

    def side_of(self, name: str) -> int:
        """Of the map of a method."""
        return self.side * (LARGER if name == self.large else 1)

    def fits_alike(self, other: FitOrder) -> bool:
        """Whether a method fitted for the other is the same for this."""
        one, two = self.document, other.document
        if one is two:
            return True
        alike = one.dataset is two.dataset and (one.task, one.inputs) == (two.task, two.inputs)
        return alike and one.scaling == two.scaling and one.training.seed == two.training.seed

    def looks_alike(self, other: FitOrder, name: str) -> bool:
        """Whether the map of a method is the same, too."""
        alike = self.section == other.section and self.side_of(name) == other.side_of(name)
        return alike and self.fits_alike(other)


@dataclass(frozen=True, slots=True, eq=False)
class LiveFit:
    """A method that was fitted.

    Attributes:
        name: A key of `CLASSICAL`.
        order: What it was fitted for.
        fit: What it came to.
        map: What it answers over the plane, (K, side, side) from the lower left: chances of all classes, or values;
            None where it has no map.
    """

    name: str
    order: FitOrder
    fit: MethodFit
    map: NDArray[np.float32] | None


class LiveFits:
    """A thread that has fitted what was ordered last, in a process. Both begin with the first order."""

    def __init__(
        self, fitter: Fitter | None = None, clock: Callable[[], float] = perf_counter, keep_s: float = KEEP_S
    ) -> None:
        """Begin nothing yet.

        Args:
            fitter: Who fits; None for a process.
            clock: In seconds.
            keep_s: How long that process stays when nothing is wanted.
        """
        self.done: SimpleQueue[LiveFit] = SimpleQueue()
        self._fitter, self._clock, self._keep_s = fitter or FitProcess(), clock, keep_s
        self._condition = Condition()
        self._order: FitOrder | None = None
        self._since = 0.0
        self._number = 0
        self._numbered: FitOrder | None = None
        self._shown: dict[str, FitOrder] = {}
        self._last: dict[str, FitAnswer] = {}
        self._at: dict[str, float] = {}
        self._is_closing, self._rests = False, True
        self._thread = Thread(target=self._work, name="method fits", daemon=True)

    def order(self, order: FitOrder | None) -> None:
        """Fit this from now on, in place of what was ordered before; None for nothing."""
        with self._condition:
            # Another map of the same samples is no change: turning it does not put off the slow methods.
            if order is not None and (self._order is None or not order.fits_alike(self._order)):
                self._since = self._clock()
            self._order = order
            self._condition.notify()
        if order is not None and self._thread.ident is None:
            self._thread.start()

    def close(self) -> None:
        """End the thread, and the process, whatever it is doing."""
        with self._condition:
            self._is_closing = True
            self._condition.notify()
        self._fitter.close()
        if self._thread.ident is not None:
            self._thread.join(END_S)

    # ---- on the thread ---------------------------------------------------------------------------------------------

    def _work(self) -> None:
        while (job := self._wait()) is not None:
            names, order = job
            if order is None:
                self._fitter.rest()
            else:
                self._fit(names, order)
        self._fitter.rest()

    def _wait(self) -> tuple[tuple[str, ...], FitOrder | None] | None:
        """What is to be done next: fit these, or rest, without an order; None when it is time to end."""
        with self._condition:
            while not self._is_closing:
                job = self._next()
                if job is not None:
                    self._rests = False
                    return job
                is_told = self._condition.wait(self._pause())
                if not is_told and self._order is None and not self._rests:
                    self._rests = True
                    return (), None
        return None

    def _next(self) -> tuple[tuple[str, ...], FitOrder] | None:
        """The quick methods, or the one whose answer is oldest; when nothing has changed for a moment, a slow one."""
        order = self._order
        if order is None:
            return None
        open_ = self._open(order)
        quick = [name for name in open_ if self._is_quick(name)]
        together = tuple(name for name in quick if name in self._last and self._last[name].seconds <= TOGETHER_S)
        if together and len(together) == len(quick):
            return together, order
        if quick:
            # In turn: while a point is dragged none of them is left behind by another that is always due first.
            return (min(quick, key=lambda name: self._at.get(name, 0.0)),), order
        return (open_[:1], order) if open_ and self._clock() - self._since >= REST_S else None

    def _open(self, order: FitOrder) -> tuple[str, ...]:
        shown = self._shown
        return tuple(name for name in order.names if name not in shown or not order.looks_alike(shown[name], name))

    def _is_quick(self, name: str) -> bool:
        known = self._last.get(name)
        return CLASSICAL[name].is_live and not (known is not None and known.fit.seconds > SLOW_S)

    def _pause(self) -> float | None:
        """How long to wait for slow ones, or for rest; None for until something is ordered."""
        if self._order is None:
            return None if self._rests else self._keep_s
        if not self._open(self._order):
            return None
        # A little longer: woken a hair too soon it would find nothing due.
        return max(REST_S - (self._clock() - self._since), 0.0) + 0.001

    def _fit(self, names: tuple[str, ...], order: FitOrder) -> None:
        """Have methods fitted, and hand them out as they come."""
        if self._numbered is None or not order.fits_alike(self._numbered):
            self._number, self._numbered = self._number + 1, order
        sides = tuple((name, order.side_of(name)) for name in names)
        for answer in self._fitter.answers(FitJob(sides, self._number, order.document, order.section)):
            # After an error as well: it would else be tried again without end.
            self._shown[answer.name], self._at[answer.name] = order, self._clock()
            self._last[answer.name] = answer
            self.done.put(LiveFit(answer.name, order, answer.fit, answer.map))
