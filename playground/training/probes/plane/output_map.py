"""The large map: what the network predicts over a part of the plane, and a unit that may be shown in its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.document.model import INPUT_UID, OUTPUT_UID
from playground.document.plan import resolve
from playground.domains.plane.grid import WHOLE_PLANE, SectionGrid, around, grid
from playground.domains.plane.regions import cell_of
from playground.domains.section import REACH
from playground.training.probes.color_scale import Scales, scales_of, shown_values
from playground.training.probes.plane.unit_maps import UnitMaps
from playground.training.probes.probe import Allowance, Budget, Coarseness, Probe, least_coarseness
from playground.training.probes.request import Request
from playground.training.state.answers import answers

if TYPE_CHECKING:
    from playground.document.model import Document
    from playground.domains.plane.grid import Extent
    from playground.domains.section import Section
    from playground.training.probes.addresses import NeuronAddress
    from playground.training.probes.forward import Forward
    from playground.training.state.run import Run

Array = NDArray[np.float32]

BRISK_SIDE = 200
"""The most samples along a side of the map while something moves: sides of at most 2 pixels on most screens."""
MOST_WINNERS = 100
"""Along a side of the whole plane, of a larger map every other cell is looked at, or every third, and so on."""
SCALE_SIDE = 32
"""Of the grid by which a unit in the large map is scaled while no small pictures are wanted."""


@dataclass(frozen=True, slots=True, eq=False)
class UnitSamples:
    """One unit over a part of the plane.

    Attributes:
        unit: Which.
        values: Its output, (H, W), row 0 at the bottom.
        scale: Magnitude that gets full colour, common to the unit's layer.
        own_scale: The same for the unit by itself.
    """

    unit: NeuronAddress
    values: Array
    scale: float
    own_scale: float


@dataclass(frozen=True, slots=True, eq=False)
class MapSamples:
    """The network over a part of the plane.

    Attributes:
        extent: The part.
        predictions: (H, W, K), row 0 at the bottom: probabilities (K classes; two classes have K = 2), or the K
            values of a regression.
        focus: The unit that was asked for, if it exists.
    """

    extent: Extent
    predictions: Array
    focus: UnitSamples | None = None

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the cell in which a place of the plane lies; None outside of the map."""
        return cell_of(self.predictions.shape[:2], self.extent, x, y)

    def winners(self) -> NDArray[np.intp] | None:
        """Which class wins where on the whole plane; None where a part of the plane is missing.

        Returns:
            Indices of classes, (h, w), row 0 at the bottom, of the cells whose centres lie in the plane; at most about
            `MOST_WINNERS` along a side.
        """
        if around(self.extent, WHOLE_PLANE) != self.extent:
            return None
        rows, columns = self.predictions.shape[:2]
        x, y = grid(self.extent, columns, 1)[:, 0], grid(self.extent, 1, rows)[:, 1]
        across, up = (np.flatnonzero(abs(at) <= REACH) for at in (x, y))
        step = max(1, len(across) // MOST_WINNERS)
        found: NDArray[np.intp] = self.predictions[np.ix_(up[::step], across[::step])].argmax(axis=2)
        return found


@dataclass(frozen=True, slots=True)
class OutputMap(Request[MapSamples]):
    """A map of the network's predictions.

    Attributes:
        size: Width and height in samples.
        extent: Part of the plane.
        focus: A unit to be shown as well.
        section: The plane of samples; None for that of the first two columns.
    """

    size: tuple[int, int]
    extent: Extent = WHOLE_PLANE
    focus: NeuronAddress | None = None
    section: Section | None = None

    def merged(self, other: OutputMap) -> OutputMap:
        """The larger one, over the smallest part of the plane that holds both."""
        size = max(self.size[0], other.size[0]), max(self.size[1], other.size[1])
        return OutputMap(size, around(self.extent, other.extent), other.focus or self.focus, other.section)

    def without_layers(self) -> OutputMap:
        """The predictions alone."""
        return self if self.focus is None else replace(self, focus=None)


class OutputMapProbe(Probe[OutputMap, MapSamples]):
    """One pass of a grid through the network."""

    ALLOWANCE = Allowance(share=0.3, budget_s=0.004)

    def can_take(self, run: Run, request: OutputMap) -> bool:
        """Where the map has a size."""
        del run
        return min(request.size) > 0

    def coarseness(self, run: Run, request: OutputMap) -> Coarseness:
        """Few samples while something moves."""
        return Coarseness(least_coarseness(run, request.size[0] * request.size[1]), brisk_coarseness(request.size))

    def take(self, run: Run, request: OutputMap, budget: Budget) -> MapSamples:
        """Output and unit come from the same pass."""
        document = run.document
        columns, rows = (-(-side // budget.coarseness) for side in request.size)
        focus = request.focus if request.focus is not None and _exists(document, request.focus) else None
        cells = SectionGrid(document.dataset.section_for(request.section), columns, rows, request.extent)
        if focus is None:
            return map_over(run, cells, self._forward)
        inputs = self._forward.grid_inputs(run, cells)
        logits, layer = self._forward.layers(run, inputs, (OUTPUT_UID, focus.uid))
        predictions = answers(logits.T, document).reshape(rows, columns, -1)
        values = shown_values(layer, focus.uid, document)[focus.index].reshape(rows, columns).astype(np.float32)
        scales = self._scales_of(run, focus.uid, budget, request.section)
        own = float(scales.own[focus.index])
        # Inputs are different things, x beside sin x: a common scale would leave some of them grey.
        common = scales.common if focus.uid != INPUT_UID else own
        return MapSamples(request.extent, predictions, UnitSamples(focus, values, common, own))

    def _scales_of(self, run: Run, uid: int, budget: Budget, section: Section | None) -> Scales:
        """Of a layer over the whole plane: those of its small pictures, so that large and small agree."""
        small = budget.beside.get(UnitMaps)
        if small is not None and uid in small.scales:
            return small.scales[uid]
        cells = SectionGrid(run.document.dataset.section_for(section), SCALE_SIDE, SCALE_SIDE)
        inputs = self._forward.grid_inputs(run, cells)
        values = shown_values(self._forward.layers(run, inputs, (uid,))[0], uid, run.document)
        return scales_of(run.document, uid, values)


def map_over(run: Run, cells: SectionGrid, forward: Forward) -> MapSamples:
    """What a network predicts at the cells of a grid."""
    predictions = answers(forward.logits(run, forward.grid_inputs(run, cells)), run.document)
    return MapSamples(cells.extent, predictions.reshape(cells.rows, cells.columns, -1))


def brisk_coarseness(size: tuple[int, int]) -> int:
    """How many times as long as asked for the cells of a map are while something moves, training or a hand."""
    return max(1, -(-max(size) // BRISK_SIDE))


def _exists(document: Document, unit: NeuronAddress) -> bool:
    plan = resolve(document)
    return 0 <= unit.index < dict(zip(plan.stages, plan.units, strict=True)).get(unit.uid, 0)
