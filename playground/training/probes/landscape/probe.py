"""Makes the loss landscape of the run at hand, within what training leaves it."""

from __future__ import annotations

from dataclasses import replace
from time import thread_time
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.training.probes.landscape.request import LossLandscape, LossSurface
from playground.training.probes.landscape.run_plane import run_plane
from playground.training.probes.landscape.set_losses import SetLosses
from playground.training.probes.landscape.surface import SIDES, SurfaceWork, finest_within
from playground.training.probes.probe import READ_S, Allowance, Budget, Probe, has_points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from playground.training.probes.forward import Forward
    from playground.training.probes.probe import Past
    from playground.training.state.run import Run

MOST_PRODUCTS, FEWEST_POINTS, MOST_POINTS = 4_000_000, 100, 2_000
"""Weights times samples of one loss: a large network is looked at over fewer samples."""
LIVE_S, MOST_LIVE_S = 0.1, 1.5
"""A surface may take so long while training goes on; where the coarsest takes longer than the second, it waits."""
LIVE_LOSS_S, REST_LOSS_S = 0.0015, 0.004
"""One loss may take so long, while training goes on and at rest: there is one with each snapshot at least."""
REST_S, FINE_S, MOST_REST_S = 0.012, 0.8, 30.0
"""At rest: a piece of a surface with each snapshot, the whole of the finest grid, the whole of any other."""
USUAL_SIDE = 41


class LossLandscapeProbe(Probe[LossLandscape, LossSurface]):
    """One surface at a time, of the weights at one moment, coarse to fine.

    While training goes on, a surface is as fine as `LIVE_S` allows; at rest it gets finer with each snapshot.
    """

    ALLOWANCE = Allowance(share=0.1, budget_s=0.004, rest_s=READ_S)
    IS_READ = True

    def __init__(self, forward: Forward, past: Past) -> None:
        super().__init__(forward, past)
        self._losses: SetLosses | None = None
        self._losses_of: tuple[object, ...] = ()
        self._most_points, self._point_s = 0, 0.0  # that one loss looks at, and what one of them takes
        self._work: _Moment | None = None
        self._shown: LossSurface | None = None
        self._shown_for: LossLandscape | None = None
        self._directions: NDArray[np.float32] | None = None  # of the last plane that was found along a run

    def key(self, run: Run, request: LossLandscape) -> tuple[object, ...]:
        """Other weights and points are a matter of time; those of another network are another space."""
        return run.layout, request

    def can_take(self, run: Run, request: LossLandscape) -> bool:
        """Where the set has samples, and a plane has room among the weights."""
        return len(_set_of(run, request)[0]) > 0 and run.layout.parameter_size > 1 and has_points(run)

    def is_settled(self, request: LossLandscape) -> bool:
        """Whether the surface is as fine as it gets."""
        return self._work is not None and self._work.request == request and self._work.is_done

    def forget(self) -> None:
        """Nobody asks any more; the last directions stay, or the same plane would come back mirrored."""
        self._work = self._shown = self._shown_for = self._losses = None
        self._losses_of, self.wants_more = (), False

    def pieces(self, run: Run, request: LossLandscape, budget: Budget) -> Iterator[LossSurface | None]:
        """While training, one surface over some frames; at rest a step towards the finest one."""
        work = self._work
        # In a hurry each surface is a new one, of the weights of now; at rest the one at hand goes on getting finer as
        # long as nothing has changed.
        if work is None or budget.hurried or not work.is_of(run, request, self._past.moments):
            work = self._work = self._begin(run, request, hurried=budget.hurried)
        if not budget.hurried:
            yield self._finer(work)
            return
        self.wants_more = False
        cost = work.losses.cost_s
        least_s = SIDES[0] ** 2 * cost
        if least_s > MOST_LIVE_S:
            yield replace(work.surface(), waits_s=least_s)
            return
        is_known = cost > 0.0 and self._shown_for == request
        level = max(finest_within(LIVE_S, cost, USUAL_SIDE), 0) if is_known else 0
        while work.grid.level < level:
            work.grid.go_on(level)
            yield None
        yield self._show(work)

    # ---- inside ----------------------------------------------------------------------------------------------------

    def _finer(self, work: _Moment) -> LossSurface:
        """The surface at rest after some more work; that of a moment ago for as long as it is the finer one."""
        began = thread_time()
        while not work.is_done and thread_time() - began < REST_S:
            work.grid.go_on(work.goal)
        self.wants_more = not work.is_done
        last, made = self._shown, work.grid.grid()
        is_finer = last is not None and self._shown_for == work.request and len(last.losses) > len(made)
        # Going back to a coarse picture for as long as the fine one takes would look like a fault.
        if last is not None and is_finer and self.wants_more and last.plane.origin.shape == work.weights.shape:
            return last
        return self._show(work)

    def _show(self, work: _Moment) -> LossSurface:
        self._shown, self._shown_for = work.surface(), work.request
        return self._shown

    def _begin(self, run: Run, request: LossLandscape, *, hurried: bool) -> _Moment:
        last = self._shown if self._shown_for == request else None
        found = run_plane(run, request, self._past, last, self._directions)
        if request.plane != "random":
            self._directions = found.plane.directions.astype(np.float32)  # half the memory is enough for signs
        losses = self._set_losses(run, request, hurried=hurried)
        grid = SurfaceWork(found.plane, found.limits, losses, run.dtype)
        total = len(_set_of(run, request)[0])
        blank = LossSurface(
            found.plane, found.limits, grid.grid(), found.paths, found.held, found.here, losses.points, total
        )
        return _Moment(request, run, self._past.moments, grid, losses, blank)

    def _set_losses(self, run: Run, request: LossLandscape, *, hurried: bool) -> SetLosses:
        """Over the samples of the set, or some of them where the network is large, and fewer beside training."""
        features, targets = _set_of(run, request)
        if self._losses is not None and self._losses.cost_s:
            self._point_s = self._losses.cost_s / self._losses.points
        most = points_of(
            run.layout.parameter_size, len(features), self._point_s, LIVE_LOSS_S if hurried else REST_LOSS_S
        )
        what = (run.document, features, targets)
        same = bool(self._losses_of) and all(a is b for a, b in zip(what, self._losses_of, strict=True))
        if self._losses is None or not same or most != self._most_points:
            rows = run.document.dataset.sample(most, test=request.of_test)
            self._losses = SetLosses(run.document, run.buffers, features[rows], targets[rows])
            # Known from the set before: else the first surface of each new set would begin as coarse as if nothing were
            # known of the machine.
            self._losses.cost_s = self._point_s * len(rows)
            self._losses_of, self._most_points = what, most
        # Running statistics belong to the weights of now, not to places of the plane: they stay the same over the whole
        # surface.
        self._losses.hold(run.buffers)
        return self._losses


