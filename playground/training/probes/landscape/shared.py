"""The loss over a plane that several runs share: that of a race, whatever the run at hand is."""

from __future__ import annotations

from dataclasses import dataclass
from time import thread_time
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.training.probes.landscape.request import LossSurface
from playground.training.probes.probe import Allowance, Budget, Probe
from playground.training.probes.request import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playground.document.model import Document
    from playground.training.probes.forward import Forward
    from playground.training.probes.landscape.limits import Limits
    from playground.training.probes.landscape.surface import SurfaceWork
    from playground.training.probes.landscape.weight_plane import WeightPlane
    from playground.training.probes.probe import Past
    from playground.training.state.run import Run

PIECE_S = 0.004
MOST_PRODUCTS, FEWEST_POINTS, MOST_POINTS = 4_000_000, 100, 2_000
SIDE, MOST_S = 41, 30.0


@dataclass(frozen=True, slots=True, eq=False)
class SharedPlane:
    """A plane of weights, for networks of one document; two are the same by identity alone.

    Attributes:
        document: Its network, and the points whose training loss is looked at.
        plane, limits: As in `LossSurface`.
    """

    document: Document
    plane: WeightPlane
    limits: Limits


@dataclass(frozen=True, slots=True)
class SharedLandscape(Request[LossSurface]):
    """The training loss over a plane that is given."""

    OF_ALL_TIMES = True

    shared: SharedPlane


class SharedLandscapeProbe(Probe[SharedLandscape, LossSurface]):
    """Looks at some nodes with each snapshot, until the surface is fine: nothing of it changes with time."""

    ALLOWANCE = Allowance(share=0.15, budget_s=PIECE_S)
    IS_READ = True

    def __init__(self, forward: Forward, past: Past) -> None:
        super().__init__(forward, past)
        self._work: _SharedWork | None = None

    def key(self, run: Run, request: SharedLandscape) -> tuple[object, ...]:
        """What a surface follows from: the plane alone, whatever the run at hand does."""
        del run
        return (request,)

    def is_settled(self, request: SharedLandscape) -> bool:
        """Whether the surface is as fine as it gets."""
        return self._work is not None and self._work.shared is request.shared and self._work.is_done

    def forget(self) -> None:
        """Nobody asks any more."""
        self._work, self.wants_more = None, False

    def pieces(self, run: Run, request: SharedLandscape, budget: Budget) -> Iterator[LossSurface | None]:
        """Some more of it."""
        del run, budget
        if self._work is None or self._work.shared is not request.shared:
            self._work = _SharedWork(request.shared)
        # The thread's own time: another program at work does not make the pieces smaller.
        work, began = self._work, thread_time()
        while not work.is_done and thread_time() - began < PIECE_S:
            work.go_on()
        self.wants_more = not work.is_done
        yield work.surface()


class _SharedWork:
    """The surface in the making."""

    def __init__(self, shared: SharedPlane) -> None:
        from playground.document.plan import resolve
        from playground.training.probes.landscape.set_losses import SetLosses
        from playground.training.probes.landscape.surface import SurfaceWork
        from playground.training.state.layout import initial_buffers
        from playground.training.state.network_inputs import network_inputs
        from playground.training.state.targets import encode_targets

        self.shared, document = shared, shared.document
        layout, data = resolve(document).layout, document.dataset
        most = min(max(MOST_PRODUCTS // max(layout.parameter_size, 1), FEWEST_POINTS), MOST_POINTS)
        rows = np.flatnonzero(~data.is_test)[data.sample(most, test=False)]
        features = network_inputs(document, data.samples[rows]).astype(np.float32)
        targets = encode_targets(document)[rows].astype(np.float32)
        buffers = initial_buffers(layout, document.training.seed).astype(np.float32)
        self._losses = SetLosses(document, buffers, features, targets)
        self._total = len(data) - data.test_count
        self._grid: SurfaceWork = SurfaceWork(shared.plane, shared.limits, self._losses)
        self._goal: int | None = None

    @property
    def is_done(self) -> bool:
        """Whether it is as fine as it gets."""
        return self._goal is not None and self._grid.level >= self._goal

    def go_on(self) -> None:
        """Look at some more nodes; how fine it gets follows from what the coarsest grid has cost."""
        from playground.training.probes.landscape.surface import finest_within

        self._grid.go_on(0 if self._goal is None else self._goal)
        if self._grid.level == 0 and self._goal is None:
            self._goal = max(finest_within(MOST_S, self._losses.cost_s, SIDE), 0)

    def surface(self) -> LossSurface:
        """What is known by now."""
        shared, losses = self.shared, self._grid.grid()
        here: Any = np.zeros(2)
        return LossSurface(
            shared.plane, shared.limits, losses, (), float("nan"), here, self._losses.points, self._total
        )
