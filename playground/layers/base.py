"""What every layer kind has in common: its fields, what it learns, what it is built of."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING, Any, ClassVar, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import torch
    from numpy.typing import NDArray

    from playground.layers.source import ModuleSource
    from playground.operations import Operation
    from playground.operations.shape import Shape

    Array = NDArray[np.floating[Any]]

ParameterRole = Literal["weight", "bias", "scale", "shift"]
Axis = Literal["units", "inputs", "one"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One array that a layer learns.

    Attributes:
        name: The attribute of the torch module that holds it, dotted for nested modules.
        shape: As torch stores it; a weight is (units out, units in), of a convolution (channels out, channels in,
            height, width).
        role: Decides how it is initialized and whether it is regularized (weights alone are).
        initialization: A key of `methods.initializations.INITIALIZATIONS`, or "auto" for the document's default.
        usual: The value before training of a shift that does not begin at 0.
        axes: What the first two axes count: units (or channels) that the layer makes, those that enter it, or nothing.
    """

    name: str
    shape: tuple[int, ...]
    role: ParameterRole
    initialization: str = "auto"
    usual: float = 0.0
    axes: tuple[Axis, Axis] = ("units", "inputs")

    @property
    def start(self) -> float:
        """The value before training where it is not drawn at random."""
        return 1.0 if self.role == "scale" else self.usual


@dataclass(frozen=True, slots=True)
class Buffer:
    """One array that a layer keeps without learning it by gradient: a running statistic, or what is drawn once.

    Attributes:
        name: As for a parameter.
        shape: Likewise.
        start: The value before training.
        spread: Standard deviation of what is drawn around it.
    """

    name: str
    shape: tuple[int, ...]
    start: float
    spread: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer as the person set it: values only. A kind adds its fields, its shape rule and its builder.

    Attributes:
        uid: Names the layer through edits, so that weights, selections and pictures follow it. 0 is the output layer.
        frozen: The optimizer leaves its parameters alone.
    """

    kind: ClassVar[str]
    title: ClassVar[str]
    summary: ClassVar[str]
    icon: ClassVar[str] = "layers"
    """Of `resources/icons`, in menus."""
    makes_units: ClassVar[bool] = False
    """Whether new units leave the layer; else those that enter it leave it, each in its place and by its name."""
    has_weights: ClassVar[bool] = False
    """Whether every unit of the layer looks at every unit before it."""
    is_mixing: ClassVar[bool] = False
    """Whether every unit looks at every unit before it, by numbers that are not learned."""
    has_skip: ClassVar[bool] = False
    """Whether what enters is added to what the layer makes of it."""

    uid: int = field(default=0, metadata={"hidden": True})
    frozen: bool = field(
        default=False,
        metadata={
            "label": "Freeze",
            "help": "Training leaves the weights of this layer as they are.",
            "order": 99,
            "training_only": True,
        },
    )

    @property
    def is_straight_through(self) -> bool:
        """Whether the layer hands on what enters it, but for what it does at random while training."""
        return False

    @property
    def is_absorbed(self) -> bool:
        """Whether the layers behind can make up exactly for the layer when it is taken out."""
        return self.is_straight_through

    def can_hand_on(self, shape: Shape) -> bool:
        """Whether the layer can begin by handing on what enters it, so that putting it in changes no answer."""
        return self.is_absorbed

    def shape_out(self, shape: Shape) -> Shape:
        """The shape that leaves the layer when `shape` enters it.

        Raises:
            ShapeError: The kind cannot take it.
        """
        return shape

    def passed_on(self, shape: Shape) -> int:
        """How many of the units that enter leave again as they are, behind those that the layer makes."""
        return 0

    def hand_on(self, numbers: Mapping[str, Array], entering: Array) -> None:
        """Let a layer that has been put into a trained network begin as near to passing its input on as its kind can.

        Args:
            numbers: Its parameters and running statistics by name, written in place; as drawn at first.
            entering: What enters it of many samples, (M, *shape of what enters).
        """

    def settle(self, numbers: Mapping[str, Array], entering: Array) -> None:
        """Take note that something else enters than before, where the kind remembers what does; arguments as above."""

    def parameters(self, shape: Shape) -> tuple[Parameter, ...]:
        """What the layer learns, in the order in which the fused kernel reads it."""
        return ()

    def buffers(self, shape: Shape) -> tuple[Buffer, ...]:
        """What is kept and not learned, in the order in which the fused kernel reads it."""
        return ()

    def multiply_adds(self, shape: Shape) -> int:
        """Multiplications of weights with activations that one sample takes, each with its addition.

        Every weight meets what enters it once at each place of the maps that leave.
        """
        weights = sum(prod(one.shape) for one in self.parameters(shape) if one.role == "weight")
        return weights * prod(self.shape_out(shape)[1:])

    def caption(self) -> str:
        """The second line of the layer's card."""
        return ""

    @property
    def bend(self) -> str:
        """The activation that the layer ends with, a key of `activations.ACTIVATIONS`."""
        return "linear"

    @property
    def short_title(self) -> str:
        """What tells the layer from others where there is room for one word or two."""
        return self.title

    @property
    def brief_title(self) -> str:
        """What the kind is called where there is room for one short word."""
        return self.title.split()[0]

    def output_scale(self) -> float | None:
        """The largest magnitude that leaves the layer, or None when it has no bound."""
        return None

    def build(self, shape: Shape) -> torch.nn.Module:
        """The torch module, its parameters named as `parameters` names them."""
        raise NotImplementedError(self.kind)

    def source(self, shape: Shape, *, exact: bool = False) -> ModuleSource:
        """The module that `build` makes, as code.

        Args:
            shape: Of what enters.
            exact: Random modules draw the playground's own numbers, and what torch refuses (a batch of one) passes,
                so that training gives the same losses. Otherwise as short as torch has it.

        Raises:
            NotImplementedError: The kind has no code; whoever writes some says so to the person.
        """
        raise NotImplementedError(self.kind)

    def lower(self, shape: Shape) -> tuple[Operation, ...] | None:
        """What the layer does, as operations; None where its kind does not tell: it trains with PyTorch only."""
        return None


def by_name(*kinds: type[Layer]) -> dict[str, type[Layer]]:
    """A table of kinds.

    Raises:
        ValueError: Two kinds have the same name.
    """
    table = {kind.kind: kind for kind in kinds}
    if len(table) < len(kinds):
        raise ValueError(f"two layer kinds have the same name: {', '.join(kind.kind for kind in kinds)}")
    return table


def setting(default: Any, label: str, explanation: str, **limits: Any) -> Any:
    """A field of a layer with what its form needs to know.

    Args:
        default: The value of a new layer.
        label: The row's label.
        explanation: One sentence of what it does to learning.
        limits: Of `min`, `max`, `step`, `unit`, `zero`, `log`, `choices` (value to title) and `widget`;
            `training_only` where the answers of given weights do not depend on it.
    """
    return field(default=default, metadata={"label": label, "help": explanation, **limits})
