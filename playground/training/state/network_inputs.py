"""The inputs of a document's network at places of the plane, scaled as the document says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.model import network_scaling
from playground.domains.plane.inputs import features

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from playground.document.model import Document


def network_inputs(
    document: Document, points: NDArray[np.float64], names: Sequence[str] | None = None
) -> NDArray[np.float64]:
    """What the network is fed at places of the plane.

    Args:
        document: Says how coordinates are scaled, and which inputs are on.
        points: Shape (N, 2).
        names: Other inputs than those that are on: keys of `INPUTS`.

    Returns:
        Shape (N, number of inputs).
    """
    return features(network_scaling(document).points_from_units(points), document.inputs if names is None else names)