def points_of(parameters: int, points: int, point_s: float, loss_s: float) -> int:
    """How many samples one loss looks at, at most.

    Args:
        parameters: Of the network.
        points: There are so many.
        point_s: Seconds that one of them takes; 0 where that is not known.
        loss_s: Seconds that a loss may take.
    """
    most = min(max(MOST_PRODUCTS // parameters, FEWEST_POINTS), MOST_POINTS)
    if point_s * min(most, points) <= loss_s:
        return most
    # In whole hundreds: a count that followed every measurement would draw another sample each time, and the surface
    # would tremble.
    return max(round(loss_s / point_s / FEWEST_POINTS), 1) * FEWEST_POINTS


class _Moment:
    """A surface in the making, and of what."""

    def __init__(
        self,
        request: LossLandscape,
        run: Run,
        moments: tuple[object, ...],
        grid: SurfaceWork,
        losses: SetLosses,
        blank: LossSurface,
    ) -> None:
        self.request, self.grid, self.losses = request, grid, losses
        self._document, self._moments, self._blank = run.document, moments, blank
        self.weights, self._buffers = run.parameters.copy(), run.buffers.copy()
        self._goal: int | None = None

    @property
    def goal(self) -> int:
        """The finest grid that it gets to at rest: by what a loss costs, which is known well after some hundred."""
        cost = self.losses.cost_s
        if cost and self._goal is None:
            goal = max(finest_within(FINE_S, cost), finest_within(MOST_REST_S, cost, USUAL_SIDE), 0)
            # Fixed once the cost is well known: a goal that moved with the machine's load would never be reached, or
            # never be left.
            self._goal = goal if self.grid.level > 0 else None
            return goal
        return self._goal or 0

    @property
    def is_done(self) -> bool:
        """Whether it is as fine as it gets."""
        return self.losses.cost_s > 0.0 and self.grid.level >= self.goal

    def is_of(self, run: Run, request: LossLandscape, moments: tuple[object, ...]) -> bool:
        """Whether it is still what is asked for."""
        same = run.document is self._document and request == self.request and moments is self._moments
        return same and bool((run.parameters == self.weights).all() and (run.buffers == self._buffers).all())

    def surface(self) -> LossSurface:
        """What is known by now."""
        return replace(self._blank, losses=self.grid.grid())


def _set_of(run: Run, request: LossLandscape) -> tuple[NDArray[Any], NDArray[Any]]:
    """Inputs and targets of the set that is looked at."""
    return (run.test_features, run.test_targets) if request.of_test else (run.features, run.targets)
