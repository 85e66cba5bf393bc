"""What a view asks for of the spaces of layers, and what it gets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.training.probes.request import Request

if TYPE_CHECKING:
    from playground.domains.section import Section
    from playground.render.mesh import Mesh
    from playground.training.probes.addresses import NeuronAddress
    from playground.training.probes.layer_spaces.morph import Bridge

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Space:
    """One layer's space, seen in two dimensions, or in three (d is 2 or 3).

    Attributes:
        uid: The layer; −1 the inputs, 0 the output, below them the sums of a layer (`pre_activation_uid`).
        width: Its true number of units.
        points: Data points, (M, d), in the units of `sheet`.
        sheet: Corners of the bent sheet, (S, d).
        mesh: Where they lie in the plane, between its lower left and its upper right, and their triangles.
        separability: Accuracy of the best straight cut, 0 to 1; R² of the best plane for regression.
        explained_variance: Share of the points' variance that the view keeps.
        view: How it was made: "plane", "pca", "units", "lda", "readout", "histogram", "triangle" or "logits", or in
            three dimensions "space", "pca3" or "units3"; for the caption.
        cut: Ends of the straight lines by which the output cuts this space, (lines, 2, 2), or None where they are not
            straight in this view. One line for two classes, pieces where the two greatest tie for more.
        answers: The network's answers at the corners of the sheet, (S, K) as in `output_map.MapSamples`.
        scores: What the output makes of each class in a space of three dimensions, (K, 4): a gradient and the value at
            the origin, of two classes zeros for the first. It cuts the space where the two greatest tie. None where its
            borders are not flat there.
        folded: Share of the plane that lies face down; None but for two units.
        stretch: The largest factor by which two near places of the plane are pulled apart.
        unit_boundary: The pre-activation of `LayerSpaces.unit` at the corners of the sheet, (S,): it is zero on the
            boundary.
        activations: Those of `LayerSpaces.point`, (width,); None where the layer has maps, or very many units.
        axes: Of a flat view that is linear in all of the layer's numbers, what is seen across and up of each, (width,
            2): points are those numbers times it, less `offset`, (2,). None for other views.
        bridge: The way from here to `LayerSpaces.towards`.
    """

    uid: int
    width: int
    points: Array
    sheet: Array
    mesh: Mesh
    separability: float
    explained_variance: float
    view: str
    cut: Array | None = None
    answers: Array | None = None
    scores: Array | None = None
    folded: float | None = None
    stretch: float = 0.0
    unit_boundary: Array | None = None
    activations: Array | None = None
    axes: NDArray[np.float64] | None = None
    offset: NDArray[np.float64] | None = None
    bridge: Bridge | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SpacePictures:
    """The spaces of some layers.

    Attributes:
        spaces: In the order of `LayerSpaces.uids`.
        points: Indices of the data points that they show, (M,).
        value: Which of the values of a regression they are coloured by.
    """

    spaces: tuple[Space, ...]
    points: NDArray[np.int64]
    value: int = 0


@dataclass(frozen=True, slots=True)
class LayerSpaces(Request[SpacePictures]):
    """The spaces of layers: the points as the layers have them, and the sheet of the plane bent with them.

    Attributes:
        uids: Layers; −1 for the inputs, 0 for the output, `pre_activation_uid` for the pre-activations of a layer.
        cells: The bent sheet of the large space `main` has at most as many corners as one of so many equal cells along
            a side.
        strip_cells: Cells along a side of the sheet of the small spaces, which the large one refines.
        main: Uid of the large space; None for none.
        towards: Uid of the space that the large one is on its way to, on the same sheet; None when it stands still.
        view: "auto", "pca", "pca3", "units", "units3", "lda" or "readout".
        units: The units shown when `view` is "units" (a pair) or "units3" (a triple).
        is_frozen: Whether the axes of all spaces stay as they are.
        unit: A unit whose boundary is wanted in the spaces up to its own.
        point: Index of a data point whose activations are wanted in every space.
        section: The plane of samples that the sheet is; None for that of the first two columns.
        value: Which of the values of a regression the spaces are coloured by.
    """

    OF_LAYERS = True

    uids: tuple[int, ...]
    cells: int = 0
    strip_cells: int = 0
    main: int | None = None
    towards: int | None = None
    view: str = "auto"
    units: tuple[int, ...] = (0, 1)
    is_frozen: bool = False
    unit: NeuronAddress | None = None
    point: int | None = None
    section: Section | None = None
    value: int = 0

    def merged(self, other: LayerSpaces) -> LayerSpaces:
        """All spaces, as fine as the finer ones, seen as the later view sees them."""
        uids = (*self.uids, *(uid for uid in other.uids if uid not in self.uids))
        cells, strip_cells = max(self.cells, other.cells), max(self.strip_cells, other.strip_cells)
        return replace(other, uids=uids, cells=cells, strip_cells=strip_cells)
