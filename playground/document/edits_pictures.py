"""Pure edits of pictures: document in, document out, the same object when nothing changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.document.dataset import sealed

if TYPE_CHECKING:
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
    count = len(pictures)
    if not count:
        return document
    targets = np.full((count, *data.targets.shape[1:]), target, dtype=data.targets.dtype)
    return replace(
        document,
        dataset=replace(
            data,
            samples=sealed(np.concatenate([data.samples, pictures.reshape(count, -1)], dtype=np.float64)),
            targets=sealed(np.concatenate([data.targets, targets])),
            is_test=sealed(np.concatenate([data.is_test, np.zeros(count, dtype=np.bool_)])),
        ),
    )
