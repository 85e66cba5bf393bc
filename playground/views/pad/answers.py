"""What the network says of the picture at hand, as bars: of now, or of the time that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.training.probes.activations import Activations
from playground.views.pad.bars import Bar
from playground.views.pad.words import answer_text, answer_words

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


def bars_of(document: Document, answer: NDArray[np.float32] | None) -> list[Bar]:
    """A bar for each class, in their order, or a row for each value; empty ones where there is no answer."""
    classes, values = document.dataset.classes, document.dataset.values
    if not classes:
        return [
            Bar(name, -1) if answer is None else Bar(name, -1, None, answer_words(document, answer.tolist(), index))
            for index, name in enumerate(values)
        ]
    if answer is None:
        return [Bar(one.name, one.color) for one in classes]
    best = int(answer.argmax())
    return [
        Bar(one.name, one.color, min(max(number_of, 0.0), 1.0), answer_text(document, number_of), index == best)
        for index, (one, number_of) in enumerate(zip(classes, answer.tolist(), strict=True))
    ]
