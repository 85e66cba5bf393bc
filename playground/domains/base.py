"""What every kind of data says of itself: what a sample is, and which inputs a network gets of one."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from playground.domains.making import AnyGenerator, Made, Recipe
    from playground.operations.shape import Shape

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class InputFeature:
    """One input of a network: a neuron, or a whole sample.

    Attributes:
        label: As the network shows it.
        function: Its value, (N,), of the columns of samples, (N,) each; of a whole sample (N, D).
        explanation: One sentence for the tooltip.
        formula: The function as numpy code, of the names of columns in code (`Domain.names`).
        column: The column that it hands on as it is; None where it is a function that bends.
        is_whole: Whether it is the whole sample, all columns in the sample's shape; then it is the only input.
        onnx: The operator of ONNX that does the same, and the columns that it reads, by those names; None where the
            input is a column.
    """

    label: str
    function: Callable[..., Array]
    explanation: str
    formula: str
    column: int | None = None
    is_whole: bool = False
    onnx: tuple[str, tuple[str, ...]] | None = None


class Domain:
    """A kind of data. One instance stands in the table `DOMAINS`.

    Attributes:
        name: As documents write it.
        title: For menus.
        tab: For the tab of its gallery.
        sample, samples: What one row is called, and several.
        own: What the gallery calls samples that are from none of its generators.
        least_columns, most_columns: How many numbers a sample may have.
        is_drawn: Whether people make samples on the plane, with its generators and tools.
        most_samples: How many a dataset may have.
        least_shape, most_shape: Of a sample that has axes, (channels, height, width); empty where its numbers stand in
            a row.
        has_map: Whether a map of the answers over two columns tells something.
        bounds: What the numbers of a sample lie between.
        tools: Names of the hand tools that work on its samples; None for all.
        hint: How a person makes samples of it, for the bottom line; empty where the tool in hand says it.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    tab: ClassVar[str]
    sample: ClassVar[str]
    samples: ClassVar[str]
    own: ClassVar[str]
    least_columns: ClassVar[int]
    most_columns: ClassVar[int]
    is_drawn: ClassVar[bool]
    most_samples: ClassVar[int] = 10_000_000
    least_shape: ClassVar[Shape] = ()
    most_shape: ClassVar[Shape] = ()
    has_map: ClassVar[bool] = True
    bounds: ClassVar[tuple[float, float]] = (-inf, inf)
    tools: ClassVar[frozenset[str] | None] = None
    hint: ClassVar[str] = ""

    @property
    def mark(self) -> str:
        """What a sample is called where it is seen: a point of a map, else what it is."""
        return "point" if self.has_map else self.sample

    @property
    def marks(self) -> str:
        """What several samples are called where they are seen: points of a map, else what they are."""
        return "points" if self.has_map else self.samples

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

    def shape_in(self, shape: Shape, inputs: Sequence[str]) -> Shape:
        """The shape of what enters the network of one sample.

        Args:
            shape: Of a sample.
            inputs: Names of the inputs that are on.
        """
        del shape
        return (len(inputs),)

    def usual_inputs(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """Those that are on at first: every column as it is."""
        return tuple(name for name, feature in self.inputs(columns).items() if feature.column is not None)

    @property
    def generators(self) -> Mapping[str, AnyGenerator]:
        """What makes samples of the kind, by name, in the order of the gallery."""
        return {}

    def make(self, recipe: Recipe) -> Made:
        """Let one of the generators make samples; the same recipe always makes the same.

        Raises:
            ValueError: There is no such generator, or a setting is out of range; in words.
        """
        raise ValueError(f"no generator makes {self.samples}, as {recipe.generator!r} is to")

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
        Shape (N, len(names)); of a whole sample (N, D).

    Raises:
        KeyError: There is no such input.
    """
    if any(inputs[name].is_whole for name in names):
        return samples
    columns = [inputs[name].function(*samples.T) for name in names]
    return np.stack(columns, axis=1) if columns else np.empty((len(samples), 0))
