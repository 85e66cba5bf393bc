"""How all weights together go through a run: sharpness, distance from the start and gradient noise over epochs."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import thread_time
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from playground.methods.schedules import rate_at
from playground.training.probes.probe import Allowance, Budget, Probe
from playground.training.probes.request import Request

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from playground.document.layout import Layout
    from playground.document.model import Document
    from playground.document.training import Training
    from playground.training.probes.forward import Forward
    from playground.training.probes.loss_derivatives import LossDerivatives
    from playground.training.probes.probe import Past
    from playground.training.state.recorded_state import RecordedState

Floats = NDArray[np.float64]
V = TypeVar("V")
NAN = float("nan")
MOST_WEIGHTS = 100_000
"""Networks of more have no curvature here: forty directions of it would not fit beside the run."""
MOST_POINTS, MOST_PRODUCTS, FEWEST_POINTS = 2_000, 3_000_000, 20
"""A large network is looked at over fewer points."""
HURRIED_S, AT_REST_S = 0.004, 0.03
"""Of a snapshot: while training goes on, and while it does not."""
WAITING, NO_POINTS = "Nothing is recorded yet", "No training points: without them there is no loss"
TOO_LARGE = f"For networks of up to {MOST_WEIGHTS:,} parameters"


@dataclass(frozen=True, slots=True, eq=False)
class WeightHistory:
    """What is known of the weights at the recorded states of the run at hand, oldest first; nan where nothing is.

    Attributes:
        epochs: Of the states, with their fractions, (N,).
        sharpness: The largest eigenvalue of the Hessian of the training loss, (N,).
        threshold: The sharpness beyond which plain descent, or momentum, cannot stay at rest, (N,); nan for others.
        distance: From the first state of the same layers, the Euclidean norm of the difference of all weights, (N,).
        relative: The same as a part of the norm of that first state's weights, (N,).
        noise: The simple noise scale, in samples, (N,).
        points: How many training points the last state was looked at over; 0 before any was.
        all_points: How many there are.
        missing: States whose sharpness and noise are still to be worked out.
        why: Why sharpness and noise cannot be had, in words; empty where they can.
    """

    epochs: Floats
    sharpness: Floats
    threshold: Floats
    distance: Floats
    relative: Floats
    noise: Floats
    points: int = 0
    all_points: int = 0
    missing: int = 0
    why: str = ""

    def __len__(self) -> int:
        return len(self.epochs)


@dataclass(frozen=True, slots=True)
class WeightCurves(Request[WeightHistory]):
    """Sharpness, distance from the start and gradient noise at all recorded states."""

    OF_ALL_TIMES = True


@dataclass(frozen=True, slots=True, eq=False)
class _Measured:
    """What is known of one recorded state: distances at once, the others when it has been their turn."""

    moment: RecordedState
    start: RecordedState
    distance: float
    relative: float
    threshold: float
    curvature: tuple[float, float] | None = None
    """Sharpness and noise scale; None while they are to be worked out."""


@dataclass(slots=True)
class _Work:
    """What is being worked out."""

    moment: RecordedState
    steps: Generator[None, None, tuple[float, float]]


@dataclass(slots=True)
class _Direction:
    """The sharpest direction of the state before, which the next one begins with."""

    layout: Layout | None = None
    vector: Floats = field(default_factory=lambda: np.zeros(0))


class WeightCurvesProbe(Probe[WeightCurves, WeightHistory]):
    """Works through the recorded states: the newest first, then where the gap between two that are known is widest.

    What is known of a state never changes, so curves stay through edits, time travel and other branches, and are there
    for runs that a file brings.
    """

    ALLOWANCE = Allowance(share=0.08)

    def __init__(self, forward: Forward, past: Past) -> None:
        super().__init__(forward, past)
        self._moments: tuple[RecordedState, ...] = ()
        self._known: dict[int, _Measured] = {}
        self._work: _Work | None = None
        self._direction = _Direction()
        self._derivatives: tuple[Document, LossDerivatives] | None = None
        self._points = (0, 0)
        self._history = _history((), (0, 0))

    def key(self, run: object, request: WeightCurves) -> tuple[object, ...]:
        """Not the document: states of the past are those of their own time."""
        del run
        return (request,)

    def is_settled(self, request: WeightCurves) -> bool:
        """Whether all states are worked out."""
        del request
        return not self.wants_more

    def take(self, run: object, request: WeightCurves, budget: Budget) -> WeightHistory:
        """The curves as far as they are known, a little farther each time."""
        del run, request
        return self._look(HURRIED_S if budget.hurried else AT_REST_S)

    def without_network(self, document: Document, request: WeightCurves) -> WeightHistory:
        """What was recorded has networks of its own."""
        del document, request
        return self._look(AT_REST_S)

    def _look(self, budget_s: float) -> WeightHistory:
        end, moments = thread_time() + budget_s, self._past.moments
        changed = moments is not self._moments
        if changed:
            self._moments, self._known = moments, self._meet(moments)
        if self._work is not None and self._work.moment.number not in self._known:
            self._work = None
        while (work := self._work or self._next()) is not None and thread_time() < end:
            self._work = work
            found = _advanced(work.steps)
            if found is not None:
                self._learn(work.moment, found)
                changed = True
        self.wants_more = self._next() is not None
        if changed:
            self._history = _history(tuple(self._known.values()), self._points)
        return self._history

    def _meet(self, moments: tuple[RecordedState, ...]) -> dict[int, _Measured]:
        """What is known of the states that there are, in their order; of new ones all that takes no time."""
        found: dict[int, _Measured] = {}
        starts: list[tuple[Layout, RecordedState]] = []
        document, start = None, None
        for moment in moments:
            if start is None or moment.document is not document:
                document, layout = moment.document, _layout_of(moment)
                start = next((first for had, first in starts if had == layout), moment)
                starts.append((layout, start))
            had = self._known.get(moment.number)
            is_same = had is not None and had.moment is moment and had.start is start
            found[moment.number] = had if is_same and had is not None else _met(moment, start, had)
        return found

    def _next(self) -> _Work | None:
        """Begin with the state that is to be worked out next; None where all are."""
        if self._work is not None:
            return self._work
        all_of_them = list(self._known.values())
        missing = [one.moment for one in all_of_them if one.curvature is None]
        if not missing:
            return None
        done = np.array([one.moment.place for one in all_of_them if one.curvature is not None])
        # The newest first: it is where a person looks while training goes on.
        chosen = missing[-1]
        if all_of_them[-1].curvature is not None:
            # The one farthest from all that are known: the whole curve is there soon, if roughly, and only gets finer.
            gaps = [float(np.abs(done - moment.place).min()) for moment in missing]
            chosen = missing[int(np.argmax(gaps))]
        return _Work(chosen, self._measure(chosen))

    def _learn(self, moment: RecordedState, curvature: tuple[float, float]) -> None:
        had = self._known[moment.number]
        self._known[moment.number] = _Measured(
            had.moment, had.start, had.distance, had.relative, had.threshold, curvature
        )
        self._work = None

    def _measure(self, moment: RecordedState) -> Generator[None, None, tuple[float, float]]:
        """Sharpness and noise scale, a product or some samples at a time."""
        from playground.training.probes.loss_derivatives import SCATTER, largest_eigenvalue

        if refusal_of(moment.document, len(moment.parameters)):
            return NAN, NAN
        derivatives = self._derivatives_at(moment)
        yield
        # With a fixed seed: the same states give the same curve.
        last, size, scatter = self._direction, derivatives.size, np.random.default_rng(0)
        start = scatter.standard_normal(size) / size**0.5
        if last.layout == _layout_of(moment):
            start = last.vector + SCATTER * start
        sharpness, vector = yield from largest_eigenvalue(derivatives.hessian(), start)
        self._direction = _Direction(_layout_of(moment), vector)
        noise = yield from derivatives.noise_scale()
        return sharpness, noise

    def _derivatives_at(self, moment: RecordedState) -> LossDerivatives:
        from playground.training.probes.loss_derivatives import LossDerivatives

        document, size = moment.document, max(len(moment.parameters), 1)
        if self._derivatives is None or self._derivatives[0] is not document:
            run = self._past.run_at(moment, document)
            most = min(max(MOST_PRODUCTS // size, FEWEST_POINTS), MOST_POINTS)
            chosen = document.dataset.sample(most, test=False)
            self._derivatives = document, LossDerivatives(run, chosen)
            self._points = len(chosen), len(run.features)
        self._derivatives[1].put(moment.parameters, moment.buffers)
        return self._derivatives[1]


def stability_threshold(training: Training, epoch: float) -> float:
    """The sharpness beyond which steps grow along the sharpest direction; nan for what adapts its steps.

    2 / rate for plain descent, (2 + 2 m) / rate with momentum m and (2 + 2 m) / (rate (1 + 2 m)) with Nesterov's look
    ahead: Cohen et al. 2021, "Gradient Descent on Neural Networks Typically Occurs at the Edge of Stability".

    Args:
        training: Optimizer, rate, schedule.
        epoch: With its fraction.
    """
    rate, momentum = rate_at(training, epoch), training.momentum
    if training.optimizer != "sgd" or not rate > 0.0:
        return NAN
    look_ahead = 1.0 + 2.0 * momentum if training.nesterov else 1.0
    return (2.0 + 2.0 * momentum) / (rate * look_ahead)


def refusal_of(document: Document, parameters: int) -> str:
    """Why sharpness and noise cannot be had of a network with so many parameters, in words; empty where they can."""
    if bool(document.dataset.is_test.all()):
        return NO_POINTS
    return TOO_LARGE if parameters > MOST_WEIGHTS else ""


def _layout_of(moment: RecordedState) -> Layout:
    from playground.document.plan import resolve

    return resolve(moment.document).layout


def _met(moment: RecordedState, start: RecordedState, had: _Measured | None) -> _Measured:
    first = start.parameters.astype(np.float64)
    distance, norm = float(np.linalg.norm(moment.parameters - first)), float(np.linalg.norm(first))
    curvature = had.curvature if had is not None and had.moment is moment else None
    relative = distance / norm if norm > 0.0 else NAN
    threshold = stability_threshold(moment.document.training, moment.position)
    return _Measured(moment, start, distance, relative, threshold, curvature)


def _advanced(steps: Generator[None, None, V]) -> V | None:
    """A step more; what they come to after the last one."""
    try:
        next(steps)
    except StopIteration as ended:
        found: V = ended.value
        return found
    return None


def _history(known: tuple[_Measured, ...], points: tuple[int, int]) -> WeightHistory:
    curvature = [one.curvature or (NAN, NAN) for one in known]
    last = known[-1].moment if known else None
    columns: Mapping[str, list[float]] = {
        "epochs": [one.moment.position for one in known],
        "sharpness": [sharpness for sharpness, _ in curvature],
        "threshold": [one.threshold for one in known],
        "distance": [one.distance for one in known],
        "relative": [one.relative for one in known],
        "noise": [noise for _, noise in curvature],
    }
    return WeightHistory(
        **{name: np.array(column, dtype=np.float64) for name, column in columns.items()},
        points=points[0],
        all_points=points[1],
        missing=sum(one.curvature is None for one in known),
        why=WAITING if last is None else refusal_of(last.document, len(last.parameters)),
    )
