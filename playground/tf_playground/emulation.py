"""TensorFlow Playground as a program whose training is repeated here.

Every start imports this file: what only its documents need is imported when they do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.document.emulation import Emulation, LinkReading, Trainable
from playground.tf_playground.lacking import lacking
from playground.tf_playground.link import looks_like_link, read_link

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.document.layout import Layout
    from playground.document.model import Document
    from playground.document.training import Training


class TfPlayground(Emulation):
    """The page: plain steps sample by sample in one order, what a pass leaves over joins the next."""

    name = "tf_playground"
    title, full_title, address = "TF Playground", "TensorFlow Playground", "playground.tensorflow.org"
    pass_setup = ("    waiting = []",)
    pass_code = (
        "        order = list(range(len(inputs))) if epoch < epochs else []",
        "        for start in range(0, len(order), BATCH_SIZE):",
        "            waiting += order[start : start + BATCH_SIZE]",
        "            if start + BATCH_SIZE > len(order):",
        "                break  # what a pass leaves over of a batch joins the first of the next",
        "            batch, waiting = waiting, []",
    )

    def is_wanted(self, training: Training) -> bool:
        """Whether the switch is on."""
        return training.as_tf_playground

    def lacking(self, document: Document) -> tuple[str, ...]:
        """What of a document the page does not have, each a few words."""
        return lacking(document)

    def first_weights(self, document: Document, layout: Layout) -> NDArray[np.float64]:
        """From the stream of numbers that made the points, flat, (P,)."""
        from playground.tf_playground.weights import first_weights

        return first_weights(document, layout)

    def order(self, count: int) -> NDArray[np.int64]:
        """The points' own: the page has shuffled them once, when it made them."""
        return np.arange(count)

    def load(self) -> None:
        """Import the training loop, and numba with it, without compiling."""
        from playground.tf_playground import loop

        loop.load()

    def prepare(self, dtype: str) -> None:
        """Compile the training loop for a dtype, or take it from the cache."""
        from playground.tf_playground import loop

        loop.prepare(dtype)

    def train(self, run: Trainable, batches: int) -> None:
        """Advance a run in place."""
        from playground.tf_playground import loop

        loop.train(run, batches)

    def script_refusal(self, document: Document) -> str:
        """L1 leaves links dead, which no optimizer of PyTorch does."""
        if document.training.l1 == 0.0:
            return ""
        return "As TF Playground, L1 takes connections away for good: a script does not. Switch one of them off."

    def is_link(self, text: str) -> bool:
        """Whether a text is a link of the page, of a copy of it, or the part from `#` on."""
        return looks_like_link(text)

    def read_link(self, text: str) -> LinkReading:
        """The document that opening a link on the page gives."""
        return read_link(text)

    def write_link(self, document: Document) -> str:
        """The link that opens as this document."""
        from playground.tf_playground.link_writer import write_link

        return write_link(document)

    def inexpressible(self, document: Document) -> tuple[str, ...]:
        """What of a document a link cannot hold, each a few words."""
        from playground.tf_playground.link_writer import inexpressible

        return inexpressible(document)
