"""What the network says of the picture at hand: now, or at the time that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.training.probes.activations import Activations

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from playground.document.model import Document
    from playground.training.snapshots.snapshot import Snapshot


def answer_at_hand(snapshot: Snapshot | None, document: Document) -> tuple[Document, NDArray[np.float32] | None]:
    """What the network says of the picture at hand, of the time that is shown, and the document that names it."""
    if snapshot is None:
        return document, None
    for one, named_by in ((snapshot, document), (snapshot.foreign, None)):
        found = None if one is None else one.get(Activations)
        if one is not None and found is not None:
            names = named_by or one.document
            fits = len(found.answer) == len(names.dataset.classes or names.dataset.values)
            return (names, found.answer) if fits else (document, None)
    return document, None
