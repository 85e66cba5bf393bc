"""The plane that a view asks for around the run at hand, and the run's path on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.document.plan import resolve
from playground.training.probes.landscape.limits import LEAST, limits_around, steady_limits
from playground.training.probes.landscape.request import SurfacePath
from playground.training.probes.landscape.weight_plane import (
    WeightPlane,
    explained_variance,
    orthonormal,
    principal_directions,
    random_directions,
)
from playground.training.state.held import held_parameters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from playground.training.probes.landscape.limits import Limits
    from playground.training.probes.landscape.request import LossLandscape, LossSurface
    from playground.training.probes.probe import Past
    from playground.training.state.recorded_state import RecordedState
    from playground.training.state.run import Run

    Wide = NDArray[np.float64]

RECENT = 50
"""Recorded states of the plane of the last ones."""
MOST_STATES, FEWEST_STATES, MOST_NUMBERS = 100, 8, 4_000_000
"""Of a path: more states are represented by some, and so are those of networks with many weights."""
ALIKE = 0.9
"""Cosine of directions that are about those of a moment ago."""
OVERLAP = 0.5
"""Cosine, either way, from which a direction is known as the last one, and takes its sign."""


@dataclass(frozen=True, slots=True, eq=False)
class RunPlane:
    """What is known of a surface before the first loss.

    Attributes:
        plane, limits, paths, held, here: As in `LossSurface`.
    """

    plane: WeightPlane
    limits: Limits
    paths: tuple[SurfacePath, ...]
    held: float
    here: Wide


def run_plane(
    run: Run, request: LossLandscape, past: Past, last: LossSurface | None, known: NDArray[Any] | None = None
) -> RunPlane:
    """The plane through the weights at hand, with paths and what of it to show.

    Args:
        run: At hand.
        request: Which plane.
        past: Of the run, and of those beside it.
        last: The surface of a moment ago, that this one is to follow without a jump; None for none.
        known: Directions of the last plane, (2, P), of whatever request: those found here take the signs of those that
            they overlap clearly. None for none; those of another network are passed over.
    """
    now = run.parameters.astype(np.float64)
    states = states_like(run, past.moments)
    other = states_like(run, past.others.get(request.other, ()))
    if last is not None and last.plane.origin.shape != now.shape:
        last = None
    if known is not None and known.shape[1:] != now.shape:
        known = None
    plane = _plane(run, request, states, other, known)
    paths = [_path(0, plane, states, run)]
    if other:
        paths.append(_path(request.other, plane, other, None))
    here = plane.places_of(now)
    scope = states[-RECENT:] if request.plane == "recent" else states
    held = explained_variance(_vectors(scope, now), plane.directions)
    limits = _limits(request, paths, here, float(np.linalg.norm(now)))
    if last is not None and request.plane != "random" and _are_alike(last.plane, plane):
        limits = steady_limits(last.limits, limits, _seen(request, paths, here))
    return RunPlane(plane, limits, tuple(paths), held, here)


def states_like(run: Run, moments: Sequence[RecordedState]) -> list[RecordedState]:
    """Recorded states of networks with the same units in the same layers; of many, some."""
    structure, known = resolve(run.document).structure, {}
    for moment in moments:
        if id(moment.document) not in known:
            known[id(moment.document)] = resolve(moment.document).structure == structure
    found = [m for m in moments if known[id(m.document)] and len(m.parameters) == len(run.parameters)]
    most = min(max(MOST_NUMBERS // max(len(run.parameters), 1), FEWEST_STATES), MOST_STATES)
    if len(found) <= most:
        return found
    return [found[index] for index in np.linspace(0, len(found) - 1, most).round().astype(int).tolist()]


# ---- inside ----------------------------------------------------------------------------------------------------------


def _plane(
    run: Run,
    request: LossLandscape,
    states: list[RecordedState],
    other: list[RecordedState],
    known: NDArray[Any] | None,
) -> WeightPlane:
    now = run.parameters.astype(np.float64)
    # What no optimizer moves is no direction that training could take.
    learned = ~held_parameters(run.document, run.layout, run.parameters)
    drawn = np.random.default_rng(request.seed).standard_normal((2, len(now))) * learned
    normalised = random_directions(run.layout, now, request.seed) * learned
    # The second pair for networks of which filters have no length, as at all zeros.
    spare = [*normalised, *drawn]
    if request.plane == "random":
        is_plane = bool((np.linalg.norm(normalised, axis=1) > 0.0).all())
        return WeightPlane(now, normalised if is_plane else orthonormal(spare))
    start = states[0].parameters.astype(np.float64) if states else now
    if request.plane == "points":
        third = other[-1] if other else states[len(states) // 2] if states else None
        beyond = now if third is None else third.parameters.astype(np.float64)
        directions = orthonormal([now - start, beyond - start, *spare])
    else:
        scope = states[-RECENT:] if request.plane == "recent" else states
        directions = principal_directions(_vectors(scope, now), spare)
    # The signs are those of the last plane as far as it had these directions, and else lead from the start to the right
    # and up.
    signs = directions @ (now - start)
    if known is not None:
        overlap = _cosines(directions, known)
        signs = np.where(np.abs(overlap) >= OVERLAP, overlap, signs)
    directions = directions * np.where(signs < 0.0, -1.0, 1.0)[:, None]
    # The plane goes through the weights of now exactly, and its origin is the place nearest to the start: paths begin
    # near the middle.
    return WeightPlane(now - directions.T @ (directions @ (now - start)), directions)


def _vectors(states: Iterable[RecordedState], now: Wide) -> NDArray[Any]:
    """The weights of some states, and those of now, (N + 1, P)."""
    return np.stack([*(state.parameters for state in states), now.astype(np.float32)])


def _path(number: int, plane: WeightPlane, states: list[RecordedState], run: Run | None) -> SurfacePath:
    """Places of states, and of the weights at hand where the path leads to them."""
    vectors = [state.parameters for state in states] + ([] if run is None else [run.parameters])
    epochs = [state.position for state in states] + ([] if run is None else [run.position])
    return SurfacePath(number, plane.places_of(np.stack(vectors)), np.array(epochs, dtype=np.float64))


def _seen(request: LossLandscape, paths: list[SurfacePath], here: Wide) -> Wide:
    """The places that are to be seen."""
    many = RECENT + 1 if request.plane == "recent" else MOST_STATES + 1
    return np.concatenate([*(path.places[-many:] for path in paths), here[None]])


def _limits(request: LossLandscape, paths: list[SurfacePath], here: Wide, length: float) -> Limits:
    """Around the paths; of random directions as far as once the weights to each side."""
    if request.plane == "random":
        across, up = here.tolist()
        return across - 1.0, across + 1.0, up - 1.0, up + 1.0
    places = _seen(request, paths, here)
    # A run that has hardly moved beside the length of its weights would be magnified until only rounding is seen.
    is_path = float(np.ptp(places, axis=0).max()) > 1e-3 * length
    return limits_around(places, max((1e-3 if is_path else LEAST) * length, 1e-6))


def _are_alike(one: WeightPlane, other: WeightPlane) -> bool:
    return bool((_cosines(one.directions, other.directions) > ALIKE).all())


def _cosines(ones: NDArray[Any], others: NDArray[Any]) -> Wide:
    """Of the angle between each direction and its like, (2,); 0 where one of them has no length."""
    lengths = np.linalg.norm(ones, axis=1) * np.linalg.norm(others, axis=1)
    return np.asarray((ones * others).sum(axis=1) / np.maximum(lengths, np.finfo(np.float64).tiny))
