"""Takes the spaces of layers from one pass over points and sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playground.document.plan import resolve
from playground.training.probes.layer_spaces.memory import SpaceMemory
from playground.training.probes.layer_spaces.space import LayerSpaces, SpacePictures
from playground.training.probes.layer_spaces.spaces import space_pieces
from playground.training.probes.probe import Allowance, Budget, Probe, has_points
from playground.training.state.network_inputs import network_inputs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from playground.training.probes.forward import Forward
    from playground.training.probes.probe import Past
    from playground.training.state.run import Run


class LayerSpacesProbe(Probe[LayerSpaces, SpacePictures]):
    """Each picture follows the one before it, and scores are thought over from frame to frame."""

    ALLOWANCE = Allowance(share=0.2, budget_s=0.004)

    def __init__(self, forward: Forward, past: Past) -> None:
        super().__init__(forward, past)
        self._memory = SpaceMemory()

    def can_take(self, run: Run, request: LayerSpaces) -> bool:
        """Where there are points to show."""
        return bool(request.uids) and has_points(run)

    def is_settled(self, request: LayerSpaces) -> bool:
        """Whether no better straight cut would be found."""
        return self._memory.is_settled(request.uids)

    def pieces(self, run: Run, request: LayerSpaces, budget: Budget) -> Iterator[SpacePictures | None]:
        """All spaces that are due, of the weights at the beginning; in a hurry some small ones are of a frame ago."""

        def forward_layers(samples: NDArray[np.float32]) -> list[NDArray[Any]]:
            inputs = network_inputs(run.document, samples.astype(np.float64)).astype(run.dtype)
            return [values.T for values in self._forward.layers(run, inputs, resolve(run.document).stages)]

        slots = (run.layout.parameters, run.parameters.copy()), (run.layout.buffers, run.buffers.copy())
        numbers = {slot.key: slot.view(flat) for part, flat in slots for slot in part}
        memory, hurried = self._memory, budget.hurried
        for made in space_pieces(forward_layers, run.document, request, memory, numbers=numbers, hurried=hurried):
            yield None if made is None else SpacePictures(*made, request.value)
