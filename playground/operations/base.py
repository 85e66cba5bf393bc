"""What every operation has in common: shapes, the arrays it uses, and a handler for each way to do it."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from playground.operations.shape import Shape

Array = NDArray[Any]


class NoHandlerError(NotImplementedError):
    """An operation was asked for what its kind cannot do; the message is a sentence that names both."""

    def __init__(self, title: str, lacking: str) -> None:
        super().__init__(f"The operation {title} has no {lacking}.")


class AffineView(NamedTuple):
    """An operation as z = W a + b.

    Attributes:
        weight: W, (out, in); or (units,) where it is diagonal.
        bias: b, (out,).
    """

    weight: Array
    bias: Array

    @property
    def matrix(self) -> Array:
        """W as a matrix."""
        return np.diag(self.weight) if self.weight.ndim == 1 else self.weight


class FusedCode(NamedTuple):
    """Compiled functions of the fused kernel; see `Operation.fused`."""

    forward: Any
    backward: Any


class Room(Protocol):
    """The kernel's workspace while places in it are handed out, operation by operation, first to last.

    Attributes:
        pitch: Distance between rows of units x samples.
        tile: Samples that pass through together.
        is_evaluation: Whether the network is only looked at.
        saved: Places of activations, and of the gradient by them, that wait to be added, innermost last.
    """

    pitch: int
    tile: int
    is_evaluation: bool
    saved: list[tuple[int, int]]

    def take(self, count: int) -> int:
        """A place for `count` numbers."""
        ...

    def other_delta(self) -> int:
        """The place of gradients that is not in use, for an operation that cannot turn them over in place."""
        ...

    def random_place(self) -> int:
        """Which random operation of the network this is."""
        ...


class Graph(Protocol):
    """An ONNX graph that is being written; values go by their names."""

    def add(
        self, operator: str, inputs: tuple[str, ...], name: str = "", **attributes: float | str | tuple[int, ...]
    ) -> str:
        """Call an operator; the name of its output."""
        ...

    def constant(self, values: Array) -> str:
        """Keep an array, float32 or int64; its name."""
        ...


@dataclass(frozen=True, slots=True)
class Operation:
    """One step of what a layer does to the activations of each sample, as a kind with its settings.

    A kind overrides what it can do. What it cannot, raises `NoHandlerError` with its title for whoever asks, who says
    so to the person: nothing that walks a network may pass over an operation that it does not understand.

    Attributes:
        shape_in, shape_out: Of one sample before and after it.
    """

    name: ClassVar[str]
    """In tables."""
    words: ClassVar[str]
    """As people say it."""
    leg: ClassVar[str] = ""
    """What the morph calls its part of the way; empty for what does not move activations."""
    statistics: ClassVar[tuple[str, ...]] = ()
    """The running statistics that it uses, in the order of its layer."""
    is_random: ClassVar[bool] = False
    """Whether it does something in training only, at random."""
    needs_batch: ClassVar[bool] = False
    """Whether samples of a batch change each other, so that the kernel must see all at once."""
    is_carrying: ClassVar[bool] = False
    """Whether it remembers activations, or adds what is remembered: what is straight before it is straight after it."""
    appends: ClassVar[bool] = False
    """Whether it puts what is remembered behind the units at hand."""
    in_use: ClassVar[str] = ""
    """What it does otherwise when a network is looked at and not trained, a sentence."""

    shape_in: Shape
    shape_out: Shape

    @property
    def title(self) -> str:
        """The kind, or what it was set to, in words."""
        return self.words

    @property
    def arrays(self) -> tuple[str, ...]:
        """Letters of the parameters that it uses, in the order of its layer."""
        return ()

    @property
    def is_idle(self) -> bool:
        """Whether it hands on what enters it when the network is not training."""
        return self.is_random

    @property
    def bends(self) -> bool:
        """Whether it is the activation of its layer: what comes before it are pre-activations."""
        return False

    # ---- numpy ------------------------------------------------------------------------------------------------------

    def forward(self, rows: Array, arrays: Sequence[Array], saved: list[Array]) -> Array:
        """What it does outside training.

        Args:
            rows: Activations before it, (N, *shape_in).
            arrays: Its parameters, then its running statistics.
            saved: What waits to be added, innermost last; skips push and pop.

        Returns:
            Activations after it, (N, *shape_out).

        Raises:
            NoHandlerError: The kind has no form in numpy.
        """
        raise NoHandlerError(self.title, "form in numpy")

    def affine(self, arrays: Sequence[Array]) -> AffineView:
        """The same as an affine map, where it is one.

        Raises:
            NoHandlerError: It is none.
        """
        raise NoHandlerError(self.title, "affine form")

    @property
    def is_affine(self) -> bool:
        """Whether `affine` answers."""
        return type(self).affine is not Operation.affine

    @property
    def is_computable(self) -> bool:
        """Whether `forward` answers."""
        return type(self).forward is not Operation.forward

    @property
    def slope_below(self) -> float | None:
        """Of a function of each unit that is z above zero and straight below it: its slope there. None of others."""
        return None

    @property
    def is_straight(self) -> bool:
        """Whether what is straight before it is straight after it, outside training."""
        return self.is_idle or self.is_affine or self.is_carrying

    # ---- text and files ---------------------------------------------------------------------------------------------

    def numpy_lines(self, names: Sequence[str]) -> list[str]:
        """What `forward` does, as lines of Python that change `a`, (N, *shape_in), and know `np` and `skip`.

        Args:
            names: Of the variables that hold its arrays.

        Raises:
            NoHandlerError: The kind has no numpy text.
        """
        raise NoHandlerError(self.title, "form in numpy")

    def numpy_functions(self) -> dict[str, str]:
        """Definitions of the functions that `numpy_lines` calls, by name."""
        return {}

    def onnx(self, graph: Graph, value: str, arrays: tuple[str, ...], saved: list[str]) -> str:
        """Write what `forward` does into a graph.

        Args:
            graph: Written to.
            value: Name of what enters, (N, *shape_in).
            arrays: Names of its constants.
            saved: As for `forward`, by name.

        Returns:
            Name of what leaves.

        Raises:
            NoHandlerError: The kind has no form in ONNX.
        """
        raise NoHandlerError(self.title, "form in ONNX")

    # ---- the fused kernel -------------------------------------------------------------------------------------------

    @classmethod
    def fused(cls) -> FusedCode:
        """The compiled functions that the fused kernel calls for the kind; without them it trains with PyTorch.

        It is asked for once, when the kernel loads, and imports numba and `playground.simd` then; each function is
        compiled by itself. Activations lie as units x samples, those of pictures channel by channel and line by line,
        rows `pitch` apart; the first `(count + 7) // 8 * 8` of a row are computed. `row` is the operation's record
        (`records.OPERATION`), `first` the samples of the batch before this tile.

        - `forward(params, buffers, work, row, key, first, count, pitch)` writes work[row.target] from
          work[row.source].
        - `backward(params, work, row, gradient, count, pitch)` adds to the gradient by its parameters, which begin at
          `gradient + row.parameter`, and where `row.pass_on` is 1 turns the gradient by what leaves it, at
          `row.delta_out`, into that by what enters it, at `row.delta_in`.

        Raises:
            NoHandlerError: The kind has no fused code.
        """
        raise NoHandlerError(cls.words, "fused code")

    @classmethod
    def has_fused(cls) -> bool:
        """Whether `fused` answers."""
        return cls.fused.__func__ is not Operation.fused.__func__  # type: ignore[attr-defined]

    @property
    def without_fused(self) -> str:
        """What of the operation has no fused code, in words; empty where all of it has."""
        return "" if self.has_fused() else f"the operation {self.title}"

    def fill(self, record: Any, room: Room) -> None:
        """Write its settings into the kernel's record and take the places that it needs.

        Shapes, source, target and the places of gradients are in the record already.
        """

    @property
    def writes(self) -> bool:
        """Whether what leaves it lies in another place than what enters it."""
        return True

    @property
    def size_in(self) -> int:
        """Numbers of one sample that enter."""
        return prod(self.shape_in)

    @property
    def size_out(self) -> int:
        """Numbers of one sample that leave."""
        return prod(self.shape_out)


def with_arrays(
    operations: Iterable[Operation], parameters: Iterable[Array], statistics: Iterable[Array]
) -> Iterator[tuple[Operation, tuple[Array, ...]]]:
    """Each operation with its arrays: its parameters, then its running statistics.

    Args:
        operations: Of one layer or of several, in order.
        parameters: Of the same layers, in the order in which their kinds give them.
        statistics: Likewise.
    """
    learned, kept = iter(parameters), iter(statistics)
    for operation in operations:
        own = [next(learned) for _ in operation.arrays]
        yield operation, (*own, *(next(kept) for _ in operation.statistics))


def by_name(*kinds: type[Operation]) -> dict[str, type[Operation]]:
    """A table of kinds.

    Raises:
        ValueError: Two kinds have the same name.
    """
    table = {kind.name: kind for kind in kinds}
    if len(table) < len(kinds):
        raise ValueError(f"two operations have the same name: {', '.join(kind.name for kind in kinds)}")
    return table
