"""Classical methods fitted beside a window as samples change: the quick ones at once, the slow ones at rest."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Condition, Thread
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from playground.domains.plane.grid import SectionGrid
from playground.experiments.classical import CLASSICAL
from playground.experiments.classical.fitting import FittedMethod, MethodFit, fitted

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from playground.document.model import Document
    from playground.domains.section import Section

log = logging.getLogger(__name__)

REST_S = 0.4
"""Nothing has changed for so long: slow methods may be fitted."""
LARGER = 4
"""So many times the side of the others has the map of a method that is shown in the output map's place."""
SLOW_S = 0.2
"""What takes longer waits for rest, whatever it says of itself."""
END_S = 1.0
"""A thread that ends is waited for so long; what scikit-learn has begun cannot be interrupted."""


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
    """A thread that fits what was ordered last. It begins with the first order; scikit-learn loads on it."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self.done: SimpleQueue[LiveFit] = SimpleQueue()
        self._clock = clock
        self._condition = Condition()
        self._order: FitOrder | None = None
        self._since = 0.0
        self._shown: dict[str, FitOrder] = {}
        self._fitted: dict[str, tuple[FitOrder, FittedMethod]] = {}
        self._at: dict[str, float] = {}
        self._is_closing = False
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
        """End the thread; a fit at hand is waited for a moment."""
        with self._condition:
            self._is_closing = True
            self._condition.notify()
        if self._thread.ident is not None:
            self._thread.join(END_S)

    # ---- on the thread ---------------------------------------------------------------------------------------------

    def _work(self) -> None:
        while True:
            with self._condition:
                job = self._next()
                while job is None and not self._is_closing:
                    self._condition.wait(self._pause())
                    job = self._next()
                if self._is_closing or job is None:
                    return
            self.done.put(self._fit(*job))

    def _next(self) -> tuple[str, FitOrder] | None:
        """The quick method whose answer is oldest; when nothing has changed for a moment, a slow one."""
        order = self._order
        if order is None:
            return None
        open_ = self._open(order)
        quick = [name for name in open_ if self._is_quick(name)]
        if quick:
            # In turn: while a point is dragged none of them is left behind by another that is always due first.
            return min(quick, key=lambda name: self._at.get(name, 0.0)), order
        return (open_[0], order) if open_ and self._clock() - self._since >= REST_S else None

    def _open(self, order: FitOrder) -> list[str]:
        shown = self._shown
        return [name for name in order.names if name not in shown or not order.looks_alike(shown[name], name)]

    def _is_quick(self, name: str) -> bool:
        known = self._fitted.get(name)
        seconds = 0.0 if known is None else known[1].fit.seconds
        return CLASSICAL[name].is_live and not seconds > SLOW_S

    def _pause(self) -> float | None:
        """How long to wait for slow ones; None for until something is ordered."""
        if self._order is None or not self._open(self._order):
            return None
        # A little longer: woken a hair too soon it would find nothing due.
        return max(REST_S - (self._clock() - self._since), 0.0) + 0.001

    def _fit(self, name: str, order: FitOrder) -> LiveFit:
        try:
            method, answers = self._made(name, order), None
            side = order.side_of(name)
            if side and method.model is not None:
                grid = SectionGrid(order.document.dataset.section_for(order.section), side, side)
                answers = np.ascontiguousarray(method.answers(grid.samples()).T.reshape(-1, side, side))
            fit = method.fit
        # Whatever scikit-learn raises: the thread has to go on, and the table says it.
        except Exception as error:
            log.exception("a classical method failed")
            fit, answers = MethodFit(refusal=f"It ended by an error: {str(error) or type(error).__name__}."), None
        # After an error as well: it would else be tried again without end.
        self._shown[name], self._at[name] = order, self._clock()
        return LiveFit(name, order, fit, answers)

    def _made(self, name: str, order: FitOrder) -> FittedMethod:
        """Fitted now, or before where only the map is another."""
        known = self._fitted.get(name)
        if known is not None and order.fits_alike(known[0]):
            self._fitted[name] = order, known[1]
            return known[1]
        made = fitted(CLASSICAL[name], order.document, order.document.training.seed)
        self._fitted[name] = order, made
        return made
