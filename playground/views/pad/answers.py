"""What the network says of the picture at hand: now, or at the time that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.training.probes.activations import Activations
from playground.training.snapshots.answer import answer_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from playground.document.model import Document
    from playground.training.snapshots.snapshot import Snapshot


def answer_at_hand(
    snapshot: Snapshot | None, document: Document, picture: NDArray[np.float64] | None
) -> tuple[Document, NDArray[np.float32] | None]:
    """What the network says of the picture at hand, of the time that is shown, and the document that names it.

    Args:
        snapshot: The newest one.
        document: The one at hand.
        picture: In the shape of its samples; None for none.
    """
    if snapshot is None or picture is None:
        return document, None
    for one, named_by in ((snapshot, document), (snapshot.foreign, None)):
        said = None if one is None else _said(one, picture.reshape(-1))
        if one is not None and said is not None:
            names = named_by or one.document
            fits = len(said) == len(names.dataset.classes or names.dataset.values)
            return (names, said) if fits else (document, None)
    return document, None


def _said(snapshot: Snapshot, sample: NDArray[np.float64]) -> NDArray[np.float32] | None:
    """The trainer's answer where it is of this sample; else one by the snapshot's weights, without waiting for it.

    Of a network that is too large for that, it is the trainer's answer to the sample before.
    """
    found = snapshot.get(Activations)
    if found is not None and found.sample == tuple(sample.tolist()):
        return found.answer
    made = answer_of(snapshot, sample)
    return found.answer if made is None and found is not None else made
