"""The weights that the page would begin with: from the stream of numbers that made the points."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from playground.domains.arc4 import Arc4
from playground.domains.plane.generators import streamed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.dataset import DataSource
    from playground.document.layout import Layout, Slot
    from playground.document.model import Document

BIAS = 0.1
REMEMBERED = 8


def first_weights(document: Document, layout: Layout) -> NDArray[np.float64]:
    """The weights of a document before training, flat, (P,)."""
    random = stream_of_weights(document)
    flat = np.zeros(layout.parameter_size)
    for slot in layout.parameters:
        slot.view(flat)[...] = _drawn(slot, random)
    return flat


def stream_of_weights(document: Document) -> Arc4:
    """The numbers that the weights are made of.

    With the training seed 0 they follow those that made, shuffled and split the points of a link, as when the page
    opens it. Any other seed, which the page does not have, is added to the seed text of a stream of its own; so are
    the weights for points that no seed text made.
    """
    source, seed = document.dataset.source, document.training.seed
    stream = source.stream if source is not None else None
    if source is None or stream is None:
        return Arc4(str(seed))
    return _after_points(source).clone() if seed == 0 else Arc4(f"{stream} {seed}")


@lru_cache(maxsize=REMEMBERED)
def _after_points(source: DataSource) -> Arc4:
    return streamed(source.generator, source.count, source.noise, source.stream or "", source.parameter)[1]


def _drawn(slot: Slot, random: Arc4) -> NDArray[np.float64]:
    """Weights neuron by neuron, link by link; the draws happen even where everything begins at zero."""
    if slot.role != "weight":
        return np.full(slot.shape, 0.0 if slot.initialization == "zeros" else BIAS)
    drawn = np.array([random.random() - 0.5 for _ in range(slot.size)]).reshape(slot.shape)
    return np.zeros(slot.shape) if slot.initialization == "zeros" else drawn
