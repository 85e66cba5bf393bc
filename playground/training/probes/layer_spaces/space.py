"""The picture of one layer's space, as a view gets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from playground.render.mesh import Mesh
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
        kept: Share of the points' variance that the view keeps.
        view: How it was made: "plane", "pca", "units", "lda", "readout", "histogram", "triangle" or "logits", or in
            three dimensions "space", "pca3" or "units3"; for the caption.
        cut: Ends of the straight lines by which the output cuts this space, (lines, 2, 2), or None where they are not
            straight in this view. One line for two classes, pieces where the two greatest tie for more.
        answers: The network's answers at the corners of the sheet, (S, K) as in `Snapshot.map`.
        scores: What the output makes of each class in a space of three dimensions, (K, 4): a gradient and the value at
            the origin, of two classes zeros for the first. It cuts the space where the two greatest tie. None where its
            borders are not flat there.
        folded: Share of the plane that lies face down; None but for two units.
        stretch: The largest factor by which two near places of the plane are pulled apart.
        crease: The sum of `ProbeRequest.space_neuron` at the corners of the sheet, (S,): its line is where it is zero.
        lit: Activations of `ProbeRequest.space_point`, (width,).
        bridge: The way from here to `ProbeRequest.morph_space`.
    """

    uid: int
    width: int
    points: Array
    sheet: Array
    mesh: Mesh
    separability: float
    kept: float
    view: str
    cut: Array | None = None
    answers: Array | None = None
    scores: Array | None = None
    folded: float | None = None
    stretch: float = 0.0
    crease: Array | None = None
    lit: Array | None = None
    bridge: Bridge | None = None
