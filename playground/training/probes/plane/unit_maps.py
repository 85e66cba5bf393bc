"""A small picture of every unit over the whole plane."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.document.model import inputs_of, network_scaling
from playground.document.plan import resolve
from playground.domains.plane.grid import SectionGrid
from playground.training.probes.color_scale import Scales, magnitude, scales_of, shown_values
from playground.training.probes.probe import Allowance, Budget, Coarseness, Probe, least_coarseness
from playground.training.probes.request import Request
from playground.training.state.network_inputs import network_inputs

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.domains.section import Section
    from playground.training.probes.forward import Forward
    from playground.training.probes.probe import Past
    from playground.training.state.run import Run

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class UnitPictures:
    """The pictures of all units, row 0 at the bottom.

    Attributes:
        inputs: (F, n, n) of all inputs in the order of `inputs_of`, switched off ones included; each is divided by its
            own magnitude, so that x² and sin x both show.
        units: By uid, (units, n, n), without those that a skip hands on; the output (uid 0) holds its answer for each
            output unit.
        scales: By uid, the magnitudes that get full colour.
    """

    inputs: Array
    units: dict[int, Array]
    scales: dict[int, Scales]


@dataclass(frozen=True, slots=True)
class UnitMaps(Request[UnitPictures]):
    """Pictures of all inputs and units.

    Attributes:
        side: Of each picture, in samples, over the whole plane of ±6.
        section: The plane of samples; None for that of the first two columns.
    """

    OF_LAYERS = True
    OF_ANSWERS = False

    side: int
    section: Section | None = None

    def merged(self, other: UnitMaps) -> UnitMaps:
        """The larger pictures."""
        return UnitMaps(max(self.side, other.side), other.section)


class UnitMapsProbe(Probe[UnitMaps, UnitPictures]):
    """One pass of a grid through the network."""

    ALLOWANCE = Allowance(share=0.2, budget_s=0.003)

    def __init__(self, forward: Forward, past: Past) -> None:
        super().__init__(forward, past)
        self._inputs: tuple[object, Array] | None = None

    def can_take(self, run: Run, request: UnitMaps) -> bool:
        """Where pictures have a size."""
        del run
        return request.side > 0

    def coarseness(self, run: Run, request: UnitMaps) -> Coarseness:
        """They are small enough to be taken in full while something moves."""
        return Coarseness(least_coarseness(run, request.side**2))

    def take(self, run: Run, request: UnitMaps, budget: Budget) -> UnitPictures:
        """Take the pictures of the units of all layers."""
        document, n = run.document, -(-request.side // budget.coarseness)
        units: dict[int, Array] = {}
        scales: dict[int, Scales] = {}
        grid = SectionGrid(document.dataset.section_for(request.section), n, n)
        plan, inputs = resolve(document), self._forward.grid_inputs(run, grid)
        made = self._forward.layers(run, inputs, plan.uids)
        for uid, count, layer in zip(plan.uids, plan.own_units[1:], made, strict=True):
            values = shown_values(layer[:count], uid, document)
            scales[uid] = scales_of(document, uid, values)
            units[uid] = np.ascontiguousarray(values, dtype=np.float32).reshape(-1, n, n)
        return UnitPictures(self._input_pictures(document, n, request.section), units, scales)

    def without_network(self, document: Document, request: UnitMaps) -> UnitPictures | None:
        """The inputs."""
        return (
            UnitPictures(self._input_pictures(document, request.side, request.section), {}, {})
            if request.side
            else None
        )

    def _input_pictures(self, document: Document, n: int, section: Section | None) -> Array:
        """All inputs, each divided by its own magnitude: x² is large and sin x small, and both are to be seen."""
        grid = SectionGrid(document.dataset.section_for(section), n, n)
        of = grid, network_scaling(document), document.dataset.columns
        if self._inputs is None or self._inputs[0] != of:
            values = network_inputs(document, grid.samples(), tuple(inputs_of(document)))
            scaled = [column / magnitude(column) for column in values.T]
            pictures = np.stack(scaled).astype(np.float32).reshape(-1, n, n)
            pictures.flags.writeable = False
            self._inputs = of, pictures
        return self._inputs[1]
