"""Small pictures of the network at recorded states, of its output or its kernels: the frames of the film strip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.document.model import domain_of
from playground.document.plan import resolve
from playground.domains.plane.grid import SectionGrid
from playground.training.probes.plane.output_map import map_over
from playground.training.probes.probe import Allowance, Budget, Probe, least_coarseness
from playground.training.probes.request import Request
from playground.training.state.answers import answers

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.training.probes.forward import Forward
    from playground.training.probes.probe import Past
    from playground.training.state.recorded_state import RecordedState
    from playground.training.state.run import Run

MOST_SAMPLES, BINS = 400, 8
KERNEL_AXES = 4
"""Of a convolution's weight: channels that leave, channels that enter, height, width."""


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """The output over the whole plane at a recorded state; where samples have no map, kernels or confusion.

    Attributes:
        moment: The state.
        predictions: As in `output_map.MapSamples`, (n, n, K).
        layer: As in `Stills`.
        kernels: Of a convolution, (channels, height, width): means over the channels that enter.
        confusion: Counts of samples by what they are and by what the network answers, (K, K); of a regression by bins
            of the value.
    """

    moment: RecordedState
    predictions: NDArray[np.float32] | None = None
    layer: int | None = None
    kernels: NDArray[np.float32] | None = None
    confusion: NDArray[np.int64] | None = None


@dataclass(frozen=True, slots=True)
class Stills(Request[Mapping[int, Still]]):
    """Stills of recorded states, by the numbers of those; those that are not made yet are missing.

    Attributes:
        numbers: Of the recorded states.
        side: Of each still, in samples.
        layer: Where samples have no map, the layer whose kernels are shown; one that has none, as the output, gives
            the confusion.
    """

    OF_ALL_TIMES = True

    numbers: tuple[int, ...]
    side: int
    layer: int | None = None

    def merged(self, other: Stills) -> Stills:
        """All stills, as large as the larger ones, of the layer that the later view shows."""
        numbers = tuple(dict.fromkeys(self.numbers + other.numbers))
        return Stills(numbers, max(self.side, other.side), other.layer)


class StillsProbe(Probe[Stills, Mapping[int, Still]]):
    """Makes one still with each snapshot, whether anybody is in a hurry or not, and keeps those that are wanted."""

    ALLOWANCE = Allowance(share=1.0)

    def __init__(self, forward: Forward, past: Past) -> None:
        super().__init__(forward, past)
        self._stills: dict[int, Still] = {}

    def key(self, run: Run, request: Stills) -> tuple[object, ...]:
        """Not the document: states of the past are those of their own time."""
        del run
        return (request,)

    def is_settled(self, request: Stills) -> bool:
        """Whether all stills are made."""
        del request
        return not self.wants_more

    def take(self, run: Run, request: Stills, budget: Budget) -> Mapping[int, Still]:
        """One still more."""
        del run, budget
        return self._develop(request)

    def without_network(self, document: Document, request: Stills) -> Mapping[int, Still]:
        """What was recorded has networks of its own."""
        del document
        return self._develop(request)

    def _develop(self, request: Stills) -> Mapping[int, Still]:
        wanted = [moment for moment in self._past.moments if moment.number in request.numbers]
        # Files number their states anew: the number alone does not say that a still is of this state.
        had = {n: still for n, still in self._stills.items() if still.layer == request.layer}
        kept = {n: still for m in wanted if (still := had.get(n := m.number)) and still.moment is m}
        missing = [moment for moment in wanted if moment.number not in kept] if request.side else []
        # One still is made below.
        self.wants_more = len(missing) > 1
        if missing:
            kept[missing[0].number] = self._still(missing[0], request)
        self._stills = kept
        return kept

    def _still(self, moment: RecordedState, request: Stills) -> Still:
        run = self._past.run_at(moment, moment.document)
        if not domain_of(moment.document).has_map:
            kernels = None if request.layer is None else kernels_of(run, request.layer)
            seen = self._confusion(run) if kernels is None else None
            return Still(moment, layer=request.layer, kernels=kernels, confusion=seen)
        side = request.side
        side = -(-side // least_coarseness(run, side * side))
        grid = SectionGrid(run.document.dataset.section(), side, side)
        return Still(moment, map_over(run, grid, self._forward).predictions, request.layer)

    def _confusion(self, run: Run) -> NDArray[np.int64]:
        """Of test samples, of training samples where there are none; at most `MOST_SAMPLES`."""
        data = run.document.dataset
        of_test = bool(data.is_test.any())
        chosen = data.sample(MOST_SAMPLES, test=of_test)
        features = (run.test_features if of_test else run.features)[chosen]
        targets = data.targets[data.is_test == of_test][chosen]
        said = answers(self._forward.logits(run, features), run.document)
        if data.classes:
            best = said.argmax(axis=1) if said.shape[1] > 1 else np.rint(said[:, 0])
            return counted(targets, best, len(data.classes))
        edges = np.linspace(data.targets[:, 0].min(initial=0.0), data.targets[:, 0].max(initial=1.0), BINS + 1)[1:-1]
        return counted(np.digitize(targets[:, 0], edges), np.digitize(said[:, 0], edges), BINS)


def kernels_of(run: Run, uid: int) -> NDArray[np.float32] | None:
    """The kernels of a layer, (channels, height, width), means over the channels that enter; None where it has none."""
    planned = resolve(run.document).planned(uid)
    slots = [one for one in run.layout.parameters if one.key[0] == uid and len(one.shape) == KERNEL_AXES]
    if planned is None or not slots:
        return None
    weight = max(slots, key=lambda one: one.shape[-1]).view(run.parameters)  # of a separable one the window's
    entering = 1 if len(weight) == planned.shape_out[0] else 0
    return np.asarray(weight.mean(axis=entering), dtype=np.float32)


def counted(true: NDArray[Any], said: NDArray[Any], kinds: int) -> NDArray[np.int64]:
    """How often each of some kinds is answered for each true one, (true, answered)."""
    counts = np.zeros((kinds, kinds), dtype=np.int64)
    np.add.at(counts, (true.astype(np.int64), said.astype(np.int64)), 1)
    return counts
