"""Training as another program does, to the last bit: what is asked of whoever knows such a program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from playground.document.layout import Layout
    from playground.document.model import Document
    from playground.document.training import Training


class LinkError(ValueError):
    """A link that cannot be opened, or a document that no link can hold; the text says why in one line."""


@dataclass(frozen=True, slots=True)
class LinkReading:
    """What a link means.

    Attributes:
        document: Set to train exactly as the program does.
        notes: What was odd in it and what was made of that, a sentence each.
    """

    document: Document
    notes: tuple[str, ...]


class Trainable(Protocol):
    """What a loop reads of a run, and writes into it; `training.state.run.Run` tells what each is."""

    document: Document
    parameters: NDArray[np.floating[Any]]
    slots: NDArray[np.floating[Any]]
    features: NDArray[np.floating[Any]]
    targets: NDArray[np.floating[Any]]
    dtype: np.dtype[Any]
    steps: int
    epoch: int
    cursor: int

    @property
    def batch_size(self) -> int:
        """Points of one update."""
        ...


class Emulation:
    """A program whose training can be repeated: what it lacks, its order, first weights, loop, and links.

    Attributes:
        name: As keys have it.
        title: Its name where there is little room, as in a menu.
        full_title: Its whole name.
        address: Where its links lead.
        pass_setup: The exported script's lines before the first pass, inside `train`.
        pass_code: The lines of a pass up to `batch`, instead of those that shuffle.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    full_title: ClassVar[str]
    address: ClassVar[str]
    pass_setup: ClassVar[tuple[str, ...]] = ()
    pass_code: ClassVar[tuple[str, ...]]

    # ---- when ------------------------------------------------------------------------------------------------------

    def is_wanted(self, training: Training) -> bool:
        """Whether the person has asked for it."""
        raise NotImplementedError

    def lacking(self, document: Document) -> tuple[str, ...]:
        """What of a document the program does not have, each a few words; empty when it can train it."""
        raise NotImplementedError

    # ---- how -------------------------------------------------------------------------------------------------------

    def first_weights(self, document: Document, layout: Layout) -> NDArray[np.float64]:
        """The parameters before training, flat, (P,)."""
        raise NotImplementedError

    def order(self, count: int) -> NDArray[np.int64]:
        """In which order a pass takes `count` training points, (N,)."""
        raise NotImplementedError

    def load(self) -> None:
        """Import a loop that is compiled, but do not compile it: quick, whatever else is being compiled now.

        Raises:
            Exception: numba does not work here.
        """

    def prepare(self, dtype: str) -> None:
        """Compile such a loop for "float32" or "float64", which takes a few seconds the first time.

        Raises:
            Exception: numba does not work here.
        """

    def train(self, run: Trainable, batches: int) -> None:
        """Advance a run in place by so many batches; what is left over of a pass counts as one."""
        raise NotImplementedError

    def script_refusal(self, document: Document) -> str:  # noqa: ARG002 - a contract has more than each kind asks
        """Why no PyTorch script can train so, a sentence; empty where one can."""
        return ""

    # ---- links -----------------------------------------------------------------------------------------------------

    def is_link(self, text: str) -> bool:
        """Whether a text is one of its links."""
        raise NotImplementedError

    def read_link(self, text: str) -> LinkReading:
        """The document that opening a link in the program gives; nothing is fetched.

        Raises:
            LinkError: It cannot be a link, or asks for what no machine should try.
        """
        raise NotImplementedError

    def write_link(self, document: Document) -> str:
        """The link that opens as this document; trained weights are in no link.

        Raises:
            LinkError: There is none; the text lists everything that a link cannot hold.
        """
        raise NotImplementedError

    def inexpressible(self, document: Document) -> tuple[str, ...]:
        """What of a document a link cannot hold, each a few words; empty when it can hold everything."""
        raise NotImplementedError
