"""The border that no network can beat, for points whose distribution is known, and the error that it makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.document.true_posterior import truth_at, truth_refusal
from playground.domains.plane.generators import generate
from playground.domains.plane.geometry import decision_boundary
from playground.training.probes.probe import READ_S, Allowance, Budget, Probe
from playground.training.probes.request import Request

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from playground.document.dataset import DataSource
    from playground.document.model import Document
    from playground.domains.plane.generators.truth import Truth
    from playground.domains.plane.grid import Extent
    from playground.training.probes.forward import Forward
    from playground.training.probes.probe import Past
    from playground.training.state.run import Run

Floats = NDArray[np.float64]
SIDE = 200
"""Samples along the map."""
CELLS, CHUNK = 400, 5_000
"""Of the integral: cells along each axis, and as many of them as are worked out before training goes on."""
DRAWN, AIR = 4_000, 0.3
"""Points that say how far the integral has to reach, and how much farther it goes, as a part of that."""


@dataclass(frozen=True, slots=True, eq=False)
class PosteriorMap:
    """The true posterior of the points.

    Attributes:
        extent: The part of the plane.
        border: Where the two most probable classes tie, pieces (S, 2, 2).
        error: Share of points that the best guess gets wrong: Bayes' error.
    """

    extent: Extent
    border: Floats
    error: float


@dataclass(frozen=True, slots=True)
class TruePosterior(Request[PosteriorMap]):
    """The true border over a part of the plane, and the least error.

    Attributes:
        extent: The part.
    """

    extent: Extent


class TruePosteriorProbe(Probe[TruePosterior, PosteriorMap]):
    """Depends on the points alone: what is known of them is kept while the network learns."""

    ALLOWANCE = Allowance(share=0.1, budget_s=0.004, rest_s=READ_S)
    IS_READ = True

    def __init__(self, forward: Forward, past: Past) -> None:
        super().__init__(forward, past)
        self._error: tuple[DataSource, float] | None = None
        self._map: tuple[DataSource, PosteriorMap] | None = None

    def can_take(self, run: Run, request: TruePosterior) -> bool:
        """Where it is known what the points were drawn from."""
        del request
        return not truth_refusal(run.document)

    def key(self, run: Run, request: TruePosterior) -> tuple[object, ...]:
        """The points, and not the network."""
        return run.document.dataset, request

    def pieces(self, run: Run, request: TruePosterior, budget: Budget) -> Iterator[PosteriorMap | None]:
        """Border and integral, some places at a time."""
        del budget
        yield from self._made(run.document, request)

    def without_network(self, document: Document, request: TruePosterior) -> PosteriorMap | None:
        """It needs no network."""
        if truth_refusal(document):
            return None
        found: PosteriorMap | None = None
        for found in self._made(document, request):  # noqa: B007 - the last one counts
            pass
        return found

    def _made(self, document: Document, request: TruePosterior) -> Iterator[PosteriorMap | None]:
        source = document.dataset.source
        truth = None if source is None else truth_at(source)
        if source is None or truth is None:
            return
        if self._map is not None and self._map[0] == source and self._map[1].extent == request.extent:
            yield self._map[1]
            return
        if self._error is None or self._error[0] != source:
            self._error = source, (yield from least_error(truth, reach_of(source)))
        border = yield from border_of(truth, request.extent)
        found = PosteriorMap(request.extent, border, self._error[1])
        self._map = source, found
        yield found


def least_error(truth: Callable[[Floats], Truth], reach: Extent) -> Generator[None, None, float]:
    """Bayes' error: the share of points whose class is not the most probable one at their place.

    The integral is a sum over the middles of cells, by the sum of the density over them.

    Args:
        truth: Density and posterior at places.
        reach: Left, right, bottom, top of where points are.

    Yields:
        None after some places.

    Returns:
        The share, 0 to 1.
    """
    wrong = total = 0.0
    for places in _chunks(reach, CELLS):
        found = truth(places)
        wrong += float(found.beaten.sum())
        total += float(found.density.sum())
        yield
    return wrong / total if total > 0.0 else float("nan")


def border_of(truth: Callable[[Floats], Truth], extent: Extent) -> Generator[None, None, Floats]:
    """Where the two most probable classes tie, pieces (S, 2, 2), without those where no point is ever found.

    Yields:
        None after some places.
    """
    density, posterior = [], []
    for places in _chunks(extent, SIDE):
        found = truth(places)
        density.append(found.density)
        posterior.append(found.posterior)
        yield
    answers = np.concatenate(posterior).reshape(SIDE, SIDE, -1)
    # Of logarithms: ties of probabilities and of their logarithms are the same, but between samples the logarithm of a
    # mixture of Gaussians is nearly straight, and so the border is found where it is.
    lines = decision_boundary(np.log(np.maximum(np.nan_to_num(answers), 1e-300)), extent)
    known: NDArray[np.bool_] = np.asarray(np.isfinite(answers).all(axis=2))
    middles = lines.mean(axis=1)
    column = ((middles[:, 0] - extent[0]) / (extent[1] - extent[0]) * SIDE).astype(np.int64).clip(0, SIDE - 1)
    row = ((middles[:, 1] - extent[2]) / (extent[3] - extent[2]) * SIDE).astype(np.int64).clip(0, SIDE - 1)
    return np.asarray(lines[known[row, column]])


def reach_of(source: DataSource) -> Extent:
    """Left, right, bottom, top of where nearly all points of a generator are."""
    points = generate(source.generator, DRAWN, source.noise, 0, source.parameter).points
    low, high = points.min(axis=0), points.max(axis=0)
    air = AIR * (high - low)
    (left, bottom), (right, top) = (low - air).tolist(), (high + air).tolist()
    return left, right, bottom, top


def _chunks(extent: Extent, side: int) -> Iterator[Floats]:
    """The middles of side x side cells, row by row from the bottom, in chunks, (n, 2)."""
    left, right, bottom, top = extent
    middles = (np.arange(side) + 0.5) / side
    x, y = np.meshgrid(left + middles * (right - left), bottom + middles * (top - bottom))
    places = np.column_stack((x.ravel(), y.ravel()))
    for start in range(0, len(places), CHUNK):
        yield places[start : start + CHUNK]
