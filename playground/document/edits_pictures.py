"""Pure edits of pictures: document in, document out, the same object when nothing changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.document.edits_data import add_training_samples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from playground.document.model import Document


def add_pictures(document: Document, pictures: NDArray[np.float64], target: float) -> Document:
    """Append pictures of one class, or of one value; all of them train, so that what a person draws can be learned.

    Args:
        document: Its samples are pictures.
        pictures: (M, channels, height, width), from 0 for paper to 1 for ink.
        target: The class, or the number that all values get.

    Raises:
        ValueError: The pictures are of another shape than those of the document, or there is no such class.
    """
    data = document.dataset
    if pictures.shape[1:] != data.shape:
        raise ValueError(f"pictures of shape {pictures.shape[1:]} do not go with those of shape {data.shape}")
    if data.classes and not 0 <= target < len(data.classes):
        raise ValueError(f"there is no class {target:g} among {len(data.classes)}")
    return add_training_samples(document, pictures.reshape(len(pictures), data.samples.shape[1]), target)
