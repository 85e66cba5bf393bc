"""What views ask the trainer for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.training.probes.addresses import Extent, NeuronAddress


@dataclass(frozen=True, slots=True)
class ProbeRequest:
    """Which pictures visible views need, and at what size. Zero and None mean: not needed.

    Attributes:
        extent: Part of the plane that the output map shows.
        map_size: Width and height of the output map in samples.
        focus: A neuron to be shown in place of the output.
        neuron_size: Side, in samples, of every neuron's picture (over the whole plane of ±6).
        space_uids: Layers whose hidden space is wanted; −1 for the inputs, 0 for the output, `pre_activation_uid` for
            the sums of a layer before its activation.
        space_cells: The bent sheet of the large space `main_space` has at most as many corners as one of so many equal
            cells along a side.
        strip_cells: Cells along a side of the sheet of the small spaces, which the large one refines.
        main_space: Uid of the large space; None for none.
        morph_space: Uid of the space that the large one is on its way to, on the same sheet; None when it stands still.
        space_view: "auto", "pca", "pca3", "units", "units3", "lda" or "readout".
        space_units: The units shown when `space_view` is "units" (a pair) or "units3" (a triple).
        space_frozen: Whether the axes of all spaces stay as they are.
        space_neuron: A neuron whose line is wanted in the spaces up to its own.
        space_point: Index of a data point whose activations are wanted in every space.
        answers: Whether the answers at the data points are wanted (misclassified marks, confusion).
        inside: Whether the insides of the layers are wanted.
        regions: Whether the linear regions in `extent` are wanted.
        pushes: Whether the gradient of the loss by the place of the training points is wanted.
        film: Numbers of the moments that the film strip wants pictures of (`Timeline.stills`).
        film_size: Side of those, in samples.
    """

    extent: Extent = (-6.0, 6.0, -6.0, 6.0)
    map_size: tuple[int, int] = (0, 0)
    focus: NeuronAddress | None = None
    neuron_size: int = 0
    space_uids: tuple[int, ...] = ()
    space_cells: int = 0
    strip_cells: int = 0
    main_space: int | None = None
    morph_space: int | None = None
    space_view: str = "auto"
    space_units: tuple[int, ...] = (0, 1)
    space_frozen: bool = False
    space_neuron: NeuronAddress | None = None
    space_point: int | None = None
    answers: bool = False
    inside: bool = False
    regions: bool = False
    pushes: bool = False
    film: tuple[int, ...] = ()
    film_size: int = 0
