"""The inputs of a document's network at samples, scaled as the document says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.model import inputs_of, network_scaling
from playground.domains import features

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from playground.document.model import Document


def network_inputs(
    document: Document, samples: NDArray[np.float64], names: Sequence[str] | None = None
) -> NDArray[np.float64]:
    """What the network is fed at samples.

    Args:
        document: Says how numbers are scaled, and which inputs are on.
        samples: Shape (N, D), as `Dataset.samples` has them.
        names: Other inputs than those that are on: keys of `model.inputs_of`.

    Returns:
        Shape (N, number of inputs).
    """
    scaled = network_scaling(document).samples_from_units(samples)
    return features(inputs_of(document), scaled, document.inputs if names is None else names)
