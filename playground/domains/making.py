"""What every generator of samples says of itself, and what it makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from numpy.typing import NDArray

if TYPE_CHECKING:
    from playground.operations.shape import Shape


@dataclass(frozen=True, slots=True)
class GeneratorParameter:
    """The one whole number that some generators take besides count and noise."""

    label: str
    default: int
    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True)
class GeneratorKnob:
    """A number that a generator can be given beside count and seed.

    Attributes:
        name: As files and commands write it.
        label: Beside its slider.
        unit: Of the number, behind it: "%", "°", or nothing.
        minimum: The least it may be.
        maximum: The most it may be.
        default: What it is at first.
        step: Of the slider.
        help: One sentence for the tooltip.
    """

    name: str
    label: str
    unit: str
    minimum: float
    maximum: float
    default: float
    step: float
    help: str


class AnyGenerator(Protocol):
    """An entry of the gallery, whatever samples it makes."""

    @property
    def name(self) -> str:
        """As documents and commands write it."""
        ...

    @property
    def title(self) -> str:
        """For the gallery."""
        ...

    @property
    def description(self) -> str:
        """A sentence for the tooltip."""
        ...

    @property
    def task(self) -> str:
        """A key of `tasks.TASKS`."""
        ...

    @property
    def classes(self) -> int:
        """How many classes it makes at first; 0 for values."""
        ...

    @property
    def default_count(self) -> int:
        """How many samples it makes at first."""
        ...

    @property
    def default_noise(self) -> float:
        """Fraction of noise at first."""
        ...

    @property
    def knobs(self) -> tuple[GeneratorKnob, ...]:
        """Its other numbers; those of the plane have none."""
        ...

    @property
    def parameter(self) -> GeneratorParameter | None:
        """Its own whole number, where it has one."""
        ...


class Recipe(Protocol):
    """What a generator is told: `document.dataset.DataSource` is one."""

    @property
    def generator(self) -> str:
        """Its name."""
        ...

    @property
    def count(self) -> int:
        """How many samples."""
        ...

    @property
    def noise(self) -> float:
        """Share of noise, 0.1 for 10 %."""
        ...

    @property
    def seed(self) -> int:
        """Of the random numbers."""
        ...

    @property
    def parameter(self) -> int | None:
        """Its own whole number; None for the usual one."""
        ...

    @property
    def stream(self) -> str | None:
        """A text in place of the seed."""
        ...

    @property
    def side(self) -> int | None:
        """Pixels along a side; None for the usual ones."""
        ...

    @property
    def knobs(self) -> tuple[tuple[str, float], ...]:
        """Its other settings by name; those that are missing stand as usual."""
        ...


@dataclass(frozen=True, slots=True)
class Made:
    """Samples that a generator has made.

    Attributes:
        samples: Shape (N, D).
        targets: Class indices, (N,), or values, (N,).
        class_count: How many classes; 0 for values.
        class_names: What they are called; empty where they go by their colours.
        shape: Of a sample that has axes; empty where its numbers stand in a row.
    """

    samples: NDArray[Any]
    targets: NDArray[Any]
    class_count: int
    class_names: tuple[str, ...] = ()
    shape: Shape = ()
