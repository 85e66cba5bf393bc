"""How a drawing comes into the picture that the network sees: as the training pictures did, or as a person says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from playground.domains.picture.generators import PICTURE_GENERATORS
from playground.domains.picture.reduction import OWN_REDUCTION, Reduction, picture_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from playground.document.dataset import Dataset
    from playground.domains.picture.reduction import Placement
    from playground.domains.picture.strokes import Drawing

PLACEMENTS: dict[str, tuple[str, str]] = {
    "box": ("Box", "The box of the drawing is fitted into the middle of the picture"),
    "mass": ("Mass", "The drawing is fitted in, and the centre of its ink comes to the middle"),
    "drawn": ("As drawn", "It stays where it was drawn, and as large"),
}
"""Titles and what they mean, by the names of `Reduction.placement`."""


def usual_reduction(dataset: Dataset) -> Reduction:
    """The way on which the pictures of a dataset came about, as far as that is known."""
    source = dataset.source
    made = None if source is None else PICTURE_GENERATORS.get(source.generator)
    return OWN_REDUCTION if made is None else made.reduction


def usual_placement(dataset: Dataset) -> str:
    """How drawings are centred where a person has not said it."""
    return usual_reduction(dataset).placement


def reduced(drawing: Drawing, dataset: Dataset, placement: str) -> NDArray[np.float64]:
    """The picture that the network sees of a drawing, in the shape of those of a dataset.

    Args:
        drawing: Strokes on the pad.
        dataset: Its pictures have a side, and came about on some way.
        placement: A key of `PLACEMENTS`; "" for the usual one.
    """
    reduction = usual_reduction(dataset)
    if placement:
        reduction = replace(reduction, placement=cast("Placement", placement))
    return picture_of(drawing, dataset.shape[-1], reduction)
