"""What every kind of data says of itself: what a sample is, and which inputs a network gets of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class InputFeature:
    """One input neuron.

    Attributes:
        label: As the network shows it.
        function: Its value, (N,), of the columns of samples, (N,) each.
        explanation: One sentence for the tooltip.
        formula: The function as numpy code, of the names of columns in code (`Domain.names`).
        column: The column that it hands on as it is; None where it is a function that bends.
        onnx: The operator of ONNX that does the same, and the columns that it reads, by those names; None where the
            input is a column.
    """

    label: str
    function: Callable[..., Array]
    explanation: str
    formula: str
    column: int | None = None
    onnx: tuple[str, tuple[str, ...]] | None = None


class Domain:
    """A kind of data. One instance stands in the table `DOMAINS`.

    Attributes:
        name: As documents write it.
        title: For menus.
        sample, samples: What one row is called, and several.
        own: What the gallery calls samples that are from none of its generators.
        least_columns, most_columns: How many numbers a sample may have.
        is_drawn: Whether people make samples with generators and with the mouse.
        tools: Names of the hand tools that work on its samples; None for all.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    sample: ClassVar[str]
    samples: ClassVar[str]
    own: ClassVar[str]
    least_columns: ClassVar[int]
    most_columns: ClassVar[int]
    is_drawn: ClassVar[bool]
    tools: ClassVar[frozenset[str] | None] = None

    def keys(self, count: int) -> tuple[str, ...]:
        """What files call the columns, as many as there are."""
        raise NotImplementedError

    def names(self, count: int) -> tuple[str, ...]:
        """What formulas and exported code call the columns; none where they stay together as `points`."""
        return self.keys(count)

    def inputs(self, columns: tuple[str, ...]) -> Mapping[str, InputFeature]:
        """The inputs that a network may have, by the name that documents use, in the order in which it reads them.

        Args:
            columns: Names of the columns, as people read them.
        """
        raise NotImplementedError

    def usual_inputs(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """Those that are on at first: every column as it is."""
        return tuple(name for name, feature in self.inputs(columns).items() if feature.column is not None)

    def around(self, samples: Array, reach: float, side: int) -> Array:
        """Samples beside those at hand, (M, D), at which a changed network is to go on saying what it said.

        Args:
            samples: At hand, (N, D).
            reach: From −reach to reach they lie.
            side: M is its square.
        """
        raise NotImplementedError


def features(inputs: Mapping[str, InputFeature], samples: Array, names: Sequence[str]) -> Array:
    """The inputs of the network at samples.

    Args:
        inputs: Of `Domain.inputs`.
        samples: Shape (N, D).
        names: Keys of `inputs`.

    Returns:
        Shape (N, len(names)).

    Raises:
        KeyError: There is no such input.
    """
    columns = [inputs[name].function(*samples.T) for name in names]
    return np.stack(columns, axis=1) if columns else np.empty((len(samples), 0))
