"""Small pictures of the output at recorded states: the frames of the film strip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from numpy.typing import NDArray

from playground.document.model import OUTPUT_UID
from playground.training.probes.plane import WHOLE_PLANE
from playground.training.probes.probe import Allowance, Budget, Probe, least_coarseness
from playground.training.probes.request import Request
from playground.training.state.answers import answers

if TYPE_CHECKING:
    import numpy as np

    from playground.document.model import Document
    from playground.training.probes.forward import Forward
    from playground.training.probes.probe import Past
    from playground.training.state.recorded_state import RecordedState
    from playground.training.state.run import Run


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """The output over the whole plane at a recorded state.

    Attributes:
        moment: The state.
        predictions: As in `output_map.MapSamples`, (n, n, K).
    """

    moment: RecordedState
    predictions: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Stills(Request[Mapping[int, Still]]):
    """Stills of recorded states, by the numbers of those; those that are not made yet are missing.

    Attributes:
        numbers: Of the recorded states.
        side: Of each still, in samples.
    """

    OF_ALL_TIMES = True

    numbers: tuple[int, ...]
    side: int

    def merged(self, other: Stills) -> Stills:
        """All stills, as large as the larger ones."""
        return Stills(tuple(dict.fromkeys(self.numbers + other.numbers)), max(self.side, other.side))


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
        kept = {n: still for m in wanted if (still := self._stills.get(n := m.number)) and still.moment is m}
        missing = [moment for moment in wanted if moment.number not in kept] if request.side else []
        self.wants_more = len(missing) > 1
        if missing:
            kept[missing[0].number] = self._still(missing[0], request.side)
        self._stills = kept
        return kept

    def _still(self, moment: RecordedState, side: int) -> Still:
        run = self._past.run_at(moment, moment.document)
        side = -(-side // least_coarseness(run, side * side))
        logits = self._forward.layers(run, self._forward.grid_inputs(run, WHOLE_PLANE, side, side), (OUTPUT_UID,))[0]
        return Still(moment, answers(logits.T, run.document).reshape(side, side, -1))
