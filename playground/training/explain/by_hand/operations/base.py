"""What it is to do an operation by hand: forwards as in training, backwards by the chain rule, and each number told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from playground.operations.base import Operation
    from playground.training.explain.by_hand.written import WrittenLine

Array = NDArray[np.float64]
Index = tuple[int, ...]
"""Of a number of one sample: (unit,) or (channel, row, column)."""


@dataclass(slots=True)
class Walk:
    """What operations share on the way through one batch.

    Attributes:
        seed: Of the document's training.
        number: Updates done before this one; with the seed it draws the numbers of random operations.
        places: How many random operations came before.
        saved: What waits to be added, innermost last.
        owed: On the way back, gradients by what was remembered, innermost last.
    """

    seed: int
    number: int
    places: int = 0
    saved: list[Array] = field(default_factory=list)
    owed: list[Array] = field(default_factory=list)

    def key(self) -> tuple[int, int, int]:
        """The key of the next random operation."""
        self.places += 1
        return self.seed, self.number, self.places - 1


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """One operation at work on one batch, there and back; N samples, in float64.

    Attributes:
        uid: Of the layer.
        operation: The kind with its settings; None where a layer does not tell what it is made of.
        arrays: Its parameters, then its running statistics.
        slots: Where each parameter begins in the flat array.
        entering, leaving: (N, *shape in) and (N, *shape out).
        kept: What the kind needs on its way back: a mask, a gate, statistics.
        names: Of the units that enter, where they have any of their own.
        error_out, error_in: The gradient of the loss by what leaves and by what enters, of the same shapes.
        gradients: Of the loss by each parameter, in its shape.
        over: The gradient that came back another way: over a skip that begins here, or at the sums of a gate.
    """

    uid: int
    operation: Operation | None
    arrays: tuple[Array, ...]
    slots: tuple[int, ...]
    entering: Array
    leaving: Array
    kept: tuple[Any, ...] = ()
    names: tuple[str, ...] = ()
    error_out: Array = field(default_factory=lambda: np.zeros(0))
    error_in: Array = field(default_factory=lambda: np.zeros(0))
    gradients: tuple[Array, ...] = ()
    over: Array | None = None

    def entering_name(self, index: Index) -> str:
        """What enters at an index: "x", "a3", "a2,4,5"."""
        flat = int(np.ravel_multi_index(index, self.entering.shape[1:]))
        if len(index) == 1 and flat < len(self.names):
            return self.names[flat]
        return f"a{','.join(str(place + 1) for place in index)}"


Made = tuple[Array, tuple[Any, ...]]
"""What leaves an operation, and what it keeps for the way back."""
Back = tuple[Array, tuple[Array, ...], Array | None]
"""The gradient by what enters, by each parameter, and `Passage.over`."""


class OperationByHand:
    """A kind of operation in pencil and paper. It has no state.

    Attributes:
        mixes: Whether a number that leaves is made of several that enter.
        settled: Whether a number keeps its index on its way through.
    """

    mixes: ClassVar[bool] = False
    settled: ClassVar[bool] = True

    def forward(self, operation: Any, entering: Array, arrays: tuple[Array, ...], walk: Walk) -> Made:
        """What it does to a batch in training."""
        raise NotImplementedError

    def backward(self, passage: Passage, error: Array, walk: Walk) -> Back:
        """The chain rule: from the gradient by what leaves to that by what enters and by the parameters."""
        raise NotImplementedError

    def index_in(self, passage: Passage, index: Index) -> Index:
        """Where what leaves at an index entered, of a kind that does not mix."""
        return index

    def index_out(self, passage: Passage, index: Index) -> Index:
        """The other way round."""
        return index

    def made(self, passage: Passage, sample: int, index: Index) -> WrittenLine | None:
        """A number that leaves, written out; None where it is what entered."""
        return None

    def error(self, passage: Passage, sample: int, index: Index) -> WrittenLine | None:
        """The error at a number that enters, by the chain rule; None where it is that of what leaves."""
        return None

    def slope(self, passage: Passage, place: int, index: Index) -> WrittenLine:
        """The gradient by one number of a parameter, written out.

        Args:
            passage: With the way back.
            place: Which of its parameters.
            index: Of the number there.
        """
        raise NotImplementedError
